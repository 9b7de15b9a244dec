"""Captures by address and time: RFC 7089 TimeGate, TimeMap and Mementos.

    /timegate/<url>           302 to the capture nearest to Accept-Datetime
    /timemap/link/<url>       all captures, as application/link-format; /timemap/json/ as JSON
    /memento/<14 digits>/<url>  302 to the capture in its sandbox, or its bytes to be saved

A withheld capture answers 451 (RFC 7725) and names the leaf that says so.
"""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput, NotFound
from walkback.model.pages import Memento, MementosView, Room
from walkback.model.times import stamp
from walkback.publish.addresses import Addresses

LINK_FORMAT = "application/link-format"
_SANDBOX = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ASK = "no-cache"  # nobody keeps it without asking: what is redacted must be gone
_TS14 = re.compile(r"\d{14}", re.ASCII)
_ONE_SLASH = re.compile(r"^(https?:)/+", re.IGNORECASE)  # what proxies make of two
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Mementos:
    """Handlers. ``replay`` is the origin that shows captures; None: they are only saved."""

    def __init__(self, desk: Room, addresses: Addresses, replay: str | None) -> None:
        self._desk, self._at, self._replay = desk, addresses, replay

    async def timegate(self, request: Request) -> Response:
        """``/timegate/<url>``: RFC 7089 4.1, pattern 2.1."""
        found = await self._found(request, "/timegate/")
        if found.withheld is not None:
            return self._blocked(found.withheld.leaf)
        asked = request.headers.get("accept-datetime")
        best = _nearest(found.captures, _parsed_date(asked)) if asked else found.captures[-1]
        headers = {
            "location": self._memento(best, found.url),
            "vary": "accept-datetime",
            "cache-control": _ASK,
            "link": self._links(found, best),
        }
        return Response(status_code=302, headers=headers)

    async def link_format(self, request: Request) -> Response:
        """``/timemap/link/<url>``."""
        found = await self._found(request, "/timemap/link/")
        if found.withheld is not None:
            return self._blocked(found.withheld.leaf)
        begin, end = found.captures[0].at, found.captures[-1].at
        span = f'from="{http_date(begin)}"; until="{http_date(end)}"'
        lines = [
            _link(found.url, "original"),
            f'{_link(self._map(found.url), "self")}; type="{LINK_FORMAT}"; {span}',
            _link(self._gate(found.url), "timegate"),
        ]
        last = len(found.captures) - 1
        for number, one in enumerate(found.captures):
            rel = " ".join(
                filter(
                    None,
                    ["first" if number == 0 else "", "last" if number == last else "", "memento"],
                )
            )
            lines.append(self._told(one, found.url, rel))
        headers = {"cache-control": _ASK}
        return Response(",\n".join(lines) + "\n", media_type=LINK_FORMAT, headers=headers)

    async def as_json(self, request: Request) -> Response:
        """``/timemap/json/<url>``: the same, in the shape of MemGator."""
        found = await self._found(request, "/timemap/json/")
        if found.withheld is not None:
            return self._blocked(found.withheld.leaf)
        told = [
            {"datetime": stamp(one.at), "uri": self._memento(one, found.url), "leaf": one.leaf}
            for one in found.captures
        ]
        document = {
            "original_uri": found.url,
            "timegate_uri": self._gate(found.url),
            "timemap_uri": {
                "link_format": self._map(found.url),
                "json_format": self._to("/timemap/json/", found.url),
            },
            "mementos": {"first": told[0], "last": told[-1], "list": told},
        }
        headers = {"cache-control": _ASK}
        return Response(json.dumps(document), media_type="application/json", headers=headers)

    async def memento(self, request: Request) -> Response:
        """``/memento/<14 digits>/<url>``: the capture of that second, else the nearest's."""
        digits = str(request.path_params["when"])
        found = await self._found(request, f"/memento/{digits}/")
        if found.withheld is not None:
            return self._blocked(found.withheld.leaf)
        at = _second(digits)
        best = _nearest(found.captures, at)
        if best.at.replace(microsecond=0) != at:
            return Response(status_code=302, headers={"location": self._memento(best, found.url)})
        try:
            shown = await run_in_threadpool(self._desk.shown, best.leaf)
        except NotFound:  # it is on record, so it is withheld
            return self._blocked(best.leaf)
        if self._replay:
            # No Memento-Datetime here: this redirect is ours and was never captured (4.5.3).
            headers = {"location": f"{self._replay}/leaf/{best.leaf}"}
            return Response(status_code=302, headers=headers | {"link": self._links(found, best)})
        headers = {
            "memento-datetime": http_date(best.at),
            "link": self._links(found, best),
            "content-disposition": 'attachment; filename="capture.bin"',
            "content-security-policy": _SANDBOX,
            "cache-control": "no-store",  # what is redacted must be gone at the next look
        }
        return Response(shown.body, media_type="application/octet-stream", headers=headers)

    # --- addresses and links

    async def _found(self, request: Request, before: str) -> MementosView:
        url = _asked(request, before)
        return await run_in_threadpool(self._desk.mementos, url)

    def _blocked(self, leaf: int) -> Response:
        page = self._at.public(self._at.leaf(leaf))
        return Response(
            f"This capture is withheld. Leaf {leaf} of the ledger says so.\n",
            451,
            media_type="text/plain",
            headers={"link": f'<{page}>; rel="blocked-by"', "cache-control": "no-store"},
        )

    def _to(self, path: str, url: str) -> str:
        # Only what would end the address or a link's brackets: the rest of it is not ours.
        return self._at.public(f"{self._at.root}{path}{_bare(url)}")

    def _gate(self, url: str) -> str:
        return self._to("/timegate/", url)

    def _map(self, url: str) -> str:
        return self._to("/timemap/link/", url)

    def _memento(self, one: Memento, url: str) -> str:
        return self._to(f"/memento/{one.at.astimezone(UTC):%Y%m%d%H%M%S}/", url)

    def _told(self, one: Memento, url: str, rel: str) -> str:
        return f'{_link(self._memento(one, url), rel)}; datetime="{http_date(one.at)}"'

    def _links(self, found: MementosView, best: Memento) -> str:
        first, last = found.captures[0], found.captures[-1]
        rels: dict[Memento, str] = {}
        for one, rel in ((first, "first"), (last, "last"), (best, "")):
            rels[one] = f"{rels.get(one, '')} {rel}".strip()
        return ", ".join(
            [
                _link(found.url, "original"),
                f'{_link(self._map(found.url), "timemap")}; type="{LINK_FORMAT}"',
                _link(self._gate(found.url), "timegate"),
                *(
                    self._told(one, found.url, f"{rel} memento".strip())
                    for one, rel in rels.items()
                ),
            ]
        )


