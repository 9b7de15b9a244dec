"""Every page in a real browser: axe, layout shift, keyboard alone, paper, weight."""

import importlib.util
import itertools
from pathlib import Path

import chromium
import desk
import pytest
from test_check import VIEW

from walkback.publish import Serving, site
from walkback.publish.paper import STATIC, static

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="no chromium is installed")

_FOUND = importlib.util.find_spec("axe_playwright_python")
AXE = Path(_FOUND.origin).with_name("axe.min.js") if _FOUND and _FOUND.origin else None
PAGES = ["/", "/?kind=all&speaker=mira", "/search?q=ferry", "/search?q=zeppelin", "/cases"]
PAGES += ["/case/story", "/statement/ferry", "/statement/budget", "/speakers", "/speaker/mira"]
PAGES += ["/statement/ferry/diff?from=1&to=2", "/sources", "/source/source1", "/check", "/leaf/3"]
PAGES += ["/nowhere", "/show?url=https://none.example/"]
SCREENS = ((390, False), (1280, True), (390, True), (1280, False))

RUN_AXE = """axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa',
    'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(found => found.violations.map(one =>
    one.impact + ' ' + one.id + ': ' + one.nodes.map(node => node.html.slice(0, 200)).join()))"""
SHIFT = """new Promise(done => { let sum = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
        .observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); })"""
FOCUSED = """(() => { const e = document.activeElement, box = e.getBoundingClientRect();
    const name = e.id || e.textContent.trim().slice(0, 40);
    const place = [...document.querySelectorAll('*')].indexOf(e);
    return [e.tagName, place + ' ' + name, getComputedStyle(e).outlineStyle,
        box.bottom > 0 && box.top < innerHeight && box.width > 0]; })()"""
REACHED = """[...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]'
)].filter(e => e.checkVisibility() && e.tabIndex >= 0).length"""


@pytest.fixture(scope="module")
def browser():
    found = chromium.Chromium()
    yield found
    found.close()


@pytest.fixture(scope="module")
def crowd():
    """A reader of the story beside a long history, so that every page is as full as it gets."""
    full = desk.story()
    with Serving(site(full, replay="http://127.0.0.1:9")) as server:
        yield server.url


@pytest.mark.parametrize(("path", "screen"), list(itertools.product(PAGES, SCREENS[:2])))
def test_axe_finds_nothing_serious_and_nothing_moves(browser, crowd, path, screen):
    if AXE is None:
        pytest.skip("axe-playwright-python is not installed")
    width, dark = screen
    browser.screen(width, dark=dark)
    browser.open(crowd + path)
    assert browser.wait(SHIFT) == 0
    browser.ask(AXE.read_text("utf-8") + ";0")
    found = browser.wait(RUN_AXE)
    assert [one for one in found if one.split()[0] in ("serious", "critical")] == []
    assert (
        browser.ask(
            "document.querySelectorAll('script:not([type=\"application/ld+json\"])').length"
        )
        == 0
    )


@pytest.mark.parametrize(("width", "dark"), SCREENS[:2])
def test_axe_finds_nothing_serious_in_a_checked_article(browser, width, dark):
    if AXE is None:
        pytest.skip("axe-playwright-python is not installed")
    with Serving(site(desk.FakeDesk(checked=VIEW))) as server:
        browser.screen(width, dark=dark)
        browser.open(server.url + "/check")
        browser.ask("document.querySelector('#text').value = 'words'")
        browser.arrive(lambda: browser.ask("document.querySelector('.paste').submit()"))
        browser.ask(AXE.read_text("utf-8") + ";0")
        found = browser.wait(RUN_AXE)
    assert [one for one in found if one.split()[0] in ("serious", "critical")] == []
    assert browser.ask("document.querySelectorAll('mark.quoted').length") == 2


def test_axe_would_find_what_is_wrong(browser):
    browser.open("data:text/html,<img src=x><input>")
    browser.ask(AXE.read_text("utf-8") + ";0")
    assert any("critical image-alt" in one for one in browser.wait(RUN_AXE))


@pytest.mark.parametrize("path", ["/", "/case/story", "/statement/ferry", "/speaker/mira"])
@pytest.mark.parametrize(("width", "dark"), SCREENS[2:])
def test_every_page_stays_inside_its_screen_in_either_scheme(browser, crowd, path, width, dark):
    browser.screen(width, dark=dark)
    browser.open(crowd + path)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.ask(wide) == 0


