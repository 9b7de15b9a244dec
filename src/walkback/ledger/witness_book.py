"""A witness's memory: the last checkpoint it cosigned of each log, in a file of its own.

    witness/witness.key .vkey                  its key, of no ledger
    witness/<sha256 of the origin>/checkpoint  that checkpoint with its cosignature

Taking an older copy of this folder back makes a witness that would cosign a fork. Backups of a
record leave it out, and a witness whose folder is lost starts again with a new key.
"""

import base64
import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback import durable
from walkback.errors import BadFile, RecordError, VerificationFailed
from walkback.ledger.checkpoint import VerifierKey, parse_checkpoint
from walkback.ledger.cosignatures import Cosigner, WitnessKey, check_cosignatures, with_lines
from walkback.ledger.keys import load_private
from walkback.ledger.second import read_or_none
from walkback.ledger.witness import Reply, Submission, consider, read_submission
from walkback.model.proof import Checkpoint

_PRIVATE, _PUBLIC = "witness.key", "witness.vkey"
_SLACK = timedelta(minutes=10)  # by which a clock may be set back without a word


class WitnessBook:
    """Answers add-checkpoint, from any thread or process."""

    def __init__(
        self,
        folder: Path,
        cosigner: Cosigner,
        logs: Sequence[VerifierKey],
        clock: Callable[[], datetime],
    ) -> None:
        self._folder = folder
        self._cosigner = cosigner
        self._logs = tuple(logs)
        self._clock = clock

    @property
    def key(self) -> str:
        """The verifier key text that its cosignatures are checked with."""
        return self._cosigner.key.text

    def add(self, body: bytes) -> Reply:
        """The answer to a request. What is cosigned is durable before this returns."""
        try:
            asked = read_submission(body)
        except BadFile as error:
            return Reply(400, f"{error}\n")
        if not any(key.name == asked.checkpoint.origin for key in self._logs):
            return consider(asked, self._logs, None)  # no folder for what nobody asked us to know
        with self._alone(asked.checkpoint.origin):
            return self._answer(asked)

    def read(self, digest: str) -> bytes | None:
        """The last cosigned checkpoint of the origin with this SHA-256 in hex; None for none."""
        known = {_digest(key.name) for key in self._logs}
        return read_or_none(self._folder / digest / "checkpoint") if digest in known else None

    def _answer(self, asked: Submission) -> Reply:
        held = self._held(asked.checkpoint.origin)
        reply = consider(asked, self._logs, held)
        if reply.status != 200:
            return reply
        now = self._clock()
        if held and now < self._last(held) - _SLACK:
            return Reply(503, "this witness's clock ran backwards; it does not sign\n")
        line = self._cosigner.cosign(asked.checkpoint, now)
        try:
            note = with_lines(asked.checkpoint, [line])
        except BadFile as error:
            return Reply(400, f"{error}\n")
        path = self._folder / _digest(note.origin) / "checkpoint"
        durable.write_file(path, note.text.encode())
        # True now: whoever asks next is held to this tree, whether this answer arrives or not.
        return Reply(200, line)

    def _held(self, origin: str) -> Checkpoint | None:
        data = read_or_none(self._folder / _digest(origin) / "checkpoint")
        if data is None:
            return None
        try:
            held = parse_checkpoint(data, origin)
            self._last(held)
        except (BadFile, VerificationFailed, IndexError) as error:
            # Never taken for "nothing seen": that would cosign any history.
            raise RecordError(
                "what the witness remembers cannot be used",
                subject=str(self._folder / _digest(origin) / "checkpoint"),
                found=str(error),
                todo="Give this witness a new key in a new folder, and tell the logs.",
            ) from None
        return held

    def _last(self, held: Checkpoint) -> datetime:
        return check_cosignatures(held, [self._cosigner.key])[0].at

    @contextlib.contextmanager
    def _alone(self, origin: str) -> Iterator[None]:
        folder = self._folder / _digest(origin)
        durable.make_folder(folder)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def open_cosigner(folder: Path, name: str | None = None) -> Cosigner:
    """The witness's key in this folder, made where there is none. Its name is fixed once made.

    Raises ``RecordError`` where the key is damaged, or open to others.
    """
    path = folder / _PUBLIC
    if path.exists():
        key = WitnessKey.from_text(path.read_text("utf-8").strip())
        return Cosigner(key, load_private(folder / _PRIVATE))
    durable.make_folder(folder)
    folder.chmod(0o700)
    private = _private(folder / _PRIVATE)
    public = private.public_key().public_bytes_raw()
    default = f"walkback.invalid/witness/{sha256(public).hexdigest()[:16]}"
    made = Cosigner.of(private, name or default)
    durable.write_file(path, f"{made.key.text}\n".encode())
    return made


def _private(path: Path) -> Ed25519PrivateKey:
    if path.exists():  # a crash left a key without a name
        return load_private(path)
    made = Ed25519PrivateKey.generate()
    durable.write_file(path, base64.b64encode(made.private_bytes_raw()) + b"\n", mode=0o600)
    return made


def _digest(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()
