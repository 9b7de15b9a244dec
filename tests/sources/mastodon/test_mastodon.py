"""Conversations with a Mastodon server, over real sockets."""

import json
from datetime import UTC, datetime

import pytest
from mastodon import Mastodon as Client
from tests.sources.mastodon.mastodon_server import MastodonServer

from walkback.model.conversation import Adapter
from walkback.model.exchange import OutcomeKind
from walkback.sources.mastodon import Mastodon

FERRY = "<p>The night ferry stays, I promise.</p><p>Every winter.</p>"


@pytest.fixture
def server():
    served = MastodonServer()
    yield served
    served.close()


@pytest.fixture
def mira(server):
    return server.account("mira")


@pytest.fixture
def look(server, talk):
    def ask(number, memory=None):
        return talk(Mastodon().look(server.statuses[number]["url"], memory or {}))

    return ask


def test_an_independent_client_reads_our_server_as_mastodon(server, mira):
    number = server.post(mira, FERRY)
    server.edit(number, "<p>The night ferry goes.</p>")
    client = Client(api_base_url=server.url, version_check_mode="none")
    assert client.status(number).content == "<p>The night ferry goes.</p>"
    assert next(edit.content for edit in client.status_history(number)) == FERRY
    assert str(client.account_lookup("mira").id) == mira
    assert [str(one.id) for one in client.account_statuses(mira)] == [number]


def test_it_is_an_adapter():
    assert isinstance(Mastodon(), Adapter)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("@mira@social.example", "https://social.example/@mira"),
        ("mira@Social.Example", "https://social.example/@mira"),
        ("https://social.example/@mira", "https://social.example/@mira"),
        ("https://social.example/users/mira/", "https://social.example/@mira"),
        ("https://social.example:8443/@mira", "https://social.example:8443/@mira"),
        ("https://social.example/@mira/116000", None),
        ("https://www.youtube.com/@mira", None),
        ("https://evil.example@social.example/@mira", None),
        ("ftp://social.example/@mira", None),
        ("https://halder.example/news", None),
        ("mira", None),
        ("https://[broken/@mira", None),
    ],
)
def test_an_account_is_recognised_by_its_address_or_handle(written, address):
    assert Mastodon().address(written) == address


def test_a_list_gives_the_figures_own_words_newest_first(server, mira, talk):
    other = server.account("other")
    first = server.post(mira, FERRY)
    server.post(other, "<p>Not hers</p>")
    second = server.post(mira, "<p>And again.</p>")
    server.post(mira, "", reblog=server.statuses[first])
    server.post(mira, "<p>For friends</p>", visibility="private")
    listed = talk(Mastodon().list(f"{server.url}/@mira", {}))
    assert listed.outcome is OutcomeKind.RECEIVED
    assert [post.text for post in listed.posts] == [
        "And again.",
        "The night ferry stays, I promise.\n\nEvery winter.",
    ]
    assert listed.posts[1].url == f"{server.url}/@mira/{first}"
    assert listed.posts[1].published == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert listed.account == "active"
    assert listed.whole
    assert listed.memory["id"] == mira
    assert int(listed.memory["newest"]) >= int(second)


def test_later_lists_go_back_to_what_is_known_and_no_further(server, mira, talk):
    for number in range(100):
        server.post(mira, f"<p>Statement {number}</p>")
    first = talk(Mastodon().list(f"{server.url}/@mira", {}))
    assert len(first.posts) == 40
    for number in range(100, 150):
        server.post(mira, f"<p>Statement {number}</p>")
    second = talk(Mastodon().list(f"{server.url}/@mira", first.memory))
    assert len(second.posts) == 80
    assert "Statement 100" in [post.text for post in second.posts]


def test_a_status_with_all_that_it_shows(server, mira, look):
    number = server.post(
        mira,
        '<p>Read <a href="https://halder.example/long/way"><span class="invisible">https://</span>'
        '<span class="ellipsis">halder.example/long</span><span class="invisible">/way</span></a>'
        '<br>and <a class="mention" href="https://social.example/@otto">@otto</a> &amp; co</p>',
        spoiler_text="Ferry",
        media_attachments=[
            {"id": "1", "type": "image", "url": f"{server.url}/a.png", "description": "A ferry"},
            {
                "id": "2",
                "type": "video",
                "url": f"{server.url}/v.mp4",
                "preview_url": f"{server.url}/v.png",
                "description": None,
            },
        ],
        poll={"id": "9", "options": [{"title": "Stay", "votes_count": 4}, {"title": "Go"}]},
    )
    answer = look(number)
    post = answer.post
    assert answer.item == "present"
    assert post.text == (
        "Ferry\n\nRead https://halder.example/long/way\nand @otto & co\n\nStay\n\nGo"
    )
    assert post.links == ("https://halder.example/long/way",)
    assert [(one.url, one.alt) for one in post.pictures] == [
        (f"{server.url}/a.png", "A ferry"),
        (f"{server.url}/v.png", ""),
    ]
    assert answer.also == (f"{server.url}/users/mira/statuses/{number}",)


