"""Pages, look-ups, API and errors of the site, asked over a real connection."""

import json
from dataclasses import replace

import crowd
import desk
import pytest
from selectolax.lexbor import LexborHTMLParser

from walkback.errors import BadInput, RecordDamaged
from walkback.model.views import as_json
from walkback.publish import site

DIFF = "/statement/ferry/diff?from=1&to=2"
PAGES = [
    "/",
    "/statement/ferry",
    "/statement/sorry",
    "/statement/budget",
    DIFF,
    "/speakers",
    "/cases",
]
PAGES += ["/speaker/mira", "/speaker/halder", "/sources", "/source/source1", "/?kind=removed"]
PAGES += [
    "/?speaker=mira",
    "/?kind=restored",
    "/statement/ferry?version=1",
    "/check",
    "/case/story",
    "/?kind=all&channel=page&since=2026-11-01&until=2026-11-30",
    *("/search", "/search?q=ferry"),
    "/search?q=ferry&gone=1&speaker=mira&page=2",
    "/leaf/3",
]
OTHERS = ["/feed.atom", "/api/events", "/api/statements/ferry", "/api/status", "/healthz"]
OTHERS += ["/statement/ferry/bundle.wacz", "/api/cases", "/api/cases/story"]
OTHERS += [f"/static/{name}" for name in ("walkback.css", "desk.css", "mark.svg")]
REFUSED = {"/nowhere": 404, "/statement/none": 404, "/speaker/none": 404, "/?kind=bad": 400}
REFUSED |= {"/show?url=https://none.example/": 404, "/?page=0": 400, "/?page=x": 400}
REFUSED |= {"/statement/ferry?version=9": 404, "/statement/ferry/diff?from=-1": 400}
REFUSED |= {"/?since=soon": 400, "/?until=2026-02-31": 400, f"/search?q={'x' * 401}": 400}
REFUSED |= {"/leaf/40": 404, "/leaf/x": 404, "/capture/shot/view": 404, "/cases?page=9": 400}
REFUSED |= {"/sources?page=2": 400, "/?speaker=none": 404, "/static/../site.py": 404, "//x/": 404}
REFUSED |= {"/statement/ferry/": 404, "/docs": 404, "/openapi.json": 404, "/case/none": 404}
ELSEWHERE = ("/api/", "/feed.json", "/ledger/", "/timegate/", "/timemap/", "/memento/")
REFUSED_DATA = {"/api/none": 404, "/api/statements/none": 404, "/api/events?since=soon": 400}
REFUSED_DATA |= {"/api/events?newest=0": 400, "/api/events?kind=bad": 400}

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


class BrokenDesk(desk.FakeDesk):
    """A desk that fails as ``error`` says."""

    error: Exception = RuntimeError("a bug with /home/somebody/secret-place in it")

    def events(self, **_asked):
        raise self.error


