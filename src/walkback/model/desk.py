"""The desk: who may do what, what a reviewer said of an event, and what was handled by whom.

an invitation, used once -> Account -> SignedIn -> Session on each question -> Handled
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from walkback.model.alert import AlertLine, Delivery
from walkback.model.casefile import CaseFile
from walkback.model.pages import Room
from walkback.model.release import Reason, Restriction, TakenAway
from walkback.model.review import Finding
from walkback.model.source import WatchLine
from walkback.model.views import DiffView, EventView, SourceView, SpeakerRef, StatementView
from walkback.model.watched import Reply


class Role(StrEnum):
    """Who may use a route; each includes the one before it. Nobody's account is ``anybody``."""

    ANYBODY = "anybody"
    READER = "reader"
    REVIEWER = "reviewer"
    KEEPER = "keeper"

    def includes(self, asked: "Role") -> bool:
        """Whether who has this role may do what ``asked`` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(asked)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. A name is given once and never again to another."""

    id: str
    name: str
    role: Role
    made: datetime
    ended: datetime | None = None
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that makes one account, once. ``code`` is known only to whoever made it."""

    name: str
    role: Role
    expires: datetime
    code: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session began; ``token`` is for the cookie alone."""

    token: str


@dataclass(frozen=True, slots=True)
class NotSignedIn:
    """Name and pass phrase do not fit, or it was tried too often; ``wait`` in seconds, 0: none."""

    wait: int = 0


@dataclass(frozen=True, slots=True)
class Handled:
    """One handling act: who, by account id; what, as a code; on what, by id or address."""

    at: datetime
    by: str
    what: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Events nobody has reviewed, the newest first; ``total`` of all of them."""

    events: tuple[EventView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EventFile:
    """All that helps to tell whether an event is right.

    ``before`` and ``after`` are events of the same source around it, by time; ``looks`` the case
    file it rests on, None for acts and first sights; ``rows`` what an edit changed.
    """

    event: EventView
    before: tuple[EventView, ...]
    after: tuple[EventView, ...]
    looks: CaseFile | None
    diff: DiffView | None


@dataclass(frozen=True, slots=True)
class Lodged:
    """A speaker's reply, and whose it is."""

    speaker: SpeakerRef
    reply: Reply


@dataclass(frozen=True, slots=True)
class Told:
    """Where alerts go, by names without anything secret, and what was told lately."""

    places: tuple[str, ...]
    lines: tuple[AlertLine, ...]


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of protected names: what it is called, and how many are on it; never which."""

    name: str
    count: int


class Accounts(Protocol):
    """Who may sign in, and who is signed in."""

    def sign_in(self, name: str, phrase: str, address: str) -> SignedIn | NotSignedIn:
        """A new session where the phrase is that of the account."""

    def session(self, token: str) -> Account | None:
        """Whose session this is, while it lasts; being asked keeps it from falling idle."""

    def sign_out(self, token: str) -> None:
        """End a session."""

    def invite(self, name: str, role: Role) -> Invitation:
        """A new link. Raises ``BadInput`` where the name is taken or no name."""

    def invited(self, code: str) -> Invitation | None:
        """What a link is for, while it works."""

    def join(self, code: str, name: str, phrase: str) -> SignedIn | None:
        """Make the account of a link, which works no more then; None where it does not work.

        ``name`` counts where the link has none. Raises ``BadInput`` for a phrase too weak.
        """

    def change_phrase(self, account: str, old: str, new: str) -> bool:
        """Take another pass phrase and end all sessions; False where the old one is wrong."""

    def accounts(self) -> Sequence[Account]:
        """All accounts, ended ones too, by name."""

    def invitations(self) -> Sequence[Invitation]:
        """Links that still work, without their codes."""

    def end(self, account: str) -> None:
        """End an account and its sessions. Raises ``BadInput`` for the last keeper."""


class Handling(Room, Protocol):
    """What the desk asks of the app, beside what the site asks."""

    @property
    def accounts(self) -> Accounts:
        """Who may sign in."""

    def note(self, by: Account, what: str, target: str = "") -> None:
        """Keep that something was handled."""

    def handled(self, most: int) -> Sequence[Handled]:
        """What was handled lately, the newest first."""

    def queue(self, skip: int, most: int) -> Queue:
        """Events to review."""

    def event_file(self, ref: str) -> EventFile:
        """One event and what is around it. Raises ``NotFound``."""

    def review(self, ref: str, finding: Finding, by: Account) -> None:
        """Keep what a reviewer says of an event. Raises ``NotFound``."""

    def watch(self, lines: Sequence[WatchLine]) -> list[SourceView]:
        """Add sources, or watch known ones otherwise."""

    def unwatch(self, url: str) -> SourceView:
        """End looking at a source."""

    def restrict(self, ref: str, reason: Reason = Reason.UNSPECIFIED, *, by: str) -> TakenAway:
        """Hide a statement, a case or an article."""

    def panic(self, ref: str, *, by: str) -> TakenAway:
        """Hide the whole case that a statement is in."""

    def show_again(self, ref: str, *, by: str) -> TakenAway:
        """End a restriction that another reviewer made."""

    def redact(
        self, ref: str, names: Sequence[str], reason: Reason = Reason.UNSPECIFIED, *, by: str
    ) -> TakenAway:
        """Hide names or passages, and mark the statement."""

    def erase(self, ref: str, reason: Reason = Reason.UNSPECIFIED, *, by: str) -> TakenAway:
        """Destroy it."""

    def protect(self, names: Sequence[str], listed: str = "protected") -> int:
        """Put names on a list nobody is shown."""

    def taken_away(self) -> Sequence[Restriction]:
        """Whatever is taken away now, the newest first."""

    def held_back(self, ref: str, by: Account) -> StatementView:
        """A restricted statement as it would be shown again; protected names stay hidden.

        That it was looked at is kept. Raises ``NotFound`` where nothing restricts it.
        """

    def name_lists(self) -> Sequence[NameList]:
        """The lists of protected names."""

    def lodged(self) -> Sequence[Lodged]:
        """Replies of speakers, the newest first."""

    def told(self) -> Told:
        """Where alerts go, and what was told there lately."""

    def try_alerts(self) -> Sequence[tuple[str, Delivery]]:
        """Send a test to every address; each by name. Raises ``BadInput`` where there is none."""
