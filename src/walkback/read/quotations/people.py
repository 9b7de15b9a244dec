"""Who is who inside one article: each mention's fullest name.

A short mention goes to the one person of the article whose name it can be short for. Where two
can be meant and nothing tells them apart, the mention keeps its own words: two people are never
merged. A pronoun goes to the nearest fitting subject before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from walkback.model.names import Name, Sameness, compare_names, parse_name
from walkback.read.phrases import word_set
from walkback.read.quotations import lexicon
from walkback.read.quotations.antecedents import Entity, Recent, antecedent, gender_of
from walkback.read.quotations.mentions import Mention, mentions
from walkback.read.quotations.prose import words
from walkback.read.quotations.scene import Paragraph, Scene

_BODIES = word_set(
    """
    house times journal guardian gazette herald network magazine center centre college hospital
    league club act states kingdom city county street press bureau project forum report alliance
    coalition army navy school service government administration
    """
)
_GERMAN = frozenset(("der", "die", "den", "dem"))
MOST_NAMES = 4000  # different names of one article that are compared with each other


@dataclass(slots=True)
class People:
    """The persons of an article by the words of their names, and who each mention is."""

    by_word: dict[str, list[Entity]] = field(default_factory=dict)
    of_mention: dict[int, Entity] = field(default_factory=dict)
    known: dict[str, Entity | None] = field(default_factory=dict)
    counted: dict[str, Entity] = field(default_factory=dict)
    by_role: dict[str, Entity | None] = field(default_factory=dict)
    count: int = 0

    def name(self, mention: Mention) -> str:
        """The fullest name the article gives a mention; its own words where it gives none."""
        entity = self.of_mention.get(mention.start)
        if entity is not None:
            return entity.name
        return _plain(_parsed(mention)) if mention.kind == "name" else mention.core


def people(known: Scene) -> People:
    """Everybody named in an article, and whom its short names and pronouns stand for."""
    found = People()
    paragraphs = [known.paragraph(at) for at in range(len(known.spans))]
    for paragraph in paragraphs:
        for name in _introduced(known.text, paragraph):
            _introduce(found, name)
    for text in known.names:
        for name in _owners(known, text):
            _introduce(found, name)
    recent = Recent()
    for paragraph in paragraphs:
        for at, one in enumerate(paragraph.mentions):
            entity = _entity(found, paragraph, at, recent)
            if entity is not None:
                found.of_mention[one.start] = entity
                recent.add(entity, one, paragraph)
        recent.end_paragraph()
    return found


def _introduced(text: str, paragraph: Paragraph) -> Iterator[Name]:
    """The names of a paragraph, quoted words too ("We thank Anna Lind"), and those parted by a
    nickname (Anna “Red” Lind).
    """
    last: Mention | None = None
    for one in paragraph.mentions:
        if one.kind == "name":
            if last is not None and _nickname_between(paragraph, last, one):
                joined = replace(one, core=f"{last.core} {one.core}", first=last.first)
                yield _parsed(joined)
            yield _parsed(one)
            last = one
    if any(paragraph.quoted):
        outside = [not quoted for quoted in paragraph.quoted]
        yield from (
            _parsed(one)
            for one in mentions(text, paragraph.words, outside)
            if one.kind == "name" and " " in one.core
        )


def _owners(known: Scene, text: str) -> Iterator[Name]:
    """The names in a title or of a post's owner."""
    tokens = words(text, (0, len(text)), known.table, known.memo)
    for one in mentions(text, tokens, [False] * len(tokens.starts)):
        if one.kind == "name" and len(one.core.split()) < 4:
            yield _parsed(one)


def _nickname_between(paragraph: Paragraph, last: Mention, one: Mention) -> bool:
    return 0 < one.first - last.last <= 5 and all(paragraph.quoted[last.last : one.first])


def _parsed(mention: Mention) -> Name:
    """The name of a mention without what it is called by: "Foreign Secretary", "Reeder"."""
    words = mention.core.split()
    # "der Abgeordnete Jonas Reuter": German writes the role with a capital too.
    cut = int(mention.lead in _GERMAN and len(words) > 2)
    for at, word in enumerate(words[:-1]):
        low = word.strip(".,").lower()
        titled = low in lexicon.EVERY_ROLE or low in lexicon.TITLES
        if titled and not (at + 2 == len(words) and at > 0 and low not in lexicon.TITLES):
            cut = at + 1
    rest = words[cut:]
    if cut and (len(rest) >= 2 or cut == 1) and not _is_body(rest):
        titles = [word for word in words[:cut] if gender_of(word.strip(".,").lower())]
        return parse_name(" ".join([*titles[-1:], *rest]))
    return parse_name(mention.core)


def _is_body(words: list[str]) -> bool:
    return any(word.lower() in _BODIES for word in words)


def _plain(name: Name) -> str:
    """A name as it is written, without titles and honours."""
    plain = " ".join((*name.given, *name.surname))
    if name.body or not plain:
        return name.text
    written = [w for w in name.text.split() if w.strip(".,").lower() not in name.titles]
    kept = [w for w in written if w.strip(".,").lower() not in name.honours]
    return " ".join(kept).strip(",") or name.text


def _introduce(found: People, name: Name) -> None:
    """Adds the person that a name in full introduces, or makes a known one's name fuller."""
    if name.text in found.counted:
        found.counted[name.text].count += 1
        return
    words = [word.lower() for word in name.words]
    if not 2 <= len(words) <= 6 or found.count > MOST_NAMES:
        return
    for one in found.by_word.get(words[-1], []):
        if compare_names(name, one.parsed).sameness is Sameness.SAME:
            one.count += 1
            found.counted[name.text] = one
            if len(words) > len(one.parsed.words):
                one.name, one.parsed = _plain(name), name
            return
    body = name.body or _is_body(words)
    one = Entity(_plain(name), name, body=body, gender=_name_gender(name), count=1)
    found.count += 1
    found.counted[name.text] = one
    for word in {words[0], words[-1], *(name.surname[0].lower() for _ in name.surname[:1])}:
        found.by_word.setdefault(word, []).append(one)


