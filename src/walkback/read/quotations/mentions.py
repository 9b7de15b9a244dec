"""Who could be speaking: every pronoun, name and description of somebody in a paragraph.

There is no parser here. A paragraph's words are cut where no noun phrase goes on (stops, verbs
of the closed classes, prepositions, pronouns, determiners, after a finished name); what is left
is somebody or something, and the model weighs the clues. Names keep what stands before them
("former White House adviser Anna Lind"), so the words of the article are given as they stand.
"""

from dataclasses import dataclass

from walkback.read.phrases import word_set
from walkback.read.quotations import lexicon
from walkback.read.quotations.prose import Words

# Joining words inside a name: "Ursula von der Leyen", "University of Leeds", "Ministry of Justice".
_PARTICLES = word_set(
    """
    de da di del della van von der den du la le bin ibn al el dos ten ter y
    """
)
_LINKS = frozenset(("of", "for", "&", "and", "the", "de", "des", "du", "für"))
_SUFFIXES = word_set("jr sr ii iii iv mp md phd obe mbe cbe qc kc")
LONGEST = 14  # tokens of one mention: a longer chain of capitals is a headline


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may name a speaker; ``first``, ``last`` are token indices (``last`` after it).

    ``kind``: ``name``, ``pronoun``, ``described``, ``handle``. ``core``: the name without what
    stands before it, or the words as they are. ``head``, ``lead``: last and first word, lower case.
    """

    start: int
    end: int
    first: int
    last: int
    kind: str
    core: str
    head: str
    lead: str


def mentions(text: str, tokens: Words, quoted: list[bool]) -> list[Mention]:
    """The mentions of one paragraph in order; none lies in quoted words."""
    found: list[Mention] = []
    at = 0
    count = len(tokens.parts)
    while at < count:
        part = tokens.parts[at]
        if quoted[at]:
            at += 1
        elif part == "P" or (part == "D" and _stands_alone(tokens, at, quoted)):
            found.append(_mention(text, tokens, at, at + 1, "pronoun"))
            at += 1
        elif part == "H":
            found.append(_mention(text, tokens, at, at + 1, "handle"))
            at += 1
        elif part in "NRwD0":
            last = _phrase_end(tokens, at, quoted)
            found += _phrase(text, tokens, at, last)
            at = last
        else:
            at += 1
    return found


def _stands_alone(tokens: Words, at: int, quoted: list[bool]) -> bool:
    """Whether a determiner is all there is: "another said", "many say"."""
    if tokens.lows[at] in ("the", "a", "an", "his", "her", "its", "their", "every"):
        return False
    after = at + 1
    return after < len(tokens.parts) and not quoted[after] and tokens.parts[after] in "VX"


def _phrase_end(tokens: Words, at: int, quoted: list[bool]) -> int:
    """The token after the noun phrase that begins at ``at``."""
    parts, count = tokens.parts, len(tokens.parts)
    named = parts[at] == "N"
    place = at + 1
    while place < min(count, at + LONGEST) and not quoted[place]:
        if not _goes_on(tokens, place, named=named):
            break
        named = parts[place] == "N" or (named and parts[place] != "s")
        place += 1
    while place > at + 1 and (parts[place - 1] in "sDIC," or tokens.lows[place - 1] in _LINKS):
        place -= 1
    return place


def _goes_on(tokens: Words, at: int, *, named: bool) -> bool:
    """Whether a token belongs to the phrase before it; ``named``: that ends in a name so far."""
    part = tokens.parts[at]
    if part in "NR0s~" or tokens.lows[at] in _SUFFIXES:
        return True
    if part == "w":
        return not named or _noun_follows(tokens, at)
    return named and _joins(tokens, at)


def _noun_follows(tokens: Words, at: int) -> bool:
    """A small word after a name goes on with it where a role or name still comes: "the Lind
    campaign spokesman", "Obama administration official".
    """
    after = at + 1
    return after < len(tokens.parts) and tokens.parts[after] == "R"


def _joins(tokens: Words, at: int) -> bool:
    """Whether a small word between two capitals belongs to the name."""
    low = tokens.lows[at]
    if low not in _LINKS and low not in _PARTICLES:
        return False
    after = at + 1
    while (
        after < len(tokens.lows)
        and after < at + 3
        and (tokens.lows[after] in _PARTICLES or tokens.lows[after] == "the")
    ):
        after += 1
    if after >= len(tokens.parts) or tokens.parts[after] != "N":
        return False
    if low == "and":  # "Health and Safety Executive", not "Anna Lind and Tom Berg"
        return at >= 1 and tokens.lows[after] in ("human", "safety", "budget", "urban", "mail")
    return low != "for" or tokens.lows[at - 1] in (
        "center",
        "centre",
        "institute",
        "committee",
        "americans",
        "council",
        "campaign",
        "citizens",
    )


def _phrase(text: str, tokens: Words, first: int, last: int) -> list[Mention]:
    """The mentions of one phrase: the whole, and an owner inside it ("Lind's office")."""
    parts = tokens.parts
    start = first
    while start < last and parts[start] in "0T":
        start += 1
    if start >= last or parts[start] == "," or (last - start == 1 and parts[start] == "D"):
        return []
    found = []
    owner = next((at for at in range(start, last) if parts[at] == "s"), None)
    if owner is not None and owner > start:
        found.append(_mention(text, tokens, start, owner, ""))
        found.append(_mention(text, tokens, start, last, ""))
        return found
    return [_mention(text, tokens, start, last, "")]


def _mention(text: str, tokens: Words, first: int, last: int, kind: str) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    core_first = _core(tokens, first, last)
    role = last - first == 1 and tokens.lows[first] in lexicon.EVERY_ROLE  # "Police said"
    if not kind:
        kind = "name" if core_first < last and not role else "described"
    core = text[tokens.starts[core_first] : end] if kind == "name" else text[start:end]
    return Mention(start, end, first, last, kind, core, tokens.lows[last - 1], tokens.lows[first])


def _core(tokens: Words, first: int, last: int) -> int:
    """Where the run of capitals that ends a phrase begins; ``last`` where none does."""
    at = last
    while at > first:
        before = at - 1
        part, low = tokens.parts[before], tokens.lows[before]
        capital = tokens.texts[before][0].isupper() and part not in "PDCI"
        if (
            capital
            or part == "~"
            or low in _SUFFIXES
            or (at < last and (low in _PARTICLES or low in _LINKS) and before > first)
        ):
            at = before
        else:
            break
    while at < last and not tokens.texts[at][0].isupper():
        at += 1
    return at
