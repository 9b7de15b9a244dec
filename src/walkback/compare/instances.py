"""Whether two texts of one speaker are one statement at two places.

    speaker and time -> words equal | nearly equal | one within the other
                     -> what differs: a slip, or a slot that a template fills anew
                     -> Linked, with what differs side by side

The address never decides alone, and neither do a few words: a greeting, a template and what is
said every week are said anew each time.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from walkback.compare.copies import Overlap, Wording, overlap, place, shares, wording
from walkback.compare.naming import Naming
from walkback.model.change import Change, ChangeKind, NamedChange, Rank, Sort
from walkback.model.instances import Alike, Copy, Linked, Repost
from walkback.model.reading import Reading
from walkback.model.verdict import Confidence

WINDOW = timedelta(days=3)  # between the first copy and the last of one statement
_DAY = timedelta(days=1)
_AT_ONCE = timedelta(minutes=5)
_REPOSTED = timedelta(days=2)
_SHORTLY = timedelta(hours=12)

_FEWEST = 7  # words; "I will not stand at the next election." has eight
_FEW = 12  # fewer are one statement only word for word
_OF_ONE_PLACE = 15  # words of two pages of one site
_NEAR = 0.88  # of the words of both
_HELD = 0.85  # of the shorter one's words, within the longer one
_LOOSE = 1.3  # the place in the longer one over the shorter one's length
_SLOTS = {Sort.NAME: 30, Sort.DATE: 24, Sort.NUMBER: 15}  # words that bear one filled slot
_A_WORD = 16  # words that bear one other word
_LONG = 30  # words that bear one a day later
_WORN = 0.5  # of its runs that the speaker uses at other times too

_GREETING = re.compile(
    r"^\W*(?:good (?:morning|afternoon|evening|night|luck)|happy |merry |thank you|thanks|"
    r"congratulations|congrats|well done|welcome|eid mubarak|guten (?:morgen|abend)|frohe|bonjour|"
    r"joyeux|wishing (?:you|everyone|all)|season.s greetings)",
    re.IGNORECASE,
)
# The speaker's own words about words said before: what follows is quoted, not said.
_LOOKS_BACK = re.compile(
    r"\b(?:I|we)\s+(?:\w+\s+){0,3}?(?:said|posted|wrote|tweeted|claimed|stated|shared|published|"
    r"suggested|implied)\b"
    r"|\bmy\s+(?:\w+\s+){0,3}?(?:post|tweet|statement|remarks?|comments?|words|message|claim)s?\s+"
    r"(?:\w+\s+){0,4}?(?:was|were|said|read|that|which|of|from|on|yesterday|last|earlier)\b"
    r"|\b(?:earlier|previous|original|deleted|first) (?:post|tweet|statement|message)\b",
    re.IGNORECASE,
)
_BEFORE = 160  # letters before quoted words in which they are introduced


def same_statement(one: Copy, other: Copy, *, worn: float = 0.0) -> Linked | None:
    """Why two copies are one statement; None where they are not, or cannot be told to be.

    ``worn`` is the share of the shared runs of words that this speaker has in texts of other
    times, from 0 to 1. The order of the two does not count. Pure; word alignment is all it costs.
    """
    one, other = sorted((one, other), key=lambda copy: (copy.at, copy.id))
    if not _may_be_one(one, other) or worn >= _WORN or not shares(one, other):
        return None
    first, second = wording(one.text), wording(other.text)
    least = min(len(first.words), len(second.words))
    if least < _FEWEST or (least < 2 * _FEW and any(map(_greets, (first, second)))):
        return None
    if _words_of(one) == _words_of(other) or first.words == second.words:
        return _equal(one, other) if _may_be_equal(one, other, least) else None
    if _place(one) == _place(other) or least < _FEW:
        return None
    return _unequal(one, other, overlap(first, second))


def _may_be_one(one: Copy, other: Copy) -> bool:
    """Whether speaker, time and what they do leave it possible; the words are not asked yet."""
    same = one.speaker is not None and one.speaker == other.speaker and one.id != other.id
    return same and other.at - one.at <= WINDOW and bool(one.acts) == bool(other.acts)


def may_join(some: Sequence[Copy], others: Sequence[Copy]) -> bool:
    """Whether two groups of copies may be one statement: what stands twice at one place is two,
    unless those two are one themselves.
    """
    return all(
        _place(one) != _place(other) or same_statement(one, other) is not None
        for one in some
        for other in others
    )


def _place(copy: Copy) -> tuple[str, str]:
    return place(copy.url, copy.channel)


def _greets(words: Wording) -> bool:
    return _GREETING.match(words.text) is not None


def _words_of(copy: Copy) -> tuple[str, ...]:
    """All words of a copy, its title's too: a post often begins with what a page has as title."""
    title = wording(copy.title).words
    words = wording(copy.text).words
    return words if words[: len(title)] == title else (*title, *words)


def _may_be_equal(one: Copy, other: Copy, least: int) -> bool:
    """Whether equal words are one statement and not the same said twice."""
    apart = other.at - one.at
    if _place(one) == _place(other):
        twice = one.stated and other.stated and apart > _AT_ONCE
        account = bool(_place(one)[1])
        return not account and not twice and least >= _OF_ONE_PLACE and apart <= _DAY
    return least >= _FEW or apart <= _DAY


