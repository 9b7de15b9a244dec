"""When two readings say the same although their pages are made otherwise."""

import re
from collections.abc import Iterable, Sequence

from walkback.model.change import Change, ChangeKind
from walkback.model.reading import Reading
from walkback.model.words import tokens

# Brackets and rules set words apart; without them the same words stand in the same order. What
# people write into a text by them they write as words. Quotation marks say whose words they are.
_SET_APART = frozenset("()[]{}|<>\\")
_LINE = 14  # words and marks; what is longer and said twice is an edit when it goes
# Of two apostrophes in one word one is a slip: nobody quotes half a word.
_DOUBLED = re.compile(r"(?<=[^\W_])['\u2018\u2019`\u00b4]{2,}(?=[^\W_])")


def same_words(old: Reading, new: Reading, changes: Iterable[Change]) -> bool:
    """Whether ``changes``, those from ``old`` to ``new``, leave every word where it was.

    A new design may show as a heading what was the title, and the reverse. A title that still
    stands at the head of the page has not changed, and its heading was not added. A line that
    came or went while the same words stand as another passage is of a list of contents: nothing
    was said or unsaid. Brackets alone are marks, not words.
    """
    left = [change for change in changes if change.kind is not ChangeKind.TYPOGRAPHY]
    left = [change for change in left if not _only_brackets(change)]
    if left and all(change.kind in _TURNED for change in left):
        left = _not_repeated(old, new, left)
    return not left or _demoted(old, new, left) or _demoted(new, old, [_back(c) for c in left])


_TURNED = {ChangeKind.ADDED: ChangeKind.DROPPED, ChangeKind.DROPPED: ChangeKind.ADDED}


def _only_brackets(change: Change) -> bool:
    if change.kind is not ChangeKind.ALTERED:
        return False
    before, after = (
        tokens(_DOUBLED.sub("'", text)) if _DOUBLED.search(text) else tokens(text)
        for text in (change.before, change.after)
    )
    return [word for word in before if word not in _SET_APART] == [
        word for word in after if word not in _SET_APART
    ]


def _not_repeated(old: Reading, new: Reading, changes: Sequence[Change]) -> list[Change]:
    """The passages that came or went, less the lines that stand in both readings elsewhere."""
    said = {_key(p.text) for p in old.passages} & {_key(p.text) for p in new.passages}
    said = {key for key in said if len(key) <= _LINE}
    return [change for change in changes if _key(change.before or change.after) not in said]


def _key(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


def _back(change: Change) -> Change:
    return Change(_TURNED.get(change.kind, change.kind), change.after, change.before)


def _demoted(old: Reading, new: Reading, changes: Sequence[Change]) -> bool:
    """Whether all that changed is that the old title has become a passage at the top."""
    title = tokens(old.title)
    if not title or not new.passages or tokens(new.passages[0].text) != title:
        return False
    return all(
        change.kind is ChangeKind.TITLE
        or (change.kind is ChangeKind.ADDED and tokens(change.after) == title)
        for change in changes
    )
