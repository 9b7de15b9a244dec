"""From a handle to an account, and its list: who may say so, and what is remembered."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from tests.bluesky_repo import POSTS, START, Repo, post, tid

from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.sources.bluesky import Bluesky
from walkback.sources.bluesky.addresses import post_url
from walkback.sources.bluesky.proofs import prove

PLC, VIEW, PDS = "https://plc.directory", "https://public.api.bsky.app", "https://pds.example"
RESOLVE = f"{VIEW}/xrpc/com.atproto.identity.resolveHandle?handle="
LIST = f"{PDS}/xrpc/com.atproto.repo.listRecords?repo="
SOURCE = "https://bsky.app/profile/ada.example"
ADA = Repo(1)
ADA.commit(START)


class Net:
    """Answers by address; what is not there does not answer."""

    def __init__(self, **answers):
        self.answers, self.asked, self.at = answers, [], START

    def say(self, url, value, status=200, head=b""):
        self.answers[url] = (status, value, head)
        return self

    def hold(self, conversation):
        outcome = None
        while True:
            try:
                request = conversation.send(outcome)
            except StopIteration as end:
                return end.value
            assert isinstance(request, Request)
            self.asked.append(request.url)
            outcome = self._outcome(request)

    def _outcome(self, request):
        if request.url not in self.answers:
            return Outcome(request, OutcomeKind.UNREACHABLE, self.at, "dns")
        status, value, head = self.answers[request.url]
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        exchange = Exchange(
            request.url, self.at, b"", status, b"HTTP/1.1 \r\n" + head, body, "192.0.2.1"
        )
        kind = {200: OutcomeKind.RECEIVED, 404: OutcomeKind.GONE, 410: OutcomeKind.GONE}
        found = kind.get(status, OutcomeKind.REFUSED)
        return Outcome(request, found, self.at, f"http-{status}", "", (exchange,), body)


@pytest.fixture
def net():
    found = Net()
    found.say(RESOLVE + "ada.example", {"did": ADA.did})
    found.say(f"{PLC}/{ADA.did}", ADA.document())
    return found.say(*listed([]))


def listed(keys, *, cursor="", after="", repo=ADA, pds=PDS):
    did = quote(repo.did, safe=":")
    url = f"{LIST.replace(PDS, pds)}{did}&collection={POSTS}&limit=100"
    records = [
        {"uri": f"at://{repo.did}/{POSTS}/{key}", "cid": "x", "value": post(f"Words {key}.")}
        for key in keys
    ]
    end = {"cursor": cursor} if cursor else {}
    return url + (f"&cursor={after}" if after else ""), {"records": records, **end}


def test_a_handle_leads_to_a_did_a_document_and_the_accounts_own_host(net):
    net.say(*listed(["3kb", "3ka"]))
    found = net.hold(Bluesky().list(SOURCE, {}))
    assert [one.url for one in found.posts] == [post_url(ADA.did, "3kb"), post_url(ADA.did, "3ka")]
    assert (found.account, found.whole, found.memory["newest"]) == ("active", True, "3kb")
    assert (found.memory["did"], found.memory["pds"]) == (ADA.did, PDS)
    assert found.memory["handle"] == "ada.example"


def test_what_is_remembered_is_not_asked_again(net):
    memory = dict(net.hold(Bluesky().list(SOURCE, {})).memory)
    net.asked.clear()
    net.hold(Bluesky().list(SOURCE, memory))
    assert net.asked == [listed([])[0]]


def test_where_the_resolver_is_down_the_handles_own_site_is_asked(net):
    del net.answers[RESOLVE + "ada.example"]
    net.say("https://ada.example/.well-known/atproto-did", ADA.did.encode() + b"\n")
    assert net.hold(Bluesky().list(SOURCE, {})).memory["did"] == ADA.did


def test_a_handle_that_the_account_does_not_own_up_to_is_not_believed(net):
    net.say(f"{PLC}/{ADA.did}", ADA.document(handle="somebody-else.example"))
    found = net.hold(Bluesky().list(SOURCE, {}))
    assert (found.outcome, found.reason) == ("unreachable", "handle-unconfirmed")
    assert found.posts == ()


def test_a_handle_that_an_account_claims_and_that_leads_elsewhere_is_no_alias(net):
    net.say(RESOLVE + "ada.example", {"did": Repo(2).did})
    found = net.hold(Bluesky().list(f"https://bsky.app/profile/{ADA.did}", {}))
    assert found.account == "active"
    assert found.memory["handle"] == ""


def test_an_account_that_is_known_outlives_its_handle(net):
    """Somebody else may take the old handle: the account that was watched is still the same."""
    memory = dict(net.hold(Bluesky().list(SOURCE, {})).memory)
    net.say(RESOLVE + "ada.example", {"did": Repo(2).did})
    assert net.hold(Bluesky().list(SOURCE, memory)).memory["did"] == ADA.did


def test_once_a_day_the_document_is_read_without_need(net):
    memory = dict(net.hold(Bluesky().list(SOURCE, {})).memory)
    net.say(RESOLVE + "ada-new.example", {"did": ADA.did})
    net.say(f"{PLC}/{ADA.did}", ADA.document(handle="ada-new.example"))
    net.at = START + timedelta(hours=23)
    assert net.hold(Bluesky().list(SOURCE, memory)).notes == ()
    net.at = START + timedelta(hours=24)
    found = net.hold(Bluesky().list(SOURCE, memory))
    assert found.notes == ("its handle was ada.example and is now ada-new.example",)


def test_a_new_host_is_found_when_the_old_one_does_not_answer(net):
    memory = dict(net.hold(Bluesky().list(SOURCE, {})).memory)
    new = "https://new.example"
    del net.answers[listed([])[0]]
    net.say(f"{PLC}/{ADA.did}", ADA.document(pds=new)).say(*listed(["3kc"], pds=new))
    found = net.hold(Bluesky().list(SOURCE, memory))
    assert [one.text for one in found.posts] == ["Words 3kc."]
    assert found.memory["pds"] == new


def test_a_list_goes_back_to_where_the_last_one_began(net):
    keys = [f"3k{n:03}" for n in range(300, 0, -1)]
    net.say(*listed(keys[:100], cursor=keys[99]))
    net.say(*listed(keys[100:200], cursor=keys[199], after=keys[99]))
    net.say(*listed(keys[200:], cursor=keys[299], after=keys[199]))
    first = net.hold(Bluesky().list(SOURCE, {}))
    assert len(first.posts) == 100
    again = net.hold(Bluesky().list(SOURCE, {**first.memory, "newest": "3k150"}))
    assert (len(again.posts), again.whole, again.memory["newest"]) == (200, True, "3k300")


def test_a_record_that_is_no_post_leaves_a_gap_that_is_said(net):
    url, value = listed(["3kb", "3ka"])
    value["records"][0]["value"] = {"$type": POSTS, "text": None}
    found = net.hold(Bluesky().list(SOURCE, net.say(url, value) and {}))
    assert ([one.text for one in found.posts], found.whole) == (["Words 3ka."], False)


@pytest.mark.parametrize(
    ("did", "document"),
    [
        ("did:web:ada.example", "https://ada.example/.well-known/did.json"),
        ("did:web:localhost%3A8080", "https://localhost:8080/.well-known/did.json"),
    ],
)
def test_a_did_of_a_web_site_has_its_document_there(did, document):
    repo = Repo(5)
    repo.did = did
    net = Net().say(document, repo.document()).say(*listed(["3ka"], repo=repo))
    found = net.hold(Bluesky().list(f"https://bsky.app/profile/{did}", {}))
    assert (found.account, len(found.posts)) == ("active", 1)


@pytest.mark.parametrize("did", ["did:web:ada.example:users:1", "did:example:1", "did:web:a%2Fb"])
def test_a_did_of_another_kind_is_not_asked_for(did):
    net = Net()
    assert net.hold(Bluesky().list(f"https://bsky.app/profile/{did}", {})).outcome in (
        OutcomeKind.UNREACHABLE,
        OutcomeKind.REFUSED,
    )
    assert net.asked == []


@pytest.mark.parametrize(
    "change",
    [
        {"id": "did:plc:somebodyelse"},
        {"service": []},
        {"service": "x"},
        {"verificationMethod": [{"id": "#atproto", "publicKeyMultibase": "zzz"}]},
        {"service": [{"id": "#atproto_pds", "serviceEndpoint": "file:///etc/passwd"}]},
        {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://a:b@pds.example"}]},
    ],
)
def test_a_document_that_is_not_whole_is_no_account(net, change):
    net.say(f"{PLC}/{ADA.did}", ADA.document() | change)
    found = net.hold(Bluesky().list(SOURCE, {}))
    assert (found.outcome, found.reason, found.account) == ("unreachable", "schema", "")


def test_a_directory_that_knows_no_such_did_says_nothing_of_the_account(net):
    net.say(f"{PLC}/{ADA.did}", {"message": "DID not registered"}, 404)
    found = net.hold(Bluesky().list(SOURCE, {}))
    assert (found.outcome, found.account) == ("unreachable", "")


def test_a_did_that_its_owner_ended_is_gone(net):
    net.say(f"{PLC}/{ADA.did}", {"message": "DID not available"}, 410)
    found = net.hold(Bluesky().list(SOURCE, {}))
    assert (found.outcome, found.account) == ("gone", "gone")


def test_a_look_at_what_is_no_post_asks_nobody():
    net = Net()
    for url in ("https://bsky.app/profile/ada.example", "https://ada.example/"):
        assert net.hold(Bluesky().look(url, {})).reason == "address"
    assert net.asked == []


def test_a_revision_of_the_future_is_not_remembered(net):
    """It would make every later proof a stale one."""
    repo = Repo(1)
    repo.commit(START + timedelta(days=900), [("put", f"{POSTS}/{tid(START)}", post("x"))])
    base = f"{PDS}/xrpc/com.atproto.sync.getRecord?did={repo.did}&collection={POSTS}"
    net.say(f"{base}&rkey={tid(START)}", repo.car(f"{POSTS}/{tid(START)}"))
    proof = prove(repo.car(f"{POSTS}/{tid(START)}"), repo.did, f"{POSTS}/{tid(START)}", repo.key)
    shown = {"uri": "x", "cid": proof.cid, "value": proof.record}
    base = f"{PDS}/xrpc/com.atproto.repo.getRecord?repo={repo.did}&collection={POSTS}"
    net.say(f"{base}&rkey={tid(START)}", shown)
    net.at = datetime(2026, 2, 1, tzinfo=UTC)
    found = net.hold(Bluesky().look(post_url(ADA.did, tid(START)), {}))
    assert (found.item, found.memory["rev"]) == ("present", "")


def test_a_post_deleted_by_a_device_with_a_fast_clock_is_deleted_all_the_same(net):
    """Its key is ahead of the host's revisions; so is a restored backup's, but by far more."""
    repo = Repo(1)
    for ahead, item in ((timedelta(minutes=5), "proved-absent"), (timedelta(hours=2), "")):
        repo.commit(START)
        rkey = tid(START + ahead)
        url = f"{PDS}/xrpc/com.atproto.sync.getRecord?did={repo.did}&collection={POSTS}&rkey={rkey}"
        net.say(url, repo.car(f"{POSTS}/{rkey}"))
        status = f"{PDS}/xrpc/com.atproto.sync.getRepoStatus?did={repo.did}"
        net.say(status, {"did": repo.did, "active": True})
        net.at = START + timedelta(hours=9)
        assert net.hold(Bluesky().look(post_url(repo.did, rkey), {})).item == item


@pytest.mark.parametrize(
    ("reset", "waits"),
    [(600, True), (-5, False), (90_000, False), (None, False)],
)
def test_a_host_that_has_had_enough_of_us_is_left_alone_until_it_says(net, reset, waits):
    at = START + timedelta(seconds=reset or 0)
    head = f"RateLimit-Reset: {at.timestamp():.0f}\r\n" if reset else "RateLimit-Reset: soon\r\n"
    net.say(listed([])[0], {"error": "RateLimitExceeded"}, 429, head.encode())
    found = net.hold(Bluesky().list(SOURCE, {}))
    assert (found.outcome, found.reason, found.posts) == ("refused", "http-429", ())
    assert found.retry_at == (at if waits else None)
