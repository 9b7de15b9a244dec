"""The drawing of a case: order is kept, everything lies on the sheet, nothing is told twice."""

import itertools
from dataclasses import replace
from datetime import timedelta

import desk
from hypothesis import given
from hypothesis import strategies as st

from walkback.model.views import InstanceView
from walkback.publish.sheet import sheet
from walkback.publish.timeline import MOST_LANES, Scale, story, told_at

INSTANTS = st.lists(st.integers(0, 10**8), min_size=1, max_size=40).map(
    lambda seconds: [desk.MONDAY + timedelta(seconds=one) for one in seconds]
)


def drawn():
    return story(desk.story().stories[0])


@given(INSTANTS)
def test_the_scale_keeps_the_order_of_all_instants_and_ends_where_the_sheet_does(instants):
    scale = Scale(instants)
    places = [scale(at) for at in sorted(instants)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] <= 1 + 1e-9
    assert len(scale.stops) == 1 or abs(scale(scale.stops[-1]) - 1) < 1e-9


@given(INSTANTS)
def test_neighbouring_stops_are_never_drawn_as_one(instants):
    scale = Scale(instants)
    places = [scale(at) for at in scale.stops]
    apart = [b - a for a, b in itertools.pairwise(places)]
    assert all(gap > 0.7 / max(13, len(places)) - 1e-9 for gap in apart)


def test_a_month_of_silence_does_not_hide_a_day_of_events():
    day = [desk.after(hours=hour) for hour in (0, 4, 10, 25)]
    scale = Scale([*day, desk.after(days=40)])
    assert scale(day[-1]) > 0.25


def test_a_removal_is_seen_then_unsure_then_gone():
    spans = [span for span in drawn().spans if span.lane == 0]
    assert [span.kind for span in spans] == ["seen", "unsure", "seen", "unsure", "gone"]
    assert all(a.until == b.since for a, b in itertools.pairwise(spans))
    removed = spans[3]
    assert (removed.since, removed.until) == (
        desk.after(hours=10, minutes=2),
        desk.after(days=1, hours=1, minutes=40),
    )


def test_an_act_is_one_link_to_what_it_is_about_and_a_quotation_comes_from_the_press():
    found = drawn()
    assert [(link.kind, link.start, link.end) for link in found.links] == [
        ("act", 2, 0),
        ("quote", 3, 0),
    ]
    assert [mark.shape for mark in found.marks if mark.lane == 3] == ["wrong"]


def test_a_story_of_many_places_draws_some_and_says_how_many_more():
    case = desk.story().stories[0]
    places = tuple(
        InstanceView(f"https://p{n}.example/", "page", "present", desk.after(days=2))
        for n in range(30)
    )
    case = replace(case, statements=(replace(case.statements[0], instances=places),))
    found = story(case)
    assert (len(found.lanes), found.more) == (MOST_LANES, 30 - MOST_LANES)
    for down in (False, True):
        _lies_on_its_sheet(sheet(found, down=down))


def test_everything_lies_on_the_sheet_across_and_down():
    for down in (False, True):
        _lies_on_its_sheet(sheet(drawn(), down=down))


def _lies_on_its_sheet(found):
    for x, y, _ in found.dots:
        assert 0 <= x <= found.width
        assert 0 <= y <= found.height
    for line in found.lines:
        numbers = [float(one) for one in line.path.replace("Z", "").translate(_LETTERS).split()]
        assert all(-1 <= x <= found.width + 9 for x in numbers[::2]), line
        assert all(-1 <= y <= found.height for y in numbers[1::2]), line
    for word in found.words:
        assert 0 <= word.y <= found.height
        assert word.x <= found.width


_LETTERS = str.maketrans(dict.fromkeys("MLQ", " "))


def test_instants_are_told_as_finely_as_the_story_is_long():
    at = desk.after(hours=1, seconds=7)
    assert told_at(at, timedelta(seconds=20)) == "09:00:07"
    assert told_at(at, timedelta(hours=3)) == "09:00"
    assert told_at(at, timedelta(days=3)) == "2 Nov 2026, 09:00"
    assert told_at(at, timedelta(days=90)) == "2 Nov 2026"
