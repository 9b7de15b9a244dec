"""Show one page and take what it came to: frames, markup, words. Runs in the browser's process."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PageError

from walkback.fetch.browser.banner import take_away
from walkback.fetch.browser.proxy import Proxy
from walkback.fetch.browser.scripts import DOM, REST, SCROLL, SIGN
from walkback.fetch.browser.visit import Visit

WIDTH, FRAME = 1280, 900
LANGUAGE, ZONE = "en-GB", "UTC"
LARGEST_DOM = 16 << 20
MOST_NODES = 400_000
_LOAD_MS = 15_000
_REST = 6.0  # seconds until it is taken as it is
_PAUSE = 0.2


class UnshownError(Exception):
    """The page could not be shown; ``reason`` is a word of ``NotViewed``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class _Documents:
    """The documents that stood in the main frame, in order: address and status."""

    seen: list[tuple[str, int]] = field(default_factory=list)


def show(browser: Browser, proxy: Proxy, visit: Visit, how: dict[str, Any]) -> dict[str, Any]:
    """The view as plain JSON, with its frames and markup under ``parts``. Raises ``Unshown``.

    ``how``: ``agent`` added to the browser's own User-Agent, ``height`` of the picture.
    """
    began = time.monotonic()
    context = browser.new_context(
        viewport={"width": WIDTH, "height": FRAME},
        locale=LANGUAGE,
        timezone_id=ZONE,
        user_agent=how["agent"],
        service_workers="block",
        accept_downloads=False,
        reduced_motion="reduce",
        color_scheme="light",
    )
    proxy.visit = visit
    try:
        found = _shown(context, visit, int(how["height"]))
    except PageError as error:
        raise UnshownError("render", str(error).partition("\n")[0]) from None
    finally:
        visit.over, proxy.visit = True, None
        context.close()
    found["facts"]["ms"] = int((time.monotonic() - began) * 1000)
    return found


def _shown(context: BrowserContext, visit: Visit, most: int) -> dict[str, Any]:
    page = context.new_page()
    documents = _watch(page)
    page.set_default_timeout(_LOAD_MS)
    try:
        page.goto(visit.own.url, wait_until="domcontentloaded")
    except PageError as error:
        raise UnshownError("render", str(error).partition("\n")[0]) from None
    _let_rest(page, visit)
    page.evaluate(SCROLL, most)
    _let_rest(page, visit, _REST / 3)
    sign = page.evaluate(SIGN)
    if sign["nodes"] > MOST_NODES:
        raise UnshownError("too-large", f"{sign['nodes']} elements")
    first = _picture(page, sign["height"], most)
    banner = take_away(page)
    picture, untouched = first, b""
    if banner["did"] != "none":
        page.wait_for_timeout(150)
        sign = page.evaluate(SIGN)
        picture, untouched = _picture(page, sign["height"], most), first
    dom = page.evaluate(DOM).encode("utf-8", "replace")
    if len(dom) > LARGEST_DOM:
        raise UnshownError("too-large", f"{len(dom)} bytes of markup")
    address, status = documents.seen[-1] if documents.seen else (visit.own.url, visit.own.status)
    facts = {
        "frame": [WIDTH, min(int(sign["height"]), most)],
        "whole": sign["height"] <= most,
        "status": status,
        "refused": dict(visit.refused),
        "lacking": list(visit.lacking),
        "words": len(sign["text"].split()),
    }
    if banner["did"] != "none":
        facts["banner"] = banner
    digest = _digest(sign["title"], sign["text"], sign["pictures"])
    address = address.partition("#")[0]
    return {"url": address, "digest": digest, "facts": facts, "parts": [dom, picture, untouched]}


def _watch(page: Page) -> _Documents:
    """Notes each document, and lets nothing open beside the page."""
    documents = _Documents()
    main = page.main_frame

    def answered(response: Any) -> None:
        asked = response.request
        if asked.is_navigation_request() and asked.frame == main and response.status // 100 != 3:
            documents.seen.append((response.url, response.status))

    page.on("response", answered)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("popup", lambda other: other.close())
    return documents


def _let_rest(page: Page, visit: Visit, longest: float = _REST) -> None:
    """Wait until nothing is under way and the words stand still, or long enough."""
    end = time.monotonic() + longest
    before = ""
    while time.monotonic() < end:
        now = str(page.evaluate(REST))
        if now == before and not visit.active and not now.startswith("loading"):
            return
        before = now
        page.wait_for_timeout(_PAUSE * 1000)


def _picture(page: Page, height: float, most: int) -> bytes:
    tall = max(1, min(int(height), most))
    clip: Any = {"x": 0, "y": 0, "width": WIDTH, "height": tall}
    return page.screenshot(full_page=True, clip=clip, animations="disabled", timeout=_LOAD_MS)


def _digest(title: str, text: str, pictures: Sequence[str]) -> str:
    words = [" ".join(title.split()), " ".join(text.split()), sorted(pictures)]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()
