"""The ledger: an append-only log of leaves in tiles, with a signed checkpoint.

The order of an append is a promise, and opening finishes what a crash cut short:

    entries -> tiles and bundles durable     nothing refers to them yet
            -> sign
            -> swap into the second copy     from here on these leaves are committed
            -> publish ledger/checkpoint     from here on anyone can see it
            -> superseded partial tiles go   only tidiness
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from walkback import durable
from walkback.errors import RecordDamaged
from walkback.ledger.checkpoint import Signer, verify_checkpoint
from walkback.ledger.cosignatures import with_lines
from walkback.ledger.edge import Edge, grow
from walkback.ledger.merkle import EMPTY_ROOT
from walkback.ledger.second import SecondCopy, not_ours, read_or_none, read_signed
from walkback.ledger.shelf import Shelf, damaged
from walkback.ledger.tree import Tree, load_edge, reached
from walkback.model.proof import Checkpoint, ConsistencyProof, InclusionProof

CHECKPOINT = "checkpoint"


class Ledger:
    """One writer's view of the ledger in a folder.

    ``open``, ``refresh`` and ``append`` need the record's write lock, held by the caller;
    reading and proving need none and may go on in other threads meanwhile. ``notice`` is for
    people, empty where there is nothing to say. ``adopted`` says that ``adopt`` was needed, so
    that the caller records it.
    """

    notice: str = ""
    adopted: bool = False

    def __init__(self, folder: Path, signer: Signer, second: Path) -> None:
        self._shelf = Shelf(folder)
        self._signer = signer
        self._second = SecondCopy(second)
        self._head = Checkpoint("", 0, EMPTY_ROOT, "")
        self._tree = Tree(self._shelf, Edge())

    @classmethod
    def open(cls, folder: Path, *, signer: Signer, second: Path, adopt: bool = False) -> "Ledger":
        """The ledger in ``folder``, made where there is none; finishes a crashed append.

        Raises ``RestoredBackup`` where the second copy knows leaves that the folder has not
        (``adopt`` says that the folder is right), ``RecordDamaged``, ``StorageFull``.
        """
        ledger = cls(folder, signer, second)
        ledger._settle(adopt=adopt)
        return ledger

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._shelf.folder

    @property
    def size(self) -> int:
        """How many leaves are committed."""
        return self._head.size

    @property
    def root(self) -> bytes:
        """Root hash over them, 32 bytes."""
        return self._head.root

    def checkpoint(self) -> Checkpoint:
        """The newest published checkpoint."""
        return self._head

    def head(self) -> tuple[Checkpoint, Tree]:
        """The newest published checkpoint and its tree, which belong together."""
        checkpoint, tree = self._head, self._tree
        while tree.edge.size != checkpoint.size:  # another thread is between the two
            checkpoint, tree = self._head, self._tree
        return checkpoint, tree

    def append(self, entries: Sequence[bytes]) -> int:
        """Commit entries of at most 65,535 bytes each, and give the index of the first.

        Durable, signed, in the second copy and published when it returns. Raises ``BadInput``
        for an entry that is too long, ``StorageFull``, and ``RestoredBackup`` where another has
        written since; the ledger goes on after ``refresh``, which also finds what of this
        append was committed before it failed.
        """
        head, edge = self._head, self._tree.edge
        if not entries:
            return head.size
        grown, files = grow(edge, entries)
        self._check_current(head)
        self._shelf.clear(files, head.size)
        self._shelf.write(files)
        # True now: tiles and bundles are durable. After a crash here they lie beyond the
        # checkpoint, commit to nothing, and the next start takes them away.
        signed = self._signer.sign(grown.size, grown.root)
        self._second.swap(head.text.encode(), signed)
        # True now: these leaves are committed. After a crash here the next start finds the
        # second copy ahead, the tiles in place, and publishes.
        self._publish(signed)
        # True now: all of it is published. A crash from here on leaves superseded tiles only.
        self._tree, self._head = Tree(self._shelf, grown), signed
        with contextlib.suppress(OSError):  # it is committed; the next start tidies up
            self._shelf.drop_superseded(head.size, grown.size)
        return head.size

    def cosign(self, lines: Sequence[str], size: int) -> bool:
        """Publish the newest checkpoint with these cosignature lines, which were checked.

        False, and nothing happens, where the ledger is no longer of ``size``: they are over an
        older checkpoint. Raises ``RestoredBackup`` as ``append`` does.
        """
        head = self._head
        if head.size != size:
            return False
        signed = with_lines(head, lines)
        self._check_current(head)
        self._second.swap(head.text.encode(), signed)
        # A crash here: the next start puts the published one back, and the witnesses are asked
        # again.
        self._publish(signed)
        self._head = signed
        return True

    def learn(self, ahead: Checkpoint) -> None:
        """Take another's copy of a checkpoint of ours that is not of this history as the second
        copy, so that this ledger refuses to grow until the operator decides.

        Raises ``VerificationFailed`` where it is not signed by our key, and else
        ``RestoredBackup``.
        """
        verify_checkpoint(ahead, self._signer.verifier)
        held = self._second.held()
        self._second.swap(held, ahead)
        raise not_ours(self._second.path, self._head.text.encode(), ahead.text.encode())

    def refresh(self) -> bool:
        """Read size and root again where another process has appended, or an append failed.

        True if they changed. Raises as ``open`` does.
        """
        if self._is_current(self._head):
            return False
        before = self._head.text
        self._settle(adopt=False)
        return self._head.text != before

    def entry(self, index: int) -> bytes:
        """Bytes of one leaf. Raises ``NotFound``, ``RecordDamaged``."""
        return self._tree.entry(index)

    def entries(self, start: int, stop: int) -> Iterator[bytes]:
        """Leaves from ``start`` to before ``stop`` or the end. Raises ``RecordDamaged``."""
        return self._tree.entries(start, stop)

    def inclusion(self, index: int, size: int | None = None) -> InclusionProof:
        """That the leaf is in the tree of ``size``, now where None. Raises ``NotFound``."""
        tree = self._tree
        return tree.inclusion(index, tree.edge.size if size is None else size)

    def consistency(self, old: int, size: int | None = None) -> ConsistencyProof:
        """That the tree of ``old`` is a prefix of that of ``size``. Raises ``NotFound``."""
        tree = self._tree
        return tree.consistency(old, tree.edge.size if size is None else size)

    def _settle(self, *, adopt: bool) -> None:
        """Make record and second copy agree, or refuse, and take up the right edge."""
        published = self._read_published()
        held = self._second.held()
        second = self._read_second(held, adopt=adopt)
        own = published or self._signer.sign(0, EMPTY_ROOT)
        tree = None
        if second and second.size > own.size and (tree := reached(self._shelf, second, own)):
            # A crash between swap and publish.
            own = second
        elif not published and not self._shelf.empty():
            raise damaged(f"{self._shelf.folder.name}/{CHECKPOINT}", "a checkpoint", "none")
        tree = tree or Tree(self._shelf, load_edge(self._shelf, own))
        if held is None and published:
            self.notice = f"no second copy was found at {self._second.path}; made anew"
        elif held not in (None, own.text.encode()) and not self._is_prefix(second, tree):
            if not adopt:
                raise not_ours(self._second.path, own.text.encode(), held)
            self.adopted = True
            self.notice = f"the second copy at {self._second.path} was of another history; replaced"
        if held != own.text.encode():
            self._second.swap(held, own)
        if own is not published:
            self._publish(own)
        self._shelf.clear_beyond(own.size)
        self._tree, self._head = tree, own

    def _is_prefix(self, second: Checkpoint | None, tree: Tree) -> bool:
        """Whether the second copy is behind, of this history: put back without the record."""
        if second is None or second.size > tree.edge.size:
            return False
        return tree.root_at(second.size) == second.root

    def _read_published(self) -> Checkpoint | None:
        path = self._shelf.folder / CHECKPOINT
        data = read_or_none(path)
        name = f"{path.parent.name}/{CHECKPOINT}"
        return None if data is None else read_signed(name, data, self._signer.verifier)

    def _read_second(self, held: bytes | None, *, adopt: bool) -> Checkpoint | None:
        try:
            name = str(self._second.path)
            return None if held is None else read_signed(name, held, self._signer.verifier)
        except RecordDamaged:
            if adopt:
                return None
            raise

    def _publish(self, checkpoint: Checkpoint) -> None:
        durable.write_file(self._shelf.folder / CHECKPOINT, checkpoint.text.encode())

    def _is_current(self, head: Checkpoint) -> bool:
        text = head.text.encode()
        path = self._shelf.folder / CHECKPOINT
        return read_or_none(path) == text == self._second.held()

    def _check_current(self, head: Checkpoint) -> None:
        # Before any tile is written: tiles of another writer must not be overwritten.
        if not self._is_current(head):
            raise not_ours(self._second.path, head.text.encode(), self._second.held())