def _words(answer):
    return " ".join(LexborHTMLParser(answer.body).css_first("main").text().split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_a_whole_page(story, path):
    answer = story.get(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tree = LexborHTMLParser(answer.body)
    assert len(tree.css("h1")) == 1
    assert len(tree.css("main")) == 1
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("a.skip").attributes["href"] == "#content"
    assert tree.css_first("title").text().endswith("| Walkback")
    assert not tree.css("style, [style]")
    assert {one.attributes.get("type") for one in tree.css("script")} <= {"application/ld+json"}


def test_every_route_carries_the_security_headers(story):
    asked = [*PAGES, *OTHERS, *REFUSED, *REFUSED_DATA, "/show?url=ferry"]
    for path in asked:
        answer = story.get(path)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
        assert "server" not in answer.headers, path


def test_the_list_of_routes_asked_above_is_whole():
    app = site(desk.story())
    known = {path.split("?")[0] for path in (*PAGES, *OTHERS)} | {"/show", "/capture/shot/view"}
    for route in app.routes:
        path = "/" if route.path.startswith(ELSEWHERE) else route.path  # test_outlets asks these
        path = path.replace("/speaker/{ref}", "/speaker/mira")
        path = path.replace("/source/{ref}", "/source/source1")
        path = path.replace("/case/{ref}", "/case/story").replace("cases/{ref}", "cases/story")
        path = path.replace("/leaf/{ref}", "/leaf/3").replace("capture/{ref}", "capture/shot")
        path = path.replace("{ref}", "ferry")
        assert path in known


@pytest.mark.parametrize(("path", "status"), REFUSED.items())
def test_what_cannot_be_shown_is_a_friendly_page(story, path, status):
    answer = story.get(path)
    assert answer.status == status
    assert "etag" not in answer.headers
    assert (
        "What happened lately" in answer.text
        or "what happened lately" in answer.text
        or ("What is watched" in answer.text)
    )


@pytest.mark.parametrize(("path", "status"), REFUSED_DATA.items())
def test_what_cannot_be_shown_is_json_under_api(story, path, status):
    answer = story.get(path)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    error = json.loads(answer.body)["error"]
    assert set(error) == {"what", "subject", "expected", "found", "todo"}
    assert error["what"]


def test_an_unknown_kind_is_told_which_there_are(story):
    assert "Expected one of published, edited, removed" in _words(story.get("/?kind=bad"))


def test_other_methods_are_refused_and_told_which_is_allowed(story):
    for method in ("POST", "PUT", "DELETE"):
        answer = story.get("/", method=method)
        assert answer.status == 405
        assert "GET" in answer.headers["allow"]
    assert story.get("/", method="HEAD").body == b""


def test_the_front_page_tells_the_story_in_sentences(story):
    told = _words(story.get("/?kind=all"))
    for sentence in (
        "Removed between Monday 18:02 and Tuesday 09:40 UTC, after at least 10 hours.",
        "Edited between 12:00 and 13:00 UTC, after at least 4 hours.",
        "Retracted Takes back The ferry at Tarn was unsafe for months, and the ministry knew, at",
        "Watching 4 sources with 3 statements; 1 source does not answer.",
    ):
        assert sentence in told
    days = [node.text() for node in LexborHTMLParser(story.get("/").body).css("h2.day-name")]
    assert days == ["Tuesday 3 November 2026", "Monday 2 November 2026"]
    assert "First seen" not in _words(story.get("/")), "what was walked back stands for itself"


def test_filters_are_links_and_filter(story):
    told = _words(story.get("/?kind=removed&speaker=mira"))
    assert "Removed between Monday" in told
    assert "Edited between" not in told
    assert "Statements of Mira Vossberg" in told
    tree = LexborHTMLParser(story.get("/?kind=removed").body)
    links = {node.attributes["href"] for node in tree.css(".chips a")}
    assert "/?kind=edited" in links
    narrow = LexborHTMLParser(story.get("/?speaker=mira&since=2026-11-01").body)
    links = {node.attributes["href"] for node in narrow.css(".chips a")}
    assert "/?kind=edited&speaker=mira&since=2026-11-01" in links
    assert narrow.css_first("details[open] #by-speaker").attributes["value"] == "mira"


def test_a_filter_that_leaves_nothing_shows_the_way_back(story):
    told = _words(story.get("/?kind=moved"))
    assert "The record holds no such event. Show all that was walked back" in told


def test_an_empty_record_tells_a_newcomer_what_to_do(serving):
    told = _words(serving(desk.FakeDesk()).get("/"))
    assert "walkback watch https://" in told
    assert "walkback run" in told


def test_a_record_that_has_not_looked_yet_says_so(serving):
    told = _words(serving(desk.FakeDesk(sources=desk.story().sources)).get("/"))
    assert "Nothing was walked back yet" in told
    assert "walkback poll" in told


def test_long_histories_are_paged_without_gap_or_repetition(serving):
    reader = serving(crowd.many(120))
    seen = []
    for page in (1, 2, 3):
        tree = LexborHTMLParser(reader.get(f"/?kind=all&page={page}").body)
        links = [node.attributes["href"] for node in tree.css(".act-foot a")]
        links = [link.split("#")[1] for link in links if "#" in link]
        assert len(links) == (50, 50, 20)[page - 1]
        seen += links
    assert seen == [f"event-event{number}" for number in reversed(range(120))]


def test_a_statement_page_shows_all_that_is_known(story):
    told = _words(story.get("/statement/ferry"))
    for sentence in (
        "No longer at any of its 2 addresses. Last seen 2 November 2026, 18:02 UTC",
        "Taken back on Tuesday 3 November 2026, 14:00 UTC, in On my remarks",
        "dated 2 November 2026, signed Office of Mira Vossberg",
        "The address answered 404 while another page of the site was there.",
        "gone-404-with-live-sibling",
        "k3f7q2mzv5a6bslw7e4r2t6y5u/14",
        "Leaf 13 of the ledger, event event3",
        "walkback verify record",
        "https://social.example/@mira/1151",
        "was told of a damaged hull",
        "What changed from version 1",
    ):
        assert sentence in told
    words = [
        LexborHTMLParser(story.get(f"/statement/ferry{query}").body).css_first("blockquote").text()
        for query in ("", "?version=1")
    ]
    assert ["knew of the cracked hull" in text for text in words] == [False, True]


def test_what_is_being_confirmed_is_told_in_plain_words(story):
    told = _words(story.get("/statement/budget"))
    assert "Being confirmed. It was not found at 2 looks since" in told
    assert "At its address." in told


def test_a_diff_marks_words_and_folds_what_stayed(story):
    tree = LexborHTMLParser(story.get(DIFF).body)
    running = tree.css_first(".one")
    assert running.css_first("del").text() == "knew of the cracked hull in March"
    assert running.css_first("ins").text() == "was told of a damaged hull"
    assert tree.css_first(".fold summary").text() == "5 unchanged passages"
    before, after = tree.css(".two")[0].css(".side")
    assert "knew of" in before.text()
    assert "was told" in after.text()


def test_a_diff_without_numbers_is_of_the_last_two_versions(story):
    assert story.get("/statement/ferry/diff").status == 200


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("https://social.example/@mira/1151", "/statement/ferry"),
        (desk.FERRY.url + "%3Fprint=1", "/statement/ferry"),
        ("%20sorry%20", "/statement/sorry"),
        ("https://halder.example/news/feed.xml", "/source/source3"),
        ("", "/"),
    ],
)
def test_any_address_leads_to_its_page(story, asked, path):
    answer = story.get(f"/show?url={asked}")
    assert (answer.status, answer.headers["location"]) == (303, path)


