"""Name what differs between two readings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from walkback.compare.alignment import Row, align
from walkback.compare.likeness import likeness
from walkback.model.change import Change, ChangeKind
from walkback.model.reading import Reading
from walkback.model.words import tokens

_MOST_PAIRS = 400  # dropped against added passages looked at for "moved and altered"
_LIKE = 0.7


def compare(old: Reading, new: Reading) -> tuple[Change, ...]:
    """The changes from ``old`` to ``new``: the title first, then in the order of the new text.

    Empty where nothing differs; only ``TYPOGRAPHY`` where the words are the same. Neither is
    an edit (see ``is_edit``).
    """
    if old.sha256 == new.sha256:
        return _typography(old, new)
    title = _title(old.title, new.title)
    before, after = _texts(old), _texts(new)
    rows = align(before, after)
    return title + _with_moves(_change(row, before, after) for row in rows)


def is_edit(changes: Iterable[Change]) -> bool:
    """Whether any word changed."""
    return any(change.kind is not ChangeKind.TYPOGRAPHY for change in changes)


def _texts(reading: Reading) -> list[str]:
    return [passage.text for passage in reading.passages]


def _title(old: str, new: str) -> tuple[Change, ...]:
    if old == new:
        return ()
    same = tokens(old) == tokens(new)
    return (Change(ChangeKind.TYPOGRAPHY if same else ChangeKind.TITLE, old, new),)


def _typography(old: Reading, new: Reading) -> tuple[Change, ...]:
    """What differs where no word does."""
    title = _title(old.title, new.title)
    before, after = _texts(old), _texts(new)
    if " ".join(before) == " ".join(after):
        return title
    if len(before) != len(after):
        return (*title, Change(ChangeKind.TYPOGRAPHY, old.text, new.text))
    pairs = zip(before, after, strict=True)
    return title + tuple(Change(ChangeKind.TYPOGRAPHY, a, b) for a, b in pairs if a != b)


def _change(row: Row, before: Sequence[str], after: Sequence[str]) -> Change | None:
    old, new = "\n\n".join(before[row.a : row.b]), "\n\n".join(after[row.c : row.d])
    if row.same:
        # Words that were only cut into other passages are the same text.
        equal = old.replace("\n\n", " ") == new.replace("\n\n", " ")
        return None if equal else Change(ChangeKind.TYPOGRAPHY, old, new)
    if not old:
        return Change(ChangeKind.ADDED, "", new)
    if not new:
        return Change(ChangeKind.DROPPED, old, "")
    return Change(ChangeKind.ALTERED, old, new)


def _with_moves(found: Iterable[Change | None]) -> tuple[Change, ...]:
    """The changes, with each passage that was dropped here and added there as one."""
    changes = [change for change in found if change is not None]
    dropped = {at: one.before for at, one in enumerate(changes) if one.kind is ChangeKind.DROPPED}
    by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in dropped.items():
        by_words[tuple(tokens(text))].append(at)
    gone: set[int] = set()
    for at, change in enumerate(changes):
        if change.kind is not ChangeKind.ADDED:
            continue
        same = by_words.get(tuple(tokens(change.after)))
        source = same.pop(0) if same else _like(change.after, dropped, gone)
        if source is not None:
            kind = ChangeKind.MOVED if same is not None else ChangeKind.ALTERED
            changes[at] = Change(kind, dropped[source], change.after)
            gone.add(source)
    return tuple(change for at, change in enumerate(changes) if at not in gone)


def _like(text: str, dropped: dict[int, str], gone: set[int]) -> int | None:
    """The dropped passage that ``text`` is a rewording of, where there is one."""
    if len(text) < 40 or len(dropped) > _MOST_PAIRS:
        return None
    best, most = None, _LIKE
    for at, old in dropped.items():
        if at in gone or not 0.5 * len(text) < len(old) < 2 * len(text):
            continue
        like = likeness(old, text)
        if like > most:
            best, most = at, like
    return best
