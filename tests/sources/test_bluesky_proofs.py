"""Proofs of a repository: what holds, and what does not, block by block."""

from datetime import timedelta

import libipld
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bluesky_repo import POSTS, START, Repo, car, nodes_of, post, signature, tid, tree

from walkback.errors import VerificationFailed
from walkback.sources.bluesky.car import cid_of, read_car
from walkback.sources.bluesky.keys import read_key
from walkback.sources.bluesky.mst import find, layer
from walkback.sources.bluesky.proofs import prove

CURVES = [ec.SECP256K1(), ec.SECP256R1()]


def repo_of(count, curve=None):
    repo = Repo(1, curve)
    changes = [("put", f"{POSTS}/{rkey(n)}", post(f"Words number {n}.")) for n in range(count)]
    repo.commit(START + timedelta(hours=1), changes)
    return repo


def rkey(n):
    return tid(START + timedelta(seconds=n))


def path(n):
    return f"{POSTS}/{rkey(n)}"


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_a_record_is_proved_there_and_after_its_deletion_proved_not_there(curve):
    repo = repo_of(60, curve)
    proof = prove(repo.car(path(31)), repo.did, path(31), repo.key)
    assert proof.record["text"] == "Words number 31."
    repo.delete(rkey(31), START + timedelta(hours=2))
    gone = prove(repo.car(path(31)), repo.did, path(31), repo.key)
    assert (gone.record, gone.cid) == (None, None)
    assert gone.rev > proof.rev


def test_in_a_repository_without_records_every_one_is_proved_absent():
    repo = Repo()
    repo.commit(START)
    assert prove(repo.car(path(1)), repo.did, path(1), repo.key).record is None


