"""The firehose: what is heard of watched accounts, verified; nothing of all others."""

from datetime import timedelta

import libipld
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bluesky_repo import POSTS, START, Repo, frame, post, tid

from walkback.model.conversation import Pushing
from walkback.sources.bluesky import Bluesky, Firehose
from walkback.sources.bluesky.addresses import post_url

RELAY = "https://relay.example"
SOURCE = "https://bsky.app/profile/ada.example"
M = timedelta(minutes=1)
_WATCHED = Repo(3)


@pytest.fixture
def ada():
    repo = Repo(1)
    repo.commit(START, [("put", f"{POSTS}/{tid(START + n * M)}", post(f"{n}.")) for n in range(50)])
    return repo


def memory(repo):
    return {"did": repo.did, "pds": "https://pds.example", "key": repo.key.text, "handle": ""}


def ear(*repos, cursor=None):
    return Firehose(RELAY, {f"{SOURCE}/{n}": memory(repo) for n, repo in enumerate(repos)}, cursor)


def test_the_adapter_gives_an_ear_for_each_host_of_its_accounts(ada):
    adapter = Bluesky()
    assert isinstance(adapter, Pushing)
    near = {SOURCE: memory(ada), "s2": memory(Repo(2)), "s3": {}}
    far = {"s4": memory(Repo(4)) | {"pds": "https://other.example"}}
    other, here = adapter.ears({**near, **far}, {"https://pds.example": "77"})
    assert here.address() == "wss://pds.example/xrpc/com.atproto.sync.subscribeRepos?cursor=77"
    assert other.address() == "wss://other.example/xrpc/com.atproto.sync.subscribeRepos"
    assert len(here.heeds) == 2
    assert adapter.ears({}, {}) == []


def test_for_accounts_of_many_hosts_the_relay_is_listened_to(ada):
    hosts = {f"s{n}": memory(Repo(n)) | {"pds": f"https://pds{n}.example"} for n in range(9)}
    (found,) = Bluesky().ears(hosts, {"https://bsky.network": "5"})
    assert found.stream == "https://bsky.network"
    assert found.cursor == "5"
    assert len(found.heeds) == 9


def test_a_post_an_edit_and_a_deletion_are_told_with_their_proof(ada):
    listening, rkey = ear(ada), tid(START + 60 * M)
    acts = [
        ada.put(rkey, post("Once."), START + 61 * M),
        ada.put(rkey, post("Once, but otherwise."), START + 62 * M),
        ada.delete(rkey, START + 63 * M),
    ]
    told = [
        one for seq, act in enumerate(acts, 5) for one in listening.hear(frame("#commit", seq, act))
    ]
    assert [(one.what, one.item) for one in told] == [
        ("posted", ""),
        ("edited", ""),
        ("deleted", "tombstone"),
    ]
    assert {one.url for one in told} == {post_url(ada.did, rkey)}
    assert {one.source for one in told} == {f"{SOURCE}/0"}
    assert {one.others["proof"] for one in told} == {"verified"}
    assert told[2].at == START + 63 * M
    assert listening.cursor == "7"


def test_a_deletion_among_other_acts_is_proved_and_brings_no_words_along(ada):
    gone, rkey = tid(START + M), tid(START + 80 * M)
    changes = [("delete", f"{POSTS}/{gone}", None), ("put", f"{POSTS}/{rkey}", post("New words."))]
    deleted, posted = ear(ada).hear(frame("#commit", 1, ada.commit(START + 81 * M, changes)))
    assert (deleted.item, deleted.message) == ("tombstone", b"")
    assert b"New words." in posted.message


def test_of_accounts_that_nobody_watches_only_the_place_is_kept(ada):
    listening, stranger = ear(ada), Repo(2)
    act = stranger.put(tid(START), post("Not for us."), START)
    assert listening.hear(frame("#commit", 12, act)) == ()
    assert listening.cursor == "12"


def test_likes_and_reposts_of_a_watched_account_are_no_statements(ada):
    act = ada.commit(START + M, [("put", "app.bsky.feed.repost/3kabc", {"subject": {}})])
    assert ear(ada).hear(frame("#commit", 1, act)) == ()


def test_a_deletion_that_the_account_did_not_sign_is_a_hint_and_no_proof(ada):
    rkey = tid(START + M)
    forger = Repo(9)
    forger.did, forger.records = ada.did, dict(ada.records)
    (told,) = ear(ada).hear(frame("#commit", 1, forger.delete(rkey, START + 70 * M)))
    assert (told.what, told.item, told.others["proof"]) == ("deleted", "", "none")
    assert "not signed with the account's key" in told.code


def test_a_deletion_of_what_still_stands_in_the_signed_tree_is_no_proof(ada):
    act = ada.put(tid(START + M), post("It is still here."), START + 70 * M)
    act["ops"][0] |= {"action": "delete", "cid": None}
    (told,) = ear(ada).hear(frame("#commit", 1, act))
    assert (told.item, told.code) == ("", "unverified: the signed tree says otherwise")


