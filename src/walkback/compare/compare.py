"""Name what differs between two readings."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence

from walkback.compare.alignment import Row, align
from walkback.compare.likeness import likeness
from walkback.model.change import Change, ChangeKind
from walkback.model.reading import Reading
from walkback.model.words import tokens

_LIKE = 0.7  # from here on a passage added elsewhere is a rewording of one that was dropped
_SHORTEST = 40  # letters; shorter passages are alike by chance
_RARE = 8  # a word in more dropped passages than this tells them not apart
_LOOKS = 3  # dropped passages aligned word by word with one that was added


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
    if not old or not new:
        if not tokens(old or new):
            return Change(ChangeKind.TYPOGRAPHY, old, new)
        return Change(ChangeKind.DROPPED if old else ChangeKind.ADDED, old, new)
    return Change(ChangeKind.ALTERED, old, new)


def _with_moves(found: Iterable[Change | None]) -> tuple[Change, ...]:
    """The changes, with each passage that was dropped here and added there as one."""
    changes = [change for change in found if change is not None]
    dropped = _Dropped(changes)
    for at, change in enumerate(changes):
        if change.kind is ChangeKind.ADDED and (source := dropped.take(change.after)) is not None:
            before = changes[source].before
            same = tokens(before) == tokens(change.after)
            kind = ChangeKind.MOVED if same else ChangeKind.ALTERED
            changes[at] = Change(kind, before, change.after)
    return tuple(change for at, change in enumerate(changes) if at not in dropped.taken)


class _Dropped:
    """The dropped passages of a comparison, to be found again where others were added."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.taken: set[int] = set()
        self._texts: dict[int, str] = {}
        self._sets: dict[int, set[str]] = {}
        self._by_text: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for at, change in enumerate(changes):
            if change.kind is ChangeKind.DROPPED:
                words = tuple(tokens(change.before))
                self._texts[at] = change.before
                self._by_text[words].append(at)
                self._sets[at] = set(words)
                for word in self._sets[at]:
                    self._by_word[word].append(at)

    def take(self, text: str) -> int | None:
        """The place of the passage that ``text`` was, as it is or reworded; None if of none."""
        words = tuple(tokens(text))
        same = self._by_text.get(words)
        while same and same[0] in self.taken:
            same.popleft()
        found = same[0] if same else self._reworded(text, set(words))
        if found is not None:
            self.taken.add(found)
        return found

    def _reworded(self, text: str, words: set[str]) -> int | None:
        """A rewording shares rare words; only the passages that share most are aligned."""
        if len(text) < _SHORTEST:
            return None
        hits: Counter[int] = Counter()
        for word in words:
            places = self._by_word.get(word, ())
            if len(places) <= _RARE:
                hits.update(at for at in places if at not in self.taken)
        best, most = None, _LIKE
        for at, _ in hits.most_common(_LOOKS):
            others = self._sets[at]
            if 2 * len(words & others) < _LIKE * (len(words) + len(others)):
                continue
            like = likeness(self._texts[at], text)
            if like >= most:
                best, most = at, like
        return best