def test_a_listing_source_and_a_statement_find_each_other(story):
    assert story.get("/statement/source1").headers["location"] == "/source/source1"
    assert story.get("/source/ferry").headers["location"] == "/statement/ferry"


def test_an_address_not_in_the_record_is_shown_but_never_linked(story):
    answer = story.get("/show?url=https://bait.example/")
    assert answer.status == 404
    assert "https://bait.example/" in _words(answer)
    assert 'href="https://bait.example' not in answer.text


def test_sources_that_do_not_answer_come_first(story):
    tree = LexborHTMLParser(story.get("/sources").body)
    health = [node.css_first(".badge").text() for node in tree.css(".grid .source")]
    assert health == ["Blocked", "Answers", "Not looked at yet", "Answers"]
    assert "last good one 3 November 2026, 08:00 UTC" in _words(story.get("/sources"))


def test_lists_of_many_sources_are_paged(serving):
    places = [desk.source(n, f"https://p{n:03}.example/", "page", None) for n in range(250)]
    reader = serving(desk.FakeDesk(sources=tuple(places)))
    for page, count in ((1, 100), (2, 100), (3, 50)):
        answer = reader.get(f"/sources?page={page}")
        assert len(LexborHTMLParser(answer.body).css(".source")) == count
        assert len(answer.body) < 100_000
    assert reader.get("/sources?page=4").status == 400


# ---- unchanged pages ----


