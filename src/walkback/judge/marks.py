"""What a response shows beside its words: the facts that a look carries into judgement.

A mark is a weak sign. A challenge widget also sits on pages that let everybody in (lessons
D13), so that marks in a body count only on a page that has few words and not the known ones.
"""

import re
from typing import Any

from walkback.model.exchange import Exchange, Outcome
from walkback.model.reading import Reading
from walkback.model.words import tokens

_SEEN_BYTES = 262_144
# A page of many words that answered at its own address is judged by its words, so that nobody
# asks for its marks; to look for them costs half as much as to read it (3 ms of 7).
_MANY_WORDS = 500
# Headers by which a gatekeeper says itself that this is its page and not the site's.
_CHALLENGE_HEADERS = {
    b"cf-mitigated": re.compile(rb"challenge|block", re.IGNORECASE),
    b"x-amzn-waf-action": re.compile(rb"challenge|captcha", re.IGNORECASE),
    b"x-datadome": re.compile(rb"protected", re.IGNORECASE),
    b"x-sucuri-block": re.compile(rb"."),
}
_BODY_MARKS = {
    "challenge-body": re.compile(
        rb"/cdn-cgi/challenge-platform/|_incapsula_resource|/_sec/cp_challenge|captcha-delivery\.com"
        rb"|px-captcha|awswafintegration|\.token\.awswaf\.com|g-recaptcha|h-captcha|cf-turnstile"
    ),
    "consent": re.compile(
        rb"""(?:id|class)\s*=\s*["']?(?:onetrust|didomi|sp_message|qc-cmp|usercentrics|cookiewall)"""
    ),
    # A web server without its site, and a domain without its owner.
    "default-page": re.compile(
        rb"<title>\s*(?:welcome to (?:nginx|caddy|openresty)|apache2 [\w ]{2,30}default page|"
        rb"test page for the |iis windows|default (?:plesk|web ?site) page|"
        rb"[\w.-]{3,80} is (?:parked|for sale)|this domain )|<h1>\s*it works!\s*</h1>|"
        rb"sedoparking\.com|parkingcrew\.net|bodis\.com/"
    ),
    "noindex": re.compile(rb"""<meta[^>]{1,200}content\s*=\s*["']?[^"'>]{0,60}noindex"""),
    "password-field": re.compile(rb"""<input\b[^>]{0,400}type\s*=\s*["']?password"""),
    "paywall": re.compile(rb"""isaccessibleforfree["']?\s*:\s*["']?false"""),
    "refresh": re.compile(rb"""<meta[^>]{1,200}http-equiv\s*=\s*["']?refresh"""),
}
_NOT_FOUND = re.compile(
    r"\b(?:404|not found|no longer (?:available|exists)|(?:does|could) not (?:exist|be found)|"
    r"nicht gefunden|introuvable|no encontrad[ao]|non trovat[ao]|niet gevonden|"
    r"n[ãa]o encontrad[ao]|nie znaleziono|hittades inte|ikke fundet|ikke funnet)\b",
    re.IGNORECASE,
)


def marks(outcome: Outcome, reading: Reading | None, *, redirected: bool = False) -> dict[str, Any]:
    """Facts for ``Observation.facts``: plain JSON without fractions, empty parts left out.

    ``redirects``: the status of each hop before the last; ``words``: how many words and signs
    the reading has; ``marks``: names of what was noticed, sorted. ``redirected`` says so where
    the outcome has the last hop alone.
    """
    found = {"challenge-header" for hop in outcome.exchanges[-1:] if _challenged(hop)}
    facts: dict[str, Any] = {}
    if len(outcome.exchanges) > 1:
        facts["redirects"] = [hop.status for hop in outcome.exchanges[:-1]]
    words = 0 if reading is None else len(tokens(reading.text))
    if words <= _MANY_WORDS or redirected or "redirects" in facts:
        body = (outcome.content or b"")[:_SEEN_BYTES].lower()
        found |= {name for name, shape in _BODY_MARKS.items() if shape.search(body)}
    if reading is not None:
        facts["words"] = words
        if _NOT_FOUND.search(reading.title[:300]):
            found.add("not-found-title")
    if found:
        facts["marks"] = sorted(found)
    return facts


def _challenged(hop: Exchange) -> bool:
    return any(
        name in _CHALLENGE_HEADERS and _CHALLENGE_HEADERS[name].search(value)
        for name, value in hop.headers()
    )