def _asked(request: Request, before: str) -> str:
    """The address that stands in ours, as it was written: not decoded, with its own query."""
    raw = request.scope.get("raw_path") or quote(request.url.path).encode()
    path = raw.partition(b"?")[0].decode("ascii", "replace")
    url = path.partition(before)[2] if before in path else ""
    if request.url.query:
        url += f"?{request.url.query}"
    url = _ONE_SLASH.sub(r"\1//", url)
    if not url:
        raise NotFound("no address is asked for", expected="as in /timegate/https://paper.example/")
    return url if _SCHEME.match(url) else f"http://{url}"


def _nearest(captures: Sequence[Memento], at: datetime) -> Memento:
    return min(captures, key=lambda one: abs(one.at.replace(microsecond=0) - at))


def _parsed_date(text: str) -> datetime:
    with suppress(ValueError, TypeError, OverflowError):
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    raise BadInput(
        "not a time",
        subject=f"Accept-Datetime: {text[:60]}",
        expected="RFC 7231, as in Tue, 03 Nov 2026 09:40:00 GMT",
    )


def _second(digits: str) -> datetime:
    if _TS14.fullmatch(digits):
        with suppress(ValueError):
            return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    raise NotFound("not a time", subject=digits[:40], expected="14 digits, as in 20261103094000")


def http_date(at: datetime) -> str:
    """An instant as HTTP writes it (RFC 7231): ``Tue, 03 Nov 2026 09:40:00 GMT``."""
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _bare(url: str) -> str:
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._", errors="replace")


def _link(url: str, rel: str) -> str:
    return f'<{_bare(url)}>; rel="{rel}"'
