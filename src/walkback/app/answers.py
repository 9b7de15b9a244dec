"""What people and programs ask of a record."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from walkback.app.case_files import case_files
from walkback.app.legible import spellings, tells
from walkback.app.release import Release
from walkback.app.telling import Stories
from walkback.archive import load_resource
from walkback.compare import diff
from walkback.errors import NotFound, UnknownSpeaker
from walkback.judge import judge
from walkback.judge import state as judge_state
from walkback.model.case import CaseLine, CaseView
from walkback.model.evidence import Place
from walkback.model.look import Observation
from walkback.model.quoted import FollowUp
from walkback.model.source import Speaker
from walkback.model.verdict import Pending, Policy, Standing, State
from walkback.model.views import (
    DiffView,
    EventView,
    ListingView,
    SpeakerView,
    StatementView,
    StatusView,
)
from walkback.store import answers, views
from walkback.store.articles import follow_ups
from walkback.store.register import speaker_of_id
from walkback.watch.manners import with_manners
from walkback.watch.metering import reads_today
from walkback.watch.record import Record, who_polls
from walkback.watch.registering import Registrar, find_speaker
from walkback.watch.stories import case, find_story, lines, with_manner
from walkback.watch.vouching import read_asked


class Answers:
    """The part of the app that answers; it changes nothing."""

    folder: Path
    _record: Record
    _registrar: Registrar
    _release: Release
    _stories: Stories
    origin: str
    _policy: Policy
    _clock: Callable[[], datetime]

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
        return with_manners(self._record.store, answers.events(self._record.store, wanted))

    def show(self, ref: str) -> StatementView | ListingView:
        """A statement or listing source by id, id prefix or any address it ever had."""
        try:
            view = answers.show(self._record.store, ref, self._judged)
        except NotFound:
            return self._release.gone(ref)
        if isinstance(view, ListingView) or self._release.gate().notice(view.id):
            return view
        store, archive = self._record.store, self.folder / "archive"
        told = tuple(with_manners(store, view.events))
        found = tuple(case_files(store, archive, view, self._policy))
        return replace(view, events=told, case_files=found)

    def screenshot(self, ref: str) -> bytes:
        """The PNG beside a version's capture; ``ref`` is ``VersionView.screenshot``.

        Names cannot be struck out of a picture: where the page as shown holds one that is
        protected, the whole picture is withheld. Raises ``NotFound``.
        """
        with self._record.store.reading() as connection:
            found = views.picture_of(connection, ref)
        if found is not None and self._may_be_seen(ref, *found):
            picture = load_resource(self.folder / "archive", found[1], "urn:view:")
            if picture is not None:
                return picture.block
        raise NotFound("there is no picture of this version that may be shown", subject=ref)

    def _may_be_seen(self, ref: str, statement: str, place: Place) -> bool:
        view = self.show(statement)
        if isinstance(view, ListingView) or ref not in {one.screenshot for one in view.versions}:
            return False
        page = load_resource(self.folder / "archive", place, "urn:dom:")
        return page is None or not tells(self._release.gate(), spellings(page.block))

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
        view = answers.speaker(self._record.store, person, self._judged)
        return replace(view, events=tuple(with_manners(self._record.store, view.events)))

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
            vouched=tuple(read_asked(self.folder / "ledger")),
            reads=tuple(reads_today(self._record.store, self._record.budgets, self._clock())),
        )

    def cases(self) -> list[CaseLine]:
        """Every story of the record: those of weight first, the newest of them first."""
        return lines(self._record.store, self._stories.all())

    def case(self, ref: str) -> CaseView:
        """One story by its id or the beginning of it, or by any statement or address in it."""
        story = find_story(self._stories.all(), ref, self._statement_of(ref))
        view = case(self._record.store, story, self._judged)
        return with_manner(self._record.store, view)

    def _statement_of(self, ref: str) -> str | None:
        try:
            view = answers.show(self._record.store, ref, self._judged)
        except NotFound:
            return None
        return view.id if isinstance(view, StatementView) else None

    def follow_up(self) -> list[FollowUp]:
        """Kept articles whose quoted source changed since they were kept."""
        with self._record.store.reading() as connection:
            return follow_ups(connection)

    def leaves(self) -> int:
        """The ledger's size."""
        return self._record.store.size()

    def _judged(
        self, standing: Standing, looks: Sequence[Observation]
    ) -> tuple[State, Pending | None]:
        result = judge(standing, looks, self._policy, self._clock())
        pending = result if isinstance(result, Pending) else None
        return judge_state(standing, looks), pending

    def _find(self, ref: str) -> Speaker:
        with self._record.store.reading() as connection:
            known = speaker_of_id(connection, ref)  # a register of thousands takes a second to read
        return known or find_speaker(self._registrar.speakers(), ref)