@settings(max_examples=60, deadline=None)
@given(
    kept=st.sets(st.integers(0, 400), max_size=60),
    asked=st.integers(0, 400),
)
def test_whatever_is_in_the_tree_a_proof_says_what_is_so(kept, asked):
    repo = Repo()
    repo.commit(START, [("put", path(n), post(str(n))) for n in sorted(kept)])
    proof = prove(repo.car(path(asked)), repo.did, path(asked), repo.key)
    assert (proof.record is not None) is (asked in kept)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_part_of_a_proof_can_be_left_out(data):
    repo = repo_of(80)
    asked = data.draw(st.integers(0, 99))
    whole = repo.car(path(asked))
    left_out = data.draw(st.sampled_from(sorted(read_car(whole).blocks)))
    with pytest.raises(VerificationFailed, match="not in the CAR file"):
        prove(repo.car(path(asked), without={left_out}), repo.did, path(asked), repo.key)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_bit_of_a_proof_can_be_changed(data):
    repo = repo_of(20)
    whole = bytearray(repo.car(path(3)))
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[at // 8] ^= 1 << at % 8
    with pytest.raises(VerificationFailed):
        prove(bytes(whole), repo.did, path(3), repo.key)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_half_an_answer_proves_nothing(cut):
    repo = repo_of(20)
    whole = repo.car(path(3))
    with pytest.raises(VerificationFailed):
        prove(whole[: cut % len(whole)], repo.did, path(3), repo.key)


def test_another_accounts_repository_proves_nothing():
    repo, other = repo_of(5), Repo(2)
    with pytest.raises(VerificationFailed, match="not signed with the account's key"):
        prove(repo.car(path(1)), repo.did, path(1), other.key)
    with pytest.raises(VerificationFailed, match="a commit is of another account"):
        prove(repo.car(path(1)), other.did, path(1), repo.key)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_the_second_form_of_a_signature_is_none(curve):
    repo = Repo(1, curve)
    assert repo.key.signed(b"words", signature(repo.secret, b"words"))
    assert not repo.key.signed(b"words", signature(repo.secret, b"words", high=True))
    assert not repo.key.signed(b"other", signature(repo.secret, b"words"))
    assert not repo.key.signed(b"words", b"\0" * 64)
    assert not repo.key.signed(b"words", b"")


def test_keys_are_read_in_the_forms_of_old_and_new_documents():
    repo = Repo()
    assert read_key(repo.key.text) == repo.key
    point = repo.secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    old = libipld.encode_multibase("z", point)
    assert read_key(old, "EcdsaSecp256k1VerificationKey2019") == repo.key
    assert read_key(old) is None
    assert read_key("zNonsense") is None
    assert read_key("") is None


def test_a_tree_that_hides_a_record_in_the_wrong_place_proves_nothing():
    """Signed all the same: an author could show a record to some and prove it absent to others."""
    repo = repo_of(40)
    low = next(n for n in range(-99, 0) if layer(path(n).encode()) == 0)
    entry = {"p": 0, "k": path(low).encode(), "v": cid_of(b"\xa0"), "t": repo.root}
    data = libipld.encode_dag_cbor({"l": None, "e": [entry]})
    head, signed = repo.sign(cid_of(data), tid(START))
    odd = car(head, {head: signed, cid_of(data): data, **repo.nodes})
    for n in range(40):
        with pytest.raises(VerificationFailed, match=r"of its layer|deeper than its bottom"):
            prove(odd, repo.did, path(n), repo.key)


@pytest.mark.parametrize("order", ["swapped", "twice"])
def test_a_node_with_keys_out_of_order_proves_nothing(order):
    keys = [path(n).encode() for n in range(60) if layer(path(n).encode()) == 0][:2]
    keys = keys[::-1] if order == "swapped" else [keys[0], keys[0]]
    entries = [{"p": 0, "k": key, "v": cid_of(b"\xa0"), "t": None} for key in keys]
    data = libipld.encode_dag_cbor({"l": None, "e": entries})
    found = read_car(car(cid_of(data), {cid_of(data): data}))
    with pytest.raises(VerificationFailed, match="not in order"):
        find(found, cid_of(data), path(1))


@pytest.mark.parametrize("value", [{}, {"e": 1, "l": None}, {"e": [1], "l": None}, {"e": [{}]}, []])
def test_a_node_of_another_form_proves_nothing(value):
    data = libipld.encode_dag_cbor(value)
    found = read_car(car(cid_of(data), {cid_of(data): data}))
    with pytest.raises(VerificationFailed, match=r"another form|is no map"):
        find(found, cid_of(data), path(1))


def test_trees_are_those_of_the_specification():
    """Known answer of the specification's own example keys (atproto.com/specs/repository)."""
    assert layer(b"2653ae71") == 0
    assert layer(b"blue") == 1
    assert layer(b"app.bsky.feed.post/454397e440ec") == 4
    assert layer(b"app.bsky.feed.post/9adeb165882c") == 8
    _, empty = tree({})
    assert libipld.encode_cid(empty) == (
        "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm"
    )


@pytest.mark.parametrize(
    ("keys", "root"),
    [
        (["3jqfcqzm3fo2j"], "bafyreibj4lsc3aqnrvphp5xmrnfoorvru4wynt6lwidqbm2623a6tatzdu"),
        (["3jqfcqzm3fx2j"], "bafyreih7wfei65pxzhauoibu3ls7jgmkju4bspy4t2ha2qdjnzqvoy33ai"),
        (
            ["3jqfcqzm3fp2j", "3jqfcqzm3fr2j", "3jqfcqzm3fs2j", "3jqfcqzm3ft2j", "3jqfcqzm4fc2j"],
            "bafyreicmahysq4n6wfuxo522m6dpiy7z7qzym3dzs756t5n7nfdgccwq7m",
        ),
    ],
)
def test_our_encoder_makes_the_trees_that_others_make(keys, root):
    """Roots published with the protocol's own implementation: our proofs are no own dialect."""
    value = libipld.decode_multibase("bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454")[
        1
    ]
    values = {f"com.example.record/{key}".encode(): value for key in keys}
    assert libipld.encode_cid(nodes_of(values)[1]) == root
