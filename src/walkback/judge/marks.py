"""What a response shows beside its words: the facts that a look carries into judgement.

A mark is a weak sign. A challenge widget also sits on pages that let everybody in (lessons
D13), so that marks in a body count only on a page that has few words and not the known ones.
"""

import re
from collections.abc import Mapping
from typing import Any

from walkback.judge.phrases import not_found, phrases
from walkback.judge.places import same_place
from walkback.judge.sketch import MOST, is_foreign, only_frame_left, sketch
from walkback.model.exchange import Exchange, Outcome
from walkback.model.reading import Reading
from walkback.model.words import tokens

_SEEN_BYTES = 262_144
# A page of many words that answered at its own address is judged by its words, so that nobody
# asks for its marks; to look for them costs half as much as to read it (3 ms of 7).
_MANY_WORDS = 500
_HEARD = 200  # words up to which a page's phrases are listened to
_BEGINNING = 8192  # bytes
# Headers by which a gatekeeper says itself that this is its page and not the site's.
_CHALLENGE_HEADERS = {
    b"cf-mitigated": re.compile(rb"challenge|block", re.IGNORECASE),
    b"x-amzn-waf-action": re.compile(rb"challenge|captcha", re.IGNORECASE),
    b"x-datadome": re.compile(rb"protected", re.IGNORECASE),
    b"x-sucuri-block": re.compile(rb"."),
}
# Servers between us and the site that name themselves only on what they answer in its place: a
# site's own pages pass through them with the site's own name, or none.
_BETWEEN = re.compile(rb"awselb/|akamaighost|cloudfront|big-?ip", re.IGNORECASE)
# Each mark with plain words of which one must be there before its shape is looked for: to look
# for a word costs a hundredth of what a shape costs. No shape: the word is the mark.
_BODY_MARKS: dict[str, tuple[tuple[bytes, ...], re.Pattern[bytes] | None]] = {
    "challenge-body": (
        (
            b"/cdn-cgi/challenge-platform/", b"_incapsula_resource", b"/_sec/cp_challenge",
            b"captcha-delivery.com", b"px-captcha", b"awswafintegration", b".token.awswaf.com",
            b"g-recaptcha", b"h-captcha", b"cf-turnstile",
        ),
        None,
    ),
    "consent": (
        (b"onetrust", b"didomi", b"sp_message", b"qc-cmp", b"usercentrics", b"cookiewall"),
        re.compile(
            rb"""(?:id|class)\s*=\s*["']?"""
            rb"""(?:onetrust|didomi|sp_message|qc-cmp|usercentrics|cookiewall)"""
        ),
    ),
    "noindex": (
        (b"noindex",),
        re.compile(rb"""<meta[^>]{1,200}content\s*=\s*["']?[^"'>]{0,60}noindex"""),
    ),
    "password-field": (
        (b"password",),
        re.compile(rb"""<input\b[^>]{0,400}type\s*=\s*["']?password"""),
    ),
    "paywall": (
        (
            b"isaccessibleforfree", b"paywall", b"pay-wall", b"regwall", b"subscribe-wall",
            b"subscribe to continue", b"subscribe to read", b"subscribe to keep",
            b"subscribe to unlock", b"already a subscriber", b"to continue reading",
        ),
        re.compile(
            rb"""isaccessibleforfree["']?\s*:\s*["']?false|already a subscriber"""
            rb"""|(?:id|class)\s*=\s*["']?[^"'>]{0,80}(?:pay-?wall|regwall|subscribe-wall)"""
            rb"""|subscribe to (?:continue|read|keep|unlock)|to continue reading"""
        ),
    ),
    "refresh": (
        (b"refresh",),
        re.compile(rb"""<meta[^>]{1,200}http-equiv\s*=\s*["']?refresh"""),
    ),
}  # fmt: skip
# A web server without its site, and a domain without its owner; looked for at a page's beginning.
_DEFAULT_PAGE = re.compile(
    rb"<title>\s*(?:welcome to (?:nginx|caddy|openresty)|apache2 [\w ]{2,30}default page|"
    rb"test page for the |iis windows|default (?:plesk|web ?site) page|"
    rb"[\w.-]{3,80} is (?:parked|for sale)|this domain )|<h1>\s*it works!\s*</h1>|"
    rb"sedoparking\.com|parkingcrew\.net|bodis\.com/"
)
_CLOSED = re.compile(rb"</(?:html|body)\s*>")
_OPENED = re.compile(rb"<(?:!doctype\s+html|html|body)\b")
_SKETCHED = ("lines", "frame", "links")
# What a page shows of itself by whoever made it; the known page may show it as well.
_OF_THE_MAKER = {"challenge-header"}


