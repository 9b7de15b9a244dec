"""The desk in a real browser: keyboard alone, phone and desktop, dark, and no complaint."""

import importlib.util
import itertools
from pathlib import Path

import pytest
from tests.handling.conftest import PHRASE, House, invite_everybody
from tests.handling.test_pages import gone

from walkback.publish import Serving, site

_HERE = Path(__file__).parent.parent / "publish" / "chromium.py"
_SPEC = importlib.util.spec_from_file_location("desk_chromium", _HERE)
chromium = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(chromium)

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="no chromium is installed")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """[...document.querySelectorAll('main nav a, main button, main input:not([type=hidden]), \
main select, main summary')].filter(e => e.checkVisibility() && !e.closest('label')
  && e.getBoundingClientRect().height < 24).map(e => e.outerHTML).join()"""
_AXE = importlib.util.find_spec("axe_playwright_python")
AXE = Path(_AXE.origin).with_name("axe.min.js") if _AXE and _AXE.origin else None
RUN_AXE = """axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa',
    'wcag21a', 'wcag21aa', 'wcag22aa']}).then(found => found.violations.map(one =>
    one.impact + ' ' + one.id + ': ' + one.nodes.map(node => node.html.slice(0, 200)).join()))"""
PATHS = ["/desk", "/desk/queue", "/desk/watch", "/desk/held", "/desk/take-away", "/desk/names"]
PATHS += ["/desk/replies", "/desk/alerts", "/desk/log", "/desk/accounts", "/desk/account"]


@pytest.fixture
def browser():
    found = chromium.Chromium()
    yield found
    found.close()


def press(browser, key, text=""):
    codes = {"Tab": 9, "Enter": 13}
    for kind in ("keyDown", "keyUp"):
        more = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
        browser.send(
            "Input.dispatchKeyEvent", type=kind, key=key, code=key,
            windowsVirtualKeyCode=codes[key], **more,
        )  # fmt: skip


def focus_on(browser, selector):
    """Go there by the Tab key alone."""
    for _ in range(40):
        if browser.ask(f"document.activeElement.matches({selector!r})"):
            return
        press(browser, "Tab")
    raise AssertionError(f"no Tab leads to {selector}")


def arrive(browser, part):
    browser._loaded = False
    press(browser, "Enter")
    browser._until(lambda: browser._loaded)
    assert part in browser.ask("location.href")


def test_by_keyboard_alone_one_signs_in_and_reviews_an_event(house, browser):
    event = gone(house.record)
    browser.screen(1280)
    browser.open(f"{house.url}/desk/event/{event.id}")
    for selector, words in (("#name", "Bo"), ("#phrase", PHRASE)):
        focus_on(browser, selector)
        browser.send("Input.insertText", text=words)
    focus_on(browser, "main form button")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert browser.ask(outline) == "solid"
    arrive(browser, f"/desk/event/{event.id}")
    focus_on(browser, "button[value=confirmed]")
    arrive(browser, "/desk/queue?done=review-confirmed")
    assert browser.complaints == []
    assert [review.by for review in gone(house.record).reviews] == ["Bo"]


def test_every_page_fits_phone_and_desktop_light_and_dark(record, browser):
    invite_everybody(record.accounts)
    with Serving(site(record, handling=record)) as server:
        visitor = House(record, server.url).visitor("Ines")
        visitor.send("/desk/held", {"ref": record.events()[0].statement.id})
        name, _, value = visitor.cookie.partition("=")
        browser.send("Network.setCookie", name=name, value=value, url=f"{server.url}/desk")
        paths = [*PATHS, f"/desk/event/{gone(record).id}"]
        for path, (width, dark) in itertools.product(paths, ((390, False), (1280, True))):
            browser.screen(width, dark=dark)
            browser.open(server.url + path)
            assert "/sign-in" not in browser.ask("location.href")
            assert browser.ask(OVERFLOW) == 0, (path, width)
            assert browser.ask(SMALL) == "", (path, width)
            assert browser.ask("document.querySelectorAll('h1').length") == 1
            assert browser.complaints == [], (path, width)
            if AXE is not None:
                browser.ask(AXE.read_text("utf-8") + ";0")
                assert browser.wait(RUN_AXE) == [], (path, width)
