"""When two readings say the same although their pages are made otherwise."""

from collections.abc import Iterable, Sequence

from walkback.model.change import Change, ChangeKind
from walkback.model.reading import Reading
from walkback.model.words import tokens


def same_words(old: Reading, new: Reading, changes: Iterable[Change]) -> bool:
    """Whether ``changes``, those from ``old`` to ``new``, leave every word where it was.

    A new design may show as a heading what was the title, and the reverse. A title that still
    stands at the head of the page has not changed, and its heading was not added.
    """
    left = [change for change in changes if change.kind is not ChangeKind.TYPOGRAPHY]
    return not left or _demoted(old, new, left) or _demoted(new, old, [_back(c) for c in left])


_TURNED = {ChangeKind.ADDED: ChangeKind.DROPPED, ChangeKind.DROPPED: ChangeKind.ADDED}


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
