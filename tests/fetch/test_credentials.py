"""A request's own headers, and a credential that is sent to its host and kept nowhere."""

import gzip

import pytest
from tests.weather.server import Server, page

from walkback.fetch import Fetcher, FetchOptions
from walkback.model.exchange import OutcomeKind, Request

VALUE = "s3cret-Canary/+=value"


@pytest.fixture
def ask(clock):
    """One request, with the credential for the host it names."""
    made = []

    def one(request, values=None, **options):
        given = {"allow_net": ("127.0.0.0/8",), "robots": "ignore"} | options
        secrets = (values or {}).get
        made.append(Fetcher(FetchOptions(**given), clock=clock, secrets=secrets))
        (outcome,) = made[-1].fetch([request])
        return outcome

    yield one
    for each in made:
        each.close()


@pytest.fixture
def server():
    with Server(lambda _: page("fine")) as one:
        yield one


def named(server, kind="tiny"):
    return f"{kind}:{server.host}:{server.port}"


def test_headers_of_a_request_are_sent_and_kept_and_win_over_ours(ask, server):
    headers = (("Accept", "application/activity+json"), ("X-Page", "2"))
    outcome = ask(Request(server.url("/a"), headers=headers))
    sent = server.seen[0].head
    assert sent == outcome.exchanges[0].request_head
    assert sent.count(b"Accept: ") == 1
    assert b"Accept: application/activity+json\r\nX-Page: 2\r\n" in sent
    assert b"User-Agent: Walkback/" in sent


@pytest.mark.parametrize(
    "header",
    [("X\r\nEvil", "1"), ("X-Page", "1\r\nEvil: 1"), ("Host", "other"), ("Content-Length", "5")],
)
def test_a_header_that_would_frame_another_message_is_not_sent(ask, server, header):
    outcome = ask(Request(server.url("/a"), headers=(header,)))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.REFUSED, "header")
    assert server.seen == []


def test_a_credential_is_sent_and_withheld_from_what_is_kept(ask, server):
    outcome = ask(Request(server.url("/a"), secret=named(server)), {named(server): VALUE})
    assert f"Authorization: Bearer {VALUE}\r\n".encode() in server.seen[0].head
    kept = outcome.exchanges[0].request_head
    assert b"Authorization: Bearer [withheld]\r\n" in kept
    assert VALUE not in repr(outcome)


def test_a_credential_may_stand_in_another_header(ask, server):
    request = Request(server.url("/a"), headers=(("X-Key", "k={secret}"),), secret=named(server))
    outcome = ask(request, {named(server): VALUE})
    assert f"X-Key: k={VALUE}\r\n".encode() in server.seen[0].head
    assert b"Authorization" not in server.seen[0].head
    assert b"X-Key: k=[withheld]\r\n" in outcome.exchanges[0].request_head


def test_a_credential_goes_to_its_own_host_only_not_even_by_a_redirect(ask):
    with Server(lambda _: page("fine"), host="127.0.3.9") as other:
        led = page("", "302 Found", location=other.url("/b"))
        with Server(lambda _: led) as server:
            ask(Request(server.url("/a"), secret=named(server)), {named(server): VALUE})
            outcome = ask(Request(other.url("/b"), secret=named(server)), {named(server): VALUE})
        assert VALUE.encode() in server.seen[0].head
        assert [VALUE.encode() in seen.head for seen in other.seen] == [False]
    assert outcome.reason == "no-secret"
    assert "is not for http://127.0.3.9" in outcome.detail


def test_without_a_credential_nobody_is_asked_and_the_way_to_give_one_is_told(ask, server):
    outcome = ask(Request(server.url("/a"), secret=named(server)))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.REFUSED, "no-secret")
    assert f"walkback secret set {named(server)}" in outcome.detail
    assert server.seen == []


def test_a_credential_is_not_sent_over_plain_http_to_the_world(clock):
    secrets = {"tiny:social.example": VALUE}.get
    resolve = lambda _: ["203.0.114.7"]  # noqa: E731 - an address of the world
    with Fetcher(FetchOptions(robots="ignore"), clock=clock, resolve=resolve, secrets=secrets) as f:
        (outcome,) = f.fetch([Request("http://social.example/a", secret="tiny:social.example")])
    assert (outcome.reason, outcome.detail) == (
        "no-secret",
        "tiny:social.example is not sent over plain http",
    )


@pytest.mark.parametrize(
    "answer",
    [
        page(f"you sent {VALUE}"),
        page("you sent s3cret-Canary%2F%2B%3Dvalue"),
        page("hello", set_cookie=f"token={VALUE}"),
        page(gzip.compress(VALUE.encode()), content_encoding="gzip"),
        page("", "302 Found", location=f"/login?token={VALUE}"),
        page(f"bad token {VALUE}", "401 Unauthorized"),
    ],
    ids=["body", "encoded", "head", "compressed", "redirect", "refusal"],
)
def test_an_answer_that_repeats_the_credential_is_not_kept(ask, answer):
    with Server(lambda _: answer) as server:
        outcome = ask(Request(server.url("/a"), secret=named(server)), {named(server): VALUE})
    assert (outcome.kind, outcome.reason) == (OutcomeKind.UNREACHABLE, "secret-repeated")
    assert outcome.exchanges == ()
    assert VALUE not in repr(outcome)


def test_robots_txt_is_for_those_who_come_unasked(ask):
    rules = page("User-agent: *\nDisallow: /", content_type="text/plain")
    with Server({"/robots.txt": rules, "/a": page("fine")}) as server:
        asked = Request(server.url("/a"), secret=named(server))
        assert ask(asked, {named(server): VALUE}, robots="obey").kind is OutcomeKind.RECEIVED
        assert ask(Request(server.url("/a")), robots="obey").reason == "robots"
