"""``quotes`` and ``check`` as people use them: the real program, a real record, no fakes."""

import json

import pytest
from typer.testing import CliRunner

from walkback.cli.demo_site import Site, Words
from walkback.cli.entry import app

SAID = (
    "I have read the report of the inquiry into the loss of the ferry, all of it. The inquiry got "
    "it wrong. Captain Dale did what any sailor would have done that night, and the blame that is "
    "laid on him belongs to those who sent him out. The chair should consider her position."
)
OTHER = "The harbour wall will be mended before the winter, and the money for it has been found."
ARTICLE = """Vossberg attacks ferry inquiry

5 March 2026

Mira Vossberg has sided with the captain of the lost ferry.

\u201cThe inquiry got it wrong,\u201d Ms Vossberg said in a statement on her site on Tuesday.

\u201cCaptain Dale did what every decent sailor would have done that night,\u201d she added.

\u201cThe harbour wall will be mended before the winter,\u201d Ms Vossberg said.

\u201cI have never in my life set foot on a ferry and I never will,\u201d she told the Courier.
"""
LINES = [
    {"speaker": "Mira Vossberg", "url": "https://vossberg.example/ferry", "text": SAID},
    {"speaker": "Ines Tallow", "url": "https://tallow.example/wall", "text": OTHER},
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.0/8"]')
    monkeypatch.setenv("WALKBACK_FETCH__PACE", "0s")

    def program(*words, **more):
        line = ["--record", str(tmp_path / "record"), *map(str, words)]
        return CliRunner().invoke(app, line, env={"WALKBACK_DEBUG": "1"}, **more)

    return program


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE)
    return file


@pytest.fixture
def on_record(run, tmp_path):
    file = tmp_path / "said.jsonl"
    lines = [json.dumps({**line, "published": "2026-03-03T10:00:00Z"}) for line in LINES]
    file.write_text("\n".join(lines) + "\n")
    assert run("import", file).exit_code == 0


def told(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_quotes_works_without_a_record_and_makes_none(run, article, tmp_path):
    found = told(run("quotes", article, "--json"))
    assert found["article"]["text"].startswith("Vossberg attacks")
    first = found["quotations"][0]
    assert set(first) == {"text", "start", "end", "kind", "speaker", "said"}
    assert found["article"]["text"][first["start"] : first["end"]] == first["text"]
    assert first["speaker"] == {"mention": "Ms Vossberg", "name": "Mira Vossberg", "id": None}
    assert first["said"]["from"] == first["said"]["to"] == "2026-03-03"
    assert not (tmp_path / "record").exists()


def test_check_without_a_record_says_that_nothing_was_checked(run, article):
    found = told(run("check", article, "--json"))
    assert {one["finding"] for one in found["quotations"]} == {"not-checked"}
    assert found["quotations"][0]["reason"] == "there is no record to check against"


def test_each_quotation_is_held_against_the_record(run, on_record, article):
    found = told(run("check", article, "--json"))["quotations"]
    verbatim, altered, other, lost = found
    assert [one["finding"] for one in found] == [
        "verbatim",
        "altered",
        "other-speaker",
        "not-on-record",
    ]
    assert verbatim["speaker"]["id"]
    assert verbatim["match"]["url"] == "https://vossberg.example/ferry"
    start, end = verbatim["match"]["span"]
    assert SAID[start:end] == "The inquiry got it wrong"
    assert altered["match"]["differences"] == [{"article": "every decent", "record": "any"}]
    assert other["match"]["speaker"] == "Ines Tallow"
    assert lost["match"] is None


def test_a_report_for_people_says_what_differs(run, on_record, article):
    shown = run("check", article).stdout
    assert "4 quotations: 1 verbatim, 1 altered, 1 other-speaker, 1 not-on-record." in shown
    assert "the article has every decent, the record any" in shown


def test_standard_input_and_many_articles(run, on_record, article):
    one = told(run("check", "-", "--json", input=ARTICLE))
    assert len(one["quotations"]) == 4
    many = run("check", article, article, "--json").stdout.splitlines()
    assert [len(json.loads(line)["quotations"]) for line in many] == [4, 4]


def test_an_article_is_fetched_through_the_guard_and_kept(run, tmp_path):
    site = Site("Mira Vossberg", "What I say in public stands here.", "/news/")
    paper = Site("The Halder Courier", "News from the harbour.", "/harbour/")
    said = Words("/news/ferry", "Statement on the ferry", "Office", tuple(SAID.split(". ")))
    quoting = Words("/harbour/ferry", "Vossberg and the ferry", "J. Petrell", (ARTICLE,))
    site.publish(said)
    paper.publish(quoting)
    try:
        run("speaker", "add", "Mira Vossberg")
        run("watch", site.url + said.path, "--speaker", "Mira Vossberg", "--kind", "page")
        assert run("poll", "--all").exit_code == 0
        kept = told(run("check", paper.url + quoting.path, "--keep", "--json"))
        assert kept["article"]["id"]
        assert kept["quotations"][0]["match"]["state"] == "present"
        assert run("quotes", "--follow-up", "--json").stdout == ""
        site.withdraw(said.path)
        run_policy = {"WALKBACK_POLICY__CONFIRM_OVER": "0s"}
        for _ in range(4):
            CliRunner().invoke(
                app, ["--record", str(tmp_path / "record"), "poll", "--all"], env=run_policy
            )
        lines = run("quotes", "--follow-up", "--json").stdout.splitlines()
        since = [json.loads(line) for line in lines]
        assert {one["kind"] for one in since} == {"removed"}
        assert since[0]["article"]["id"] == kept["article"]["id"]
        gone = told(run("check", paper.url + quoting.path, "--json"))["quotations"][0]["match"]
        assert gone["state"] == "removed"
        assert gone["removed_between"][0] < gone["removed_between"][1]
        assert run("rebuild").exit_code == 0
        assert run("quotes", "--follow-up", "--json").stdout.splitlines() == lines
        assert run("verify", tmp_path / "record").exit_code == 0
    finally:
        site.close()
        paper.close()


def test_words_that_two_kept_articles_give_differently_are_told(run, on_record, tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    words = "I have never in my life set foot on a ferry and I never will again"
    first.write_text(f"Mira Vossberg spoke up.\n\n\u201c{words},\u201d Mira Vossberg said.\n")
    changed = words.replace("never will again", "shall never do so")
    second.write_text(f"Mira Vossberg spoke up.\n\n\u201c{changed},\u201d Mira Vossberg said.\n")
    told(run("check", first, "--keep", "--json"))
    found = told(run("check", second, "--json"))["quotations"][0]
    assert found["finding"] == "not-on-record"
    assert [one["text"] for one in found["witnesses"]] == [f"{words},"]


def test_an_address_without_a_page_says_what_to_do(run):
    result = run("check", "http://127.0.0.1:9/nothing")
    assert result.exit_code == 2
    assert "the article could not be had: http://127.0.0.1:9/nothing" in result.stderr
    assert "--url" in result.stderr


def test_what_cannot_be_meant_is_refused(run, article):
    assert "no article is named" in run("quotes").stderr
    result = run("check", article, article, "--url", "https://paper.example/")
    assert result.exit_code == 2
    assert "--url and --published are of one article" in result.stderr
