"""From a hop that landed to the outcome of its request, or to the next hop. Touches nothing.

What each answer means:

    complete 2xx                                received    ok
    206, which we never ask for                 incomplete  http-206
    304 to our validator                        not-modified  ok
    404, 410                                    gone        http-…
    503 with Retry-After, other 4xx             refused     http-…
    other 5xx, 600 and above, other 3xx         unreachable http-…
    301, 302, 303, 307, 308 with a Location     the next hop
        to what is no http or https address     refused     redirect-refused
        to where the chain was, or the 11th     unreachable redirect-loop
    a body that ends early, of any status       incomplete  cut, timeout, too-large, coding
    a head that does not frame its body         incomplete  protocol
    no whole response head                      unreachable connect, tls, timeout, reset, cut,
                                                            protocol; refused guard
"""

from dataclasses import replace
from datetime import datetime

from walkback.fetch.job import Job, Landing
from walkback.fetch.manners import retry_after
from walkback.model.address import Address, join, parse_address
from walkback.model.content import decode
from walkback.model.exchange import Outcome, OutcomeKind

MOST_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_HELD = (429, 503)


def conclude(job: Job, landing: Landing, at: datetime) -> Outcome | Address:
    """The outcome of a job after a hop, or the address of its next hop."""
    exchange = landing.exchange
    if exchange is None:
        declined = landing.reason == "guard"
        kind = OutcomeKind.REFUSED if declined else OutcomeKind.UNREACHABLE
        return ended(job, kind, at, landing.reason, landing.detail)
    reason, detail, data = landing.reason, landing.detail, b""
    if not reason:
        content = decode(exchange, job.limit)
        reason, detail, data = content.defect or "", content.note, content.data
        if reason:
            exchange = replace(exchange, cut="length" if reason == "too-large" else "unspecified")
    job.exchanges.append(exchange)
    if reason:
        return ended(job, OutcomeKind.INCOMPLETE, at, reason, detail)
    status = exchange.status
    if status in _REDIRECTS and (location := exchange.header(b"location")):
        return _next_hop(job, location, at)
    held = exchange.header(b"retry-after") if status in _HELD else None
    kind, reason = _by_status(job, status, held=held is not None)
    return Outcome(
        job.request,
        kind,
        at,
        reason,
        detail,
        tuple(job.exchanges),
        None if kind is OutcomeKind.NOT_MODIFIED else data,
        retry_after(held, at) if held else None,
    )


def ended(job: Job, kind: OutcomeKind, at: datetime, reason: str, detail: str = "") -> Outcome:
    """A job's outcome without content, with the exchanges it has had."""
    return Outcome(job.request, kind, at, reason, detail, tuple(job.exchanges))


def _by_status(job: Job, status: int, *, held: bool) -> tuple[OutcomeKind, str]:
    if status == 304 and len(job.exchanges) == 1 and (job.request.etag or job.request.modified):
        return OutcomeKind.NOT_MODIFIED, "ok"
    if status == 206:
        return OutcomeKind.INCOMPLETE, "http-206"
    if status < 300:
        return OutcomeKind.RECEIVED, "ok"
    reason = f"http-{status}"
    if status in (404, 410):
        return OutcomeKind.GONE, reason
    if 400 <= status < 500 or (status == 503 and held):
        return OutcomeKind.REFUSED, reason
    # RFC 9110 15: a status beyond 599 is treated as 5xx; a 3xx without a way is of no use.
    return OutcomeKind.UNREACHABLE, reason


def _next_hop(job: Job, location: bytes, at: datetime) -> Outcome | Address:
    here = job.address
    url = join(here.url, _text(location))
    if url is None:
        found = "its Location is no http or https address"
        return ended(job, OutcomeKind.REFUSED, at, "redirect-refused", found)
    address = parse_address(url)
    if here.scheme == "https" and address.scheme == "http":
        if (address.host, address.port, here.port) != (here.host, 80, 443):
            found = f"from https to {address.origin}"
            return ended(job, OutcomeKind.REFUSED, at, "redirect-refused", found)
        # Servers behind a proxy that ends TLS name themselves http; we stay with https.
        address = replace(address, scheme="https", port=443)
    if len(job.exchanges) > MOST_REDIRECTS:
        found = f"more than {MOST_REDIRECTS} redirects"
        return ended(job, OutcomeKind.UNREACHABLE, at, "redirect-loop", found)
    url = address.url
    if any(exchange.url == url for exchange in job.exchanges):
        found = "a redirect to where the chain was before"
        return ended(job, OutcomeKind.UNREACHABLE, at, "redirect-loop", found)
    return address


def _text(location: bytes) -> str:
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return location.decode("latin-1")
