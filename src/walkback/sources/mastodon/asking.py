"""One server, asked within one conversation."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from walkback.model.conversation import Conversation, Memory
from walkback.model.exchange import Outcome, OutcomeKind, Request
from walkback.sources.mastodon.parse import Account, parse_json
from walkback.sources.mastodon.places import Place
from walkback.sources.troubles import Failed, Surprise

_ACTIVITY = (("Accept", "application/activity+json"),)
_FAILED = (OutcomeKind.UNREACHABLE, OutcomeKind.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Object:
    """What other servers are given at an address: its status, and whether it is there."""

    status: int
    shown: bool = False
    tombstone: bool = False


class Server:
    """The server of an account: where it is asked, and whether signed in."""

    def __init__(self, place: Place, memory: Memory) -> None:
        self.place = place
        self._api = str(memory.get("api") or place.host)
        self._signed = bool(memory.get("signed"))

    @property
    def lookup(self) -> str:
        """The path of the account by its name."""
        return f"/api/v1/accounts/lookup?acct={quote(self.place.name)}"

    def remember(self, account: Account) -> dict[str, Any]:
        """What to be given again: where and as whom the account is asked for."""
        signed = True if self._signed else None
        return {"api": self._api, "id": account.id, "uri": account.uri or None, "signed": signed}

    def get(self, path: str) -> Conversation[bytes | None]:
        """The body of an API answer, None for 404 and 410. Raises ``Failed`` and ``Surprise``."""
        outcome = yield self._request(path)
        if outcome.status == 401 and not self._signed:
            # It shows statuses to those who are signed in only (limited federation).
            self._signed = True
            outcome = yield self._request(path)
        if outcome.kind is OutcomeKind.GONE:
            _check_not_found(outcome)
            return None
        if outcome.kind is not OutcomeKind.RECEIVED:
            raise _failed(outcome, signed=self._signed)
        if outcome.status != 200:
            raise Surprise(f"an answer of status {outcome.status}")
        if urlsplit(outcome.final_url).netloc != urlsplit(self._api).netloc:
            raise Surprise(f"another host answered: {outcome.final_url[:80]}")
        return outcome.content

    def object(self, url: str) -> Conversation[Object]:
        """What is given to other servers at ``url``. Nothing it does ends the conversation."""
        if urlsplit(url).netloc not in (
            urlsplit(self._api).netloc,
            urlsplit(self.place.host).netloc,
        ):
            return Object(0)
        outcome = yield Request(url, headers=_ACTIVITY)
        status = outcome.status or 0
        if outcome.kind in _FAILED or outcome.content is None:
            return Object(status if outcome.kind not in _FAILED else 0)
        try:
            value = parse_json(outcome.content)
        except Surprise:
            return Object(status)
        named = isinstance(value, dict) and value.get("id") == url
        kind = value.get("type") if named else None
        return Object(status, status == 200 and kind != "Tombstone", kind == "Tombstone")

    def webfinger(self) -> Conversation[bool]:
        """Whether the handle's host names another one as its server, which is asked from now."""
        host = urlsplit(self.place.host).netloc
        asked = quote(f"acct:{self.place.name}@{host}", safe="")
        outcome = yield Request(f"{self.place.host}/.well-known/webfinger?resource={asked}")
        if outcome.kind is not OutcomeKind.RECEIVED:
            return False
        links = parse_json(outcome.content)
        links = links.get("links") if isinstance(links, dict) else None
        for link in links if isinstance(links, list) else []:
            if isinstance(link, dict) and link.get("rel") == "self":
                parts = urlsplit(str(link.get("href") or ""))
                if parts.scheme == urlsplit(self.place.host).scheme and parts.netloc != host:
                    self._api = f"{parts.scheme}://{parts.netloc}"
                    return True
        return False

    def _request(self, path: str) -> Request:
        secret = f"mastodon:{urlsplit(self._api).netloc}" if self._signed else ""
        return Request(self._api + path, secret=secret)


def _check_not_found(outcome: Outcome) -> None:
    """The server itself says so, in JSON: a proxy's page for a dead server is none."""
    value = parse_json(outcome.content)
    if not isinstance(value, dict) or "error" not in value:
        raise Surprise(f"{outcome.status} without the API's words")


def _failed(outcome: Outcome, *, signed: bool) -> Failed:
    reason, retry_at = outcome.reason, outcome.retry_at
    if outcome.status == 401 and signed:
        return Failed(OutcomeKind.REFUSED, "login", "the server does not take the token")
    if outcome.status == 429 and retry_at is None:
        retry_at = _reset(outcome)
    return Failed(outcome.kind, reason, outcome.detail, retry_at)


def _reset(outcome: Outcome) -> datetime | None:
    """When the rate limit ends: ``X-RateLimit-Reset``, an ISO 8601 time."""
    raw = outcome.last.header(b"x-ratelimit-reset") if outcome.last else None
    try:
        at = datetime.fromisoformat(raw.decode("ascii")) if raw else None
    except (ValueError, UnicodeDecodeError):
        return None
    if at is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