@pytest.mark.parametrize("name", ["rev", "commit"])
def test_an_event_that_names_another_commit_than_it_brings_proves_nothing(ada, name):
    other = Repo(1)
    other.commit(START + 99 * M)
    act = ada.delete(tid(START + M), START + 70 * M)
    act[name] = other.rev if name == "rev" else other.head
    (told,) = ear(ada).hear(frame("#commit", 1, act))
    assert told.item == ""
    assert "another commit" in told.code


def test_a_commit_that_follows_one_we_did_not_hear_is_a_gap(ada):
    listening = ear(ada)
    listening.hear(frame("#commit", 1, ada.put(tid(START + 60 * M), post("a"), START + 60 * M)))
    ada.put(tid(START + 61 * M), post("never sent"), START + 61 * M)
    act = ada.put(tid(START + 62 * M), post("b"), START + 62 * M)
    told = listening.hear(frame("#commit", 3, act))
    assert [one.what for one in told] == ["gap", "posted"]


def test_a_commit_that_is_sent_twice_is_told_once(ada):
    listening, again = ear(ada), ear(ada)
    act = frame("#commit", 1, ada.delete(tid(START + M), START + 60 * M))
    (told,) = listening.hear(act)
    assert listening.hear(act) == ()
    # After a restart it has the id that is known.
    assert [one.id for one in again.hear(act)] == [told.id]


@pytest.mark.parametrize(
    ("said", "account", "code"),
    [
        ({"active": True}, "active", ""),
        ({"active": False, "status": "deactivated"}, "deactivated", "deactivated"),
        ({"active": False, "status": "deleted"}, "gone", "deleted"),
        ({"active": False, "status": "takendown"}, "suspended", "takendown"),
        ({"active": False, "status": "suspended"}, "suspended", "suspended"),
        ({"active": False}, "lost", "inactive"),
        ({"active": False, "status": "new-word"}, "unknown", "new-word"),
    ],
)
def test_how_an_account_is_is_told_in_its_hosts_words(ada, said, account, code):
    (told,) = ear(ada).hear(frame("#account", 4, {"did": ada.did, "time": "", **said}))
    assert (told.what, told.account, told.code, told.at) == ("account", account, code, None)


def test_what_says_nothing_of_the_account_itself_is_not_told(ada):
    throttled = {"did": ada.did, "active": False, "status": "throttled"}
    assert ear(ada).hear(frame("#account", 4, throttled)) == ()


def test_a_new_identity_and_a_state_out_of_the_stream_are_told(ada):
    listening = ear(ada)
    (identity,) = listening.hear(frame("#identity", 1, {"did": ada.did}))
    (sync,) = listening.hear(frame("#sync", 2, {"did": ada.did, "rev": tid(START + 90 * M)}))
    assert (identity.what, sync.what) == ("identity", "gap")
    assert identity.memory == {"checked": None}


def test_a_cursor_that_is_too_old_is_a_gap_for_every_account(ada):
    listening = ear(ada, Repo(2), cursor="3")
    info = libipld.encode_dag_cbor({"op": 1, "t": "#info"})
    told = listening.hear(info + libipld.encode_dag_cbor({"name": "OutdatedCursor"}))
    assert [one.what for one in told] == ["gap", "gap"]
    assert len({one.id for one in told}) == 2
    assert listening.address().endswith("subscribeRepos")


def test_a_relay_that_began_anew_is_listened_to_from_its_present(ada):
    listening = ear(ada, cursor="99999")
    error = libipld.encode_dag_cbor({"op": -1})
    told = listening.hear(error + libipld.encode_dag_cbor({"error": "FutureCursor"}))
    assert [one.code for one in told] == ["FutureCursor"]
    assert listening.cursor is None


def test_an_account_without_a_known_key_is_not_heard(ada):
    listening = Firehose(RELAY, {SOURCE: {"did": ada.did}})
    assert listening.hear(frame("#commit", 1, ada.delete(tid(START + M), START + 60 * M))) == ()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_that_are_no_frame_tell_nothing(data):
    assert ear(_WATCHED).hear(data) == ()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8) | st.binary(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
_OPS = st.lists(
    st.dictionaries(st.sampled_from(["action", "path", "cid"]), _JSON | st.just(f"{POSTS}/3kabc"))
)
_FIELDS = ("seq", "rev", "since", "blocks", "ops", "commit", "time", "tooBig", "active", "status")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["#commit", "#account", "#identity", "#sync", "#info", "#new"]),
    st.dictionaries(st.sampled_from(_FIELDS), _JSON | _OPS),
)
def test_whatever_stands_in_a_frame_it_is_never_a_proof_and_never_raises(kind, fields):
    body = {"repo": _WATCHED.did, "did": _WATCHED.did, "seq": 1} | fields
    head = libipld.encode_dag_cbor({"op": 1, "t": kind})
    for one in ear(_WATCHED).hear(head + libipld.encode_dag_cbor(body)):
        assert one.item == ""
