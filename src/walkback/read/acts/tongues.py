"""The same acts in German, French, Spanish, Italian, Portuguese and Dutch.

One small grammar for all: a first person's verb (or a passive of own words), no negation in its
clause, no condition, wish or demand over it, no question, and words as its object. What differs
between the languages stands in ``german``, ``latin`` and ``iberian``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from walkback.model.act import Part
from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts.found import Found
from walkback.read.acts.german import DUTCH, GERMAN
from walkback.read.acts.iberian import PORTUGUESE, SPANISH
from walkback.read.acts.latin import FRENCH, ITALIAN
from walkback.read.acts.sentences import Sentence
from walkback.read.acts.tongue import STOPWORDS, Tongue
from walkback.read.acts.voices import Voice

TONGUES = {
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "nl": DUTCH,
}
_PART = re.compile(r"[;:()\u2013\u2014]|,(?=\s)")
_WHY = {
    EventKind.RETRACTED: "the words take a statement back",
    EventKind.APOLOGISED: "the words apologise",
    EventKind.CORRECTED: "the words correct a statement",
    EventKind.CLARIFIED: "the words say what was meant",
    EventKind.REAFFIRMED: "the words stand by a statement",
}


@lru_cache(maxsize=256)
def _pattern(shapes: str) -> re.Pattern[str]:
    """Any of the shapes, parted by semicolons, as whole words."""
    found = [" ".join(shape.split()) for shape in re.split(r";\s", shapes) if shape.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _own(tongue: Tongue) -> re.Pattern[str]:
    """Words of the speaker's own: "meine Aussage", "ce que j'ai dit"."""
    nouns, extra = (
        _pattern(text).pattern for text in (f"{tongue.speech}; {tongue.faults}", tongue.own)
    )
    return re.compile(rf"(?<!\w){tongue.mine}\s(?:\w+\s){{0,3}}{nouns}|{extra}", re.IGNORECASE)


def tongue_of(text: str) -> str:
    """The language whose small words a text uses most: ``en`` where none is ahead."""
    said = re.findall(r"[^\W\d_]+", text[:4000].lower())
    counts = {name: sum(word in known for word in said) for name, known in STOPWORDS.items()}
    best = max(counts, key=lambda name: (counts[name], name == "en"))
    return best if counts[best] > counts["en"] else "en"


def tongue_acts(sentence: Sentence, spoken: Voice, language: str) -> Iterator[Found]:
    """The acts of one sentence in a language of the tables."""
    tongue = TONGUES.get(language)
    if tongue is None or sentence.question:
        return
    said = " ".join(spoken.text[sentence.start : sentence.end].replace("\u2019", "'").split())
    for kind, cue, shapes, needs in tongue.families:
        for match in _pattern(shapes).finditer(said):
            mine = _mine(tongue, said, match)
            if (
                mine
                and _holds(tongue, said, match, cue=cue)
                and _object(tongue, said, match, needs)
            ):
                yield _found(tongue, sentence, said, kind, cue)
                break


def _clause(said: str, match: re.Match[str]) -> tuple[int, int]:
    begin, end = 0, len(said)
    for mark in _PART.finditer(said):
        if mark.end() <= match.start():
            begin = mark.end()
        elif mark.start() >= match.end():
            end = mark.start()
            break
    return begin, end


def _mine(tongue: Tongue, said: str, match: re.Match[str]) -> bool:
    """Whether a form that others share with the first person stands beside "I" or "we"."""
    if not tongue.shared or not _pattern(tongue.shared).match(said, match.start()):
        return True
    begin, end = _clause(said, match)
    return _pattern(tongue.pronouns).search(said, begin, end) is not None


def _holds(tongue: Tongue, said: str, match: re.Match[str], *, cue: str) -> bool:
    """Whether nothing denies, asks, demands or conditions it."""
    begin, end = _clause(said, match)
    joined = list(_pattern(tongue.joins).finditer(said, begin, match.start()))
    near = joined[-1].end() if joined else begin
    later = _pattern(tongue.joins).search(said, match.end(), end)
    stop = later.start() if later else end
    done = cue in {"deletes", "withdrawn"}
    if _pattern(tongue.negations).search(said, near, stop):
        return cue == "not-meant"
    if cue == "not-meant":
        return False
    if _pattern(tongue.conditions).search(said, 0, match.start() if done else len(said)):
        return False
    if _pattern(tongue.wishes).search(said, near, stop):
        return False
    return not _pattern(tongue.others).search(said, max(0, match.start() - 60), match.start())


def _object(tongue: Tongue, said: str, match: re.Match[str], needs: str) -> bool:
    """Whether its object fits: words (``speech``), words of one's own (``own``), or no service."""
    own = _own(tongue).search(said)
    if needs == "own":
        return bool(own)
    if needs == "speech":
        return bool(own or _pattern(tongue.speech).search(said))
    if needs == "fault":
        return bool(own) or not _pattern(tongue.services).search(said)
    return bool(match)


def _found(tongue: Tongue, sentence: Sentence, said: str, kind: EventKind, cue: str) -> Found:
    part = Part.FULL if _pattern(tongue.wholly).search(said) else Part.UNKNOWN
    return Found(
        kind, sentence.start, sentence.end, cue, _WHY[kind], Confidence.MEDIUM
        if cue in {"regrets", "not-meant"} else Confidence.HIGH,
        part, " ".join(said.split()), weak=cue == "owns-up",
    )  # fmt: skip
