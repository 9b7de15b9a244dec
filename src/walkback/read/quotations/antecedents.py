"""Whom a pronoun stands for: the nearest fitting person, subjects of sentences first."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from walkback.model.names import Name, parse_name
from walkback.read.phrases import word_set
from walkback.read.quotations import lexicon
from walkback.read.quotations.clues import link_to_verb
from walkback.read.quotations.mentions import Mention
from walkback.read.quotations.scene import Paragraph

SURE = 4  # so much nearer than the next, and a pronoun tells the gender of who it stands for
_LOOK_BACK = 40  # mentions
_FAR = 6  # paragraphs: further back nobody is meant by a pronoun
# Verbs whose object hears: "told the Gazette" makes the Gazette no speaker.
_TO_SOMEBODY = word_set(
    "told tells tell telling asked asks asking called calls accused thanked quoted criticised"
)
_RELATIVE = frozenset(("who", "which"))


def gender_of(word: str) -> str:
    """``m``, ``f`` or nothing: what a title, a noun, a pronoun or a given name tells."""
    if word in lexicon.MALE or word in lexicon.MALE_NAMES:
        return "m"
    return "f" if word in lexicon.FEMALE or word in lexicon.FEMALE_NAMES else ""


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody an article speaks of: a name or description, and what is known of them."""

    name: str
    parsed: Name
    body: bool = False
    gender: str = ""
    count: int = 0
    weak: bool = False  # one word that is nobody's known name: a place, a paper, a headline's start
    spoken: bool = False  # a verb of saying is tied to a mention: a person or a body that speaks

    @classmethod
    def described(cls, mention: Mention) -> "Entity | None":
        """Somebody known by a role alone."""
        plural = mention.head.endswith("s") and not mention.head.endswith("ss")
        if mention.head not in lexicon.EVERY_ROLE or plural:
            return None
        body = mention.head in lexicon.BODIES | lexicon.WRITTEN
        return cls(
            mention.core, parse_name(""), body=body, gender=gender_of(mention.head), spoken=True
        )


@dataclass(slots=True)
class _Seen:
    entity: Entity
    subject: bool
    paragraph: int


@dataclass(slots=True)
class Recent:
    """Who was mentioned of late, newest last."""

    seen: deque[_Seen] = field(default_factory=lambda: deque(maxlen=_LOOK_BACK))
    paragraph: int = 0

    def add(self, entity: Entity, mention: Mention, paragraph: Paragraph) -> None:
        """One more mention."""
        parts = paragraph.words.parts
        before = parts[mention.first - 1] if mention.first else "."
        if before == "V" and paragraph.words.lows[mention.first - 1] in _TO_SOMEBODY:
            before = "w"
        follows = parts[mention.last] if mention.last < len(parts) else "."
        paper = entity.weak and mention.lead == "the"
        says = link_to_verb(paragraph, mention) in (">", ">,", ">X") or before == "V"
        entity.spoken = entity.spoken or (says and not paper)
        subject = before not in "IVA" and (follows in "VX" or before == "." or mention.first <= 3)
        self.seen.append(_Seen(entity, subject or before == "V", self.paragraph))

    def end_paragraph(self) -> None:
        """What follows stands one paragraph further on."""
        self.paragraph += 1

    def entities(self) -> Iterator[Entity]:
        """Newest first."""
        return (one.entity for one in reversed(self.seen))

    def near(self) -> list[_Seen]:
        """Newest first, not too far back."""
        return [one for one in reversed(self.seen) if self.paragraph - one.paragraph <= _FAR]


def antecedent(mention: Mention, recent: Recent) -> Entity | None:
    """Whom a pronoun stands for; None where nobody fits."""
    near = recent.near()
    if mention.head in _RELATIVE:
        return near[0].entity if near else None
    gender = "m" if mention.head in lexicon.MALE else "f" if mention.head in lexicon.FEMALE else ""
    if not gender:
        return None
    fits = [one for one in near if _is_person(one.entity) and one.entity.gender in ("", gender)]
    ranked = sorted(enumerate(fits), key=lambda pair: _distance(pair[0], pair[1], gender))
    if not ranked:
        return None
    chosen = ranked[0][1].entity
    others = [pair for pair in ranked[1:] if pair[1].entity is not chosen]
    if not others or _distance(*others[0], gender) - _distance(*ranked[0], gender) >= SURE:
        chosen.gender = chosen.gender or gender
    return chosen


def _is_person(one: Entity) -> bool:
    return not one.body and (not one.weak or one.spoken)


def _distance(place: int, one: _Seen, gender: str) -> float:
    """How far a mention is: places back, more where it is no subject, is not known to speak, or
    nothing tells that it is of the pronoun's gender.
    """
    unknown = one.entity.gender != gender
    named = bool(one.entity.parsed.words)
    return place + 3 * (not one.subject) + 4 * (not one.entity.spoken) + 4 * unknown - 2 * named
