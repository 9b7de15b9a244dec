"""Drive conversations: many at once over one fetcher, each waiting for its own answers only.

Talk -> next request -> fetch.flow -> outcome -> the generator goes on -> Told
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from walkback.fetch import Fetcher
from walkback.model.conversation import Conversation
from walkback.model.exchange import Outcome, OutcomeKind, Request
from walkback.watch.metering import Meter

MOST_ENDED = 64  # conversations whose end waits to be taken
MOST_WAITING = 4096  # requests that wait for their hosts
AT_A_HOST = 6  # requests under way; the rest hears what comes of them
MOST_ASKED = 100  # requests of one conversation; an adapter that never ends is broken


@dataclass(slots=True, eq=False)
class Talk:
    """A conversation on its way. ``key`` is the asker's; ``begin`` makes the generator.

    ``adapter`` is whose generator it is, so that its reads are counted.
    """

    key: Any
    begin: Callable[[], Conversation[Any]]
    adapter: object = None
    conversation: Conversation[Any] | None = None
    asked: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation that ended: what the adapter returned, or why it broke off."""

    key: Any
    value: Any
    asked: tuple[Outcome, ...]
    fault: str = ""


class Talker:
    """Talks over a fetcher for one thread."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], datetime], meter: Meter) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._meter = meter
        self._holds: dict[str, datetime] = {}
        self._ended: deque[Told] = deque()
        self._waiting: deque[tuple[Talk, Request]] = deque()
        self._under_way: dict[str, Talk] = {}
        self._busy: Counter[str] = Counter()
        self._count = 0
        self._more = False

    def talk(self, talks: Iterable[Talk | None]) -> Iterator[Told | None]:
        """Each conversation as it ends; a None is a moment in which none did.

        A None among the talks: there is none just now, but what ends will bring more.
        """
        feed = iter(talks)
        self._more = moved = True
        while self._more and moved:
            moved = False
            for outcome in self._fetcher.flow(self._requests(feed)):
                if outcome is not None:
                    self._busy[_host(outcome.request)] -= 1
                    self._go_on(self._under_way.pop(outcome.request.subject), outcome)
                moved = moved or bool(self._ended)
                if not self._ended:
                    yield None
                while self._ended:
                    yield self._ended.popleft()
            moved = moved or bool(self._ended)
            while self._ended:
                yield self._ended.popleft()

    def hold(self, url: str, until: datetime) -> None:
        """Ask this host for nothing until then: an answer said so in words of its own."""
        host = urlsplit(url).netloc
        self._holds[host] = max(until, self._holds.get(host, until))

    def _requests(self, feed: Iterator[Talk | None]) -> Iterator[Request | None]:
        while True:
            ready = self._ready()
            while ready is None and self._begin_another(feed):
                ready = self._ready()
            if ready is not None:
                yield self._on_its_way(*ready)
            elif self._under_way:
                yield None
            else:
                return  # what ended may bring more talks

    def _ready(self) -> tuple[Talk, Request] | None:
        """The next request that may go: what its host said meanwhile holds for it, too."""
        for _ in range(len(self._waiting)):
            talk, request = self._waiting.popleft()
            if self._busy[_host(request)] >= AT_A_HOST:
                self._waiting.append((talk, request))
            elif not self._is_held(talk, request):
                return talk, request
        return None

    def _begin_another(self, feed: Iterator[Talk | None]) -> bool:
        """Whether one more conversation began."""
        crowded = len(self._ended) >= MOST_ENDED or len(self._waiting) >= MOST_WAITING
        talk = None if crowded or not self._more else next(feed, _END)
        if isinstance(talk, str):
            self._more = False
        elif talk is not None:
            self._begin(talk)
            return True
        return False

    def _on_its_way(self, talk: Talk, request: Request) -> Request:
        self._busy[_host(request)] += 1
        self._count += 1
        subject = str(self._count)
        self._under_way[subject] = talk
        return replace(request, subject=subject)

    def _begin(self, talk: Talk) -> None:
        try:
            talk.conversation = talk.begin()
            request = next(talk.conversation)
        except StopIteration as end:
            self._end(talk, end.value)
        except Exception as error:  # noqa: BLE001 - somebody else's code: it costs its own look
            self._end(talk, None, _named(error))
        else:
            self._ask(talk, request)

    def _go_on(self, talk: Talk, outcome: Outcome) -> None:
        if talk.conversation is None:
            raise AssertionError("a conversation on its way has begun")
        talk.asked.append(outcome)
        self._meter.count(talk.adapter, outcome)
        try:
            request = talk.conversation.send(outcome)
        except StopIteration as end:
            self._end(talk, end.value)
        except Exception as error:  # noqa: BLE001 - as above
            self._end(talk, None, _named(error))
        else:
            self._ask(talk, request)

    def _ask(self, talk: Talk, request: Any) -> None:
        if not isinstance(request, Request):
            self._end(talk, None, f"it asks with {type(request).__name__}, which is no Request")
        elif len(talk.asked) >= MOST_ASKED:
            self._end(talk, None, f"more than {MOST_ASKED} requests for one answer")
        else:
            self._waiting.append((talk, request))

    def _is_held(self, talk: Talk, request: Request) -> bool:
        """Whether a request is not made just now; then it is answered so."""
        until = self._holds.get(_host(request))
        if until is not None and until > self._clock():
            self._hold_back(talk, request, until, ("retry-after", "the host asked us to wait"))
            return True
        until = self._meter.until(talk.adapter)
        if until is not None:
            why = "the day's reads that the settings allow are spent"
            self._hold_back(talk, request, until, ("budget", why))
        return until is not None

    def _hold_back(
        self, talk: Talk, request: Request, until: datetime, why: tuple[str, str]
    ) -> None:
        now = self._clock()
        self._go_on(
            talk, Outcome(request, OutcomeKind.REFUSED, now, why[0], why[1], retry_at=until)
        )

    def _end(self, talk: Talk, value: Any, fault: str = "") -> None:
        if fault and talk.conversation is not None:
            _close(talk.conversation)
        self._ended.append(Told(talk.key, value, tuple(talk.asked), fault))


_END = "no more talks"


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc


def _close(conversation: Conversation[Any]) -> None:
    with suppress(Exception):  # it is being given up already
        conversation.close()


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"
