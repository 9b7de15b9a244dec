"""One question to the API, and its answer: what it shows, what it says is not there, or no answer.

The API says most of what it has to say under status 200: a post that is not shown is an entry of
``errors``. A status of its own is about us: our key, our plan, our rate.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from walkback.model.conversation import Conversation
from walkback.model.exchange import Outcome, OutcomeKind, Request
from walkback.sources.troubles import Failed, Surprise

API = "https://api.x.com"
SECRET = "x:api.x.com"  # noqa: S105 - the name of a credential, not one
_OURS = {401: "login", 402: "plan", 403: "forbidden"}
_PROBLEM = "/2/problems/"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something is not shown: the last part of its ``type``, and the platform's words."""

    type: str
    title: str
    detail: str
    resource: str

    @property
    def words(self) -> str:
        """For people."""
        return f"{self.title}: {self.detail}"[:200]

    @property
    def suspended(self) -> bool:
        """Whether it says that a user was suspended. Only its words say so, in no code."""
        return "suspended" in self.detail.lower()


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer under 200. ``data`` is None where only problems were told."""

    data: Any
    includes: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    def problem(self, resource: str) -> Problem | None:
        """What is told of one id."""
        return next((one for one in self.problems if one.resource == resource), None)


def ask(api: str, path: str, **fields: str) -> Conversation[Shown]:
    """Ask the API. Raises ``Failed`` and ``Surprise``."""
    url = f"{api}{path}?{urlencode(fields, safe=',')}" if fields else api + path
    outcome = yield Request(url, secret="x:" + api.partition("://")[2])
    if outcome.kind in (OutcomeKind.UNREACHABLE, OutcomeKind.INCOMPLETE):
        raise Failed(outcome.kind, outcome.reason, outcome.detail, outcome.retry_at)
    if outcome.status != 200:
        raise _refused(outcome)
    return parse(outcome.content)


def _refused(outcome: Outcome) -> Failed:
    """A status of its own is never about the post: not even 404, of a path that moved."""
    status = outcome.status or 0
    retry_at = outcome.retry_at or (_reset(outcome) if status == 429 else None)
    reason = _OURS.get(status, outcome.reason)
    detail = outcome.detail or f"the API answers {status}"
    return Failed(OutcomeKind.REFUSED, reason, detail, retry_at)


def _reset(outcome: Outcome) -> datetime | None:
    """When the rate limit ends: ``x-rate-limit-reset``, in seconds of the epoch."""
    raw = outcome.last.header(b"x-rate-limit-reset") if outcome.last else None
    if raw is None or not raw.isdigit() or len(raw) > 10:
        return None
    return datetime.fromtimestamp(int(raw), UTC)


def parse(body: bytes | None) -> Shown:
    """An answer under 200. Raises ``Surprise``."""
    try:
        value = json.loads((body or b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Surprise("not JSON") from None
    if not isinstance(value, dict) or not ({"data", "errors", "meta"} & value.keys()):
        raise Surprise("an answer without data and errors")
    errors = value.get("errors") or []
    if not isinstance(errors, list):
        raise Surprise("errors are no list")
    includes, meta = value.get("includes") or {}, value.get("meta") or {}
    if not isinstance(includes, dict) or not isinstance(meta, dict):
        raise Surprise("includes or meta are no object")
    return Shown(value.get("data"), includes, tuple(map(_problem, errors)), meta)


def _problem(value: Any) -> Problem:
    if not isinstance(value, dict):
        raise Surprise("an error is no object")
    kind = str(value.get("type") or "")
    resource = value.get("resource_id") or value.get("value") or ""
    if _PROBLEM not in kind:
        raise Surprise(f"an error of an unknown type: {kind[:80]!r}")
    words = str(value.get("title") or ""), str(value.get("detail") or "")
    return Problem(kind.rpartition("/")[2], *words, str(resource))
