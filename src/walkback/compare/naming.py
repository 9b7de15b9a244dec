"""Say what changed, in words a person can use, and how much it weighs.

    a change -> its hunks -> what each does to its sentence -> the weightiest first

A passage that was altered is told by each thing that happened in it: a number, a name, a "not";
its other new wording is told once.
"""

import re
from collections.abc import Iterator, Sequence

from walkback.compare import vocabulary
from walkback.compare.hunks import Hunk, Words, clipped, hunks
from walkback.compare.likeness import likeness
from walkback.compare.meaning import Meaning, Page, meaning
from walkback.model.change import Change, ChangeKind, NamedChange, Rank, Sort
from walkback.model.reading import Reading
from walkback.model.words import tokens

MOST = 12  # changes of an event; those that weigh most
_MOST_READ = 400  # altered passages whose words are reasoned over; the rest are told as they are
_MOST_HUNKS = 40  # of one passage; more is a rewriting
_REWRITTEN = 0.5  # of a passage's words
_REPLACED = 0.3  # likeness below which hardly a word is left
_FEW = 8  # words; less is a line, and a line is not replaced as a whole
_READ = 500_000  # letters that are looked through for words in small letters
_LOOKED_AT = 10_000  # letters, to tell a language
_SMALL = re.compile(r"(?<![^\W_])[^\W\d_A-Z][^\W\d_]*")
_MARKS = " \t\n*_#>[]()\u2022\u2013\u2014-\"'\u201c\u2018"


def name(old: Reading, new: Reading, changes: Sequence[Change]) -> tuple[NamedChange, ...]:
    """The ``changes`` from ``old`` to ``new`` by name, the weightiest first, at most ``MOST``.

    Ranks come from words alone (``Rank``); the same rank keeps the order of the text. Never
    raises.
    """
    naming = Naming(old, new)
    found: list[NamedChange] = list(_whole(old, new))
    for change in changes:
        found += naming.names(change)
    return tuple(sorted(found, key=lambda named: -named.rank)[:MOST])


def _whole(old: Reading, new: Reading) -> Iterator[NamedChange]:
    """The text as a whole, where hardly a word of it is left."""
    if min(len(tokens(old.text[:400])), len(tokens(new.text[:400]))) < _FEW:
        return
    like = likeness(old.text, new.text)
    if like < _REPLACED:
        reason = f"the text was replaced: {like:.0%} of its words are left"
        before, after = (clipped(" ".join(one.text[:300].split())) for one in (old, new))
        yield NamedChange(Sort.REPLACED, before, after, Rank.REPLACED, reason)


