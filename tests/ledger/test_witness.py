"""The witness: who is answered what, and that nothing is answered before it is remembered."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback import durable
from walkback.errors import RecordError, VerificationFailed
from walkback.ledger import Signer, parse_checkpoint
from walkback.ledger.cosignatures import check_cosignatures, check_lines, with_lines
from walkback.ledger.witness import read_submission, write_submission
from walkback.ledger.witness_book import WitnessBook, open_cosigner
from walkback.model.proof import ConsistencyProof

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    now = AT

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(tmp_path, signer, clock):
    folder = tmp_path / "witness"
    return WitnessBook(folder, open_cosigner(folder), [signer.verifier], clock)


@pytest.fixture
def ledger(room, entries):
    ledger = room.ledger()
    ledger.append(entries(300))
    return ledger


def asked(ledger, old):
    return write_submission(ledger.consistency(old), ledger.checkpoint())


def test_a_checkpoint_is_cosigned_and_remembered(book, ledger):
    reply = book.add(asked(ledger, 0))
    assert (reply.status, reply.kind) == (200, "text/plain; charset=utf-8")
    (found,) = check_lines(ledger.checkpoint(), reply.body, [book._cosigner.key])
    assert found.at == AT
    kept = parse_checkpoint(book.read(sha256(b"a.example").hexdigest()))
    assert kept.text == ledger.checkpoint().text + reply.body
    assert check_cosignatures(kept, [book._cosigner.key])


def test_growth_is_followed_by_a_proof_and_the_same_tree_is_cosigned_again(book, ledger, entries):
    book.add(asked(ledger, 0))
    ledger.append(entries(50, 300))
    assert book.add(asked(ledger, 300)).status == 200
    assert book.add(asked(ledger, 350)).status == 200


def test_an_old_size_that_is_not_ours_is_told_with_ours(book, ledger, entries):
    reply = book.add(asked(ledger, 100))
    assert (reply.status, reply.body, reply.kind) == (409, "0\n", "text/x.tlog.size")
    book.add(asked(ledger, 0))
    ledger.append(entries(1, 300))
    assert book.add(asked(ledger, 0)).body == "300\n"


def test_a_log_that_is_not_known_gets_404_and_no_folder(book, room, tmp_path, entries):
    stranger = Signer.of(Ed25519PrivateKey.generate(), "b.example")
    reply = book.add(write_submission(ConsistencyProof(0, 1, ()), stranger.sign(1, b"r" * 32)))
    assert reply.status == 404
    assert not list((tmp_path / "witness").glob("*/"))
    assert book.read(sha256(b"b.example").hexdigest()) is None
    assert book.read("../keys") is None


def test_another_key_under_the_log_s_name_gets_403(book):
    forger = Signer.of(Ed25519PrivateKey.generate(), "a.example")
    reply = book.add(write_submission(ConsistencyProof(0, 1, ()), forger.sign(1, b"r" * 32)))
    assert reply.status == 403


def test_an_old_size_beyond_the_new_one_gets_400(book, signer):
    reply = book.add(write_submission(ConsistencyProof(5, 1, ()), signer.sign(1, b"r" * 32)))
    assert reply.status == 400


def test_another_root_of_the_same_size_and_a_wrong_proof_get_422(book, ledger, signer, entries):
    book.add(asked(ledger, 0))
    fork = write_submission(ConsistencyProof(300, 300, ()), signer.sign(300, b"f" * 32))
    assert book.add(fork).status == 422
    ledger.append(entries(20, 300))
    proof = ledger.consistency(300)
    broken = ConsistencyProof(300, 320, (b"x" * 32, *proof.hashes[1:]))
    assert book.add(write_submission(broken, ledger.checkpoint())).status == 422
    short = ConsistencyProof(300, 320, proof.hashes[1:])
    assert book.add(write_submission(short, ledger.checkpoint())).status == 422
    assert book.add(asked(ledger, 300)).status == 200  # nothing of it was remembered


def test_an_empty_tree_with_another_root_gets_422(book, signer):
    reply = book.add(write_submission(ConsistencyProof(0, 0, ()), signer.sign(0, b"r" * 32)))
    assert reply.status == 422


@pytest.mark.parametrize(
    "change",
    [
        lambda body: b"",
        lambda body: b"old 00" + body[5:],
        lambda body: b"new 0" + body[5:],
        lambda body: body.replace(b"\n\n", b"\nAAAA\n\n", 1),
        lambda body: body.replace(b"\n\n", b"\n" + b"A" * 43 + b"=\n" * 1 + b"\n", 1)[:-9],
        lambda body: b"old 0\n" + (base64.b64encode(bytes(32)) + b"\n") * 64 + b"\n" + body[7:],
        lambda body: body + b"x",
        lambda body: body * 200,
        lambda body: b"\xff" * 100,
    ],
)
def test_what_is_no_request_gets_400(book, ledger, change):
    reply = book.add(change(asked(ledger, 0)))
    assert reply.status == 400, reply
    assert reply.body


def test_nothing_is_answered_that_was_not_remembered(book, ledger, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError("no room")

    monkeypatch.setattr(durable, "write_file", full)
    with pytest.raises(OSError, match="no room"):
        book.add(asked(ledger, 0))
    monkeypatch.undo()
    assert book.add(asked(ledger, 0)).status == 200


def test_two_histories_at_once_cannot_both_be_cosigned(book, signer):
    requests = [
        write_submission(ConsistencyProof(0, 5, ()), signer.sign(5, bytes([n]) * 32))
        for n in range(16)
    ]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(book.add, requests))
    assert sorted(reply.status for reply in replies) == [200] + [409] * 15


def test_a_clock_that_ran_backwards_does_not_sign(book, ledger, clock):
    book.add(asked(ledger, 0))
    clock.now = AT - timedelta(days=1)
    reply = book.add(asked(ledger, 300))
    assert (reply.status, "clock ran backwards" in reply.body) == (503, True)
    clock.now = AT - timedelta(minutes=1)
    assert book.add(asked(ledger, 300)).status == 200


def test_a_damaged_memory_is_never_taken_for_an_empty_one(book, ledger, tmp_path):
    book.add(asked(ledger, 0))
    path = tmp_path / "witness" / sha256(b"a.example").hexdigest() / "checkpoint"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(RecordError, match="what the witness remembers cannot be used"):
        book.add(asked(ledger, 0))


def test_the_key_is_kept_and_its_name_stays(tmp_path):
    made = open_cosigner(tmp_path, "w.example")
    assert open_cosigner(tmp_path, "other.example").key == made.key
    assert (tmp_path / "witness.key").stat().st_mode & 0o77 == 0
    (tmp_path / "witness.key").chmod(0o644)
    with pytest.raises(RecordError, match="open to others"):
        open_cosigner(tmp_path)


def test_a_request_comes_back_as_it_was_written(ledger):
    proof = ledger.consistency(100)
    back = read_submission(write_submission(proof, ledger.checkpoint()))
    assert (back.old, back.hashes, back.checkpoint) == (100, proof.hashes, ledger.checkpoint())


def test_the_published_note_carries_the_line_until_the_ledger_grows(book, ledger, room, entries):
    line = book.add(asked(ledger, 0)).body
    assert ledger.cosign([line], 300)
    assert (room.folder / "checkpoint").read_text().endswith(line)
    assert room.second.read_bytes() == (room.folder / "checkpoint").read_bytes()
    assert room.audit().ok
    again = room.ledger()
    assert again.checkpoint() == ledger.checkpoint() == with_lines(ledger.checkpoint(), [line])
    ledger.append(entries(1, 300))
    assert not ledger.cosign([line], 300)
    assert again.refresh()
    assert again.checkpoint() == ledger.checkpoint()


def test_a_newer_line_of_a_witness_takes_the_older_one_s_place(book, ledger, clock):
    first = book.add(asked(ledger, 0)).body
    clock.now = AT + timedelta(days=1)
    second = book.add(asked(ledger, 300)).body
    ledger.cosign([first], 300)
    ledger.cosign([second], 300)
    assert first not in ledger.checkpoint().text
    assert ledger.checkpoint().text.endswith(second)


def test_a_crash_between_second_copy_and_publishing_loses_the_lines_only(book, ledger, room):
    line = book.add(asked(ledger, 0)).body
    before = (room.folder / "checkpoint").read_bytes()
    ledger.cosign([line], 300)
    (room.folder / "checkpoint").write_bytes(before)
    again = room.ledger()
    assert (again.size, again.notice) == (300, "")
    assert room.second.read_bytes() == before


def test_a_checkpoint_of_ours_that_others_hold_stops_a_fork(ledger, room, signer):
    with pytest.raises(VerificationFailed):
        ledger.learn(Signer.of(Ed25519PrivateKey.generate(), "a.example").sign(400, b"x" * 32))
    with pytest.raises(RecordError, match=r"expected 300 leaves .* found 400 leaves"):
        ledger.learn(signer.sign(400, b"x" * 32))
    with pytest.raises(RecordError, match="not what this ledger last published"):
        ledger.append([b"more"])
    with pytest.raises(RecordError, match="--adopt"):
        room.ledger()
    assert room.ledger(adopt=True).adopted
