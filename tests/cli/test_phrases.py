"""Words for people: safe, neutral, and never wider than they say."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.fake import A, event

from walkback.cli import phrases
from walkback.cli.options import instant
from walkback.errors import BadInput
from walkback.model.verdict import EventKind, State
from walkback.model.views import PendingView

NOW = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)
MOTIVES = ("delet", "hid", "cover", "scrub", "purge", "admit")


@given(st.text())
def test_clean_text_moves_no_cursor_and_turns_no_line(text):
    shown = phrases.clean(text)
    assert not {char for char in shown if unicodedata.category(char) in ("Cc", "Cs")}
    assert not {char for char in shown if unicodedata.bidirectional(char) in _EMBEDDINGS}
    assert "\n" not in shown


_EMBEDDINGS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(alphabet="aé漢ع \u200d\U0001f469"))
def test_clean_leaves_ordinary_words_of_any_script_alone(text):
    assert phrases.clean(text) == text.strip()


def test_clean_keeps_line_ends_only_where_asked():
    assert phrases.clean("a\nb\r\nc") == "a b  c"
    assert phrases.clean("a\nb\r\nc", lines=True) == "a\nb \nc"


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_neutral_words_with_when_it_was_last_seen(state):
    words = phrases.state_words(state.value, A)
    assert "2026-01-31 17:58 UTC" in words
    assert not any(motive in words for motive in MOTIVES)


@pytest.mark.parametrize("state", list(State))
def test_what_was_never_seen_is_said_so(state):
    assert "never seen by us" in phrases.state_words(state.value, None)


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_has_neutral_words(kind):
    words = phrases.event_words(event(kind.value))
    assert words != kind.value
    assert not any(motive in words for motive in MOTIVES)


def test_instants_that_differ_never_read_the_same():
    later = A + timedelta(seconds=3)
    assert phrases.instants(A, later) == ["2026-01-31 17:58:01 UTC", "2026-01-31 17:58:04 UTC"]
    assert phrases.instants(A, A) == ["2026-01-31 17:58 UTC", "2026-01-31 17:58 UTC"]


def test_looks_that_are_done_before_their_span_wait_for_time():
    words = phrases.pending_words(PendingView("removed", A, 3, 3))
    assert words.startswith("being confirmed: removed, 3 looks, more when time has passed, since")


def test_an_imported_publication_has_no_interval():
    told = event("published", between=None, confirmed_at=None, reasons=())
    assert phrases.event_words(told) == "published"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_960, "1.0 MB"),
        (5e15, "5000.0 TB"),
    ],
)
def test_sizes_read_as_people_say_them(count, text):
    assert phrases.size(int(count)) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=8), "8 s"),
        (timedelta(minutes=4), "4 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_spans_read_as_people_say_them(span, text):
    assert phrases.rough(span) == text


def test_an_address_at_the_end_of_a_sentence_stays_whole():
    assert phrases.capital("takes back https://a.example/x") == "Takes back https://a.example/x"
    assert phrases.capital("seen") == "Seen."


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("36h", datetime(2026, 1, 31, 0, tzinfo=UTC)),
    ],
)
def test_an_instant_is_a_time_a_date_or_a_span_back(text, at):
    assert instant(text, NOW) == at


@given(st.text())
def test_an_instant_is_found_or_refused_with_what_is_expected(text):
    try:
        at = instant(text, NOW)
    except BadInput as error:
        told = str(error)
    else:
        told = f"{at.tzinfo}"
    assert told == "UTC" or ("not a time" in told and "such as 2d" in told)
