"""Who is who inside one article: each mention's fullest name.

A short mention goes to the one person of the article whose name it can be short for. Where two
can be meant and nothing tells them apart, the mention keeps its own words: two people are never
merged.
"""

from dataclasses import dataclass, field

from walkback.read.phrases import word_set
from walkback.read.quotations import lexicon
from walkback.read.quotations.mentions import Mention
from walkback.read.quotations.scene import Paragraph, Scene

_BODIES = word_set(
    """
    department ministry party committee council house office court university institute times
    post journal guardian gazette herald news union association foundation company group inc
    corp ltd bank agency commission campaign team police service church senate congress
    parliament government administration center centre network magazine board fund trust society
    federation alliance coalition army navy school college hospital league club act states
    kingdom city county street press authority bureau organization organisation project forum
    report
    """
)

_PERSONAL = lexicon.MALE | lexicon.FEMALE
_LOOK_BACK = 40  # mentions a pronoun looks back over


@dataclass(slots=True)
class Person:
    """One person or body: the fullest name, its words, and what is known of the gender."""

    name: str
    words: tuple[str, ...]
    count: int = 0
    gender: str = ""
    body: bool = False


@dataclass(slots=True)
class People:
    """The persons of an article, by the last word of their names, and who each mention is."""

    by_last: dict[str, list[Person]] = field(default_factory=dict)
    of_mention: dict[int, str] = field(default_factory=dict)

    def name(self, mention: Mention) -> str:
        """The fullest name the article gives a mention; its own words where it gives none."""
        return self.of_mention.get(mention.start) or _stripped(mention)[0]


def people(known: Scene) -> People:
    """Everybody named in an article, and whom its short names and pronouns stand for."""
    found = People()
    paragraphs = [known.paragraph(at) for at in range(len(known.spans))]
    named = [one for part in paragraphs for one in part.mentions if one.kind == "name"]
    for one in named:
        _introduce(found, one)
    recent: list[tuple[Mention, Person | None]] = []
    for paragraph in paragraphs:
        for at, one in enumerate(paragraph.mentions):
            person = _person(found, one, paragraph, at, recent)
            if person is not None:
                found.of_mention[one.start] = person.name
            if one.kind != "handle":
                recent.append((one, person))
        del recent[:-_LOOK_BACK]
    return found


def _stripped(mention: Mention) -> tuple[str, tuple[str, ...], str]:
    """A name without its titles, its words in lower case, and the gender a title tells."""
    core = mention.core
    gender = ""
    while True:
        first, gap, rest = core.partition(" ")
        low = first.rstrip(".").lower()
        if not gap or low not in lexicon.TITLES or not rest[:1].isalpha():
            break
        gender = gender or _gender(low)
        core = rest.lstrip()
    words = tuple(word.strip(".,").lower() for word in core.split())
    return core, words, gender


def _gender(low: str) -> str:
    return "m" if low in lexicon.MALE else "f" if low in lexicon.FEMALE else ""


def _introduce(found: People, mention: Mention) -> None:
    """Adds the person that a name in full introduces."""
    name, words, gender = _stripped(mention)
    if len(words) < 2 or len(words) > 6:
        return
    last = _last(words)
    same = [one for one in found.by_last.get(last, []) if _agree(one.words, words)]
    if len(same) == 1:
        person = same[0]
        if len(words) > len(person.words):
            person.name, person.words = name, words
    elif same:
        return
    else:
        person = Person(name, words, body=not _BODIES.isdisjoint(words) or words[0] == "the")
        found.by_last.setdefault(last, []).append(person)
    person.count += 1
    person.gender = person.gender or gender


def _last(words: tuple[str, ...]) -> str:
    """The last word that is no suffix (``Jr``)."""
    return next((w for w in reversed(words) if w not in ("jr", "sr", "ii", "iii", "mp")), words[-1])


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names with one last word can be one person's: the first names are equal or one
    begins the other, and no word between contradicts.
    """
    first, second = one[0], other[0]
    return first == second or (len(min(first, second, key=len)) == 1 and first[0] == second[0])


def _person(
    found: People,
    mention: Mention,
    paragraph: Paragraph,
    at: int,
    recent: list[tuple[Mention, Person | None]],
) -> Person | None:
    if mention.kind == "name":
        return _named(found, mention, recent)
    if mention.kind == "pronoun":
        return _antecedent(mention, recent)
    if mention.kind == "described":
        return _described(found, mention, paragraph, at)
    return None


def _named(
    found: People, mention: Mention, recent: list[tuple[Mention, Person | None]]
) -> Person | None:
    _, words, gender = _stripped(mention)
    if not words:
        return None
    last = _last(words)
    fits = [one for one in found.by_last.get(last, []) if _fits(one, words, gender)]
    if len(fits) > 1:
        fits = _nearest(fits, recent)
    if len(fits) == 1:
        person = fits[0]
        person.gender = person.gender or gender
        return person
    return None


def _fits(person: Person, words: tuple[str, ...], gender: str) -> bool:
    if gender and person.gender and gender != person.gender:
        return False
    if len(words) > 1:
        return _agree(person.words, words)
    return not person.body


def _nearest(fits: list[Person], recent: list[tuple[Mention, Person | None]]) -> list[Person]:
    """Of several with one last name: the one whose full name alone was used of late, or the one
    that the article names far more often.
    """
    most = sorted(fits, key=lambda one: -one.count)
    if most[0].count >= 2 * most[1].count:
        return most[:1]
    late = [person for _, person in recent[-12:] if person is not None and person in fits]
    return late[-1:] if late and all(one is late[-1] for one in late) else fits


def _antecedent(mention: Mention, recent: list[tuple[Mention, Person | None]]) -> Person | None:
    """Whom a pronoun stands for: the nearest fitting subject of the sentences before."""
    low = mention.head
    if low in ("who", "which"):
        return recent[-1][1] if recent else None
    if low not in _PERSONAL or low in lexicon.TITLES:
        return None
    gender = _gender(low)
    fits = [
        (one, person)
        for one, person in reversed(recent)
        if person is not None and not person.body and person.gender in ("", gender)
    ]
    if not fits:
        return None
    # The subject a sentence begins with is meant more often than the name that stood last.
    subjects = [pair for pair in fits[:8] if _is_subject(pair[0])]
    person = (subjects or fits)[0][1]
    person.gender = person.gender or gender
    return person


def _is_subject(mention: Mention) -> bool:
    return mention.kind == "pronoun" or mention.first <= 3


def _described(found: People, mention: Mention, paragraph: Paragraph, at: int) -> Person | None:
    """Who is named beside a description: "the former minister, Anna Lind," and the reverse."""
    words = paragraph.words
    for beside in (at + 1, at - 1):
        if not 0 <= beside < len(paragraph.mentions):
            continue
        other = paragraph.mentions[beside]
        low, high = sorted((mention, other), key=lambda one: one.first)
        if other.kind == "name" and words.texts[low.last : high.first] == [","]:
            person = _named(found, other, [])
            if person is not None and not person.body:
                return person
    return None
