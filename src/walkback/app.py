"""Walkback: the one object. ``open_record`` gives it; its methods are short and delegate.

Settings are read here and nowhere else; rooms get plain arguments.
"""

import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from walkback import durable
from walkback.compare import diff
from walkback.errors import NotFound, UnknownSpeaker, WalkbackError
from walkback.fetch import Fetcher, FetchOptions
from walkback.fetch.options import user_agent
from walkback.judge import judge
from walkback.judge import state as judge_state
from walkback.ledger import load_key
from walkback.model.ids import encode_id
from walkback.model.look import Observation
from walkback.model.source import Speaker, WatchLine
from walkback.model.step import Report
from walkback.model.verdict import Pending, Policy, Standing, State
from walkback.model.views import (
    DiffView,
    EventView,
    ImportReport,
    ListingView,
    RoundProgress,
    RoundReport,
    SourceView,
    SpeakerView,
    StatementView,
    StatusView,
)
from walkback.publish import Serving, serve, site
from walkback.read import Workers
from walkback.settings import FILE_NAME, Settings, first_settings, read_settings
from walkback.sources import read_people, read_watchlist
from walkback.store import answers
from walkback.verify import verify
from walkback.watch import adopting
from walkback.watch.afterwards import look_for_facts
from walkback.watch.bringing import import_files, text_of
from walkback.watch.copies import SECOND, back_up, bring_back, restore_second
from walkback.watch.record import (
    Place,
    Record,
    default_second,
    is_record,
    make_folder,
    require,
    state_home,
    who_polls,
)
from walkback.watch.registering import Registrar, find_speaker
from walkback.watch.rejudging import rejudge
from walkback.watch.round import Round, Tally, conduct, until_due

JOBS_EACH = 2000  # pages a reading process reads before a fresh one takes its place
SOFTWARE = f"Walkback/{version('walkback')}"


def open_record(folder: Path, *, make: bool = False, adopt: bool = False) -> "Walkback":
    """The record in ``folder``, brought up to date; made where there is none and ``make`` is set.

    Raises ``NoRecord``, ``BadSettings``, ``RecordTooNew``, ``RecordDamaged``, ``RestoredBackup``
    (``adopt`` says that the folder is right and the second copy is not).
    """
    if not make:
        require(folder)
    elif not is_record(folder):
        make_folder(folder)
    return Walkback(folder, read_settings(folder), adopt=adopt)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return encode_id(secrets.token_bytes(16))


