"""Steps 5 to 8: the checkpoint, who cosigned it, when it was stamped, and which leaves it has."""

from hashlib import sha256

from walkback.errors import WalkbackError
from walkback.ledger.chains import read_certificates
from walkback.ledger.checkpoint import parse_checkpoint, read_signatures, verify_checkpoint
from walkback.ledger.cosignatures import check_cosignatures
from walkback.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from walkback.ledger.proofs import read_proof
from walkback.ledger.timestamps import Trust, check_stamp
from walkback.ledger.tokens import LONGEST
from walkback.model import bundle as names
from walkback.model.bundle import Disclosed, StampFacts
from walkback.model.evidence import Leaf
from walkback.model.proof import Checkpoint, ConsistencyProof
from walkback.model.stamped import StampAnswer
from walkback.model.times import stamp
from walkback.verify.container import LARGEST_LINES
from walkback.verify.inquiry import (
    Inquiry,
    UncheckedError,
    fault,
    numbers_of,
    parse_lines,
    parse_part,
    problems_of,
    shaped,
    short,
    tell,
)

_NOTE = 1 << 16
_PROOF = 1 << 18
_LEAF = {"v": int, "kind": str, "id": str, "opening": str, "fields": dict}
_LINE = {"n": int, "field": str, "value": object, "salt": str}


def check_checkpoint(inquiry: Inquiry) -> str:
    """Step 5: the checkpoint is signed by the key: so many leaves, with this root."""
    checkpoint = parse_checkpoint(inquiry.container.data(names.CHECKPOINT, _NOTE), names.CHECKPOINT)
    if inquiry.key is None:
        raise UncheckedError("there is no key to check it with")
    verify_checkpoint(checkpoint, inquiry.key)
    stated = (inquiry.listed.origin, inquiry.listed.size)
    if (checkpoint.origin, checkpoint.size) != stated:
        wanted = f"{checkpoint.origin}, {checkpoint.size} leaves"
        raise fault(names.BUNDLE, "names another checkpoint", wanted, stated)
    inquiry.checkpoint = checkpoint
    return f"{checkpoint.origin}, {checkpoint.size} leaves, root {checkpoint.root.hex()}"


def check_witnesses(inquiry: Inquiry) -> str:
    """Step 6: witnesses have seen the same checkpoint, as many as the policy asks for."""
    head, policy = inquiry.head, inquiry.policy
    others = len(read_signatures(head.text.partition("\n\n")[2], head.origin)) - 1
    if policy is None or not policy.witnesses:
        if policy and policy.asks:
            raise fault(names.CHECKPOINT, "the quorum is not reached", policy.quorum, "none")
        told = f"no witness was named in a policy; {others} other signatures are there"
        raise UncheckedError(told)
    keys = {key.key_id: name for name, key in policy.witnesses.items()}
    lines = check_cosignatures(head, tuple(policy.witnesses.values()))
    found = {line.name: stamp(line.at) for line in lines}
    cosigned = {name for name, key in policy.witnesses.items() if key.name in found}
    told = ", ".join(sorted(cosigned)) or "nobody"
    if not policy.asks:
        if not cosigned:
            raise UncheckedError("no witness that the policy names cosigned; it asks for none")
        return f"cosigned by {told}; the policy asks for none"
    if not policy.reached(cosigned):
        what = "the quorum of witnesses is not reached"
        raise fault(names.CHECKPOINT, what, f"{policy.quorum} of {len(keys)} witnesses", told)
    return f"cosigned by {told}: the quorum {policy.quorum}"


def check_stamps(inquiry: Inquiry) -> str:
    """Step 7: timestamp authorities say that the checkpoint existed at their time."""
    head = inquiry.head
    parts = (names.stamp_part(name) for name in inquiry.container.parts)
    numbers = sorted({part[0] for part in parts if part})
    if not numbers:
        raise UncheckedError("there are no timestamps in the bundle")
    told: list[str] = []
    sure: list[bool] = []

    def one(number: int) -> None:
        sentence, trusted = _stamp(inquiry, number, head)
        told.append(sentence)
        sure.append(trusted)

    tell(problems_of(numbers, one))
    if not any(sure):
        raise UncheckedError("; ".join(told))
    return "; ".join(told)


