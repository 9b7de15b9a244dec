"""The seam for platforms: what an account is asked, and what its platform answered.

A platform answers in several bodies where a web page answers in one: the post, its author's
account, a proof. So an adapter *converses*: a generator that yields a ``Request``, is sent the
``Outcome``, asks on, and returns what it understood. It holds no socket, clock or file. The
conductor drives it against the network; reading a kept capture drives the same generator with
the exchanges that lie in the archive, so that what was understood can be derived again from the
bytes alone. Therefore a conversation depends on nothing but its arguments and the answers.

What was refused or did not come reaches an adapter as an outcome like any other; it says so with
the same outcome and reason, and never takes it for an absence. An adapter that raises costs its
own look and no other's.

    adapter.address -> the source's stable address, of what an operator wrote
    adapter.list    -> Listed     what the account shows now, and how the account is
    adapter.look    -> Answer     one statement: there, gone, hidden, or we could not look
"""

from collections.abc import Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from walkback.model.exchange import Outcome, OutcomeKind, Request

T = TypeVar("T")
Conversation = Generator[Request, Outcome, T]
# Plain JSON (no fractions) that an adapter asked to be given again: a DID document, a PDS host, a
# cursor. There is one for each account. What an answer remembers is laid over it name by name, a
# None forgets. What was given lies in the opening of each capture, because the same answers mean
# the same only beside it; after a rebuild it is that of the last capture, so it is never more
# than a shortcut.
Memory = Mapping[str, Any]
# Facts of ``judge.platforms``, for adapters that want to check what they say.
ITEMS = ("present", "proved-absent", "tombstone", "withheld", "missing", "unlisted", "not-found")
ACCOUNTS = ("active", "gone", "deactivated", "suspended", "private", "lost", "unknown")