def _name_gender(name: Name) -> str:
    titles = (gender_of(title) for title in name.titles)
    told = next((gender for gender in titles if gender), "")
    return told or gender_of(name.given[0].lower() if name.given else "")


def _entity(found: People, paragraph: Paragraph, at: int, recent: Recent) -> Entity | None:
    """Who a mention is; None where the article does not tell."""
    mention = paragraph.mentions[at]
    lows = paragraph.words.lows[mention.first : mention.last]
    if mention.kind == "name":
        one = _named(found, mention, recent)
        _hold(found, lows[:-1], one)
        return one
    if mention.kind == "pronoun":
        return antecedent(mention, recent)
    if mention.kind == "described":
        one = _beside(found, paragraph, at, recent)
        if one is not None:
            _hold(found, lows[-1:], one)
            one.spoken = True  # whoever holds a role is somebody, not a place
            return one
        known = found.by_role.get(mention.head) if mention.lead == "the" else None
        writer = _writer(found, paragraph, at, recent)
        return known or writer or Entity.described(mention)
    return None


def _hold(found: People, lows: list[str], one: Entity | None) -> None:
    """Remembers whose role a word is, for "the archbishop" later on; nobody's where two hold it."""
    if one is None or one.body or one.weak:
        return
    for low in lows:
        if low in lexicon.EVERY_ROLE or low in lexicon.TITLES:
            known = found.by_role.setdefault(low, one)
            found.by_role[low] = one if known is one else None


def _named(found: People, mention: Mention, recent: Recent) -> Entity | None:
    if mention.core in found.known:
        return found.known[mention.core]
    name = _parsed(mention)
    if not name.words:
        return None
    near = {id(one): one for word in _keys(name) for one in found.by_word.get(word, [])}
    fits = [one for one in near.values() if _fits(one, name)]
    if len(fits) > 1:
        return _likeliest(fits, recent)
    one = fits[0] if fits else None
    if one is None and not name.body:
        one = Entity(_plain(name), name, gender=_name_gender(name), weak=not name.titles)
    found.known[mention.core] = one
    if one is not None and not one.gender:
        one.gender = _name_gender(name)
    return one


def _keys(name: Name) -> set[str]:
    words = [word.lower() for word in name.words]
    return {words[0], words[-1]}


def _fits(one: Entity, name: Name) -> bool:
    """Whether a mention can be a person: the same name, or one word of it. A title does not
    make a given name another's ("Dame Honor").
    """
    gender = _name_gender(name) if name.titles else ""
    if gender and one.gender and gender != one.gender:
        return False
    if len(name.words) > 1:
        return compare_names(name, one.parsed).sameness is Sameness.SAME
    alone = parse_name(name.words[0])
    return not one.body and compare_names(alone, one.parsed).sameness is not Sameness.DIFFERENT


def _likeliest(fits: list[Entity], recent: Recent) -> Entity | None:
    """Of several with one name: who is named far more often, or alone was named of late."""
    most = sorted(fits, key=lambda one: -one.count)
    if most[0].count >= 2 * most[1].count:
        return most[0]
    late = [one for one in recent.entities() if any(one is fit for fit in fits)]
    return late[0] if late and all(one is late[0] for one in late) else None


def _beside(found: People, paragraph: Paragraph, at: int, recent: Recent) -> Entity | None:
    """Who is named beside a description: "the head of the port, Anna Lind," and the reverse."""
    words, every = paragraph.words, paragraph.mentions
    mention = every[at]
    for other in every[at + 1 : at + 4]:
        between = words.texts[mention.last : other.first]
        if between.count(",") > 1 or not set("VX.C").isdisjoint(
            words.parts[mention.last : other.first]
        ):
            break
        if other.kind == "name" and between[-1:] == [","] and _ends_apposition(paragraph, other):
            return _person(_named(found, other, recent))
    if at and every[at - 1].kind == "name":
        other = every[at - 1]
        alone = mention.last >= len(words.parts) or words.parts[mention.last] in ",."
        if alone and words.texts[other.last : mention.first] == [","]:
            return _person(_named(found, other, recent))
    return None


def _writer(found: People, paragraph: Paragraph, at: int, recent: Recent) -> Entity | None:
    """Whose a written thing is: "her letter", "a statement from the mayor", "Ms Lind's post"."""
    mention = paragraph.mentions[at]
    words, every = paragraph.words, paragraph.mentions
    if mention.head not in lexicon.WRITTEN:
        return None
    if mention.lead in lexicon.MALE | lexicon.FEMALE:
        return antecedent(replace(mention, head=mention.lead), recent)
    beside = every[at - 1] if at else None
    if beside is not None and beside.first == mention.first:  # the owner within the phrase
        return _named(found, beside, recent) if beside.kind == "name" else None
    after = every[at + 1] if at + 1 < len(every) else None
    if after is not None and words.lows[mention.last : after.first] in (["from"], ["by"], ["of"]):
        return _named(found, after, recent) if after.kind == "name" else Entity.described(after)
    return None


def _person(one: Entity | None) -> Entity | None:
    return None if one is None or one.body else one


def _ends_apposition(paragraph: Paragraph, other: Mention) -> bool:
    at = other.last
    if at >= len(paragraph.quoted) or paragraph.quoted[at]:
        return True
    return paragraph.words.parts[at] in ",.VXsw"
