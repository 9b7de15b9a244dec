"""A story told from what was imported, with nobody saying that it is one."""

import json

import pytest
from typer.testing import CliRunner

from walkback.cli.entry import app

WALL = (
    "I have read the report on the harbour wall and I am appalled. The council knew in March that "
    "the wall was failing, and it did nothing. I call on the leader to publish every letter."
)
PAGE, POST = "https://ines.example/news/wall", "https://x.com/inestallow/status/1"
SORRY = "https://ines.example/news/sorry"
BACK = (
    "On 4 May I said that the council knew in March that the harbour wall was failing. That was "
    "wrong, and I retract my statement on the harbour wall in full."
)
ARTICLE = """The harbour wall in Halder

“The council knew in March that the wall was failing, and it did nothing,” said Ines Tallow on
Monday.

Ms Tallow has offered her resignation, her party said on Friday. Otto Reeve called on the council
to be suspended.
"""


def line(url, text, at, **more):
    told = {"speaker": "Ines Tallow", "url": url, "published": at, "text": text}
    return {**told, **more}


LINES = [
    line(PAGE, WALL, "2026-05-04T09:00:00Z", title="The harbour wall"),
    line(POST, f"{WALL} #Halder", "2026-05-04T09:05:00Z", channel="x"),
    line(PAGE, WALL.replace("nothing", "little"), "2026-05-05T08:00:00Z", title="The harbour wall"),
    line(SORRY, BACK, "2026-05-07T10:00:00Z", title="The wall again"),
    line("https://ines.example/news/ferry", "The ferry stays.", "2026-05-06T10:00:00Z"),
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def program(*words):
        given = ["--record", str(tmp_path / "record"), *map(str, words)]
        result = CliRunner().invoke(app, given, env={"WALKBACK_DEBUG": "1"})
        assert result.exit_code == 0, result.output
        return result.stdout

    return program


@pytest.fixture
def story(run, tmp_path):
    """A record with the story and a quoting article; gives its one case."""
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, LINES)), "utf-8")
    run("import", tmp_path / "lines.jsonl")
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    run("check", "--keep", tmp_path / "article.txt", "--url", "https://echo.example/wall")
    (found,) = map(json.loads, run("case", "list", "--json").splitlines())
    return found


def test_the_list_has_one_case_of_what_hangs_together(story):
    assert story["title"] == "The harbour wall"
    assert story["speaker"]["name"] == "Ines Tallow"
    assert story["begin"].startswith("2026-05-04T09:00")
    assert story["trivial"] is False


def test_the_time_line_goes_from_the_page_over_the_article_to_now(run, story):
    case = json.loads(run("case", "show", story["id"], "--json"))
    kinds = [entry["kind"] for entry in case["timeline"]]
    told = [kind for kind in kinds if kind not in ("quoted", "reported", "now")]
    assert told == ["published", "published", "edited", "published", "retracted"]
    assert kinds[-3:] == ["now"] * 3
    back = next(entry for entry in case["timeline"] if entry["kind"] == "retracted")
    assert (back["url"], back["about"]["url"]) == (SORRY, PAGE)
    quoted = next(entry for entry in case["timeline"] if entry["kind"] == "quoted")
    assert (quoted["finding"], quoted["url"]) == ("verbatim", "https://echo.example/wall")
    first = case["statements"][0]
    assert [place["url"] for place in first["instances"]] == [PAGE, POST]
    (article,) = case["articles"]
    assert article["quotations"][0]["statement"] == first["id"]


def test_a_case_is_found_by_the_beginning_of_its_id_and_by_any_address_in_it(run, story):
    for ref in (story["id"][:10], PAGE, POST, SORRY):
        assert json.loads(run("case", "show", ref, "--json"))["id"] == story["id"]


def test_the_story_reads_plainly(run, story):
    told = run("case", "show", story["id"])
    assert told.index("published") < told.index("edited") < told.index("retracted")
    assert "“The council knew in March" in told
    assert "quoted in  https://echo.example/wall" in told
    assert "The harbour wall" in run("case", "list")


def test_the_case_is_the_same_after_a_rebuild(run, story):
    before = run("case", "show", story["id"], "--json")
    run("rebuild")
    assert run("case", "show", story["id"], "--json") == before


def test_what_nothing_happened_to_is_no_case(run, tmp_path):
    (tmp_path / "one.jsonl").write_text(json.dumps(LINES[4]), "utf-8")
    run("import", tmp_path / "one.jsonl")
    assert run("case", "list", "--json") == ""


def test_what_the_coverage_reports_is_the_reporters_sentence(run, story):
    case = json.loads(run("case", "show", story["id"], "--json"))
    (one,) = case["consequences"]
    assert one["text"] == "Ms Tallow has offered her resignation, her party said on Friday."
    assert (one["kind"], one["who"], one["when"], one["url"]) == (
        *("resignation-offered", "Ines Tallow"),
        *("on Friday", "https://echo.example/wall"),
    )
    reported = [entry for entry in case["timeline"] if entry["kind"] == "reported"]
    assert [(entry["source"], entry["text"]) for entry in reported] == [("coverage", one["text"])]
    assert "What the coverage reports" in run("case", "show", story["id"])