@dataclass(frozen=True, slots=True)
class PostPicture:
    """A picture of a post: where its bytes are, and the description its author gave."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PostVersion:
    """One text that a post had: from when the platform says, None where it does not."""

    text: str
    at: datetime | None = None
    pictures: tuple[PostPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A statement as a platform gives it: the figure's own words.

    ``url`` is its public address, keyed by what never changes (a DID, a numeric id), and the
    instance's. ``quoted`` are the words that the figure quotes from another post, without a
    profile of their author. ``earlier`` are the versions before this one, oldest first.
    ``reply_to`` and ``quotes`` are addresses. Nothing else of other people is kept.
    """

    url: str
    text: str
    published: datetime | None = None
    edited: datetime | None = None
    pictures: tuple[PostPicture, ...] = ()
    links: tuple[str, ...] = ()
    language: str | None = None
    quoted: str = ""
    quotes: str | None = None
    reply_to: str | None = None
    earlier: tuple[PostVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform said of one statement.

    ``outcome`` and ``reason`` are those of a look: what we were refused or did not get is there
    and says nothing of the post. ``item``, ``account`` and ``code`` are the facts of
    ``judge.platforms``; ``others`` are further facts for the judge and for people (``moved_to``,
    ``rev``, ``proof``), plain JSON. ``post`` is set where the platform showed it. ``also`` are
    aliases that the same statement has on the platform (a handle's address beside the DID's).

    Two looks saw the same where outcome, reason, item, account, code, post and also are equal:
    the second is then a line in a roll call. So what changes by itself (a revision, a counter)
    belongs into ``others``, ``detail`` or ``memory``. An answer that shows no post and says
    neither ``item`` nor ``account`` is a failure, or else a defect of the adapter.
    """

    outcome: OutcomeKind
    reason: str = "ok"
    detail: str = ""
    item: str = ""
    account: str = ""
    code: str = ""
    post: Post | None = None
    retry_at: datetime | None = None
    others: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """What an account shows now, newest first.

    ``whole``: nothing between the newest and the oldest of ``posts`` is left out, so that a
    known post missing between two listed neighbours is a hint (never a proof). ``account`` and
    ``code`` as in ``Answer``: where it is not active, this listing speaks for all statements of
    the account, which are then not asked for one by one. ``moved_to`` is the account's new
    address where it says so. ``notes`` are sentences for the operator.

    ``posts`` are the figure's own words: no reposts, and of a thread only what the figure wrote.
    """

    outcome: OutcomeKind
    reason: str = "ok"
    detail: str = ""
    posts: tuple[Post, ...] = ()
    whole: bool = False
    account: str = ""
    code: str = ""
    moved_to: str | None = None
    retry_at: datetime | None = None
    memory: Memory = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@runtime_checkable
class Adapter(Protocol):
    """One platform. Found through the entry points ``walkback.sources``; made without arguments.

    ``kind`` is the word of ``watch --kind`` and of ``source.kind``, in small letters, and the
    name of the entry point. An adapter may also have ``version``, a text that changes whenever
    the same answers may give other words.
    """

    kind: str

    def address(self, text: str) -> str | None:
        """The source's address of what an operator wrote; None where it is not this platform's.

        A URL of the account, or a handle in the platform's own writing. Pure: it asks nobody.
        """
        ...

    def list(self, source: str, memory: Memory) -> Conversation[Listed]:
        """What the account at ``source`` shows now."""
        ...

    def look(self, url: str, memory: Memory) -> Conversation[Answer]:
        """One statement by its address, with the account asked wherever the post is not shown."""
        ...


@runtime_checkable
class Sweeping(Protocol):
    """An adapter that can ask for many statements at once, where a platform counts reads.

    What a sweep does not bring is unknown until asked one by one: ``sweep`` returns an answer
    for those it was shown, and nothing for the others.
    """

    most: int

    def sweep(self, urls: Sequence[str], memory: Memory) -> Conversation[Mapping[str, Answer]]:
        """The statements at ``urls`` (at most ``most``) that the platform showed."""
        ...


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a platform told unasked: a reason to look at once, and evidence of its own.

    ``what``: ``posted``, ``edited``, ``deleted`` (of the statement at ``url``), ``account`` (the
    account's state), ``identity`` (its name, key or host), ``gap`` (more happened than was told:
    list the source and look at all of it). ``source`` is one of those that were listened for.
    ``id`` is derived from the stream and the message's place in it: what is heard twice, after a
    restart, has the same id and is kept once. ``item``, ``account`` and ``code`` are as in
    ``Answer``; ``tombstone`` only where a deletion is proved by the account's own signature.
    ``at`` is the platform's time, None where it gives none. ``message`` are the bytes as they came;
    of a deletion none where they hold words of other posts, too.
    ``memory`` is laid over the account's, as an answer's is.
    """

    id: str
    source: str
    what: str
    message: bytes
    url: str = ""
    at: datetime | None = None
    item: str = ""
    account: str = ""
    code: str = ""
    others: Mapping[str, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)


class Ear(Protocol):
    """One stream of a platform, listened to by whoever has the socket. Holds none itself.

    ``stream`` names it. ``cursor`` is the place behind the last message that ``hear`` was given,
    None where the platform counts none. Whoever keeps it does so after what was heard is durable.
    ``heeds`` is what it listens for: an ear with the same has no need to connect anew.
    """

    stream: str
    cursor: str | None

    @property
    def heeds(self) -> Hashable:
        """See above."""
        ...

    def address(self) -> str:
        """The ``wss`` address to connect to now, so that what follows the cursor comes."""
        ...

    def hear(self, message: bytes) -> Sequence[Pushed]:
        """What a message tells of the watched sources; nothing for all others. Never raises."""
        ...


@runtime_checkable
class Pushing(Protocol):
    """An adapter whose platform tells what happens over a websocket."""

    def ears(self, sources: Mapping[str, Memory], cursors: Mapping[str, str]) -> Sequence[Ear]:
        """What to listen to for these sources, each with its memory; ``cursors`` by stream."""
        ...
