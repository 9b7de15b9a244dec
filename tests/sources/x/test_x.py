"""Conversations with the API of X, over real sockets, held to its published contract."""

import warnings
from datetime import UTC, datetime

import jsonschema
import pytest
from tests.sources.x import contract
from tests.sources.x.x_server import XServer

from walkback.model.conversation import Adapter, Sweeping
from walkback.model.exchange import OutcomeKind, Request
from walkback.sources.x import X

FERRY = "The night ferry stays, I promise."


@pytest.fixture
def server(secrets):
    served = XServer()
    secrets[f"x:{served.netloc}"] = served.token
    yield served
    served.close()
    if not contract.FILE.exists():
        warnings.warn("the contract of X is not here: requests were not held to it", stacklevel=1)
        return
    for path, answer in served.kept:
        contract.check(path, answer)


@pytest.fixture
def mira(server):
    return server.user("mira")


@pytest.fixture
def x(server):
    return X(server.url)


@pytest.fixture
def look(x, talk, mira):
    def ask(number, **memory):
        return talk(x.look(f"https://x.com/i/status/{number}", {"id": mira, **memory}))

    return ask


def test_it_is_an_adapter_that_sweeps():
    assert isinstance(X(), Adapter)
    assert isinstance(X(), Sweeping)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("@mira_v", "https://x.com/mira_v"),
        ("https://x.com/mira_v", "https://x.com/mira_v"),
        ("https://www.twitter.com/mira_v/with_replies", "https://x.com/mira_v"),
        ("https://mobile.twitter.com/mira_v/status/18?s=20", "https://x.com/mira_v"),
        ("https://x.com/i/status/18", None),
        ("https://x.com/search?q=ferry", None),
        ("https://x.com/a_name_that_is_too_long", None),
        ("https://xx.com/mira_v", None),
        ("https://x.com@evil.example/mira_v", None),
        ("mira_v", None),
    ],
)
def test_an_account_is_recognised_by_its_address_or_name(written, address):
    assert X().address(written) == address


def test_a_list_gives_the_figures_own_posts_and_only_new_ones_later(server, mira, x, talk):
    first = server.post(mira, FERRY)
    server.post(mira, "RT", referenced_posts=[{"type": "retweeted", "id": first}])
    listed = talk(x.list("https://x.com/mira", {}))
    assert [post.text for post in listed.posts] == [FERRY]
    assert listed.posts[0].url == f"https://x.com/i/status/{first}"
    assert listed.memory["id"] == mira
    second = server.post(mira, "And again")
    later = talk(x.list("https://x.com/mira", listed.memory))
    assert [post.text for post in later.posts] == ["And again"]
    assert later.memory["newest"] == second
    assert talk(x.list("https://x.com/mira", later.memory)).posts == ()


def test_a_renamed_account_is_the_same_account(server, mira, x, talk):
    server.post(mira, FERRY)
    before = talk(x.list("https://x.com/mira", {}))
    server.users[mira]["username"] = "mira_again"
    after = talk(x.list("https://x.com/mira", before.memory))
    assert after.account == "active"
    assert after.notes == ("the account @mira is called @mira_again now",)


def test_a_post_with_links_pictures_a_poll_and_a_quotation(server, mira, x, look):
    other = server.user("other")
    said = server.post(other, "The ferry is old.")
    number = server.post(
        mira,
        "Read https://t.co/a &amp; think https://t.co/p",
        entities={
            "urls": [
                {
                    "start": 5,
                    "end": 19,
                    "url": "https://t.co/a",
                    "expanded_url": "https://h.example/way",
                },
                {"start": 30, "end": 44, "url": "https://t.co/p", "media_key": "3_1"},
            ]
        },
        attachments={"media_keys": ["3_1"], "poll_ids": ["7"]},
        referenced_posts=[{"type": "quoted", "id": said}, {"type": "replied_to", "id": "12"}],
    )
    real = server._with
    server._with = lambda shown, errors: {
        "data": shown,
        "includes": {
            "media": [
                {
                    "media_key": "3_1",
                    "type": "photo",
                    "url": "https://i.example/1.png",
                    "alt_text": "A ferry",
                }
            ],
            "polls": [{"id": "7", "options": [{"position": 1, "label": "Stay", "votes": 3}]}],
            "posts": [server.posts[said]],
            "users": [server.users[mira]],
        },
    }
    answer = look(number)
    server._with = real
    post = answer.post
    assert post.text == "Read https://h.example/way & think\n\nStay"
    assert post.links == ("https://h.example/way",)
    assert [(one.url, one.alt) for one in post.pictures] == [("https://i.example/1.png", "A ferry")]
    assert (post.quoted, post.quotes) == ("The ferry is old.", f"https://x.com/i/status/{said}")
    assert post.reply_to == "https://x.com/i/status/12"
    assert f"https://twitter.com/mira/status/{number}" in answer.also


