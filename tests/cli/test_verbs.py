"""Each verb asks the app one thing and prints what it answers."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.fake import PENDING, URL, asked, source, widest

from walkback.errors import Busy
from walkback.model.source import SourceKind, WatchLine
from walkback.model.views import RoundReport, as_json


def test_watch_of_an_address_passes_what_was_said(said, fake):
    result = said(
        "watch", URL, "--speaker", "Mira Vossberg", "--kind", "feed", "--every", "15m", "--browser"
    )
    line = WatchLine(URL, "Mira Vossberg", SourceKind.FEED, timedelta(minutes=15), browser=True)
    assert asked(fake, "watch") == [([line],)]
    assert fake.asked[0] == ("open", Path("record"), True, False)
    assert f"watching {URL}\n" in result.stdout


def test_watch_of_a_file_reads_it_and_fills_what_its_lines_leave_open(said, fake, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(f"{URL}\n{URL}2\n")
    result = said("watch", path, "--every", "2d", "--json")
    assert asked(fake, "read_watchlist") == [(f"{URL}\n{URL}2\n", str(path))]
    assert [line.every for line in asked(fake, "watch")[0][0]] == [timedelta(days=2)] * 2
    assert [json.loads(line)["url"] for line in result.stdout.splitlines()] == [URL, URL + "2"]


def test_watch_of_a_dash_reads_stdin(said, fake):
    result = said("watch", "-", input=f"\ufeff{URL}\n")
    assert result.exit_code == 0
    assert asked(fake, "read_watchlist") == [(f"{URL}\n", "-")]


@pytest.mark.parametrize("target", ["no-such-list.txt", "vossberg.example/feed", "javascript:x"])
def test_watch_of_neither_address_nor_file_is_wrong_use_and_makes_no_record(said, fake, target):
    result = said("watch", target)
    assert result.exit_code == 2
    assert f"error: neither an address nor a file: {target} (expected an address" in result.stderr
    assert fake.asked == []


def test_watch_of_a_binary_file_is_bad_input(said, tmp_path):
    path = tmp_path / "list.bin"
    path.write_bytes(b"https://a.example/\n\xff\xfe")
    result = said("watch", path)
    assert result.exit_code == 2
    assert f"error: not a text file: {path} (expected UTF-8, found byte 19)" in result.stderr


def test_watch_for_an_unknown_speaker_names_near_ones(said):
    result = said("watch", URL, "--speaker", "Mira Vosberg")
    assert result.exit_code == 2
    assert result.stderr == "error: no such speaker: Mira Vosberg. Near names: Mira Vossberg\n"


def test_watch_with_a_bad_duration_is_wrong_use(said):
    result = said("watch", URL, "--every", "often")
    assert result.exit_code == 2
    assert "error: not a duration: 'often'" in result.stderr


def test_unwatch_says_that_the_record_stays(said):
    assert "Its record is kept: 3 statements." in said("unwatch", URL).stdout


def test_mask_passes_what_is_to_become_of_the_lines(said, fake):
    said("mask", URL, "Readers:")
    said("mask", URL, "Readers:", "--count")
    said("mask", URL, "Readers:", "--forget")
    said("mask", URL)
    ways = [(how, words) for _, words, how in asked(fake, "mask")]
    assert ways == [
        ("ignore", "Readers:"),
        ("count", "Readers:"),
        ("forget", "Readers:"),
        ("ignore", None),
    ]


def test_mask_tells_what_was_set_and_what_was_left_out_and_why(said):
    words = said("mask", URL).stdout
    assert "ignored: lines with \u201cReaders:\u201d" in words
    assert "stands on other pages of the site too; 2 times, last 2026-01-31 18:02 UTC" in words
    assert "\x1b" not in words
    told = json.loads(said("mask", URL, "--json").stdout)
    assert told["overrides"] == [
        {"words": "Readers:", "how": "ignore", "added": "2026-01-31T17:58:01.250000Z"}
    ]
    assert set(told["masked"][0]) == {"words", "why", "first_seen", "last_seen", "times"}


@pytest.mark.parametrize("options", [["--count"], ["--forget"], ["x y z", "--count", "--forget"]])
def test_mask_that_says_too_little_or_too_much_is_wrong_use(said, fake, options):
    result = said("mask", URL, *options)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert fake.asked == []


# ---- poll, run, status ----


def test_poll_says_what_the_round_did_and_lists_its_events(said, fake):
    result = said("poll", "--all")
    assert asked(fake, "poll") == [(True, None)]
    assert result.stdout.startswith(
        "5 looks in 3.2 s: 2 brought new bytes, 2 found what was known, 1 could not look.\n"
        "1 new statement. 1 event.\n\n2026-01-31 18:02 UTC  removed"
    )
    assert result.stderr == ""


def test_poll_with_nothing_due_says_so(said, fake):
    fake.round = RoundReport(0, 0, 0, 0, 0, (), 0.01)
    assert said("poll").stdout == "Nothing is due.\n"


def test_poll_as_json_is_one_document(said, fake):
    assert json.loads(said("poll", "--json").stdout) == as_json(fake.round)


def test_a_second_poll_says_who_polls_and_is_wrong_use(said, fake):
    fake.fault = Busy("this record is being polled", subject="process 7", todo="Wait for it")
    result = said("poll")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: this record is being polled: process 7. Wait for it\n"


def test_run_ends_with_zero_when_it_is_stopped(said, fake):
    result = said("run", "--port", 0, "--json")
    assert result.exit_code == 0
    assert asked(fake, "run") == [("127.0.0.1", 0)]
    assert json.loads(result.stdout)["looks"] == 5
    assert "The site is at http://127.0.0.1:1/" in result.stderr


def test_serve_ends_with_zero_when_it_is_stopped(said, fake):
    result = said("serve", "--host", "127.0.0.5", "--port", 8080)
    assert result.exit_code == 0
    assert asked(fake, "serve") == [("127.0.0.5", 8080)]


def test_ctrl_c_in_a_verb_that_ends_by_itself_is_130_and_quiet(said, fake):
    fake.fault = KeyboardInterrupt()
    result = said("poll")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_status_shows_sources_with_health_and_next_look(said):
    text = said("status").stdout
    assert "1 source, 3 statements" in text
    assert "1 due, 0 unread, 1 being confirmed" in text
    assert "1.5 MB kept, 80.0 GB free" in text
    assert "good    feed  3           in 4 min   https://vossberg.example/feed.xml" in text
    assert "ended   feed  3           none" in text
    assert "Ended by the operator." in text
    assert widest(text) <= 80


def test_status_pending_lists_what_is_being_confirmed(said):
    text = said("status", "--pending").stdout
    assert "Being confirmed: removed, 2 of 3 looks, since 2026-01-31 18:02 UTC." in text
    assert "Until then: present." in " ".join(text.split())


def test_status_as_json_is_one_document(said):
    value = json.loads(said("status", "--json").stdout)
    assert value["sources"][0]["every"] == "15m"
    assert value["pending"][0]["pending"] == as_json(PENDING)


# ---- speaker, import, upkeep ----


def test_speaker_add_passes_all_that_is_said(said, fake):
    result = said(
        *("speaker", "add", "Mira Vossberg", "--alias", "M. Vossberg", "--alias", "Mira V."),
        *("--handle", "@mira@halder.example", "--site", "https://vossberg.example/"),
    )
    assert asked(fake, "add_speaker") == [
        (
            "Mira Vossberg",
            ["M. Vossberg", "Mira V."],
            ["@mira@halder.example"],
            ["https://vossberg.example/"],
        )
    ]
    assert "also: M. Vossberg, Mira V." in result.stdout


def test_speaker_edit_changes_only_what_is_given(said, fake):
    said("speaker", "edit", "sp1", "--alias", "")
    said("speaker", "edit", "sp1", "--name", "Mira V. Vossberg")
    assert asked(fake, "edit_speaker") == [
        ("sp1", {"name": None, "aliases": [], "handles": None, "sites": None}),
        ("sp1", {"name": "Mira V. Vossberg", "aliases": None, "handles": None, "sites": None}),
    ]


def test_a_speaker_s_reply_is_read_from_a_file(said, fake, tmp_path):
    (tmp_path / "reply.txt").write_text("I said it in haste.\n")
    result = said("speaker", "reply", "Mira Vossberg", tmp_path / "reply.txt")
    assert asked(fake, "reply") == [("Mira Vossberg", "I said it in haste.\n")]
    assert "Mira Vossberg  replied" in result.stdout


def test_speaker_list_import_and_merge(said, fake, tmp_path):
    assert "sp1  Mira Vossberg  M. Vossberg, @mira@halder.example" in said("speaker", "list").stdout
    assert json.loads(said("speaker", "list", "--json").stdout)["name"] == "Mira Vossberg"
    assert "1 speaker from" in said("speaker", "import", tmp_path / "people.json").stdout
    said("speaker", "merge", "Mira Vossberg", "M. Vossberg")
    assert asked(fake, "merge_speakers") == [("Mira Vossberg", "M. Vossberg")]


def test_import_names_what_was_left_out_on_stderr(said, fake):
    result = said("import", "lines.jsonl")
    assert result.stdout == "1 file, 7 records: 2 new statements, 3 new versions, 2 events.\n"
    assert result.stderr == "left out: lines.jsonl:4: no text\n"
    assert asked(fake, "import") == [([Path("lines.jsonl")], None)]


def test_init_prints_folder_origin_key_and_second_copy(said, fake):
    text = said("--record", "r", "init").stdout
    for fact in ("r", fake.origin, fake.verifier_key, str(fake.second)):
        assert fact in text
    assert set(json.loads(said("init", "--json").stdout)) == {
        *("folder", "origin", "verifier_key", "second")
    }


def test_rebuild_rejudge_and_backup_say_what_is_now_true(said):
    assert said("rebuild").stdout == "The store is made again: 12 events.\n"
    assert json.loads(said("rejudge", "--json").stdout) == {"events": 12, "replaced": 1}
    assert said("backup", "b").stdout.startswith("backup of record made in b\n")


# ---- what holds for all ----


def test_the_record_is_where_the_option_or_the_environment_says(said, fake, tmp_path):
    said("--record", tmp_path / "a", "status")
    said("status", env={"WALKBACK_RECORD": str(tmp_path / "b")})
    said("status")
    folders = [folder for folder, *_ in asked(fake, "open")]
    assert folders == [tmp_path / "a", tmp_path / "b", Path("record")]


def test_adopting_is_said_before_or_after_the_verb(said, fake):
    said("--adopt", "status")
    said("poll", "--adopt")
    assert [adopt for *_, adopt in asked(fake, "open")] == [True, True]


def test_notices_of_the_record_go_to_stderr(said, fake):
    fake.notices = ["no second copy was found"]
    result = said("events", "--json")
    assert result.stderr == "note: no second copy was found\n"
    assert json.loads(result.stdout)["id"] == "ev1"


def test_an_error_with_terminal_control_characters_is_made_safe(said, fake):
    fake.fault = Busy("polled\x1b[2J", subject="[red]x[/red]")
    assert said("poll").stderr == "error: polled[2J: [red]x[/red]\n"


def test_a_bug_is_one_line_that_says_what_to_do(said, fake):
    fake.fault = RuntimeError("the sky is green")
    result = said("poll")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "error: this is a bug in Walkback: RuntimeError: the sky is green. Please report it"
    )
    assert result.stderr.count("\n") == 1


def test_a_bug_shows_where_it_happened_when_asked(said, fake):
    fake.fault = RuntimeError("the sky is green")
    assert "Traceback" in said("poll", env={"WALKBACK_DEBUG": "1"}).stderr


def test_what_the_system_refuses_is_said_with_the_file(said, fake):
    fake.fault = PermissionError(13, "Permission denied", "/keys/signing")
    result = said("poll")
    assert result.exit_code == 2
    assert result.stderr == ("error: the system refused: /keys/signing (found Permission denied)\n")


def test_sources_with_unknown_kind_and_due_now_read_plainly(said, fake):
    view = fake.status()
    fake.status = lambda: type(view)(
        **{
            **{name: getattr(view, name) for name in view.__slots__},
            "sources": (source(kind=None, health="new", next_look=None),),
        }
    )
    assert "new     ?     3           due        https://" in said("status").stdout
