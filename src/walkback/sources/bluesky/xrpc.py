"""Queries to hosts of AT Protocol, and what came of them.

A host says no with status 400 and a name (``{"error": "RecordNotFound"}``), and so may a proxy
before it say no with a page: only a named error is the host's word. What else is no answer is a
failure to look, whatever its status (atproto.com/specs/xrpc).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from walkback.model.exchange import Outcome, OutcomeKind, Request

_NAMED = (400, 404, 410, 501)
_LONGEST_HOLD = timedelta(days=1)
_KEPT = (OutcomeKind.REFUSED, OutcomeKind.INCOMPLETE, OutcomeKind.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A look that says nothing of the post: outcome and reason as those of an ``Answer``.

    ``account`` and ``code`` are set where it says what became of the account.
    """

    kind: OutcomeKind
    reason: str
    detail: str = ""
    retry_at: datetime | None = None
    account: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Exactly one of: ``data`` (the answer's body), ``error`` (its name), ``trouble``."""

    at: datetime
    data: bytes | None = None
    error: str = ""
    trouble: Trouble | None = None

    @property
    def value(self) -> dict[str, Any] | None:
        """The body where it is a JSON object."""
        return None if self.data is None else json_object(self.data)


def query(host: str, method: str, **params: str) -> Request:
    """A query to a host (its origin), parameters in the order given."""
    asked = "&".join(f"{name}={quote(value, safe=':')}" for name, value in params.items())
    return Request(f"{host}/xrpc/{method}?{asked}")


def reply(outcome: Outcome) -> Reply:
    """What came of a query."""
    if outcome.kind is OutcomeKind.RECEIVED and outcome.content is not None:
        return Reply(outcome.at, data=outcome.content)
    if outcome.status in _NAMED and outcome.content:
        body = json_object(outcome.content)
        if body and isinstance(body.get("error"), str):
            return Reply(outcome.at, error=body["error"])
    return Reply(outcome.at, trouble=failed(outcome))


def failed(outcome: Outcome) -> Trouble:
    """An outcome that says nothing of a post: a 404 page of no host's making is none of it."""
    kind = outcome.kind if outcome.kind in _KEPT else OutcomeKind.UNREACHABLE
    return Trouble(kind, outcome.reason, outcome.detail, outcome.retry_at or _reset(outcome))


def unexpected(what: str) -> Trouble:
    """An answer of another form than its contract's: nothing is concluded from it."""
    return Trouble(OutcomeKind.UNREACHABLE, "schema", what)


def _reset(outcome: Outcome) -> datetime | None:
    """When a host that has had enough of us counts anew: it says so in seconds since 1970."""
    said = outcome.last.header(b"ratelimit-reset") if outcome.last else None
    if outcome.status != 429 or said is None or not said.isdigit() or len(said) > 11:
        return None
    at = datetime.fromtimestamp(int(said), UTC)
    return at if timedelta() < at - outcome.at < _LONGEST_HOLD else None


def json_object(data: bytes) -> dict[str, Any] | None:
    """A body as a JSON object; None where it is none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
