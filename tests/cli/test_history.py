"""History for people and programs: events, show and diff."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.fake import ACT, LISTING, MIRA, NASTY, PENDING, URL, asked, event, statement, widest

from walkback.model.change import ChangeKind, DiffRow, Piece
from walkback.model.views import StatementRef

# ---- events ----


def test_events_print_when_what_whose_where_and_the_interval(said):
    result = said("events")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2026-01-31 18:02 UTC  removed  Statement on the ferry inquiry",
        "  Mira Vossberg",
        f"  {URL}",
        "  No longer at this address; last seen 2026-01-31 17:58 UTC, first missing",
        "  2026-01-31 18:02 UTC, confirmed 2026-01-31 19:02 UTC.",
    ]


def test_events_print_nothing_where_there_are_none(said, fake):
    fake.found_events = []
    for options in ([], ["--json"]):
        result = said("events", *options)
        assert (result.exit_code, result.stdout) == (0, "")


def test_events_as_json_are_one_object_per_line_with_the_promised_names(said, fake):
    fake.found_events = [event(), ACT]
    lines = said("events", "--json").stdout.splitlines()
    first, second = map(json.loads, lines)
    assert list(first)[:11] == [
        *("id", "kind", "at", "between", "confirmed_at", "confidence"),
        *("statement", "about", "reasons", "leaf", "changes"),
    ]
    assert first["at"] == "2026-01-31T18:02:09.000000Z"
    assert first["between"] == ["2026-01-31T17:58:01.250000Z", "2026-01-31T18:02:09.000000Z"]
    assert first["statement"]["speaker"] == {"id": "sp1", "name": "Mira Vossberg"}
    assert first["reasons"] == [
        {"rule": "gone", "text": "404 thrice", "observations": ["o1", "o2", "o3"]}
    ]
    assert second["between"] is None
    assert second["about"] == {"id": "st1", "url": URL}


def test_an_act_names_the_statement_it_is_about_and_how_surely(said, fake):
    fake.found_events = [ACT]
    assert f"Takes back {URL} (confidence: medium)" in said("events").stdout


def test_an_interval_within_a_minute_is_told_to_the_second(said, fake):
    start = datetime(2026, 1, 31, 18, 2, 1, tzinfo=UTC)
    between = (start, start + timedelta(seconds=3))
    fake.found_events = [event(at=between[1], between=between, confirmed_at=between[1])]
    text = " ".join(said("events").stdout.split())
    assert "last seen 2026-01-31 18:02:01 UTC, first missing 2026-01-31 18:02:04 UTC" in text


def test_events_pass_their_filters_on(said, fake):
    said("events", "--since", "2026-01-31", "--speaker", "Mira", "--kind", "removed", "--all")
    assert asked(fake, "events") == [
        (
            {
                "since": datetime(2026, 1, 31, tzinfo=UTC),
                "speaker": "Mira",
                "kind": "removed",
                "replaced": True,
            },
        )
    ]


def test_since_takes_a_duration_back(said, fake):
    said("events", "--since", "2d")
    since = asked(fake, "events")[0][0]["since"]
    assert abs(datetime.now(UTC) - timedelta(days=2) - since) < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["yesterday", "2 days", "", "99999999999d", "2026-13-01"])
def test_since_that_is_no_time_is_wrong_use(said, fake, text):
    result = said("events", f"--since={text}")
    assert result.exit_code == 2
    assert f"error: not a time: {text!r} (expected RFC 3339, a date, or a duration" in result.stderr
    assert fake.asked == []


# ---- show ----


def test_show_tells_the_story(said):
    text = said("show", URL).stdout
    assert text.startswith(f"Statement on the ferry inquiry\nMira Vossberg\n{URL}\nid st1\n")
    assert "removed: no longer at this address; last seen 2026-01-31 17:58 UTC" in text
    assert "also https://vossberg.example/news/ferry?old" in text
    assert "1  seen 2026-01-31 17:58 UTC to 2026-01-31 18:02 UTC" in text
    assert "What it said (version 2)\n  The inquiry leaves questions open.\n" in text
    assert "2026-01-31 18:02 UTC  published  first seen at this address" in text
    assert widest(text) <= 80


def test_show_says_what_is_being_confirmed(said, fake):
    fake.shown = statement(state="present", pending=PENDING)
    text = said("show", "st1").stdout
    assert "present: at this address" in text
    assert "Being confirmed: removed, 2 of 3 looks, since 2026-01-31 18:02 UTC." in text


def test_show_as_json_has_the_promised_names(said):
    value = json.loads(said("show", URL, "--json").stdout)
    assert {"id", "url", "title", "speaker", "state", "instances", "versions", "events"} <= set(
        value
    )
    assert {"url", "channel", "state", "last_seen"} <= set(value["instances"][0])
    assert {"number", "first_seen", "last_seen", "title", "text", "sha256"} <= set(
        value["versions"][0]
    )


def test_show_of_a_source_lists_its_statements(said, fake):
    fake.shown = LISTING
    text = said("show", "https://vossberg.example/feed.xml").stdout
    assert "feed of Mira Vossberg, good\n2 statements.\n" in text
    assert "present  (no title)" in text
    value = json.loads(said("show", "x", "--json").stdout)
    assert set(value) == {"source", "statements"}
    assert {"id", "url", "title", "state"} <= set(value["statements"][0])


def test_show_of_nothing_is_a_no(said):
    result = said("show", "nothing")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "error: no such statement: nothing\n"


@pytest.mark.parametrize("verb", ["show", "events"])
def test_a_title_cannot_repaint_the_terminal_or_turn_the_line(said, fake, verb):
    nasty = StatementRef("st1", URL, NASTY, MIRA)
    fake.shown = statement(title=NASTY, events=(event(statement=nasty),))
    fake.found_events = [event(statement=nasty)]
    text = said(verb, *(["st1"] if verb == "show" else [])).stdout
    assert "Ferry [bold]lies[/bold][2J31m gnirts  next :smile:" in " ".join(text.split("\n  "))
    assert not {"\x1b", "\x9b", "\u202e", "\u202c", "\r"} & set(text)


def test_json_holds_the_title_as_it_is_and_no_raw_control_character(said, fake):
    fake.shown = statement(title=NASTY)
    text = said("show", "st1", "--json").stdout
    assert json.loads(text)["title"] == NASTY
    assert text.isascii()
    assert not {"\x1b", "\x9b"} & set(text)


# ---- diff ----


def test_diff_marks_words_where_stdout_is_no_terminal(said, fake):
    text = said("diff", URL).stdout
    assert "The inquiry [-got it-] {+was not+} wrong." in text
    assert "… 1 passage the same …" in text
    assert asked(fake, "diff") == [(URL, None, None)]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ([("out", "gone")], [("in", "new")], "[-gone-] {+new+}"),
        ([("out", "all gone")], [], "[-all gone-]"),
        ([], [("in", "all\x1b[2J new")], "{+all[2J new+}"),
        (
            [("same", "It "), ("out", "got it wrong"), ("same", ". So.")],
            [("same", "It "), ("in", "is open"), ("same", ". So.")],
            "It [-got it wrong-] {+is open+}. So.",
        ),
        (
            [("same", "An "), ("out", "old "), ("same", "house")],
            [("same", "An "), ("same", "house")],
            "An [-old-] house",
        ),
    ],
)
def test_diff_marks_only_words_and_keeps_the_spaces(said, fake, before, after, shown):
    sides = [tuple(Piece(op, text) for op, text in side) for side in (before, after)]
    fake.rows = (DiffRow(ChangeKind.ALTERED, *sides),)
    assert said("diff", URL).stdout.endswith(f"\n\n{shown}\n\n")


def test_diff_takes_two_numbers(said, fake):
    value = json.loads(said("diff", URL, 1, 2, "--json").stdout)
    assert asked(fake, "diff") == [(URL, 1, 2)]
    assert value["rows"][2]["kind"] == "altered"


def test_diff_with_one_number_is_wrong_use(said):
    result = said("diff", URL, 1)
    assert result.exit_code == 2
    assert "error: one version's number alone: 1 (expected two numbers, or none" in result.stderr
