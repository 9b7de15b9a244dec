"""An opened record: rounds, what goes in and out, the site."""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from walkback import durable
from walkback.app.alerting import Alerting
from walkback.app.articles import Articles, Behind
from walkback.app.bundle_keys import signer_of
from walkback.app.bundles import Exported
from walkback.app.desk import DeskAccounts
from walkback.app.exporting import export, subject_of
from walkback.app.fetching import browser, fetcher
from walkback.app.handling import Handling
from walkback.app.pushing import given, pushes
from walkback.app.release import Release, through_the_gate
from walkback.app.secrets import Secrets
from walkback.app.serving import pages
from walkback.app.telling import Stories
from walkback.app.vouching import BUSY, Beside, parties, stamp, vouching
from walkback.archive.wacz import Heading, created_at
from walkback.fetch import Fetcher
from walkback.model.bundle import WACZ_VERSION
from walkback.model.ids import encode_id
from walkback.model.quoted import Handed, QuotesView
from walkback.model.stamped import Vouched
from walkback.model.verdict import Policy
from walkback.model.views import (
    ImportReport,
    RoundProgress,
    RoundReport,
)
from walkback.publish import Serving, serve
from walkback.read import Workers
from walkback.settings import FILE_NAME, Settings, first_settings
from walkback.store import answers
from walkback.watch import adopting
from walkback.watch.afterwards import look_for_facts
from walkback.watch.bringing import import_files
from walkback.watch.copies import back_up
from walkback.watch.record import (
    Place,
    Record,
)
from walkback.watch.registering import Registrar
from walkback.watch.rejudging import rejudge
from walkback.watch.reviewing import Reviewer
from walkback.watch.round import Round, Tally, conduct, until_due
from walkback.watch.withholding import Withholder

JOBS_EACH = 2000  # pages a reading process reads before a fresh one takes its place
SOFTWARE = f"Walkback/{version('walkback')}"


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return encode_id(secrets.token_bytes(16))


@through_the_gate
class Walkback(Handling):
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
        self._record.pictures.on = settings.read.pictures
        self.secrets = Secrets(folder / "keys")
        self._record.budgets = {"x": settings.x.reads_per_day}
        self._record.given = given(settings)
        self._registrar = Registrar(self._record.keeper, _new_id, clock)
        self._release = Release(self._record.store, folder / "keys")
        self._new_id = _new_id
        self._reviewer = Reviewer(self._record.keeper, _new_id, clock)
        self.public = not settings.desk.use
        lasts = settings.desk.idle, settings.desk.most
        self.accounts = DeskAccounts(folder / "keys", clock, lasts)
        self._withholder = Withholder(self._record.keeper, _new_id, clock)
        self._record.keeper.forgotten = self._release.forgotten
        self.origin = self._record.signer.verifier.name
        self.verifier_key = self._record.signer.verifier.text
        self.second = self._record.second
        self.notices = self._record.notices
        behind = Behind(self._record, self._registrar.speakers, self._judged, _new_id)
        self._articles = Articles(settings, clock, behind)
        self._stories = Stories(self._record.store)
        self._policy = Policy(**settings.policy.model_dump())
        if not (folder / FILE_NAME).exists():
            durable.write_file(folder / FILE_NAME, first_settings(self.origin).encode())
        adopting.record(folder, self._record.ledger, self._registrar.save, clock())
        if adopt:
            adopting.forgive(self._record.keeper.clocks, self._registrar.save, clock())

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
        shows = browser(self.settings, self._clock)
        with self._record.polling(), self._fetcher() as asked, shows as shown:
            yield conduct(self._record, asked, self._policy, (_new_id, self._clock), shown)

    def _fetcher(self) -> Fetcher:
        return fetcher(self.settings, self._clock, self.secrets.get)

    def _look_for_facts(self) -> None:
        look_for_facts(self._record.store, self._workers, self.folder / "archive")

    def start_reading(self) -> None:
        """Start the reading processes now rather than with the first page that is read."""
        self._workers.start()

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
        heard = pushes(self._record, self.settings, self._clock)
        shown = pages(self, self.settings.site, host, desk=not self.public)
        with self.rounds() as conductor, shown as app, Serving(app, host, port) as page, heard:
            ready(page.url)
            beside = Beside(vouching(self._record, self.settings, self._clock))
            alerts = self.alerting()
            while not stop.is_set():
                began = time.monotonic()
                before = answers.last_event(self._record.store)
                heard.turn()
                tally = conductor.poll(everything=False, progress=lambda _: None)
                self._look_for_facts()
                report = self._report(tally, before, time.monotonic() - began)
                if tally.looks:
                    tell(self._release.release(report))
                beside.turn(news=bool(report.events))
                alerts.turn(self.status)
                patience = BUSY if alerts.busy else beside.patience
                heard.wait(stop, min(until_due(self._record.store, self._clock()), patience))

    def alerting(self) -> Alerting:
        """What sends the record's alerts."""
        return Alerting(self._record.store, self._release, self.secrets, self.settings, self._clock)

    def stamp(self) -> list[Vouched]:
        """Have authorities stamp and witnesses cosign the newest checkpoint, now.

        Raises ``BadInput`` where none is named, ``RestoredBackup`` where a witness shows that
        this record is an older copy.
        """
        asked = parties(self.settings)
        return stamp(vouching(self._record, self.settings, self._clock), asked)

    # --- in and out

    def import_files(
        self, paths: Iterable[Path], progress: Callable[[int], None] | None = None
    ) -> ImportReport:
        """Statements as JSON lines, WARC and ARC."""
        tools = (self._registrar, self._policy, _new_id, self._clock)
        return import_files(self._record, list(paths), tools, progress or (lambda _: None))

    def export(self, ref: str, path: Path, *, profile: str = WACZ_VERSION) -> Exported:
        """One statement or case as a bundle. Raises ``NotFound``, ``BadInput``."""
        what = subject_of(self._record, ref, self.show, self.case)
        heading = Heading("", SOFTWARE, created_at(self._clock()), profile=profile)
        signer = signer_of(self.settings, self.folder / "keys", self._clock)
        return export(self._record, what, path, heading, (self._release.gate(), signer))

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

    # --- articles

    def quotes(self, articles: Sequence[Handed]) -> list[QuotesView]:
        """What each article quotes, and who is said to speak."""
        return self._articles.quotes(articles)

    def check(self, articles: Sequence[Handed], *, keep: bool = False) -> list[QuotesView]:
        """The same, and how it stands to the record; ``keep``: as evidence, for follow-up."""
        return self._articles.check(articles, keep=keep)

    # --- the site

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """The site only, until interrupted."""
        with pages(self, self.settings.site, host, desk=not self.public) as app:
            serve(app, host, port, ready=ready)