def marks(
    outcome: Outcome, reading: Reading | None, *, redirected: bool = False, lines: int = MOST
) -> dict[str, Any]:
    """Facts for ``Observation.facts``: plain JSON without fractions, empty parts left out.

    ``redirects``: the status of each hop before the last; ``words``: how many words and signs
    the reading has, where it could be read; ``marks``: names of what was noticed, sorted;
    ``lines`` (so many of them), ``frame``, ``links``: see ``sketch``. ``redirected`` says so
    where the outcome has the last hop alone.
    """
    found = {"challenge-header" for hop in outcome.exchanges[-1:] if _challenged(hop)}
    if any(_BETWEEN.match(hop.header(b"server") or b"") for hop in outcome.exchanges[-1:]):
        found.add("between")
    facts: dict[str, Any] = {}
    if len(outcome.exchanges) > 1:
        facts["redirects"] = [hop.status for hop in outcome.exchanges[:-1]]
    words = 0 if reading is None else len(tokens(reading.text))
    body = outcome.content or b""
    if words <= _MANY_WORDS or redirected or "redirects" in facts:
        found |= _in_body(body[:_SEEN_BYTES].lower())
    if reading is not None:
        found |= _said(reading, words)
        facts |= sketch(body, reading.text, reading.title, outcome.final_url, most=lines)
        if reading.defect in (None, "no-words"):
            facts["words"] = words
            start, end = body[:2048].lower(), body[-16_384:].lower()
            if _OPENED.search(start) and not _CLOSED.search(end):
                found.add("unclosed")
    if found:
        facts["marks"] = sorted(found)
    return facts


def against(
    facts: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    final_url: str,
    led_to_another: bool = False,
) -> dict[str, Any]:
    """The facts of a look as the judge needs them, beside those of the capture it knows.

    Marks that the known page has too are left out, for they say nothing new. Marks of the
    comparison: ``shorter``, ``foreign`` (nothing is left of what was around the text),
    ``emptied`` (nothing else is left), ``led-to-another`` (the page that answered is another
    statement, or one that the known page linked to).
    """
    old = set(known.get("marks", ())) - _OF_THE_MAKER
    marks = set(facts.get("marks", ())) - old
    words = known.get("words", 0)
    if facts.get("words", words) < words:
        marks.add("shorter")
    if is_foreign(facts, known):
        marks.add("foreign")
    if "words" in facts and only_frame_left(facts, known):
        marks.add("emptied")
    if led_to_another or any(same_place(final_url, link) for link in known.get("links", ())):
        marks.add("led-to-another")
    plain = {name: value for name, value in facts.items() if name not in (*_SKETCHED, "marks")}
    return plain | ({"marks": sorted(marks)} if marks else {})


def _in_body(body: bytes) -> set[str]:
    found = {
        name
        for name, (plain, shape) in _BODY_MARKS.items()
        if any(word in body for word in plain) and (shape is None or shape.search(body))
    }
    return found | {"default-page"} if _DEFAULT_PAGE.search(body[:_BEGINNING]) else found


def _said(reading: Reading, words: int) -> set[str]:
    if words <= _HEARD:
        return phrases(reading.title, reading.text)
    return {"not-found-title"} if not_found(reading.title) else set()


def _challenged(hop: Exchange) -> bool:
    return any(
        name in _CHALLENGE_HEADERS and _CHALLENGE_HEADERS[name].search(value)
        for name, value in hop.headers()
    )