class Naming:
    """Names the changes between two readings, with what both say of single words."""

    def __init__(self, old: Reading, new: Reading) -> None:
        self._notes = {p.text for one in (old, new) for p in one.passages if p.kind == "note"}
        both = f"{old.text[:_READ]} {new.text[:_READ]}"
        small = {found.casefold() for found in _SMALL.findall(both)}
        said = new.language or old.language
        language = said or vocabulary.language_of(both[:_LOOKED_AT].split())
        self._page = Page(language, small)
        self._read = 0

    def names(self, change: Change) -> tuple[NamedChange, ...]:
        """What happened in one change, the weightiest first; at least one."""
        if change.kind is ChangeKind.ALTERED:
            self._read += 1
            if self._read <= _MOST_READ:
                return tuple(sorted(self._altered(change), key=lambda named: -named.rank))
        if change.kind is ChangeKind.TITLE:
            return (self._title(change),)
        return (self._simple(change),)

    def _simple(self, change: Change) -> NamedChange:
        kind, rank, reason = Sort.WORDING, Rank.WORDING, "a passage was reworded"
        if change.kind is ChangeKind.TYPOGRAPHY:
            kind, rank = Sort.TYPOGRAPHY, Rank.TYPOGRAPHY
            reason = "only spacing or marks are set otherwise"
        elif change.kind is ChangeKind.MOVED:
            kind, reason = Sort.MOVED, "the same words at another place"
        elif change.kind in (ChangeKind.ADDED, ChangeKind.DROPPED):
            kind, rank, reason = self._came_or_went(change)
        return NamedChange(kind, _shown(change.before), _shown(change.after), rank, reason)

    def _came_or_went(self, change: Change) -> tuple[Sort, Rank, str]:
        text = change.after or change.before
        count = sum(word[0].isalnum() for word in tokens(text))
        what = f"a passage of {count} words" if count != 1 else "a passage of 1 word"
        noted = text in self._notes or _is_note(text)
        if change.kind is ChangeKind.ADDED:
            if noted:
                return Sort.CORRECTION, Rank.FACT, "a note of correction was added"
            return Sort.ADDED, Rank.PASSAGE, f"{what} was added"
        if noted:
            return Sort.DROPPED, Rank.FACT, "a note of correction was dropped"
        return Sort.DROPPED, Rank.PASSAGE, f"{what} was dropped"

    def _title(self, change: Change) -> NamedChange:
        told = [meant for _, meant in self._meanings(change)]
        found = max(told, key=lambda meant: meant.rank, default=None)
        rank, reason = Rank.PASSAGE, "the title was changed"
        if found is not None and (len(told) == 1 or found.rank > rank):
            rank, reason = max(rank, found.rank), f"the title was changed: {found.reason}"
        before, after = _shown(change.before), _shown(change.after)
        return NamedChange(Sort.TITLE, before, after, rank, clipped(reason))

    def _altered(self, change: Change) -> Iterator[NamedChange]:
        told = list(self._meanings(change))
        if not told:
            yield self._simple(change)
            return
        if len(told) > _MOST_HUNKS or self._rewritten(change):
            reason = "the passage was rewritten: most of its words are others"
            before, after = _shown(change.before), _shown(change.after)
            yield NamedChange(Sort.WORDING, before, after, Rank.PASSAGE, reason)
            return
        plain = [pair for pair in told if pair[1].rank <= Rank.WORDING]
        for hunk, meant in told:
            if meant.rank > Rank.WORDING:
                yield _named(hunk, meant)
        if plain:
            yield _joined(plain)

    @staticmethod
    def _rewritten(change: Change) -> bool:
        long = min(len(tokens(change.before)), len(tokens(change.after))) >= _FEW
        return long and likeness(change.before, change.after) < _REWRITTEN

    def _meanings(self, change: Change) -> Iterator[tuple[Hunk, Meaning]]:
        found = list(hunks(Words(change.before), Words(change.after)))[: _MOST_HUNKS + 1]
        told = [(hunk, meaning(hunk, self._page)) for hunk in found]
        yield from _balanced(told)


def _balanced(told: Sequence[tuple[Hunk, Meaning]]) -> Iterator[tuple[Hunk, Meaning]]:
    """A "not" that went here and came there turns nothing for sure."""
    turned = [meant.reason for _, meant in told if meant.sort is Sort.NEGATION]
    came = sum("put in" in reason for reason in turned)
    went = sum("taken out" in reason for reason in turned)
    for hunk, meant in told:
        if meant.sort is Sort.NEGATION and came and came == went:
            said = meant.reason.split(":", maxsplit=1)[0]
            yield hunk, Meaning(Sort.NEGATION, Rank.FACT, f"{said}, and elsewhere the reverse")
        else:
            yield hunk, meant


def _named(hunk: Hunk, meant: Meaning) -> NamedChange:
    return NamedChange(
        meant.sort, hunk.out.excerpt, hunk.into.excerpt, meant.rank, clipped(meant.reason)
    )


def _joined(told: Sequence[tuple[Hunk, Meaning]]) -> NamedChange:
    """The wording of a passage, told once: by its first words, and how many places more."""
    hunk, meant = max(told, key=lambda pair: pair[1].rank)
    more = len(told) - 1
    places = f", and {more} other place{'s' if more > 1 else ''}" if more else ""
    found = _named(hunk, meant)
    reason = f"{meant.reason}{places}"
    return NamedChange(found.kind, found.before, found.after, found.rank, clipped(reason))


def _is_note(text: str) -> bool:
    head = text[:120].lstrip(_MARKS).casefold()
    return any(
        head.startswith(note) and not head[len(note) : len(note) + 1].isalpha()
        for note in vocabulary.NOTES
    )


def _shown(text: str) -> str:
    return clipped(" ".join(text[:1000].split()))
