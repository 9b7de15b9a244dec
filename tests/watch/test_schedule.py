"""When an instance is looked at next, whatever was found before."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.watch.schedule import LONGEST, Rhythm, next_look

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTER = 15 * MINUTE


def pause(**rhythm):
    return next_look(NOW, Rhythm(**({"every": QUARTER} | rhythm))) - NOW


def test_a_source_is_looked_at_as_often_as_it_says():
    assert pause() == QUARTER
    assert pause(every=timedelta(seconds=1)) == timedelta(seconds=1)
    assert pause(every=7 * DAY) == 7 * DAY


@pytest.mark.parametrize(
    ("age", "expected"),
    [(MINUTE, QUARTER), (6 * HOUR, QUARTER), (12 * HOUR, HOUR / 2), (DAY, HOUR), (240 * DAY, DAY)],
)
def test_a_listed_statement_is_looked_at_less_often_as_it_grows_older(age, expected):
    assert pause(since=NOW - age) == expected


def test_an_open_question_is_asked_as_soon_as_its_answer_counts():
    assert pause(confirming=2 * MINUTE) == 2 * MINUTE
    assert pause(confirming=HOUR) == QUARTER
    assert pause(confirming=HOUR, every=6 * HOUR, since=NOW - 90 * DAY, settled=True) == HOUR
    assert pause(confirming=timedelta(0)) == timedelta(seconds=1)


def test_failures_double_the_pause_up_to_a_day():
    assert [pause(failures=n) for n in range(5)] == [QUARTER, QUARTER, HOUR / 2, HOUR, 2 * HOUR]
    assert pause(failures=1000) == DAY


def test_a_host_that_fails_is_not_asked_sooner_because_something_is_being_confirmed():
    assert pause(confirming=MINUTE, failures=3) == HOUR


def test_what_is_gone_is_asked_for_a_few_times_a_day():
    assert pause(settled=True) == 6 * HOUR
    assert pause(settled=True, every=2 * DAY) == 2 * DAY


spans = st.timedeltas(timedelta(seconds=1), timedelta(days=400))
rhythms = st.builds(
    Rhythm,
    every=spans,
    since=st.none() | spans.map(lambda age: NOW - age),
    failures=st.integers(0, 10**6),
    confirming=st.none() | st.timedeltas(timedelta(0), timedelta(days=40)),
    settled=st.booleans(),
)


@given(rhythms)
def test_the_next_look_is_never_now_and_never_later_than_a_day_or_the_source_s_own_rhythm(rhythm):
    found = next_look(NOW, rhythm) - NOW
    assert timedelta(seconds=1) <= found <= max(LONGEST, rhythm.every)


@given(rhythms, st.integers(1, 20))
def test_a_further_failure_never_brings_the_next_look_forward(rhythm, more):
    one = Rhythm(rhythm.every, rhythm.since, rhythm.failures, None, rhythm.settled)
    other = Rhythm(rhythm.every, rhythm.since, rhythm.failures + more, None, rhythm.settled)
    assert next_look(NOW, other) >= next_look(NOW, one)


@given(rhythms, spans)
def test_a_later_look_is_never_followed_sooner_than_an_earlier_one(rhythm, later):
    assert next_look(NOW + later, rhythm) >= next_look(NOW, rhythm)