def test_edits_are_versions_of_one_post(server, mira, x, look, talk):
    first = server.post(mira, FERRY)
    newest = server.edit(first, "The night ferry goes.")
    for number in (first, newest):
        post = look(number).post
        assert post.url == f"https://x.com/i/status/{first}"
        assert post.text == "The night ferry goes."
        assert [version.text for version in post.earlier] == [FERRY]
    listed = talk(x.list("https://x.com/mira", {}))
    assert {post.url for post in listed.posts} == {f"https://x.com/i/status/{first}"}


def gone(answer):
    assert answer.post is None
    return answer.item, answer.account


def test_not_found_beside_an_author_who_shows_other_posts(server, mira, look):
    number = server.post(mira, FERRY)
    server.post(mira, "Another")
    server.state[number] = "resource-not-found"
    assert gone(look(number)) == ("missing", "active")


@pytest.mark.parametrize(
    "case",
    [
        ("resource-not-found", "gone", "gone"),
        ("resource-not-found", "suspended", "suspended"),
        ("not-authorized-for-resource", "suspended", "suspended"),
        ("not-authorized-for-resource", "protected", "private"),
        ("not-authorized-for-resource", "open", "unknown"),
    ],
)
def test_what_is_said_of_the_author_decides_what_an_absence_means(server, mira, look, case):
    kind, author, state = case
    number = server.post(mira, FERRY)
    server.state[number] = kind
    if author == "protected":
        server.users[mira]["protected"] = True
    elif author != "open":
        server.state[mira] = author
    assert gone(look(number)) == ("not-found", state)


def test_a_post_that_is_withheld_somewhere_is_there(server, mira, look):
    where = {"copyright": False, "country_codes": ["DE"], "scope": "post"}
    number = server.post(mira, FERRY, withheld=where)
    answer = look(number)
    assert (answer.item, answer.others) == ("present", {"withheld_in": ["DE"]})
    server.posts[number]["text"] = "This post from @mira has been withheld in DE"
    assert gone(look(number)) == ("withheld", "active")


def test_an_author_who_was_never_asked_for_leaves_it_open(server, mira, x, talk):
    number = server.post(mira, FERRY)
    server.state[number] = "resource-not-found"
    answer = talk(x.look(f"https://x.com/mira/status/{number}", {}))
    assert gone(answer) == ("not-found", "unknown")


def test_a_sweep_brings_what_is_shown_and_is_silent_about_the_rest(server, mira, x, talk, look):
    numbers = [server.post(mira, f"Statement {one}") for one in range(5)]
    server.state[numbers[1]] = "resource-not-found"
    server.state[numbers[2]] = "gap"
    server.edit(numbers[3], "Other words")
    urls = [f"https://x.com/i/status/{one}" for one in numbers]
    swept = talk(x.sweep(urls, {"id": mira}))
    assert set(swept) == {urls[0], urls[4]}
    assert swept[urls[0]] == look(numbers[0])


def test_a_gap_says_nothing(server, mira, look):
    number = server.post(mira, FERRY)
    server.state[number] = "gap"
    answer = look(number)
    assert (answer.outcome, answer.reason, answer.item) == (OutcomeKind.UNREACHABLE, "schema", "")