def test_words_quoted_from_another_are_kept_without_their_author(server, mira, look):
    other = server.account("other", display_name="Somebody Private")
    said = server.post(other, "<p>The ferry is old.</p>")
    number = server.post(
        mira,
        f'<p class="quote-inline">RE: <a href="{server.url}/@other/{said}">x</a></p><p>No.</p>',
        quote={"state": "accepted", "quoted_status": server.statuses[said]},
    )
    post = look(number).post
    assert (post.text, post.quoted) == ("No.", "The ferry is old.")
    assert "Somebody Private" not in repr(post)


def test_an_edit_brings_every_earlier_version(server, mira, look):
    number = server.post(mira, FERRY)
    server.edit(number, "<p>The night ferry goes.</p>")
    post = look(number).post
    assert post.text == "The night ferry goes."
    assert post.edited == datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
    assert [version.text for version in post.earlier] == [
        "The night ferry stays, I promise.\n\nEvery winter."
    ]


def gone(look, number, **memory):
    answer = look(number, memory)
    assert answer.post is None
    return answer.item, answer.account, answer.code


def test_not_found_beside_a_live_account_says_no_more_than_that(server, mira, look):
    server.post(mira, "<p>Before</p>")
    number = server.post(mira, FERRY)
    server.hidden.add(number)
    assert gone(look, number) == ("unlisted", "active", "404 Record not found")


def test_the_only_status_of_an_account_that_is_not_found_is_not_even_alone(server, mira, look):
    number = server.post(mira, FERRY)
    server.hidden.add(number)
    assert gone(look, number) == ("not-found", "active", "404 Record not found")


def test_a_status_that_its_account_still_lists_is_in_doubt(server, mira, look):
    number = server.post(mira, FERRY)
    real = server._status
    server._status = lambda steps: (404, {"error": "Record not found"})
    assert gone(look, number) == ("not-found", "unknown", "404, and its account lists it")
    server._status = real
    assert look(number).item == "present"


def test_a_suspended_account_is_the_platforms_act(server, mira, look):
    number = server.post(mira, FERRY)
    server.hidden.add(number)
    server.accounts[mira]["suspended"] = True
    assert gone(look, number)[1] == "suspended"


@pytest.mark.parametrize(("status", "state"), [(410, "gone"), (403, "suspended"), (404, "lost")])
def test_an_account_that_cannot_be_found_is_told_by_its_actor(server, mira, look, status, state):
    number = server.post(mira, FERRY)
    del server.accounts[mira]
    server.hidden.add(number)
    server.gone_actors["mira"] = status
    assert gone(look, number)[1] == state


def test_a_moved_account_is_told_with_its_new_address(server, mira, look, talk):
    number = server.post(mira, FERRY)
    server.hidden.add(number)
    there = {"id": "7", "url": "https://new.example/@mira"}
    server.accounts[mira]["moved"] = there
    answer = look(number)
    assert (answer.account, answer.others["moved_to"]) == ("unknown", "https://new.example/@mira")
    assert talk(Mastodon().list(f"{server.url}/@mira", {})).moved_to == "https://new.example/@mira"


def test_a_locked_account_that_shows_nothing_is_private(server, look):
    locked = server.account("kept", locked=True)
    number = server.post(locked, FERRY)
    server.hidden.add(number)
    assert gone(look, number)[1] == "private"


