"""What is done at the desk: reviews, what is held back, and the log of who did what."""

from collections.abc import Callable
from dataclasses import replace

from walkback.app.alerting import Alerting, targets
from walkback.app.desk import DeskAccounts
from walkback.app.secrets import Secrets
from walkback.app.taking_away import TakingAway
from walkback.errors import NotFound
from walkback.model.alert import Delivery
from walkback.model.desk import (
    Account,
    EventFile,
    Handled,
    Invitation,
    Lodged,
    NameList,
    Queue,
    Told,
)
from walkback.model.release import Hold, Restriction, Scope
from walkback.model.review import Finding
from walkback.model.verdict import EventKind
from walkback.model.views import DiffView, EventView, ListingView, StatementView
from walkback.settings import Settings
from walkback.store import answers, reviews, withholding
from walkback.store import events as history
from walkback.store.schema import events
from walkback.watch.manners import with_manners
from walkback.watch.reviewing import Reviewer

_AROUND = 4  # events of the same source that are shown on each side


class Handling(TakingAway):
    """The part of the app that people at the desk use (``model.desk.Handling``)."""

    settings: Settings
    accounts: DeskAccounts
    _reviewer: Reviewer
    secrets: Secrets
    alerting: Callable[[], Alerting]
    public: bool  # whether what is served has no desk

    def first_link(self, url: str) -> str | None:
        """The address at which the first keeper makes an account; None where there is one.

        ``url`` is that of the served site, where the settings do not say how others reach it.
        """
        found = None if self.public else self.accounts.first_invitation()
        return self.link(found, url) if found else None

    def link(self, invitation: Invitation, url: str) -> str:
        """The address of an invitation."""
        base = (self.settings.site.base or url).rstrip("/")
        return f"{base}/desk/join?code={invitation.code}"

    def note(self, by: Account, what: str, target: str = "") -> None:
        """Keep that something was handled, by account id."""
        self._reviewer.note(by.id, what, target)

    def handled(self, most: int) -> list[Handled]:
        """What was handled lately, the newest first."""
        with self._record.store.reading() as connection:
            return reviews.latest_handled(connection, most)

    def queue(self, skip: int, most: int) -> Queue:
        """Events that nobody has reviewed, the newest first."""
        hidden = self._release.gate().held.statements  # a count would tell of them too
        with self._record.store.reading() as connection:
            ids = reviews.unreviewed(connection, hidden, skip, most)
            found = history.event_views(connection, history.newest(history.by_id(ids), len(ids)))
            total = reviews.to_review(connection, hidden)
        return Queue(tuple(with_manners(self._record.store, found)), total)

    def event_file(self, ref: str) -> EventFile:
        """One event and what is around it. Raises ``NotFound``, also where it is withheld."""
        event = self._event(ref)
        statement = self.show(event.statement.id)
        if isinstance(statement, ListingView) or statement.withheld:
            raise _no_event(ref)
        before, after = self._around(ref)
        looks = next((one for one in statement.case_files if one.event == ref), None)
        whole = next((one for one in statement.events if one.id == ref), event)
        return EventFile(whole, before, after, looks, self._changed(event, statement))

    def review(self, ref: str, finding: Finding, by: Account) -> None:
        """Keep what a reviewer says of an event; the verdict stays. Raises ``NotFound``."""
        event = self._event(ref)
        if self._release.gate().notice(event.statement.id):
            raise _no_event(ref)
        self._reviewer.review(ref, finding, by)

    def taken_away(self) -> list[Restriction]:
        """Whatever is taken away now, the newest first."""
        with self._record.store.reading() as connection:
            return withholding.standing(connection)[::-1]

    def held_back(self, ref: str, by: Account) -> StatementView:
        """A restricted statement, for a reviewer who is to decide on it; that is kept in the log.

        Protected names stay hidden. Raises ``NotFound`` where nothing restricts it.
        """
        gate = self._release.gate()
        notice = gate.notice(ref)
        if notice is None or notice.state is Hold.ERASED:
            raise NotFound("nothing that is kept is held back here", subject=ref)
        view = answers.show(self._record.store, ref, self._judged)
        if isinstance(view, ListingView):
            raise NotFound("a list is not held back", subject=ref)
        self.note(by, "saw-held", ref)
        shown = self._release.names_alone(replace(view, withheld=notice))
        assert isinstance(shown, StatementView)  # noqa: S101 - the gate keeps kinds
        return shown

    def statements_held(self, one: Restriction) -> tuple[str, ...]:
        """The statements that a restriction is of, which a reviewer can look at."""
        if one.scope is Scope.ARTICLE:
            return ()
        return one.statements if one.scope is Scope.CASE else (one.target,)

    def name_lists(self) -> list[NameList]:
        """The lists of protected names: what they are called, and how many are on them."""
        with self._record.store.reading() as connection:
            return reviews.name_lists(connection)

    def lodged(self) -> list[Lodged]:
        """Replies of speakers, the newest first."""
        with self._record.store.reading() as connection:
            return reviews.lodged(connection)

    def told(self) -> Told:
        """Where alerts go, by names without secrets, and what was told there lately."""
        known = targets(self.settings.alerts, self.secrets, self._release)
        return Told(tuple(one.name for one in known), tuple(self.alerting().listing()))

    def try_alerts(self) -> list[tuple[str, Delivery]]:
        """Send a test to every address. Raises ``BadInput`` where there is none."""
        return [(target.name, came) for target, came in self.alerting().test()]

    def _event(self, ref: str) -> EventView:
        with self._record.store.reading() as connection:
            found = history.event_views(connection, history.by_id([ref]))
        if not found or self._release.gate().notice(found[0].statement.id):
            raise _no_event(ref)
        return found[0]

    def _around(self, ref: str) -> tuple[tuple[EventView, ...], tuple[EventView, ...]]:
        gate = self._release.gate()
        with self._record.store.reading() as connection:
            numbers = reviews.around(connection, ref, _AROUND)
            chosen = [history.all_events().where(events.c.number.in_(some)) for some in numbers]
            found = [history.event_views(connection, one) for one in chosen]
        before, after = ([e for e in some if not gate.notice(e.statement.id)] for some in found)
        return tuple(before), tuple(after)

    def _changed(self, event: EventView, statement: StatementView) -> DiffView | None:
        """What an edit changed: the version that was there then, beside the one before it."""
        if event.kind != EventKind.EDITED or event.statement.id != statement.id:
            return None
        then = [one for one in statement.versions if one.first_seen <= event.at]
        if len(then) < 2:
            return None
        return self.diff(statement.id, then[-2].number, then[-1].number)


def _no_event(ref: str) -> NotFound:
    return NotFound("there is no such event", subject=ref)
