"""The sentences: what a reader is told, word for word."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import desk
import pytest
from desk import after
from hypothesis import given
from hypothesis import strategies as st

from walkback.model.verdict import EventKind, State
from walkback.model.views import AboutRef, InstanceView, PendingView
from walkback.publish import when, words

GONE = (after(hours=10, minutes=2), after(days=1, hours=1, minutes=40))
TUESDAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        ({"seconds": 0.2}, "less than a second"),
        ({"seconds": 1}, "1 second"),
        ({"seconds": 59}, "59 seconds"),
        ({"minutes": 1}, "1 minute"),
        ({"minutes": 59, "seconds": 59}, "59 minutes"),
        ({"hours": 1}, "1 hour"),
        ({"hours": 15, "minutes": 38}, "15 hours"),
        ({"hours": 47, "minutes": 59}, "47 hours"),
        ({"days": 3}, "3 days"),
        ({"days": 59}, "59 days"),
        ({"days": 60}, "2 months"),
        ({"days": 729}, "24 months"),
        ({"days": 800}, "2 years"),
    ],
)
def test_durations_are_told_in_whole_units_and_never_too_long(length, text):
    assert when.duration(timedelta(**length)) == text


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20_000)))
def test_every_duration_has_words_that_do_not_exceed_it(length):
    number, _, unit = when.duration(length).partition(" ")
    sizes = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
    sizes |= {"month": 30 * 86400, "year": 365 * 86400}
    if number != "less":
        assert int(number) * sizes[unit.rstrip("s")] <= length.total_seconds()


def test_how_often_a_source_is_looked_at():
    assert when.every(timedelta(hours=1)) == "every hour"
    assert when.every(timedelta(minutes=15)) == "every 15 minutes"


@pytest.mark.parametrize(
    ("start", "end", "near", "text"),
    [
        (*GONE, TUESDAY, "between Monday 18:02 and Tuesday 09:40 UTC"),
        (
            *GONE,
            None,
            "between Monday 2 November 2026, 18:02 and Tuesday 3 November 2026, 09:40 UTC",
        ),
        (
            after(days=-9),
            after(days=1),
            TUESDAY,
            "between Saturday 24 October 2026, 08:00 and Tuesday 3 November 2026, 08:00 UTC",
        ),
        (after(days=1), after(days=1, hours=1), TUESDAY, "between 08:00 and 09:00 UTC"),
        (
            after(days=1),
            after(days=1, hours=1),
            None,
            "on Tuesday 3 November 2026 between 08:00 and 09:00 UTC",
        ),
        (
            after(days=1, seconds=2),
            after(days=1, seconds=31),
            TUESDAY,
            "between 08:00:02 and 08:00:31 UTC",
        ),
        (after(days=1), after(days=1), TUESDAY, "at 08:00:00 UTC"),
    ],
)
def test_intervals_say_as_much_of_the_date_as_the_reader_needs(start, end, near, text):
    assert when.plain(when.interval(start, end, near)) == text


def test_times_are_utc_whatever_zone_they_come_in():
    tokyo = timezone(timedelta(hours=9))
    at = datetime(2026, 11, 3, 3, 2, tzinfo=tokyo)
    assert when.moment(at).text == "2 November 2026, 18:02 UTC"
    assert when.interval(at, GONE[1], TUESDAY) == when.interval(GONE[0], GONE[1], TUESDAY)


def test_each_bound_of_an_interval_is_marked_as_a_moment():
    marked = [part.at for part in when.interval(*GONE, TUESDAY) if not isinstance(part, str)]
    assert marked == list(GONE)


def _told(kind, *, near=TUESDAY, first=None, between=GONE, about=None):
    event = desk.event(kind, 1, desk.FERRY, at=GONE[1], between=between, about=about)
    return when.plain(words.happened(event, near=near, first=first))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("published", "Published at 09:40 UTC or earlier."),
        ("edited", "Edited between Monday 18:02 and Tuesday 09:40 UTC."),
        ("removed", "Removed between Monday 18:02 and Tuesday 09:40 UTC."),
        ("restored", "Back at its address between Monday 18:02 and Tuesday 09:40 UTC."),
        ("moved", "Moved to another address between Monday 18:02 and Tuesday 09:40 UTC."),
        ("withheld", "Withheld by the host between Monday 18:02 and Tuesday 09:40 UTC."),
        ("account-gone", "Account no longer found between Monday 18:02 and Tuesday 09:40 UTC."),
        (
            "account-suspended",
            "Account suspended by the platform between Monday 18:02 and Tuesday 09:40 UTC.",
        ),
        ("account-private", "Account no longer public between Monday 18:02 and Tuesday 09:40 UTC."),
        ("retracted", "Takes back, at 09:40 UTC, an earlier statement."),
        ("apologised", "Apologises for, at 09:40 UTC, an earlier statement."),
        ("corrected", "Corrects, at 09:40 UTC, an earlier statement."),
        ("clarified", "Clarifies, at 09:40 UTC, an earlier statement."),
        ("reaffirmed", "Stands by, at 09:40 UTC, an earlier statement."),
        ("something-new", "Something new between Monday 18:02 and Tuesday 09:40 UTC."),
    ],
)
def test_every_kind_of_event_is_a_sentence(kind, text):
    assert _told(kind) == text


def test_what_we_saw_first_says_so_and_an_import_does_not():
    seen = desk.event("published", 1, desk.FERRY, at=GONE[1], rule="first-sight")
    assert when.plain(words.happened(seen, near=TUESDAY)) == "First seen at 09:40 UTC."
    brought = desk.event("published", 1, desk.FERRY, at=GONE[1], rule="imported")
    assert when.plain(words.happened(brought, near=TUESDAY)) == "Published at 09:40 UTC or earlier."


def test_no_kind_of_event_is_left_without_words_of_its_own():
    for kind in EventKind:
        assert _told(kind.value).endswith(".")
        assert words.label(kind.value)[0].isupper()


def test_a_removal_says_how_long_the_statement_certainly_stood():
    assert _told("removed", first=after(hours=-5, minutes=2)) == (
        "Removed between Monday 18:02 and Tuesday 09:40 UTC, after at least 15 hours."
    )
    assert "after at least" not in _told("restored", first=after(hours=-5))
    assert "after at least" not in _told("removed", first=GONE[0])


def test_an_act_about_its_own_statement_says_so():
    about = AboutRef(desk.FERRY.id, desk.FERRY.url)
    assert _told("corrected", about=about) == "Corrects, at 09:40 UTC, what it said before."


def test_an_act_is_told_the_other_way_round_on_the_page_of_what_it_is_about():
    act = desk.event("retracted", 1, desk.RETRACTION, at=GONE[1])
    assert when.plain(words.suffered(act)) == "Taken back on Tuesday 3 November 2026, 09:40 UTC, in"
    sorry = replace(act, kind="apologised")
    assert when.plain(words.suffered(sorry)).startswith("Apologised for it on Tuesday")


def test_beside_its_badge_a_sentence_does_not_say_the_same_word_again():
    removed = desk.event("removed", 1, desk.FERRY, at=GONE[1], between=GONE)
    told = words.beside_badge(removed, words.happened(removed, near=TUESDAY))
    assert when.plain(told) == "between Monday 18:02 and Tuesday 09:40 UTC."
    back = replace(removed, kind="restored")
    assert when.plain(words.beside_badge(back, words.happened(back))).startswith("Back at its")


def test_first_sights_leave_out_imports_and_statements_that_came_back():
    seen = desk.event("published", 1, desk.FERRY, at=desk.MONDAY, rule="first-sight")
    brought = desk.event("published", 2, desk.BUDGET, at=desk.MONDAY, rule="imported")
    assert words.first_seen([seen, brought]) == {"ferry": desk.MONDAY}
    later = desk.event("published", 4, desk.FERRY, at=GONE[0], rule="first-sight")
    for order in ([seen, later], [later, seen]):
        assert words.first_seen(order) == {"ferry": GONE[0]}, "of several addresses the last"
    back = desk.event("restored", 3, desk.FERRY, at=GONE[1], between=GONE)
    assert words.first_seen([seen, back]) == {}


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_neutral_words(state):
    told = words.stands(state.value)
    assert told.endswith(".")
    for word in ("delet", "hid", "cover", "censor", "admit", "caught", "lied", "secret"):
        assert word not in told.lower()


def test_a_site_that_cannot_be_looked_at_says_nothing_about_the_statement():
    for state in (State.BLOCKED, State.UNREACHABLE):
        assert "That says nothing about the statement." in words.stands(state)


def test_the_standing_of_a_removed_statement_gives_all_bounds():
    ferry = desk.story().show("ferry")
    assert when.plain(words.standing(ferry)) == (
        "No longer at any of its 2 addresses. Last seen 2 November 2026, 18:02 UTC; "
        "first missing 3 November 2026, 09:40 UTC; confirmed 3 November 2026, 15:40 UTC. "
        "Taken back 3 November 2026, 14:00 UTC."
    )


def test_the_standing_counts_the_addresses_that_still_carry_it():
    ferry = desk.story().show("ferry")
    alive = replace(ferry.instances[1], state="present")
    half = replace(ferry, state="present", instances=(ferry.instances[0], alive), events=())
    assert when.plain(words.standing(half)).startswith("Still at 1 of its 2 addresses. Last seen")
    both = replace(half, instances=(alive, alive))
    assert when.plain(words.standing(both)).startswith("At all 2 of its addresses.")
    one = replace(half, instances=(alive,))
    assert when.plain(words.standing(one)).startswith("At its address. Last seen")


def test_a_statement_nobody_looked_at_yet_says_so():
    place = InstanceView("https://vossberg.example/a", "import", "unknown", None)
    new = replace(desk.story().show("ferry"), state="unknown", instances=(place,), events=())
    assert when.plain(words.standing(new)) == (
        "How it stands is not known: nobody looked yet, or the looks disagree. Never seen by us."
    )


def test_what_is_being_confirmed_says_what_is_still_missing():
    view = PendingView("removed", datetime(2026, 11, 5, 4, 0, tzinfo=UTC), 2, 3)
    assert when.plain(words.pending(view)) == (
        "Being confirmed. It was not found at 2 looks since 5 November 2026, 04:00 UTC. "
        "It is stated after 3 looks that agree; until then the record stays as it is."
    )
    assert " at 1 look since " in when.plain(words.pending(replace(view, looks=1)))
