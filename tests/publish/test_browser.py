"""The site in a real browser: no payload runs, nothing overflows, CSP never has to step in."""

import itertools

import chromium
import harm
import pytest
from test_hostile import PATHS, REFLECTED

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="no chromium is installed")

STORY = ["/", "/statement/ferry", "/statement/budget", "/statement/ferry/diff?from=1&to=2"]
STORY += ["/cases", "/case/story"]
STORY += ["/speakers", "/speaker/mira", "/sources", "/source/source1", "/?speaker=mira"]
WIDTHS = (360, 1280)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Elements whose text is cut or that stick out of the page although the page does not scroll.
OUTSIDE = """[...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.checkVisibility() && !e.closest('.unseen, .find label, .slide')
    && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.tagName + '.' + e.className).join(' ')"""


@pytest.fixture(scope="module")
def browser():
    found = chromium.Chromium()
    yield found
    found.close()


@pytest.mark.parametrize("path", [*PATHS, *REFLECTED])
def test_no_payload_runs_in_a_browser(browser, hostile, path):
    browser.screen(1280)
    browser.open(hostile.url + path)
    # Whatever waits for a mouse, a focus or an error gets it.
    browser.ask("""document.querySelectorAll('*').forEach(e => {
        for (const kind of ['mouseover', 'focus', 'error', 'load']) e.dispatchEvent(new Event(kind))
    })""")
    assert browser.ask("typeof window.pwned") == "undefined"
    assert (
        browser.ask(
            "document.querySelectorAll('script:not([type=\"application/ld+json\"])').length"
        )
        == 0
    )
    assert not [text for text in browser.complaints if "404" not in text and "400" not in text]


def test_this_browser_would_have_run_the_payload(browser):
    browser.open(f"data:text/html,{harm.PAYLOAD}")
    assert browser.ask("window.pwned") == 1


@pytest.mark.parametrize(("path", "width"), list(itertools.product(STORY, WIDTHS)))
def test_nothing_sticks_out_on_phone_or_desk(browser, story, path, width):
    browser.screen(width)
    browser.open(story.url + path)
    assert browser.ask(OVERFLOW) == 0
    assert browser.ask(OUTSIDE) == ""
    assert browser.complaints == []
    assert browser.ask("getComputedStyle(document.body).display") == "flex", "the style applies"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out_on_a_phone_whatever_the_values_are(browser, hostile, path):
    browser.screen(360)
    browser.open(hostile.url + path)
    assert browser.ask(OVERFLOW) == 0


def test_a_diff_is_running_text_on_a_phone_and_side_by_side_on_a_desk(browser, story):
    shown = "['.one', '.two'].map(s => document.querySelector(s).checkVisibility()).join()"
    browser.screen(360)
    browser.open(story.url + "/statement/ferry/diff?from=1&to=2")
    assert browser.ask(shown) == "true,false"
    browser.screen(1280)
    assert browser.ask(shown) == "false,true"
    sides = "[...document.querySelectorAll('.side')].slice(0, 2).map(e => e.offsetLeft)"
    left, right = browser.ask(sides)
    assert right > left + 300


def test_the_colour_scheme_of_the_reader_is_followed(browser, story):
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    browser.screen(1280)
    browser.open(story.url)
    light = browser.ask(ground)
    browser.screen(1280, dark=True)
    assert browser.ask(ground) != light


def test_print_shows_the_evidence_and_no_navigation(browser, story):
    browser.screen(720, media="print")
    browser.open(story.url + "/statement/ferry")
    assert browser.ask("document.querySelector('.how dl').getBoundingClientRect().height") > 50
    assert browser.ask("document.querySelector('.find').checkVisibility()") is False


def test_what_can_be_pressed_is_large_enough(browser, story):
    # WCAG 2.2, 2.5.8: 24 by 24 pixels, links inside sentences excepted.
    browser.screen(360)
    browser.open(story.url)
    small = """[...document.querySelectorAll('.chips a, nav a, button, input, summary')]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24)
      .map(e => e.textContent).join()"""
    assert browser.ask(small) == ""


def test_the_keyboard_finds_the_skip_link_first_and_sees_it(browser, story):
    browser.screen(1280)
    browser.open(story.url)
    for kind in ("keyDown", "keyUp"):
        browser.send(
            "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
    assert browser.ask("document.activeElement.className") == "skip"
    assert browser.ask("document.activeElement.getBoundingClientRect().top") >= 0
    assert browser.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
