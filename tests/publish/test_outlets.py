"""What the site has for programs: parts of lists, tables, feeds, captures by time, roles."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import crowd
import desk
import feedparser
import harm
import pytest
from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser

from walkback.model.change import NamedChange, Rank, Sort
from walkback.model.pages import Shown
from walkback.model.release import Hold, Notice, Reason
from walkback.publish import site
from walkback.publish.addresses import Addresses
from walkback.publish.doors import without_a_line
from walkback.publish.events_csv import HEADER
from walkback.publish.json_feed import json_feed
from walkback.publish.openapi import openapi

PAGE = "https://vossberg.example/?a=1&b=%20x"


def test_every_route_of_ours_is_open_to_everybody():
    assert without_a_line(site(desk.story()).routes) == []


# ---- the API ----


def follow(reader, path):
    found = []
    while path:
        answer = reader.get(path)
        assert answer.status == 200
        found.append(json.loads(answer.body))
        path = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("link", "")) or ""
        path = path and path[1]
    return found


def test_events_come_in_parts_that_a_link_leads_through(serving):
    reader = serving(crowd.many(25))
    whole = json.loads(reader.get("/api/events?limit=1000").body)
    for order in ("asc", "desc"):
        parts = follow(reader, f"/api/events?limit=10&order={order}&kind=&speaker=")
        assert [len(part) for part in parts] == [10, 10, 5]
        wanted = whole if order == "asc" else whole[::-1]
        assert [one for part in parts for one in part] == wanted
    again = reader.get("/api/events?limit=10")
    assert 'rel="next"' in again.headers["link"], "also where the answer was made before"


@pytest.mark.parametrize("asked", ["cursor=x", "cursor=%00", "order=up", "limit=1001", "until=x"])
def test_what_cannot_be_understood_is_a_problem(story, asked):
    answer = story.get(f"/api/events?{asked}")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    problem = json.loads(answer.body)
    assert (problem["status"], problem["type"]) == (400, "about:blank")
    assert problem["title"] == problem["error"]["what"]


def test_a_method_that_is_not_allowed_is_a_problem_that_names_those_that_are(story):
    answer = story.get("/api/events", method="DELETE")
    assert (answer.status, answer.headers["content-type"]) == (405, "application/problem+json")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_answers_hold_to_the_document_and_the_document_to_its_own_form(story):
    document = json.loads(story.get("/api/openapi.json").body)
    assert document["openapi"] == "3.1.0"
    paths = {
        "/api/events": "/api/events",
        "/api/statements/{ref}": "/api/statements/ferry",
        "/api/statements/{ref}/diff": "/api/statements/ferry/diff",
        "/api/search": "/api/search?q=ferry",
        "/api/cases": "/api/cases",
        "/api/cases/{ref}": "/api/cases/story",
        "/api/speakers": "/api/speakers",
        "/api/speakers/{ref}": "/api/speakers/mira",
        "/api/leaves/{ref}": "/api/leaves/3",
        "/api/status": "/api/status",
    }
    assert set(document["paths"]) == {*paths, "/api/events.csv"}
    for path, asked in paths.items():
        content = document["paths"][path]["get"]["responses"]["200"]["content"]
        schema = content["application/json"]["schema"]
        whole = {**schema, "components": document["components"]}
        Draft202012Validator.check_schema(whole)
        Draft202012Validator(whole).validate(json.loads(story.get(asked).body))


def test_every_operation_and_parameter_of_the_document_is_described():
    for path, item in openapi()["paths"].items():
        assert item["get"]["summary"], path
        assert all(one["description"] for one in item["get"]["parameters"]), path


def test_the_csv_has_every_event_and_no_formula(serving):
    shown = crowd.many(1200)
    event = shown.history[0]
    bad = replace(event.statement, title='=HYPERLINK("http://x","y")', url="@SUM(1)")
    shown.history[0] = replace(event, statement=bad)
    answer = serving(shown).get("/api/events.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 1200
    assert list(rows[0]) == HEADER
    assert rows[0]["title"] == '\'=HYPERLINK("http://x","y")'
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "-", "@"))]
    assert len({row["id"] for row in rows}) == 1200
    one = serving(shown).get("/api/events.csv?kind=removed").text
    assert {row["kind"] for row in csv.DictReader(io.StringIO(one))} == {"removed"}


# ---- feeds ----


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", 7),
        ("?kind=all", 7),
        ("?kind=removed", 2),
        ("?speaker=halder", 1),
        ("?since=2026-11-04", 1),
        ("?channel=none", 0),
    ],
)
def test_the_feeds_answer_the_questions_of_the_front_page(story, query, ids):
    atom = feedparser.parse(story.get(f"/feed.atom{query}").body)
    told = json.loads(story.get(f"/feed.json{query}").body)
    assert not atom.bozo
    assert [one.id for one in atom.entries] == [one["id"] for one in told["items"]]
    shown = desk.story()
    assert len(atom.entries) <= len(shown.history)
    if ids in (0, 7):
        assert len(atom.entries) == (len(shown.history) if ids else 0)
    else:
        assert atom.entries


def test_a_feed_of_a_search_gives_the_texts_found(story):
    atom = feedparser.parse(story.get("/feed.atom?q=cracked+hull").body)
    assert atom.entries
    assert atom.entries[0].id.startswith("urn:walkback:text:ferry:")
    assert "<strong>" in atom.entries[0].content[0].value
    assert json.loads(story.get("/feed.json?q=nothingofthekind").body)["items"] == []


def test_an_entry_has_the_diff_as_html_and_a_json_feed_its_form(serving):
    shown = desk.story()
    change = NamedChange(Sort.NUMBER, "It cost 12.", "It cost 21.", Rank.FACT, "12 became 21")
    shown.history = [
        replace(one, changes=(change,)) if one.kind == "edited" else one for one in shown.history
    ]
    reader = serving(shown, base="https://record.example")
    atom = feedparser.parse(reader.get("/feed.atom?kind=edited").body)
    html = atom.entries[0].content[0].value
    assert re.search(r"<del>12\.?</del>\s*<ins>21\.?</ins>", html), html
    answer = reader.get("/feed.json")
    assert answer.headers["content-type"].startswith("application/feed+json")
    told = json.loads(answer.body)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == "https://record.example/feed.json"
    assert all(
        {"id", "url", "title", "content_html", "date_published"} <= set(one)
        for one in told["items"]
    )
    assert reader.get("/feed.json", if_none_match=answer.headers["etag"]).status == 304


def test_what_is_withheld_is_a_notice_under_the_same_id_and_newer(serving):
    shown = desk.story()
    since = desk.after(days=9)
    notice = Notice(Hold.RESTRICTED, Reason.SAFETY, 39, since)
    old = shown.history[2]
    blank = replace(old.statement, title="[withheld]", url="", speaker=None, opening="")
    shown.history[2] = replace(old, statement=blank, withheld=notice, reasons=(), changes=())
    entry = next(
        one
        for one in feedparser.parse(serving(shown).get("/feed.atom").body).entries
        if one.id.endswith(old.id)
    )
    assert entry.updated == "2026-11-11T08:00:00.000000Z"
    assert "kept and not shown" in entry.content[0].value
    assert desk.FERRY.url not in str(entry)


def test_hostile_values_stay_text_in_the_html_of_entries():
    told = json.loads(json_feed(harm.hostile().events(), harm.HARM, Addresses.of(None), "/f"))
    for item in told["items"]:
        tree = LexborHTMLParser(item["content_html"])
        assert {node.tag for node in tree.css("body *")} <= {"p", "a", "del", "ins", "blockquote"}
        for node in tree.css("a"):
            assert node.attributes["href"].startswith(("http://", "https://", "/"))


def test_pages_lead_to_the_feeds_of_what_they_show(story):
    for path, wanted in (
        ("/?kind=removed", "/feed.json?kind=removed"),
        ("/speaker/mira", "/feed.json?speaker=mira"),
        ("/search?q=ferry", "/feed.json?q=ferry"),
        ("/sources", "/feed.json"),
    ):
        tree = LexborHTMLParser(story.get(path).body)
        links = {
            one.attributes["type"]: one.attributes["href"]
            for one in tree.css('link[rel="alternate"]')
        }
        assert links["application/feed+json"] == wanted
        assert links["application/atom+xml"] == wanted.replace("json", "atom")


# ---- schema.org ----


def test_a_statement_is_a_quotation_with_what_took_it_back_and_a_case_collects_them(story):
    def data(path):
        tree = LexborHTMLParser(story.get(path).body)
        (node,) = tree.css('script[type="application/ld+json"]')
        return json.loads(node.text())

    told = data("/statement/ferry")
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Quotation")
    assert told["creator"] == {"@type": "Person", "name": "Mira Vossberg"}
    assert told["creativeWorkStatus"] == "removed"
    kinds = [one["@type"] for one in told["correction"]]
    assert kinds == ["CorrectionComment", "CorrectionComment"]
    assert "I withdraw what I said" in told["correction"][0]["text"]
    case = data("/case/story")
    assert {one["@type"] for one in case["hasPart"]} == {"Quotation"}
    assert "ClaimReview" not in json.dumps([told, case])


# ---- captures by time ----


@pytest.fixture
def captures(serving):
    shown = desk.story()
    for number, hour in ((3, 0), (4, 10), (5, 30)):
        at = desk.after(hours=hour, milliseconds=700)
        shown.kept[number] = Shown(number, PAGE, at, 200, "text/html", b"<p>as it was</p>")
    shown.held["https://gone.example/"] = Notice(
        Hold.RESTRICTED, Reason.COURT_ORDER, 17, datetime(2026, 11, 3, tzinfo=UTC)
    )
    return shown, serving


def test_a_timegate_leads_to_the_capture_nearest_to_the_time_asked_for(captures):
    shown, serving = captures
    reader = serving(shown)
    wanted = {
        None: "20261103140000",
        "Mon, 02 Nov 2026 17:00:00 GMT": "20261102180000",
        "Thu, 01 Jan 1970 00:00:00 GMT": "20261102080000",
        "Fri, 01 Jan 2100 00:00:00 GMT": "20261103140000",
    }
    for asked, digits in wanted.items():
        headers = {"Accept_Datetime": asked} if asked else {}
        answer = reader.get(f"/timegate/{PAGE}", **headers)
        assert answer.status == 302
        assert answer.headers["location"] == f"/memento/{digits}/{PAGE}"
        assert answer.headers["vary"] == "accept-datetime"
        assert f'<{PAGE}>; rel="original"' in answer.headers["link"]
        assert "memento-datetime" not in answer.headers
    assert reader.get(f"/timegate/{PAGE}", Accept_Datetime="soon").status == 400
    assert reader.get("/timegate/https://none.example/").status == 404
    assert reader.get("/timegate/" + PAGE.replace("//", "/", 1)).status == 302


def test_a_client_of_rfc_7089_finds_every_capture_and_its_bytes(captures):
    shown, serving = captures
    reader = serving(shown)
    answer = reader.get(f"/timemap/link/{PAGE}")
    assert answer.headers["content-type"].startswith("application/link-format")
    links = re.findall(
        r'<([^>]*)>; rel="([^"]*)"(?:; type="[^"]*")?(?:; (?:datetime|from)="([^"]*)")?',
        answer.text,
    )
    rels = {rel: target for target, rel, _ in links}
    assert rels["original"] == PAGE
    assert rels["timegate"] == f"/timegate/{PAGE}"
    mementos = [(target, at) for target, rel, at in links if "memento" in rel.split()]
    assert len(mementos) == 3
    assert {"first memento", "last memento", "memento", "self"} <= set(rels)
    for target, at in mementos:
        one = reader.get(target)
        assert (one.status, one.body) == (200, b"<p>as it was</p>")
        assert one.headers["memento-datetime"] == at
        assert one.headers["content-disposition"].startswith("attachment")
        assert one.headers["content-security-policy"].startswith("sandbox;")
        assert one.headers["x-content-type-options"] == "nosniff"
    told = json.loads(reader.get(f"/timemap/json/{PAGE}").body)
    assert [one["uri"] for one in told["mementos"]["list"]] == [target for target, _ in mementos]
    near = reader.get(f"/memento/20261102170000/{PAGE}")
    assert (near.status, near.headers["location"]) == (302, f"/memento/20261102180000/{PAGE}")
    assert reader.get(f"/memento/20261340000000/{PAGE}").status == 404


def test_where_captures_are_shown_a_memento_leads_there(captures):
    shown, serving = captures
    reader = serving(shown, replay="http://127.0.0.1:9/")
    answer = reader.get(f"/memento/20261102080000/{PAGE}")
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:9/leaf/3")
    assert "memento-datetime" not in answer.headers


def test_what_is_withheld_answers_451_and_names_its_leaf(captures):
    shown, serving = captures
    reader = serving(shown, base="https://record.example")
    url = "https://gone.example/"
    for path in (
        f"/timegate/{url}",
        f"/timemap/link/{url}",
        f"/timemap/json/{url}",
        f"/memento/20261102080000/{url}",
    ):
        answer = reader.get(path)
        assert answer.status == 451
        assert answer.headers["link"] == '<https://record.example/leaf/17>; rel="blocked-by"'
        assert "Leaf 17" in answer.text


def test_an_address_cannot_break_out_of_a_link(captures):
    shown, serving = captures
    nasty = 'https://a.example/">x<b>; rel="x'
    shown.kept[9] = Shown(9, nasty, desk.after(), 200, "text/html", b"x")
    shown.mementos = lambda _url: type(shown).mementos(shown, nasty)
    reader = serving(shown)
    answer = reader.get("/timegate/" + quote(nasty, safe=":/"))
    assert answer.status == 302
    bare = "https://a.example/%22%3Ex%3Cb%3E;%20rel=%22x"
    assert answer.headers["link"].startswith(f'<{bare}>; rel="original", ')
    assert reader.get("/timegate/https://a.example/%0D%0ASet-Cookie:x").status == 404