def _equal(one: Copy, other: Copy) -> Linked:
    count = len(wording(one.text).words)
    sure = one.stated and other.stated and count >= _FEW
    confidence = Confidence.HIGH if sure else Confidence.MEDIUM
    reasons = (f"the same words, all {count} of them", *_beside(one, other))
    return Linked(Alike.SAME, confidence, reasons, 1.0)


def _beside(one: Copy, other: Copy) -> tuple[str, ...]:
    seen = "published" if one.stated and other.stated else "published or first seen"
    where = "at two places" if _place(one) != _place(other) else "at two addresses of one place"
    return ("both of this speaker", f"{where}, {seen} {_apart(other.at - one.at)}")


def _apart(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return "at the same time"
    if minutes < 120:
        return f"{minutes} minutes apart" if minutes > 1 else "a minute apart"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)} hours apart"
    return f"{round(minutes / 1440)} days apart"


def _unequal(one: Copy, other: Copy, both: Overlap) -> Linked | None:
    """Nearly the same words at two places, or one within the other."""
    if both.alike >= _NEAR:
        alike, long = Alike.NEAR, both.long.text
    elif both.held >= _HELD and _is_one_part(both):
        alike, long = Alike.PART, both.long.between(*both.span)
    else:
        return None
    if alike is Alike.PART and _quoted_back(both):
        return None
    swapped = both.short is not wording(one.text)
    before, after = (long, both.short.text) if swapped else (both.short.text, long)
    differences = differing(before, after)
    hurried = other.at - one.at <= _SHORTLY
    if _is_filled_anew(differences, len(both.short.words), hurried=hurried):
        return None
    reasons = (_said(alike, both, differences), *_beside(one, other))
    slips = all(change.rank <= Rank.SLIP for change in differences)
    confidence = Confidence.HIGH if slips and one.stated and other.stated else Confidence.MEDIUM
    score = 0.9 * both.alike if alike is Alike.NEAR else 0.8 * both.held
    return Linked(alike, confidence, reasons, round(score, 3), differences)


def _is_one_part(both: Overlap) -> bool:
    """Whether what was taken over stands together in the longer one."""
    start, end = both.span
    return end - start <= _LOOSE * len(both.short.words) + 3


def _quoted_back(both: Overlap) -> bool:
    """Whether the longer one gives the shorter one as what was said before."""
    start = both.long.spans[both.span[0]][0]
    return _LOOKS_BACK.search(both.long.text[max(0, start - _BEFORE) : start]) is not None


def _is_filled_anew(differences: Sequence[NamedChange], count: int, *, hurried: bool) -> bool:
    """Whether what differs is what a template leaves open, or more than a copy changes.

    A short text with another word is a copy only when it came soon after.
    """
    real = [change for change in differences if change.rank > Rank.SLIP]
    needed = sum(_SLOTS.get(change.kind, _A_WORD) for change in real)
    return needed > count or (bool(real) and not hurried and count < _LONG)


def _said(alike: Alike, both: Overlap, differences: Sequence[NamedChange]) -> str:
    count = len(both.short.words)
    if alike is Alike.PART:
        words = f"{both.taken} of the {count} words of the shorter one stand together in the other"
    else:
        words = f"nearly the same words, {both.common} of {count}"
    return f"{words}: {differences[0].reason}" if differences else words


def differing(before: str, after: str) -> tuple[NamedChange, ...]:
    """What differs between two copies by name, in the order of weight; no typography."""
    naming = Naming(_bare(before), _bare(after))
    if wording(before).words == wording(after).words:
        return ()
    named = naming.names(Change(ChangeKind.ALTERED, _flat(before), _flat(after)))
    return tuple(change for change in named if change.rank > Rank.TYPOGRAPHY)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> Reading:
    return Reading("", text, (), "", "")


def reposted(gone: Copy, again: Copy, went: tuple[datetime, datetime]) -> Repost | None:
    """Whether ``again`` is a near copy put up for ``gone`` within two days, at the same place.

    ``went``: when ``gone`` was last seen and first missing. None where it is no near copy.
    """
    same = gone.speaker is not None and gone.speaker == again.speaker and gone.id != again.id
    if not same or again.at < gone.at or _place(gone) != _place(again):
        return None
    if not went[0] - _REPOSTED <= again.at <= went[1] + _REPOSTED:
        return None
    first, second = wording(gone.text), wording(again.text)
    if min(len(first.words), len(second.words)) < 5 or bool(gone.acts) != bool(again.acts):
        return None
    both = overlap(first, second)
    differences = differing(first.text, second.text)
    small = sum(change.rank > Rank.SLIP for change in differences) <= 1
    if both.alike < (_NEAR if small and len(both.short.words) >= _FEW else 0.75) or not small:
        return None
    trivial = all(change.rank <= Rank.WORDING for change in differences)
    reasons = (
        f"put up again with {both.common} of {len(both.short.words)} words",
        *(change.reason for change in differences),
    )
    return Repost(reasons, differences, trivial)
