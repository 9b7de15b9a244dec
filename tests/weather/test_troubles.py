"""Whatever goes wrong with a page or its site: no event, no version, and the right state.

Each trouble comes over the whole site and over one page, before the first good look and after
it, and the site is watched in several ways. The short run plays each trouble in three of these
ways; the long one plays all.
"""

import pytest
from tests.weather.play import Part
from tests.weather.troubles import TROUBLES

TIMES = {"later": (2, 7), "first": (0, 4)}  # the polls while it lasts
# By turns: a trouble of the whole site is first seen, or a trouble of one page.
SHORT_RUN = (
    {("later", True, "feed"), ("later", False, "alone"), ("first", True, "alone")},
    {("later", True, "alone"), ("later", False, "feed"), ("first", False, "feed")},
)


def parts_of(trouble):
    for when in TIMES:
        for whole in (True, False) if not trouble.site_only else (True,):
            for watch in ("feed", "pages", "alone", "home"):
                if watch == "home" and (not whole or (trouble.site_only and when == "first")):
                    continue  # a home page that is first seen so is so
                if trouble.site_only and when == "first":
                    continue
                name = f"{trouble.name}, {'whole site' if whole else 'one page'}, {when}"
                script = getattr(trouble, when)(whole=whole)
                bare = watch == "pages" and "paywall" not in name
                part = Part(name, script, watch, short=bare, bare=bare, states=True)
                yield part, when, trouble.state, whole


ALL = [found for trouble in TROUBLES for found in parts_of(trouble)]
FEW = [
    found
    for number, trouble in enumerate(TROUBLES)
    for found in parts_of(trouble)
    if (found[1], found[3], found[0].watch) in SHORT_RUN[number % 2]
]


def check(told, when, state):
    start, end = TIMES[when]
    assert told.events == []
    assert set(told.all.values()) == {"present"}
    assert len(told.texts) == 1
    during = told.states[start:end]
    # A listing that could not be read has named nothing yet.
    allowed = {state, "none"} if when == "first" else {state}
    assert set(during) <= allowed


@pytest.mark.parametrize(
    ("part", "when", "state"), [f[:3] for f in FEW], ids=[f[0].id for f in FEW]
)
def test_a_statement_stands_through(stage, part, when, state):
    check(stage("troubles", [found[0] for found in FEW])[part.id], when, state)


@pytest.mark.long
@pytest.mark.parametrize(
    ("part", "when", "state"), [f[:3] for f in ALL], ids=[f[0].id for f in ALL]
)
def test_however_it_is_watched_a_statement_stands_through(stage, part, when, state):
    check(stage("all-troubles", [found[0] for found in ALL])[part.id], when, state)