FAULTS = {
    "rate limit": (
        (429, {"X-RateLimit-Reset": "2026-03-02T10:05:00.000Z"}, b'{"error":"Throttled"}'),
        (OutcomeKind.REFUSED, "http-429"),
    ),
    "server error": ((503, {}, b"{}"), (OutcomeKind.UNREACHABLE, "http-503")),
    "half an answer": (
        (200, {"Content-Length": "900"}, b'{"id": "1160'),
        (OutcomeKind.INCOMPLETE, "cut"),
    ),
    "other JSON": ((200, {}, b'{"id": 5}'), (OutcomeKind.UNREACHABLE, "schema")),
    "no JSON": ((200, {}, b"<html>Just a moment...</html>"), (OutcomeKind.UNREACHABLE, "schema")),
    "404 of a proxy": ((404, {}, b"<html>404</html>"), (OutcomeKind.UNREACHABLE, "schema")),
    "deep JSON": ((200, {}, b"[" * 100_000), (OutcomeKind.UNREACHABLE, "schema")),
    "forbidden": ((403, {}, b"{}"), (OutcomeKind.REFUSED, "http-403")),
    "bad request": ((422, {}, b'{"error":"?"}'), (OutcomeKind.REFUSED, "http-422")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_we_were_refused_or_did_not_get_says_nothing_of_the_post(
    server, mira, look, talk, fault
):
    number = server.post(mira, FERRY)
    server.say, (kind, reason) = FAULTS[fault]
    answer = look(number)
    assert (answer.outcome, answer.reason) == (kind, reason)
    assert (answer.item, answer.account, answer.post) == ("", "", None)
    listed = talk(Mastodon().list(f"{server.url}/@mira", {}))
    assert (listed.outcome, listed.reason) == (kind, reason)


def test_a_rate_limit_says_until_when(server, mira, look):
    number = server.post(mira, FERRY)
    server.say = FAULTS["rate limit"][0]
    assert look(number).retry_at == datetime(2026, 3, 2, 10, 5, tzinfo=UTC)


def test_the_same_id_of_another_account_is_a_surprise(server, mira, look):
    number = server.post(mira, FERRY)
    assert look(number, {"id": "999"}).reason == "schema"


def test_a_server_that_wants_a_token_is_given_it_and_no_other_asks(server, mira, look, secrets):
    server.token = secrets[f"mastodon:{server.netloc}"] = "t0ken"
    number = server.post(mira, FERRY)
    answer = look(number)
    assert (answer.item, answer.memory["signed"]) == ("present", True)
    secrets.clear()
    assert (look(number).outcome, look(number).reason) == (OutcomeKind.REFUSED, "no-secret")


def test_a_token_that_ended_is_a_login_and_no_absence(server, mira, look, secrets):
    server.token, secrets[f"mastodon:{server.netloc}"] = "new", "old"
    answer = look(server.post(mira, FERRY), {"signed": True})
    assert (answer.outcome, answer.reason, answer.item) == (OutcomeKind.REFUSED, "login", "")


@pytest.mark.parametrize(
    "body",
    [
        {"id": "116", "content": "x", "url": "javascript:alert(1)", "visibility": "public"},
        {"id": "116", "content": None, "visibility": "public"},
        {"id": "116", "content": "x", "url": "https://a.example/", "created_at": "yesterday"},
        [],
        "x",
        None,
    ],
)
def test_a_status_of_another_shape_is_a_surprise_and_no_fault(server, mira, look, body):
    number = server.post(mira, FERRY)
    server.say = (200, {}, json.dumps(body).encode())
    assert look(number).reason == "schema"


def test_the_stream_tells_when_to_look_and_what_is_not_ours_tells_nothing(server, mira):
    other = server.account("other")
    mine, theirs = server.post(mira, FERRY), server.post(other, "<p>Not hers</p>")
    source = f"{server.url}/@mira"
    (ear,) = Mastodon().ears({source: {"id": mira}, "https://b.example/@new": {}}, {})
    assert ear.address() == f"ws://{server.netloc}/api/v1/streaming?stream=public:local"

    def heard(event, payload):
        message = json.dumps({"stream": ["public:local"], "event": event, "payload": payload})
        return [(one.what, one.url) for one in ear.hear(message.encode())]

    url = f"{source}/{mine}"
    assert heard("update", json.dumps(server.statuses[mine])) == [("posted", url)]
    assert heard("status.update", json.dumps(server.statuses[mine])) == [("edited", url)]
    assert heard("delete", mine) == [("deleted", url)]
    assert heard("update", json.dumps(server.statuses[theirs])) == []
    assert heard("notification", "{}") == heard("update", "[1") == heard("delete", 5) == []
    assert ear.hear(b"\xff") == ear.hear(b"[" * 10**5) == ()
