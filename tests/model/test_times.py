"""Instants and durations as text, there and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadInput
from walkback.model.times import duration_text, parse_duration, parse_stamp, stamp

zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001 - the strategy adds the zone


@given(instants)
def test_an_instant_comes_back_from_its_text(at):
    text = stamp(at)
    assert parse_stamp(text) == at
    assert text.endswith("Z")
    assert len(text) == 27


@given(instants, instants)
def test_the_order_of_texts_is_the_order_of_instants(one, other):
    assert (stamp(one) < stamp(other)) == (one < other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T12:00:00", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("2026-01-31T12:00:00.25Z", datetime(2026, 1, 31, 12, 0, 0, 250000, UTC)),
    ],
)
def test_times_are_read_as_people_and_programs_write_them(text, expected):
    assert parse_stamp(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-02-30",
        "2026-01-31T25:00Z",
        "0001-01-01T00:00:00+14:00",
        "31.1.2026",
        None,
        7,
    ],
)
def test_what_is_no_time_is_named(text):
    with pytest.raises(BadInput, match="not a time") as caught:
        parse_stamp(text)
    assert caught.value.subject == repr(text)


units = st.sampled_from(["ms", "s", "m", "h", "d"])


@given(st.integers(0, 10**5), units)
def test_a_duration_comes_back_from_its_shortest_text(count, unit):
    value = parse_duration(f"{count}{unit}")
    assert parse_duration(duration_text(value)) == value
    assert len(duration_text(value)) <= max(2, len(f"{count}{unit}"))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("500ms", 0.5), ("3s", 3), ("15m", 900), ("6h", 21600), ("2d", 172800), (" 1.5h ", 5400)],
)
def test_durations_are_a_number_and_a_unit(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "-3s", "3 s", "3w", "1h30m", "0x3s", "٣s", "1e3s"])
def test_what_is_no_duration_is_named(text):
    with pytest.raises(BadInput, match="not a duration") as caught:
        parse_duration(text)
    assert repr(text) in str(caught.value)


def test_a_duration_that_no_calendar_holds_is_named():
    with pytest.raises(BadInput, match="not a duration"):
        parse_duration("9" * 30 + "d")