class Walkback:
    """A record: what is watched, what was seen, what happened. Use it in a ``with`` block."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        *,
        adopt: bool = False,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._clock = clock
        self._workers = Workers(
            settings.read.workers, jobs_each=JOBS_EACH, seconds=settings.read.seconds
        )
        place = Place(folder, SOFTWARE, settings.ledger.origin, settings.ledger.second)
        self._record = Record(place, self._workers, adopt=adopt)
        self._registrar = Registrar(self._record.keeper, _new_id, clock)
        self.origin = self._record.signer.verifier.name
        self.verifier_key = self._record.signer.verifier.text
        self.second = self._record.second
        self.notices = self._record.notices
        self._policy = Policy(**settings.policy.model_dump())
        if not (folder / FILE_NAME).exists():
            durable.write_file(folder / FILE_NAME, first_settings(self.origin).encode())
        adopting.record(folder, self._record.ledger, self._registrar.save, clock())

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """End the workers and let go of the files."""
        self._workers.close()
        self._record.close()

    # --- the register

    def watch(self, lines: Sequence[WatchLine]) -> list[SourceView]:
        """Add sources; a known address is watched anew."""
        added = self._registrar.watch(lines)
        return answers.sources(self._record.store, added)

    def unwatch(self, url: str) -> SourceView:
        """End looking at a source and keep its record."""
        return answers.sources(self._record.store, [self._registrar.unwatch(url)])[0]

    def read_watchlist(self, text: str, name: str) -> list[WatchLine]:
        """A watch list: lines, OPML or CSV."""
        return read_watchlist(text, name)

    def add_speaker(
        self,
        name: str,
        *,
        aliases: Sequence[str] = (),
        handles: Sequence[str] = (),
        sites: Sequence[str] = (),
    ) -> SpeakerView:
        """Register a public figure or body."""
        person = Speaker("", name, tuple(aliases), tuple(handles), tuple(sites))
        return self.speaker(self._registrar.add([person])[0].id)

    def import_speakers(self, path: Path) -> list[SpeakerView]:
        """Register everybody in a Popolo, congress-legislators or CSV file."""
        people = [
            Speaker("", p.name, tuple(p.aliases), tuple(p.handles), tuple(p.sites))
            for p in read_people(text_of(path), str(path))
        ]
        return [answers.plain_speaker(person) for person in self._registrar.add(people)]

    def edit_speaker(
        self,
        ref: str,
        *,
        name: str | None = None,
        aliases: Sequence[str] | None = None,
        handles: Sequence[str] | None = None,
        sites: Sequence[str] | None = None,
    ) -> SpeakerView:
        """Replace what is registered; what is None stays."""
        old = self._find(ref)
        self._registrar.edit(old, name, (aliases, handles, sites))
        return self.speaker(old.id)

    def merge_speakers(self, keep: str, gone: str) -> SpeakerView:
        """Two entries are one person."""
        kept = self._find(keep)
        self._registrar.merge(kept, self._find(gone))
        return self.speaker(kept.id)

    def _find(self, ref: str) -> Speaker:
        return find_speaker(self._registrar.speakers(), ref)

    # --- rounds

    def poll(
        self,
        *,
        everything: bool = False,
        progress: Callable[[RoundProgress], None] | None = None,
    ) -> RoundReport:
        """One round. Raises ``Busy`` where another process polls."""
        began = time.monotonic()

        def tell(tally: Tally) -> None:
            if progress:
                progress(
                    RoundProgress(tally.looks, tally.due, tally.kept, tally.read, tally.judged)
                )

        before = answers.last_event(self._record.store)
        with self.rounds() as conductor:
            tally = conductor.poll(everything=everything, progress=tell)
            self._look_for_facts()
        return self._report(tally, before, time.monotonic() - began)

    @contextmanager
    def rounds(self) -> Iterator[Round]:
        """The conductor of rounds. Raises ``Busy`` where another process polls."""
        with self._record.polling(), self._fetcher() as fetcher:
            yield conduct(self._record, fetcher, self._policy, (_new_id, self._clock))

    def _look_for_facts(self) -> None:
        look_for_facts(self._record.store, self._workers, self.folder / "archive")

    def start_reading(self) -> None:
        """Start the reading processes now rather than with the first page that is read."""
        self._workers.start()

    def _fetcher(self) -> Fetcher:
        fetch = self.settings.fetch
        agent = user_agent(fetch.contact) if fetch.contact else user_agent()
        options = FetchOptions(agent=agent, **fetch.model_dump(exclude={"contact"}))
        return Fetcher(options, clock=self._clock)

    def _report(self, tally: Tally, before: int, seconds: float) -> RoundReport:
        new = answers.events_after(self._record.store, before)
        published = sum(1 for event in new if event.kind == "published")
        return RoundReport(
            looks=tally.looks,
            kept=tally.kept,
            confirmed=tally.confirmed,
            failed=tally.failed,
            statements=published,
            events=tuple(new),
            seconds=seconds,
        )

    def run(
        self,
        *,
        host: str,
        port: int,
        ready: Callable[[str], None],
        tell: Callable[[RoundReport], None],
        stop: threading.Event | None = None,
    ) -> None:
        """Poll for ever and serve the site, until stopped or interrupted."""
        stop = stop or threading.Event()
        with self.rounds() as conductor, Serving(site(self), host, port) as page:
            ready(page.url)
            while not stop.is_set():
                began = time.monotonic()
                before = answers.last_event(self._record.store)
                tally = conductor.poll(everything=False, progress=lambda _: None)
                self._look_for_facts()
                if tally.looks:
                    tell(self._report(tally, before, time.monotonic() - began))
                stop.wait(until_due(self._record.store, self._clock()))

    # --- answers

    def events(
        self,
        *,
        since: datetime | None = None,
        speaker: str | None = None,
        kind: str | None = None,
        newest: int | None = None,
        replaced: bool = False,
    ) -> list[EventView]:
        """The history by time; ``newest`` gives the last so many, newest first."""
        whose = self._find(speaker).id if speaker else None
        wanted = answers.Wanted(since, whose, kind, newest, replaced)
        return answers.events(self._record.store, wanted)

    def show(self, ref: str) -> StatementView | ListingView:
        """A statement or listing source by id, id prefix or any address it ever had."""
        return answers.show(self._record.store, ref, self._judged)

    def diff(self, ref: str, before: int | None = None, after: int | None = None) -> DiffView:
        """Two versions side by side; the last two where no numbers are given."""
        chosen = answers.versions(self._record.store, ref, (before, after), self._judged)
        statement, (old, new), readings = chosen
        return DiffView(statement, old, new, diff(*readings))

    def speakers(self) -> list[SpeakerView]:
        """The register, by name."""
        return [answers.plain_speaker(speaker) for speaker in self._registrar.speakers()]

    def speaker(self, ref: str) -> SpeakerView:
        """One speaker by id or name. Raises ``NotFound``."""
        try:
            person = self._find(ref)
        except UnknownSpeaker as error:
            raise NotFound(error.what, subject=ref, todo=error.todo) from None
        return answers.speaker(self._record.store, person, self._judged)

    def status(self) -> StatusView:
        """Sources, health, queue, disk, and what is being confirmed."""
        view = answers.status_view(self._record.store, self._judged, self._clock())
        archive = self.folder / "archive"
        return replace(
            view,
            folder=str(self.folder),
            origin=self.origin,
            leaves=self.leaves(),
            archive_bytes=sum(path.stat().st_size for path in archive.iterdir()),
            disk_free=shutil.disk_usage(self.folder).free,
            polling=who_polls(self.folder),
        )

    def leaves(self) -> int:
        """The ledger's size."""
        return self._record.store.size()

    def _judged(
        self, standing: Standing, looks: Sequence[Observation]
    ) -> tuple[State, Pending | None]:
        result = judge(standing, looks, self._policy, self._clock())
        pending = result if isinstance(result, Pending) else None
        return judge_state(standing, looks), pending

    # --- in and out

    def import_files(
        self, paths: Iterable[Path], progress: Callable[[int], None] | None = None
    ) -> ImportReport:
        """Statements as JSON lines, WARC and ARC."""
        tools = (self._registrar, self._policy, _new_id, self._clock)
        return import_files(self._record, list(paths), tools, progress or (lambda _: None))

    def backup(self, folder: Path) -> None:
        """A copy of the record and of the second copy, from which it can be restored."""
        back_up(self._record, folder)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """The store again from archive and ledger; how many events it holds."""
        del progress
        self._record.rebuild()
        return len(self.events())

    def rejudge(self) -> tuple[int, int]:
        """Judge history anew with today's reader and rules: events now, and events replaced."""
        return rejudge(self._record, self._policy, self._workers, (_new_id, self._clock))

    # --- the site

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """The site only, until interrupted."""
        serve(site(self), host, port, ready=ready)


