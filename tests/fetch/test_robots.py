"""robots.txt as RFC 9309 has it, asked for once a day, and never a reason to call a page gone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weather.server import CLOSE, RESET, Server, page

from walkback.fetch.robots import LARGEST, parse_robots
from walkback.model.exchange import OutcomeKind as Kind
from walkback.model.exchange import Request


def allows(text, target):
    return not parse_robots(text.encode()).refusal(target)


@pytest.mark.parametrize(
    ("text", "target", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Walkback\nDisallow: /x", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: walkback\nAllow: /", "/a", True),
        ("User-agent: WALKBACK/2.0\nDisallow: /", "/a", False),
        ("User-agent: walkbackother\nDisallow: /", "/a", True),
        ("User-agent: a\nUser-agent: walkback\nDisallow: /x", "/x", False),
        ("User-agent: walkback\nDisallow: /x\nUser-agent: b\nDisallow: /y", "/y", True),
        ("User-agent: walkback\nDisallow: /x\nUser-agent: walkback\nDisallow: /y", "/x", False),
        ("User-agent: walkback\nDisallow: /x\nUser-agent: walkback\nDisallow: /y", "/y", False),
        ("User-agent: walkback\n\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /x\nAllow: /x/y", "/x/y/z", True),
        ("User-agent: *\nAllow: /x/y\nDisallow: /x", "/x/z", False),
        ("User-agent: *\nAllow: /x\nDisallow: /x", "/x", True),
        ("User-agent: *\nDisallow: /x", "/xy", False),
        ("User-agent: *\nDisallow: /x$", "/xy", True),
        ("User-agent: *\nDisallow: /x$", "/x", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf/b.pdf", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-c-b-c", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-c-b", True),
        ("User-agent: *\nDisallow: /ab*ba$", "/aba", True),
        ("User-agent: *\nDisallow: *print", "/x?print", False),
        ("User-agent: *\nDisallow: /*?", "/x?a=1", False),
        ("User-agent: *\nDisallow: x", "/x", False),
        ("User-agent: *\nDisallow: /über", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /%c3%bcber", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /%7Ename", "/~name", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /a|b", "/a%7Cb", False),
        ("User-agent: *\nDisallow: /a%zz", "/a%zz", False),
        ("User-agent: * # all\nDisallow: /x # secret", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\rDisallow: /x", "/x", False),
        ("user-AGENT : *\n DISALLOW\t: /x", "/x", False),
        ("Disallow: /x", "/x", True),
        (
            "Sitemap: http://town.example/s\nUser-agent: *\nCrawl-delay: 5\nDisallow: /x",
            "/x",
            False,
        ),
        ("<html><body>Disallow: /</body></html>", "/a", True),
    ],
)
def test_the_longest_rule_of_the_group_that_names_us_decides(text, target, allowed):
    assert allows(text, target) is allowed


def test_a_line_that_the_size_limit_cuts_does_not_count():
    text = "User-agent: *\nDisallow: /x\n" + "#" * (LARGEST - 40) + "\nDisallow: /yes-and-no\n"
    assert len(text) > LARGEST
    assert not allows(text, "/x")
    assert allows(text, "/yes")


def test_many_stars_take_no_time():
    assert allows("User-agent: *\nDisallow: /" + "*a" * 5000 + "b$", "/" + "a" * 8000)


@given(st.binary(max_size=200), st.text(alphabet="/ab%2f?*$", max_size=20))
def test_no_file_makes_reading_it_raise(data, path):
    parse_robots(b"User-agent: *\n" + data).refusal("/" + path)


RULES = page("User-agent: walkback\nDisallow: /private\n", content_type="text/plain")


def test_a_forbidden_page_is_refused_and_not_asked_for(ask):
    with Server({"/robots.txt": RULES, "/open": page("words")}) as server:
        refused = ask(server.url("/private/a?b"), robots="obey")
        received = ask(server.url("/open"), robots="obey")
        assert server.paths() == ["/robots.txt", "/robots.txt", "/open"]
        assert (refused.kind, refused.reason) == (Kind.REFUSED, "robots")
        assert refused.detail == f"{server.url('/robots.txt')}: Disallow: /private"
        assert refused.exchanges == ()
        assert received.content == b"words"


def test_the_policy_can_be_to_ignore_it(ask):
    with Server({"/robots.txt": RULES, "/private": page("words")}) as server:
        assert ask(server.url("/private"), robots="ignore").content == b"words"
        assert server.paths() == ["/private"]


def test_it_is_asked_for_once_a_day_and_origin(fetcher, clock):
    def answer(head):
        return RULES if b"robots.txt" in head else page("words")

    with Server(answer) as here, Server(answer, host="127.0.0.2") as there:
        one = fetcher(robots="obey")
        urls = [server.url(f"/{number}") for number in range(30) for server in (here, there)]
        for _ in range(2):
            assert all(outcome.content for outcome in one.fetch(map(Request, urls)))
        assert here.paths().count("/robots.txt") == there.paths().count("/robots.txt") == 1
        clock.now += timedelta(hours=25)
        list(one.fetch(map(Request, urls)))
        assert here.paths().count("/robots.txt") == 2
        assert len(here.seen) == 92


@pytest.mark.parametrize(
    "answer",
    [
        page("no", status="404 Not Found"),
        page("no", status="403 Forbidden"),
        page("oops", status="500 Internal Server Error"),
        page("later", status="503 Service Unavailable"),
        [RESET],
        [RULES[:-3], CLOSE],
        page("", status="302 Found", location="file:///etc/passwd"),
        page("", status="302 Found", location="/robots.txt"),
    ],
)
def test_a_robots_txt_that_cannot_be_had_leaves_the_page_to_answer_for_itself(ask, answer):
    with Server({"/robots.txt": answer, "/private": page("words")}) as server:
        assert ask(server.url("/private"), robots="obey").content == b"words"


def test_a_robots_txt_that_could_not_be_had_is_asked_for_again_after_an_hour(fetcher, clock):
    answers = {"/robots.txt": page("oops", status="500 X"), "/private": page("words")}
    with Server(answers) as server:
        one = fetcher(robots="obey")
        wanted = [Request(server.url("/private"))]
        assert [outcome.kind for outcome in one.fetch(wanted)] == [Kind.RECEIVED]
        answers["/robots.txt"] = RULES
        clock.now += timedelta(minutes=59)
        assert [outcome.kind for outcome in one.fetch(wanted)] == [Kind.RECEIVED]
        clock.now += timedelta(minutes=2)
        assert [outcome.reason for outcome in one.fetch(wanted)] == ["robots"]


def test_a_robots_txt_beyond_its_limit_counts_up_to_it(ask):
    long = page("User-agent: *\nDisallow: /private\n" + "# more\n" * 200_000)
    with Server({"/robots.txt": long, "/private": page("words")}) as server:
        assert ask(server.url("/private"), robots="obey").reason == "robots"


def test_a_redirected_robots_txt_holds_for_the_site_that_redirects(ask):
    answers = {
        "/robots.txt": page("", status="301 M", location="/rules.txt"),
        "/rules.txt": RULES,
    }
    with Server(answers) as server:
        assert ask(server.url("/private"), robots="obey").reason == "robots"


def test_each_hop_is_checked_against_its_own_site(ask):
    with (
        Server({"/robots.txt": RULES, "/private": page("words")}, host="127.0.0.2") as there,
        Server({"/a": page("", status="302 F", location=there.url("/private"))}) as here,
    ):
        outcome = ask(here.url("/a"), robots="obey")
        assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "robots")
        assert [exchange.status for exchange in outcome.exchanges] == [302]
        assert there.paths() == ["/robots.txt"]