@pytest.mark.parametrize("path", [*PAGES, "/feed.atom", "/api/events", "/api/statements/ferry"])
def test_an_unchanged_page_costs_a_304(story, path):
    first = story.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = story.get(path, if_none_match=f'"other", W/{first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_a_304_asks_the_desk_for_nothing_but_its_size(serving):
    shown = desk.story()
    reader = serving(shown)
    tag = reader.get("/").headers["etag"]
    asked = shown.asked
    assert reader.get("/", if_none_match=tag).status == 304
    assert shown.asked == asked


def test_a_grown_ledger_and_another_process_make_pages_new(serving):
    shown = desk.story()
    reader = serving(shown)
    tag = reader.get("/").headers["etag"]
    assert serving(shown).get("/", if_none_match=tag).status == 200
    shown.size += 1
    assert reader.get("/", if_none_match=tag).status == 200


def test_tags_differ_by_path_and_query(story):
    tags = [story.get(path).headers["etag"] for path in PAGES]
    assert len(set(tags)) == len(PAGES)


def test_pages_that_show_more_than_the_ledger_dates_follow_their_content(serving):
    shown = desk.story()
    reader = serving(shown)
    tag = reader.get("/sources").headers["etag"]
    assert reader.get("/sources", if_none_match=tag).status == 304
    shown.sources = (replace(shown.sources[0], health="unreachable"), *shown.sources[1:])
    assert reader.get("/sources", if_none_match=tag).status == 200


# ---- programs ----


def test_the_api_gives_the_shapes_of_the_command_line(story):
    shown = desk.story()
    assert json.loads(story.get("/api/events").body) == as_json(shown.events())
    assert json.loads(story.get("/api/statements/ferry").body) == as_json(shown.show("ferry"))
    asked = "/api/events?kind=edited&speaker=mira&since=2026-11-02T09:00:00Z&newest=5"
    assert [item["id"] for item in json.loads(story.get(asked).body)] == ["event2"]


def test_status_does_not_say_where_on_the_machine_the_record_lies(story):
    body = story.get("/api/status").body
    assert json.loads(body)["folder"] == "record"
    assert b"secret-place" not in body


# ---- addresses ----


def test_the_host_header_is_never_used(serving):
    reader = serving(desk.story())
    for path in (*PAGES, "/feed.atom", "/show?url=ferry", "/speakers/", "/nowhere"):
        answer = reader.get(path, Host="evil.example", X_Forwarded_Host="evil.example")
        assert "evil.example" not in answer.text + str(answer.headers), path


def test_below_another_site_every_link_keeps_the_path(serving):
    reader = serving(desk.story(), base="https://press.example/record/")
    for path in PAGES:
        tree = LexborHTMLParser(reader.get(path).body)
        for node in tree.css("[href], [src], [action]"):
            found = node.attributes
            link = found.get("href") or found.get("src") or found.get("action")
            assert not link.startswith("/") or link.startswith("/record/"), (path, link)


@pytest.mark.parametrize("base", ["javascript:alert(1)", "record.example", "https://", "ftp://a/"])
def test_a_base_that_is_no_address_is_refused(base):
    with pytest.raises(BadInput, match="not a public address of a site") as refusal:
        site(desk.FakeDesk(), base=base)
    assert base in str(refusal.value)
    assert "as in https://record.example" in str(refusal.value)


# ---- our own faults ----


def test_a_bug_shows_no_inside_and_keeps_the_headers(serving):
    reader = serving(BrokenDesk())
    for path in ("/", "/api/events", "/feed.atom"):
        answer = reader.get(path)
        assert answer.status == 500
        assert "secret-place" not in answer.text
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Out of order for a moment" in reader.get("/").text


def test_a_damaged_record_is_a_503_without_its_folder(serving, caplog):
    broken = BrokenDesk()
    broken.error = RecordDamaged("bytes differ", subject="/home/somebody/secret-place/record")
    answer = serving(broken).get("/")
    assert answer.status == 503
    assert "The record cannot be read just now" in answer.text
    assert "secret-place" not in answer.text
    assert "secret-place" in caplog.text
