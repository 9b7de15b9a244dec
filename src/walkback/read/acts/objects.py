"""What an English verb is done to: words of the speaker's own, somebody else's, or no words."""

from dataclasses import dataclass

from walkback.model.act import Part
from walkback.read.acts import lexicon
from walkback.read.acts.ground import HARD, Ground, adverb
from walkback.read.acts.subjects import own_words
from walkback.read.acts.voices import BLOT

_STOPS = lexicon.word_set(
    """
    about for to on at in from with by over regarding concerning that which who whom because as
    after since when where made i we under against if and or but until while into of is was are
    were has have had will would
    """
)
_AFTER_PRONOUN = _STOPS - {"of"} | {
    "", ",", "here", "too", "now", "today", "unreservedly", "without", "all", "back", "down",
    "also", "immediately", "entirely", "completely", "off", "offline",
}  # fmt: skip
_WHOLE = lexicon.word_set(
    """
    unreservedly entirely completely fully wholly entirety full reservation unconditionally every
    all everything totally altogether whole
    """
)
_WHOLE_NOUNS = lexicon.word_set(
    """
    statement post tweet article release letter thread speech message column piece apology
    endorsement retraction video interview
    """
)
_SMALL = lexicon.word_set(
    """
    word phrase sentence paragraph passage line suggestion reference part parts some section half
    portion insinuation implication comparison clause figure
    """
)
_LEGAL = lexicon.word_set(
    """
    damages compensation asylum against benefits expenses refund
    """
)


@dataclass(frozen=True, slots=True)
class Thing:
    """An object. ``kind``: ``own``, ``pronoun``, ``quote`` (words between marks), ``none`` (there
    is none), ``other`` (other people's words) or ``not`` (no words). ``noun`` is its head.
    """

    kind: str
    first: int
    last: int
    noun: str = ""
    part: Part = Part.UNKNOWN
    mine: bool = False  # it is named as the speaker's own, not by "the" alone

    @property
    def taken(self) -> bool:
        """Whether it names words that the speaker may take back."""
        return self.kind in {"own", "quote"}


def thing(ground: Ground, at: int) -> Thing:
    """The object that begins at ``at`` or a little after it."""
    words, count = ground.words, len(ground.words)
    while at < count and (
        words[at] in {"back", "down", "up", "off", "both", "to", "in", "full", "on", "out"}
        or (adverb(words[at]) and words[at] != "all")
    ):
        at += 1
    last = _reach(ground, at)
    kind, noun, mine = _kind(ground, at, last)
    return Thing(kind, at, last, noun, _part(ground, at, last, noun), mine)


def _reach(ground: Ground, at: int) -> int:
    """The last word of the clause the object stands in."""
    words = ground.words
    last = at
    while last + 1 < len(words) and last - at < 30:
        following = words[last + 1]
        if following in HARD and following != "-":
            break
        if following == "," and ground.word(last + 2) in lexicon.COORDINATORS | lexicon.OWN | {
            "which"
        }:
            break
        if following in {"and", "but"} and ground.word(last + 2) in lexicon.OWN:
            break
        last += 1
    return last


def _kind(ground: Ground, at: int, last: int) -> tuple[str, str, bool]:  # noqa: PLR0911 - each sense has its way out
    words, word, following = ground.words, ground.word(at), ground.word(at + 1)
    if at >= len(words) or word in HARD | {",", "and", "or", "but", "because", "as", "since"}:
        return ("quote" if word == BLOT else "none"), "", False
    if word == BLOT:
        return "quote", "", True
    if word in {"what", "whatever"} and (following in lexicon.OWN or following in {"was", "has"}):
        return "own", "what", True
    if word in {"everything", "all", "anything", "something", "things", "much"} and {
        "i",
        "we",
    } & set(words[at : at + 4]):
        return "own", "what", True
    if word in lexicon.SAID and word.endswith("ing") and word != "posting":
        return "own", "what", True
    if word == "having" and following in lexicon.SAID:
        return "own", "what", True
    if word == "that" and following in lexicon.OWN:
        return "own", "what", True
    if word in lexicon.PRONOUNS and (
        following in _AFTER_PRONOUN or adverb(following) or following in HARD
    ):
        return "pronoun", word, False
    return _named(ground, at, last)


def _named(ground: Ground, at: int, last: int) -> tuple[str, str, bool]:
    words = ground.words
    for place in range(at, min(at + 9, last + 1)):
        word = words[place]
        if word in _STOPS and place > at:
            break
        small = word in lexicon.PARTS and ground.word(place + 1) in {"of", "in", "from"}
        if small:
            deeper = thing(ground, place + 2)
            return deeper.kind if deeper.taken else "not", word, deeper.mine
        if word in {"i", "we"} or word not in lexicon.SPEECH:
            continue
        if ground.word(place + 1) in lexicon.SPEECH and place < last:
            continue
        if word in {"claim", "claims"} and set(words[place + 1 : place + 6]) & _LEGAL:
            return "not", word, False
        mine = bool(lexicon.POSSESSIVES_OWN & set(words[at:place])) or _said_by_me(
            ground, place, last
        )
        if not own_words(ground, at, place, last):
            return "other", word, False
        if word in lexicon.POLICY and not mine:
            return "not", word, False
        return "own", word, mine
    return "not", ground.word(at), False


def _said_by_me(ground: Ground, noun: int, last: int) -> bool:
    after = ground.words[noun + 1 : min(last + 1, noun + 8)]
    return bool({"i", "we", "me", "us"} & set(after[:4]))


def _part(ground: Ground, at: int, last: int, noun: str) -> Part:
    words = ground.words[max(0, at - 3) : last + 1]
    if "part" in words and "in" in words and noun != "part":
        return Part.PART
    if noun in _SMALL or {"partly", "partially"} & set(words):
        return Part.PART
    if _WHOLE & set(words) or noun in _WHOLE_NOUNS:
        return Part.FULL
    return Part.UNKNOWN
