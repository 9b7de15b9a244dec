"""The real program on a real local site: sockets, archive, ledger, judge and store; no fakes."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from walkback.cli.demo_site import Site, Words
from walkback.cli.entry import app

TEXT = (
    "I have read the report on the harbour wall, and I thank all who wrote it in so short a time.",
    "The wall will be mended before the winter, and the money for it has been found.",
    "Nobody in Halder needs to leave a house by the water on account of it.",
)
WALL = Words("/news/harbour-wall", "The harbour wall", "Office of Ines Tallow", TEXT)
EDITED = Words(
    WALL.path,
    WALL.title,
    WALL.byline,
    (
        TEXT[0],
        "The wall will be mended as soon as there is money for it, which is not yet.",
        TEXT[2],
    ),
)
OTHERS = [
    Words(f"/news/{name}", f"On the {name}", "Office of Ines Tallow", (text,) * 2)
    for name, text in (
        ("market", "The fish market keeps its hall, its hours and its old clock for ten years."),
        ("school", "The school in Ostrey gets the second teacher that its parents asked us for."),
    )
]


@pytest.fixture
def site():
    served = Site("Ines Tallow", "What I say in public stands here.", "/news/")
    for words in (*OTHERS, WALL):
        served.publish(words)
    yield served
    served.close()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.0/8"]')
    monkeypatch.setenv("WALKBACK_FETCH__PACE", "0s")
    monkeypatch.setenv("WALKBACK_POLICY__CONFIRM_OVER", "0s")


@pytest.fixture
def run(tmp_path, quick):
    """Runs a command line on a record of its own; a fault shows its traceback."""

    def program(*words, **more):
        line = ["--record", str(tmp_path / "record"), *map(str, words)]
        return CliRunner().invoke(app, line, env={"WALKBACK_DEBUG": "1"}, **more)

    return program


def done(result):
    assert result.exit_code == 0, result.output
    return result.stdout


def lines(result):
    return [json.loads(line) for line in done(result).splitlines()]


def kinds(run, url):
    found = lines(run("events", "--json"))
    return [one["kind"] for one in found if one["statement"]["url"] == url]


@pytest.fixture
def watched(run, site):
    """A record that watches the site's feed and has looked once; gives the wall's address."""
    done(run("speaker", "add", "Ines Tallow"))
    done(run("watch", f"{site.url}/feed.xml", "--speaker", "Ines Tallow"))
    done(run("poll", "--all"))
    return site.url + WALL.path


def test_a_statement_is_published_edited_and_removed(run, site, watched):
    assert kinds(run, watched) == ["published"]
    site.publish(EDITED)
    for _ in range(2):
        done(run("poll", "--all"))
    assert kinds(run, watched) == ["published", "edited"]
    site.withdraw(WALL.path)
    for count in (1, 2):
        done(run("poll", "--all"))
        shown = json.loads(done(run("show", watched, "--json")))
        assert shown["state"] == "present"
        assert shown["pending"]["kind"] == "removed"
        assert (shown["pending"]["looks"], shown["pending"]["of"]) == (count, 3)
    done(run("poll", "--all"))
    assert kinds(run, watched) == ["published", "edited", "removed"]
    assert "no longer at this address; last seen" in done(run("show", watched))
    assert "[-before the winter" in done(run("diff", watched))
    assert kinds(run, site.url + OTHERS[0].path) == ["published"]


def test_the_shapes_are_those_of_the_design(run, site, watched):
    event = next(
        one for one in lines(run("events", "--json")) if one["statement"]["url"] == watched
    )
    assert set(event) >= {
        *("id", "kind", "at", "between", "confirmed_at", "confidence", "statement"),
        *("about", "reasons", "leaf"),
    }
    assert event["statement"]["title"] == "The harbour wall"
    assert event["statement"]["speaker"]["name"] == "Ines Tallow"
    assert event["about"] is None
    assert isinstance(event["leaf"], int)
    shown = json.loads(done(run("show", watched, "--json")))
    assert shown["id"] == event["statement"]["id"]
    assert shown["state"] == "present"
    assert shown["pending"] is None
    assert [one["url"] for one in shown["instances"]] == [watched]
    version = shown["versions"][0]
    assert version["number"] == 1
    assert all(passage in version["text"] for passage in TEXT)
    assert [one["id"] for one in shown["events"]] == [event["id"]]
    listing = json.loads(done(run("show", f"{site.url}/feed.xml", "--json")))
    assert watched in [one["url"] for one in listing["statements"]]
    assert done(run("show", shown["id"], "--json")) == done(run("show", watched, "--json"))


def test_an_outage_is_no_removal_however_long(run, site, watched):
    site.down = True
    for _ in range(4):
        done(run("poll", "--all"))
    assert kinds(run, watched) == ["published"]
    assert json.loads(done(run("show", watched, "--json")))["state"] == "unreachable"
    site.down = False
    done(run("poll", "--all"))
    assert json.loads(done(run("show", watched, "--json")))["state"] == "present"


def test_nothing_is_due_right_after_a_round(run, watched):
    assert done(run("poll")) == "Nothing is due.\n"


def test_unwatch_ends_looking_and_keeps_the_record(run, site, watched):
    done(run("unwatch", f"{site.url}/feed.xml"))
    assert done(run("poll", "--all")) == "Nothing is due.\n"
    assert kinds(run, watched) == ["published"]
    assert "ended" in done(run("status"))


def test_status_reads_plainly(run, site, watched):
    text = done(run("status"))
    assert "1 source, 3 statements" in text
    assert f"{site.url}/feed.xml" in text
    view = json.loads(done(run("status", "--json")))
    assert view["sources"][0]["health"] == "good"
    assert view["sources"][0]["kind"] == "feed"


def test_the_record_verifies_and_a_changed_byte_does_not(run, watched, tmp_path):
    folder = tmp_path / "record"
    report = json.loads(done(run("verify", folder, "--json")))
    assert report["ok"] is True
    assert {"number", "name", "result", "detail"} == set(report["steps"][0])
    segment = next((folder / "archive").iterdir())
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    result = run("verify", folder, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["ok"] is False


def test_rebuild_and_rejudge_keep_the_history(run, watched):
    before = done(run("events", "--json"))
    assert json.loads(done(run("rebuild", "--json"))) == {"events": 3}
    assert done(run("events", "--json")) == before
    assert json.loads(done(run("rejudge", "--json"))) == {"events": 3, "replaced": 0}


def test_a_backup_comes_back_as_the_same_record(run, watched, tmp_path):
    before = done(run("events", "--json"))
    done(run("backup", tmp_path / "copy"))
    shutil.rmtree(tmp_path / "record")
    done(run("restore", tmp_path / "copy"))
    assert done(run("events", "--json")) == before


def test_import_makes_the_record_and_says_what_came_of_it(run, tmp_path):
    path = tmp_path / "lines.jsonl"
    line = {
        "speaker": "Ines Tallow",
        "url": "https://tallow.example/wall",
        "published": "2024-05-01T10:00:00Z",
        "text": " ".join(TEXT),
    }
    path.write_text(json.dumps(line) + "\n")
    report = json.loads(done(run("import", path, "--json")))
    assert (report["files"], report["statements"]) == (1, 1)
    event = lines(run("events", "--json"))[0]
    assert (event["kind"], event["at"]) == ("published", "2024-05-01T10:00:00.000000Z")
    assert json.loads(done(run("show", line["url"], "--json")))["state"] == "unknown"
    assert json.loads(done(run("import", path, "--json")))["statements"] == 0


def test_a_watch_list_with_several_kinds_of_lines_is_read(run, site, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(f"# harbour\n{site.url}/feed.xml\n\n{site.url}/news/\n")
    found = lines(run("watch", path, "--json"))
    assert [one["url"] for one in found] == [f"{site.url}/feed.xml", f"{site.url}/news/"]


# ---- bad input: a message, an exit code, never a traceback ----


def refused(result, code, *words):
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr
    assert "bug in Walkback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize(
    "url",
    ["http://", "http://[::1", "ftp://a.example/x", "http://a b.example/", "https://a.example:x/"],
)
def test_a_malformed_address_is_bad_input(run, url):
    refused(run("watch", url), 2)


@pytest.mark.parametrize("verb", [["events"], ["status"], ["poll"], ["show", "x"], ["rebuild"]])
def test_where_there_is_no_record_it_is_said(run, verb, tmp_path):
    refused(run(*verb), 2, str(tmp_path / "record"))


def test_an_unknown_speaker_is_refused_with_near_names(run, site):
    done(run("speaker", "add", "Ines Tallow"))
    result = run("watch", f"{site.url}/feed.xml", "--speaker", "Ines Talow")
    refused(result, 2, "Ines Talow", "Ines Tallow")
    refused(run("events", "--speaker", "Ines Talow"), 2, "Ines Tallow")


def test_a_source_that_is_not_watched_cannot_be_unwatched(run):
    done(run("init"))
    refused(run("unwatch", "https://nowhere.example/"), 1, "https://nowhere.example/")


def test_a_statement_that_is_not_there_is_a_no(run):
    done(run("init"))
    refused(run("show", "https://nowhere.example/"), 1, "https://nowhere.example/")
    refused(run("diff", "zzzz"), 1, "zzzz")


def test_files_that_are_not_there_are_named(run, tmp_path):
    done(run("init"))
    missing = tmp_path / "missing"
    for verb in (["import"], ["speaker", "import"], ["verify"], ["restore"]):
        refused(run(*verb, missing), 2, str(missing))


def test_a_line_without_a_field_is_bad_input_that_names_file_line_and_field(run, tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"speaker": "A", "url": "https://a.example/", "published": "2024-01-01"}\n')
    refused(run("import", path), 2, f"{path}", "1", "text")


@pytest.mark.parametrize(
    "text", ["[fetch\n", "[fetch]\ntimeout = 'often'\n", "[fetch]\nspeed = 1\n"]
)
def test_broken_settings_are_named_with_their_file(run, tmp_path, text):
    done(run("init"))
    path = tmp_path / "record" / "walkback.toml"
    path.write_text(text)
    refused(run("status"), 2, str(path))


@pytest.mark.parametrize(
    "options", [["--kind", "mastodon"], ["--kind", "bluesky"], ["--kind", "x"]]
)
def test_a_page_is_no_account_of_a_platform(run, site, options):
    refused(run("watch", f"{site.url}/feed.xml", *options), 2, f"no account of {options[1]}")
