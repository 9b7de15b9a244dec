"""Who vouches for the record, as the settings want it; a witness of other records."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from walkback.app.fetching import options
from walkback.errors import BadFile, BadInput, BadSettings
from walkback.fetch.post import Post
from walkback.fetch.wire import authorities as system_roots
from walkback.ledger import VerifierKey
from walkback.ledger.chains import read_certificates
from walkback.ledger.cosignatures import WitnessKey
from walkback.ledger.timestamps import Trust
from walkback.ledger.witness_book import WitnessBook, open_cosigner
from walkback.model.stamped import Vouched
from walkback.model.views import Finding
from walkback.settings import Settings
from walkback.watch.authorities import Stamped, ask_authority
from walkback.watch.record import Record
from walkback.watch.vouching import Gathered, Parties, Vouching
from walkback.watch.witnesses import Witness

IDLE, BUSY = 300.0, 1.0  # seconds between two looks at whether anybody is due, or has answered


def vouching(record: Record, settings: Settings, clock: Callable[[], datetime]) -> Vouching:
    """The record's dealings with those the settings name. Raises ``BadSettings``."""
    return Vouching(record, Post(options(settings)), parties(settings), clock)


def parties(settings: Settings) -> Parties:
    """Whom the settings name. Raises ``BadSettings``."""
    stamps = settings.timestamps
    witnesses = tuple(map(_witness, settings.witness.urls))
    trust = trusted(stamps.roots) if stamps.authorities else Trust(())
    return Parties(stamps.authorities, witnesses, trust, stamps.every, stamps.pause)


def trusted(roots: Path | None = None) -> Trust:
    """The system's root certificates, and those of a PEM file. Raises ``BadSettings``."""
    paths = [Path(system_roots()), *([roots] if roots else [])]
    try:
        found = [one for path in paths for one in read_certificates(path.read_bytes(), str(path))]
    except (OSError, BadFile) as error:
        raise BadSettings(
            "root certificates cannot be read",
            subject=str(roots or paths[0]),
            expected="certificates in PEM",
            found=str(error),
            todo="Correct timestamps.roots",
        ) from None
    return Trust(tuple(found))


def stamp(dealings: Vouching, parts: Parties) -> list[Vouched]:
    """Ask everybody now. Raises ``BadInput`` where nobody is named."""
    if not parts:
        raise BadInput(
            "no timestamp authority and no witness is named",
            todo="Set timestamps.authorities or witness.urls in walkback.toml",
        )
    everybody = [*parts.authorities, *(one.url for one in parts.witnesses)]
    return dealings.keep(dealings.gather(everybody))


class Beside:
    """Asks in a thread of its own while rounds go on; what comes is kept between two rounds."""

    def __init__(self, dealings: Vouching) -> None:
        self._dealings = dealings
        self._thread: threading.Thread | None = None
        self._found: Gathered | None = None
        self._fault: Exception | None = None

    @property
    def patience(self) -> float:
        """In how many seconds the next turn should come at the latest."""
        return BUSY if self._thread is not None else IDLE

    def turn(self, *, news: bool) -> list[Vouched]:
        """Keep what has come, and ask whoever is due. Raises as ``Vouching.keep`` does."""
        if self._thread is not None and self._thread.is_alive():
            return []
        found, fault = self._found, self._fault
        self._thread = self._found = self._fault = None
        if fault is not None:
            raise fault
        told = self._dealings.keep(found) if found is not None else []
        due = self._dealings.due(news=news)
        if due:
            # A daemon: a slow authority must not hold up the end of the program.
            self._thread = threading.Thread(
                target=self._gather, args=(due,), name="walkback-vouching", daemon=True
            )
            self._thread.start()
        return told

    def _gather(self, due: Sequence[str]) -> None:
        try:
            self._found = self._dealings.gather(due)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that keeps
            self._fault = error


def witness_book(folder: Path, settings: Settings, clock: Callable[[], datetime]) -> WitnessBook:
    """The witness whose memory lies in ``witness`` below the record's folder.

    Raises ``BadSettings`` where no log is named that it may know, or a key is none.
    """
    try:
        logs = [VerifierKey.from_text(text) for text in settings.witness.logs]
    except BadInput as error:
        raise _bad("witness.logs", str(error)) from None
    return WitnessBook(folder, open_cosigner(folder, settings.witness.name), logs, clock)


def examine(settings: Settings) -> list[Finding]:
    """Which authorities and witnesses answer, for the doctor."""
    named = parties(settings)
    post, now = Post(options(settings)), datetime.now(UTC)
    found = []
    for url in named.authorities:
        answer = ask_authority(post, url, b"walkback doctor\n", named.trust, now)
        ok = isinstance(answer, Stamped)
        detail = answer.detail if isinstance(answer, Stamped) else answer.why
        found.append(Finding(f"timestamps {url}", ok, detail))
    for one in named.witnesses:
        # No checkpoint is sent: a witness answers 400 to what is no request.
        said = post.post(f"{one.url.rstrip('/')}/add-checkpoint", b"", "text/plain")
        ok = said.reason == "ok" and said.status == 400
        found.append(Finding(f"witness {one.url}", ok, "it answers" if ok else said.told))
    if not named.authorities:
        found.append(Finding("timestamps", None, "no authority is named (timestamps.authorities)"))
    if not named.witnesses:
        found.append(Finding("witness", None, "no witness is named (witness.urls)"))
    return found


def _witness(text: str) -> Witness:
    url, _, key = text.strip().partition(" ")
    try:
        return Witness(url, WitnessKey.from_text(key.strip()))
    except BadInput as error:
        raise _bad("witness.urls", str(error)) from None


def _bad(key: str, found: str) -> BadSettings:
    return BadSettings(
        "a setting cannot be used",
        subject=key,
        expected='"<address> <verifier key>" for a witness, "<verifier key>" for a log',
        found=found,
        todo="Copy the whole line that 'walkback witness' or 'walkback init' prints",
    )
