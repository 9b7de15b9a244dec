"""Which single lines are furniture by what they say: counters, clocks, commands, consent.

Only whole lines are judged, never parts of a sentence: a statement may well contain the words
"3 comments" or "read more". Lines are judged by sets of words, not by one large pattern:
alternatives inside a repetition took seconds on some real lines.
"""

import re

from walkback.read.phrases import (
    CLOCK_WORDS,
    COMMANDS,
    CONSENT,
    COUNT_WORDS,
    NOTE_WORDS,
    RELATED,
    RELATED_STARTS,
    SHARE_STARTS,
    word_set,
)

_LONGEST = 120
_PART = re.compile(r"[^\W\d_]+|\d+")
_EDGES = (
    " \t:.!?|*+-()[]<>\"'"
    "\u2026\u00bb\u00ab\u203a\u2039\u2192\u2190\u2013\u2014\u00b7\u2022\u201c\u201d\u2019"
)
_SUMS = frozenset("%\u00a3$\u20ac\u00a5")  # an amount is never a counter
_BYLINE_START = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|Par|Por|Di|Door|Af|Av|Text|Autor|Author)\s*:?\s+(?=[A-Z\u00c0-\u00de])"
)
_JOINERS = word_set("and und et y e en of de van von del la le for der di da staff in")
_EARLIER = re.compile(
    r"\W{0,3}(?:this|the|an?) (?:(?:earlier|previous|original) )?(?:version of )?(?:this |the )?"
    r"(?:article|story|post|page|report|headline|statement|piece)[^.]{0,60}?"
    r"\b(?:amended|corrected|updated|edited|changed|clarified|misstated|misidentified|incorrectly|wrongly|"
    r"originally|previously|stated|said)\b",
    re.IGNORECASE,
)


def is_clock(text: str) -> bool:
    """A date, a time or an age and nothing else: ``Updated 3 minutes ago``."""
    return _only(text, CLOCK_WORDS)


def is_counter(text: str) -> bool:
    """A number of things done to the page and nothing else: ``12 comments``, ``Views: 1.2K``."""
    return _only(text, COUNT_WORDS)


def is_command(text: str) -> bool:
    """Words for the reader's hand, not for the record: ``Share this``, ``Advertisement``."""
    if len(text) > _LONGEST:
        return False
    said = text.strip(_EDGES).casefold()
    return (
        not said or said in COMMANDS or (len(said) <= 60 and (said + " ").startswith(SHARE_STARTS))
    )


def is_byline(text: str) -> bool:
    """``By Ann Example`` and nothing else."""
    start = _BYLINE_START.match(text) if len(text) <= 100 else None
    if start is None or text[-1] in ".!?":
        return False
    words = re.split(r"[\s,&|/]+", text[start.end() :])
    return len(words) <= 9 and all(
        word[:1].isupper() or word in _JOINERS or not word for word in words
    )


def is_consent(text: str) -> bool:
    """A paragraph of a cookie banner."""
    if len(text) > 500 or "ookie" not in text:
        return False
    said = text.casefold()
    return any(phrase in said for phrase in CONSENT)


def is_note(text: str) -> bool:
    """Whether a block begins as a correction or an editor's note does."""
    if len(text) < 20:
        return False
    head = text[:60].lstrip(" *[(\u2013\u2014-").casefold().replace("\u2019", "'")
    if head.startswith(NOTE_WORDS):
        word = next(word for word in NOTE_WORDS if head.startswith(word))
        rest = head[len(word) :].lstrip()
        # "Correction: …", "Correction (3 May): …", not "Corrections officers …".
        return rest[:1] in (*":(-,.]\u2013\u2014",) or ":" in rest[:25]
    return _EARLIER.match(text) is not None


def opens_related(text: str) -> bool:
    """Whether a heading opens a list of other pages, comments or offers."""
    if len(text) > 90:
        return False
    said = text.strip(_EDGES).casefold().replace("\u2019", "'")
    if said in RELATED or said in COMMANDS:
        return True
    return (said + " ").startswith(RELATED_STARTS)


def _only(text: str, words: frozenset[str]) -> bool:
    """Whether a short line has a number, and no word that is not in ``words``."""
    if len(text) > _LONGEST or not _SUMS.isdisjoint(text):
        return False
    parts = _PART.findall(text.casefold())
    numbers = sum(part.isdigit() for part in parts)
    if not 0 < numbers <= 8 or len(parts) > 18:
        return False
    # A bare number may be all that a cell or a statement says.
    return (len(parts) > 1 or len(text) > 3) and all(
        part.isdigit() or part in words for part in parts
    )