def restore_record(backup: Path, folder: Path, *, adopt: bool = False) -> None:
    """Bring a backup back as the record in ``folder``, which must be empty or missing.

    Raises ``RestoredBackup`` where the second copy on this machine knows more than the backup
    (``adopt`` goes on all the same and records it); nothing is left behind then.
    """
    bring_back(backup, folder)
    try:
        settings = read_settings(folder)
        signer = load_key(folder / "keys")
        second = settings.ledger.second or default_second(signer, state_home())
        restore_second(backup, second)
        with Walkback(folder, settings, adopt=adopt):
            pass
    except WalkbackError:
        shutil.rmtree(folder)
        raise


def verify_record(path: Path, *, verifier_key: str | None = None) -> Report:
    """Check a record offline, with the second copy where this machine's settings have it.

    The record is read as it lies: it is not opened, and nothing in it is mended.
    """
    if (path / SECOND).exists():  # a backup: the record itself may have gone on since
        return verify(path, verifier_key=verifier_key, second=path / SECOND)
    second = None
    with suppress(WalkbackError):  # settings and keys are no evidence; verify tells what is wrong
        settings = read_settings(path)
        second = settings.ledger.second or default_second(load_key(path / "keys"), state_home())
    return verify(path, verifier_key=verifier_key, second=second)