@pytest.mark.parametrize("path", ["/?speaker=mira", "/case/story", "/statement/ferry", "/check"])
def test_the_keyboard_reaches_everything_and_sees_where_it_is(browser, crowd, path):
    browser.screen(1280)
    browser.open(crowd + path)
    wanted, seen = browser.ask(REACHED), []
    while len(seen) < wanted:
        browser.press("Tab", 9)
        tag, name, outline, inside = browser.ask(FOCUSED)
        assert outline != "none", f"{tag} {name} shows no focus"
        assert inside, f"{tag} {name} has the focus off the screen"
        assert tag != "BODY", f"the end after {len(seen)} of {wanted}"
        if (tag, name) not in seen:  # day, month and year of a date are one
            seen.append((tag, name))


def test_the_keyboard_alone_opens_the_proof_and_searches(browser, crowd):
    browser.screen(1280)
    browser.open(crowd + "/statement/ferry")
    browser.ask("document.querySelector('.history .how summary').focus()")
    browser.press("Enter", 13, text="\r")
    assert browser.ask("document.querySelector('.history .how').open") is True
    browser.ask("document.querySelector('#find-words').focus()")
    browser.send("Input.insertText", text="cracked hull")
    browser.arrive(lambda: browser.press("Enter", 13, text="\r"))
    assert browser.ask("location.pathname + location.search") == "/search?q=cracked+hull"
    assert "1 statement with these words" in browser.ask("document.body.innerText")


def test_the_two_ways_of_a_diff_are_chosen_without_a_script(browser, crowd):
    shown = "['.one', '.two'].map(s => document.querySelector(s).checkVisibility()).join()"
    browser.screen(1280)
    browser.open(crowd + "/statement/ferry/diff?from=1&to=2")
    assert browser.ask(shown) == "false,true"
    browser.ask("document.querySelector('#way-running').click()")
    assert browser.ask(shown) == "true,false"
    browser.screen(390)
    browser.ask("document.querySelector('#way-beside').click()")
    assert browser.ask(shown) == "false,true"


def test_both_pictures_of_a_page_are_there_and_take_their_room_at_once(browser, crowd):
    browser.screen(1280)
    browser.open(crowd + "/statement/ferry")
    browser.ask("document.querySelector('.look img').scrollIntoView()")
    sizes = browser.ask(
        "[...document.querySelectorAll('.look img')].map(i => Math.round(i.getBoundingClientRect()"
        ".height / i.getBoundingClientRect().width * 100))"
    )
    assert sizes == [75, 75], "four by three, whether or not they have come"
    assert browser.complaints == []


@pytest.mark.parametrize("path", ["/case/story", "/statement/ferry", "/speaker/mira"])
def test_on_paper_everything_is_open_and_nothing_is_for_clicking(browser, crowd, path):
    browser.screen(720, media="print")
    browser.open(crowd + path)
    hidden = "[...document.querySelectorAll('nav, .find, .skip')].filter(e => e.checkVisibility())"
    assert browser.ask(hidden + ".length") == 0
    closed = """[...document.querySelectorAll('details > :not(summary)')]
        .filter(e => e.getBoundingClientRect().height < 5).length"""
    assert browser.ask(closed) == 0
    assert browser.ask("getComputedStyle(document.body).backgroundColor") in (
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    )
    browser.screen(1280)


def test_no_page_weighs_more_than_a_hundred_kilobytes_with_its_style(story):
    style = sum(len(static(name)) for name in STATIC)
    for path in PAGES:
        assert len(story.get(path).body) + style < 100_000, path


def test_the_slider_uncovers_the_second_picture_without_a_script(browser, crowd):
    browser.screen(1280)
    browser.open(crowd + "/statement/ferry")
    cut = "getComputedStyle(document.querySelectorAll('.look img')[1]).clipPath"
    frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"
    browser.wait(frame)
    assert browser.ask(cut) == "inset(0px 100% 0px 0px)"
    browser.ask("document.querySelector('.slide').focus()")
    browser.press("ArrowRight", 39)
    moved = "new Promise(done => { const look = () => document.querySelector('.slide').scrollLeft"
    browser.wait(f"{moved} > 5 ? done(0) : requestAnimationFrame(look); look(); }})")
    browser.ask("document.querySelector('.slide').scrollLeft = 1e6")
    browser.wait(frame)
    assert browser.ask(cut) in ("inset(0px)", "inset(0px 0% 0px 0px)")
    browser.screen(720, media="print")
    lefts = "[...document.querySelectorAll('.look img')].map(e => e.getBoundingClientRect().left)"
    left, right = browser.ask(lefts)
    assert right > left + 200, "on paper both stand beside each other"