FAULTS = {
    "rate limit": (
        (429, {"x-rate-limit-reset": "1772442300"}, {"title": "Too Many Requests"}),
        (OutcomeKind.REFUSED, "http-429"),
    ),
    "login expiry": ((401, {}, {"title": "Unauthorized"}), (OutcomeKind.REFUSED, "login")),
    "plan": ((402, {}, {"title": "CreditsDepleted"}), (OutcomeKind.REFUSED, "plan")),
    "our own account": ((403, {}, {"title": "Forbidden"}), (OutcomeKind.REFUSED, "forbidden")),
    "no such path": ((404, {}, {"title": "Not Found"}), (OutcomeKind.REFUSED, "http-404")),
    "server error": ((500, {}, {}), (OutcomeKind.UNREACHABLE, "http-500")),
    "half an answer": ((200, {"Content-Length": "99"}, b'{"da'), (OutcomeKind.INCOMPLETE, "cut")),
    "other JSON": ((200, {}, {"posts": []}), (OutcomeKind.UNREACHABLE, "schema")),
    "no JSON": ((200, {}, b"<html>"), (OutcomeKind.UNREACHABLE, "schema")),
    "odd error": ((200, {}, {"errors": [{"code": 89}]}), (OutcomeKind.UNREACHABLE, "schema")),
    "unavailable": (
        (200, {}, {"errors": [{"type": "https://api.x.com/2/problems/resource-unavailable"}]}),
        (OutcomeKind.UNREACHABLE, "schema"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_we_were_refused_or_did_not_get_says_nothing_of_the_post(server, mira, look, fault):
    number = server.post(mira, FERRY)
    server.say, (kind, reason) = FAULTS[fault]
    answer = look(number)
    assert (answer.outcome, answer.reason) == (kind, reason)
    assert (answer.item, answer.account, answer.post) == ("", "", None)
    if fault == "rate limit":
        assert answer.retry_at == datetime.fromtimestamp(1772442300, UTC)


@pytest.mark.parametrize("state", ["resource-unavailable", "disallowed-resource", "internal-error"])
def test_a_problem_that_is_neither_absence_nor_refusal_is_no_absence(server, mira, look, state):
    number = server.post(mira, FERRY)
    server.post(mira, "Another")
    server.state[number] = state
    if state == "internal-error":
        server.kept = Forgetful()  # the contract wants no resource for it
    answer = look(number)
    assert (answer.outcome, answer.item) == (OutcomeKind.REFUSED, "")


class Forgetful(list):
    def append(self, _):
        pass


def test_reads_are_counted_as_the_plan_counts_them(server, mira, talk, x):
    number = server.post(mira, FERRY)
    counted = []

    def counting(conversation):
        request = next(conversation)
        while True:
            outcome = yield request
            counted.append(x.reads(outcome))
            try:
                request = conversation.send(outcome)
            except StopIteration as end:
                return end.value

    talk(counting(x.list("https://x.com/mira", {})))
    talk(counting(x.look(f"https://x.com/i/status/{number}", {"id": mira})))
    assert counted == [1, 1, 1]


def test_the_key_is_named_and_never_written(x):
    request = next(x.look("https://x.com/i/status/18", {}))
    assert isinstance(request, Request)
    assert request.secret == "x:" + request.url.split("/")[2]
    assert request.headers == ()


@pytest.mark.skipif(not contract.FILE.exists(), reason="the contract of X is not here")
@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/2/tweets?ids=18&tweet.fields=text", {}),
        ("/2/tweets?ids=18&post.fields=words", {}),
        ("/2/users/18/posts", {}),
        ("/2/tweets?ids=18", {"data": [{"id": 18}]}),
        ("/2/tweets?ids=18", {"errors": [{"type": "about:blank"}]}),
    ],
)
def test_the_contract_refuses_what_is_not_in_it(path, answer):
    with pytest.raises((AssertionError, jsonschema.ValidationError)):
        contract.check(path, answer)
