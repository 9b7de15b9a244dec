"""What can be computed of the design: contrast, weight, and that nothing comes from elsewhere."""

import re

import crowd
import pytest

from walkback.publish.paper import STATIC, static

CSS = static("walkback.css").decode()
ROOTS = [
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block)) for block in CSS.split(":root {")
]
LIGHT = ROOTS[1]
DARK = LIGHT | ROOTS[2]

# Ink, its ground, and the ratio of WCAG 2.2: 4.5 for text (1.4.3), 3 for edges (1.4.11).
PAIRS = [(ink, ground, 4.5) for ink in ("ink", "quiet", "link") for ground in ("ground", "sheet")]
PAIRS += [
    (tone, ground, 4.5)
    for tone in ("grey", "red", "green", "amber", "violet")
    for ground in ("ground", "sheet")
]
PAIRS += [("out-ink", "out", 4.5), ("in-ink", "in", 4.5), ("notice-ink", "notice", 4.5)]
PAIRS += [("ground", "ink", 4.5), ("focus", "ground", 3), ("focus", "sheet", 3)]
PAIRS += [("strong-line", "ground", 3), ("strong-line", "sheet", 3)]


def _light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_reach_the_contrast_of_wcag_aa(scheme, ink, ground, least):
    bright, dim = sorted((_light(scheme[ink]), _light(scheme[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= least


def test_nothing_is_loaded_from_elsewhere():
    for name in STATIC:
        text = static(name).decode().replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text
        assert "@import" not in text
        assert "url(" not in text


def test_a_front_page_of_fifty_events_weighs_less_than_100_kb_with_its_style(serving):
    reader = serving(crowd.many(200))
    page = reader.get("/?kind=all").body
    assert page.count(b'class="act-foot"') == 50
    assert len(page) + sum(len(static(name)) for name in STATIC) < 100_000


def test_style_and_mark_are_kept_for_ever_under_an_address_that_names_their_content(story):
    style = re.search(r'href="(/static/walkback\.css\?v=[0-9a-f]{12})"', story.get("/").text)[1]
    answer = story.get(style)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