def _stamp(inquiry: Inquiry, number: int, head: Checkpoint) -> tuple[str, bool]:
    """What a timestamp says, and whether somebody who is trusted says it."""
    facts = _facts(inquiry, number)
    note, data = _note(inquiry, number)
    stated = (sha256(data).hexdigest(), note.size, note.origin)
    subject = names.stamp_name(number, "json")
    if stated != (facts.over, facts.size, head.origin):
        raise fault(subject, "is of another checkpoint", stated, (facts.over, facts.size))
    if inquiry.key:
        verify_checkpoint(note, inquiry.key)
    try:
        hashes = tuple(bytes.fromhex(each) for each in facts.proof)
    except ValueError:
        raise fault(subject, "has a proof that cannot be read", "hex", facts.proof) from None
    verify_consistency(ConsistencyProof(note.size, head.size, hashes), note.root, head.root)
    answer = inquiry.container.data(names.stamp_name(number, "tsr"), LONGEST)
    inquiry.container.data(names.stamp_name(number, "tsq"), LONGEST)
    pem = names.stamp_name(number, "pem")
    chain = read_certificates(inquiry.container.data(pem), pem)
    roots = tuple(inquiry.policy.roots) if inquiry.policy else ()
    over = _stamped(inquiry, number, data)
    found = check_stamp(answer, over, Trust(roots, chain), inquiry.now)
    if found.answer is StampAnswer.INVALID or found.gen_time is None:
        raise fault(names.stamp_name(number, "tsr"), "does not hold", "", found.reason)
    at = stamp(found.gen_time)
    if at != facts.gen_time:
        raise fault(subject, "says another time than the timestamp", at, facts.gen_time)
    told = f"timestamp {number}: {note.size} leaves at {at}, {found.answer.value}"
    return told + (f" ({found.reason})" if found.reason else ""), found.holds


def _facts(inquiry: Inquiry, number: int) -> StampFacts:
    return StampFacts.decode(inquiry.container.data(names.stamp_name(number, "json")))


def _note(inquiry: Inquiry, number: int) -> tuple[Checkpoint, bytes]:
    """The checkpoint that was stamped: the bundle's own where no other is there."""
    name = names.stamp_name(number, "note")
    name = name if name in inquiry.container.parts else names.CHECKPOINT
    data = inquiry.container.data(name, _NOTE)
    return parse_checkpoint(data, name), data


def _stamped(inquiry: Inquiry, number: int, note: bytes) -> bytes:
    """What was stamped: a checkpoint, behind the answers of the older stamps it renews."""
    answers = b""
    while (older := _facts(inquiry, number).renews) is not None:
        if older >= number:
            raise fault(names.stamp_name(number, "json"), "renews no older stamp", "", older)
        answers += inquiry.container.data(names.stamp_name(older, "tsr"), LONGEST)
        number = older
    return answers + note


def check_proofs(inquiry: Inquiry) -> str:
    """Step 8: each leaf lies in the ledger: its hash leads to the signed root."""
    head, bundle = inquiry.head, inquiry.listed
    for line in parse_lines(
        inquiry.container.data(names.DISCLOSED, LARGEST_LINES), names.DISCLOSED
    ):
        one = Disclosed(**shaped(line, names.DISCLOSED, _LINE))
        inquiry.opened.setdefault(one.n, []).append(one)
    wanted = {*numbers_of(bundle), *inquiry.opened}
    numbers = (names.proof_number(name) for name in inquiry.container.parts)
    there = {number for number in numbers if number is not None}
    problems = [f"leaf {n}: there is no proof" for n in sorted(wanted - there)]
    problems += [
        f"{names.proof_name(n)}: the bundle names no such leaf" for n in sorted(there - wanted)
    ]
    problems += problems_of(sorted(wanted & there), lambda n: _prove(inquiry, n, head))
    tell(problems)
    return f"{len(there)} leaves lead to the root"


def _prove(inquiry: Inquiry, number: int, head: Checkpoint) -> None:
    subject = names.proof_name(number)
    data, proof = read_proof(inquiry.container.data(subject, _PROOF), number, head)
    leaf = _leaf(data, subject)
    try:
        verify_inclusion(leaf_hash(data), proof, head.root)
    except WalkbackError as error:
        raise fault(subject, error.what, error.expected, error.found) from None
    inquiry.leaves[number] = (leaf, data)


def _leaf(data: bytes, subject: str) -> Leaf:
    value = shaped(parse_part(data, subject), subject, _LEAF)
    try:
        return Leaf.decode(data)
    except (WalkbackError, KeyError, ValueError) as error:
        raise fault(subject, "is of no kind of leaf", "", f"{short(value)}: {error}") from None
