"""Blocked pages told from real ones: captures of public pages without their bodies.

Each has an address, where it led, status, headers, length and title, and a score that people
gave it: 0 a block, 1 the page itself. The judge is asked what such a look saw, of a page that is
known; the body stands in by as many unknown words as its length allows, in the frame of the
title alone, because only what surrounds it is given. No capture is let in by its name.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from walkback.judge import Sight, marks, sight
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.model.look import Observation
from walkback.model.reading import Reading
from walkback.model.verdict import Standing, State

FLOOR = 16
LETTERS_A_WORD = 40  # of a page's bytes; markup is most of it
_AT = datetime(2026, 1, 1, tzinfo=UTC)
# What keeps us from the page, and what may be the page or its absence.
_KEPT_OUT = {Sight.BLOCKED, Sight.UNREACHABLE}


def main(data: Path) -> bool:
    """Whether all were told apart; prints those that were not."""
    files = sorted((data / "blocks").glob("*/*.json"))
    if not files:
        print("blocks: not measured, there is no data")
        return True
    wrong = []
    for file in files:
        real = file.parent.name.endswith("-1.0")
        seen = saw(json.loads(file.read_text("utf-8"))["data"])
        if (seen in _KEPT_OUT) is real:
            wrong.append(f"{file.parent.name}/{file.name[:8]} is {seen.value}")
    right = len(files) - len(wrong)
    print(f"blocks: {right} of {len(files)} told apart", *wrong, sep="\n  ")
    return right >= FLOOR


def saw(capture: dict[str, Any]) -> Sight:
    """What a look that brought this would have seen."""
    status, url = capture["status"], capture["url"]
    final = (capture["source_metadata"] or {}).get("redirected_url") or url
    length, title = capture["content_length"] or 0, capture["title"] or ""
    count = length // LETTERS_A_WORD
    reading = Reading(title, " ".join(f"word{n}" for n in range(count)), (), "b" * 64, "1")
    kind, reason = _kind(status, capture["headers"])
    lines = "".join(f"{name}: {value}\r\n" for name, value in capture["headers"].items())
    head = f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1", "replace")
    hop = Exchange(final, _AT, b"", status, head, b"", "")
    outcome = Outcome(Request(url), kind, _AT, reason, exchanges=(hop,), content=b"")
    look = Observation(
        "look",
        _AT,
        kind,
        reason,
        status,
        url,
        final,
        "capture",
        text=reading.sha256 if count else None,
        likeness=0.0 if count else None,
        facts=marks(outcome, reading, redirected=final != url),
    )
    return sight(look, Standing("page", State.PRESENT, "a" * 64, "first", "first", _AT, url, url))


def _kind(status: int, headers: dict[str, str]) -> tuple[OutcomeKind, str]:
    reason = f"http-{status}"
    if status in (404, 410):
        return OutcomeKind.GONE, reason
    held = status == 503 and "retry-after" in headers
    if 400 <= status < 500 or held:
        return OutcomeKind.REFUSED, reason
    return (OutcomeKind.RECEIVED, "ok") if status < 300 else (OutcomeKind.UNREACHABLE, reason)
