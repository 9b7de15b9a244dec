"""Steps 13 to 15: what is derived agrees with the records, what is missing is accounted for."""

from collections.abc import Iterator, Mapping
from typing import Any

from walkback.ledger.merkle import leaf_hash
from walkback.model import bundle as names
from walkback.model.evidence import Leaf, LeafKind
from walkback.model.rollcall import RollCall
from walkback.model.step import Item, ItemState, StepResult
from walkback.model.times import parse_stamp
from walkback.verify.container import LARGEST_LINES
from walkback.verify.groups import Walk
from walkback.verify.inquiry import (
    Inquiry,
    UncheckedError,
    fault,
    parse_lines,
    parse_part,
    problems_of,
    shaped,
    short,
    tell,
)
from walkback.verify.own import fits

_TOLD = {"leaf": int, "verdict": dict}
_READ = {"leaf": int, "capture": str, "instance": str, "url": str, "reading": dict}
_NAMED = ("kind", "between", "confirmed_at", "confidence")
_SAID = (
    "that the captured server told the truth, and that no more leaves belong here",
    "which statements belong together",
    "the words in captures were not read again",
)


def check_derived(inquiry: Inquiry, walk: Walk) -> str:
    """Step 13: what is derived for people agrees with the records it is derived from."""
    inquiry.rests_on(2, 3, 8, 9, 11)
    told = parse_lines(inquiry.container.data(names.VERDICTS, LARGEST_LINES), names.VERDICTS)
    read = parse_lines(inquiry.container.data(names.READINGS, LARGEST_LINES), names.READINGS)
    problems = problems_of(enumerate(told, 1), lambda one: _check_told(inquiry, walk, *one))
    problems += problems_of(enumerate(read, 1), lambda one: _check_reading(inquiry, walk, *one))
    report = parse_part(inquiry.container.data(names.REPORT), names.REPORT)
    problems += _check_report(inquiry, report, told)
    tell(problems)
    raise UncheckedError(
        f"{len(told)} events and {len(read)} readings are of records in the bundle; that the words "
        "are those of the captured bytes, and what the report says, rests on the signature of "
        "step 3"
    )


def _check_told(inquiry: Inquiry, walk: Walk, place: int, line: Any) -> None:
    subject = f"{names.VERDICTS} line {place}"
    shaped(line, subject, _TOLD)
    number, verdict = line["leaf"], line["verdict"]
    leaf = _leaf(inquiry, number, subject)
    if leaf.kind is LeafKind.VERDICT:
        document = inquiry.documents.get(number, {})
        held = document["verdicts"] if "rejudged" in document else [document]
        if verdict not in [one.get("verdict") for one in held]:
            raise fault(subject, f"is not the verdict that leaf {number} holds")
        return
    if leaf.kind not in (LeafKind.CAPTURE, LeafKind.IMPORT) or verdict["kind"] != "published":
        raise fault(subject, "has no verdict's record", "", verdict.get("kind"))
    looks = [look for reason in verdict["reasons"] for look in reason["observations"]]
    if leaf.id not in {look.partition("/")[0] for look in looks}:
        raise fault(subject, f"does not rest on leaf {number}", leaf.id, looks)
    if any(_instance(inquiry, walk, look) != verdict["instance"] for look in looks):
        raise fault(subject, "is of another address than its look")


def _check_reading(inquiry: Inquiry, walk: Walk, place: int, line: Any) -> None:
    subject = f"{names.READINGS} line {place}"
    shaped(line, subject, _READ)
    leaf = _leaf(inquiry, line["leaf"], subject)
    if leaf.id != line["capture"].partition("/")[0]:
        raise fault(subject, "is of another capture", leaf.id, line["capture"])
    found = _instance(inquiry, walk, line["capture"])
    if found != line["instance"]:
        raise fault(subject, "is of another address", found, line["instance"])


def _leaf(inquiry: Inquiry, number: int, subject: str) -> Leaf:
    if number not in inquiry.leaves:
        raise fault(subject, "is of a leaf that the bundle does not have", "", number)
    return inquiry.leaves[number][0]


def _instance(inquiry: Inquiry, walk: Walk, look: str) -> str | None:
    """The address a look was at, None where the bundle does not have it."""
    if look in walk.opened:
        return str(walk.opened[look]["instance"])
    kept, _, line = look.partition("/")
    for number, group in inquiry.groups.items():
        if group.leaf.id != kept:
            continue
        if not line:
            return str(group.opening["about"]["instance"])
        document = inquiry.documents[number]
        if group.leaf.kind is LeafKind.IMPORT:
            return str(document[int(line)]["instance"])
        call = RollCall.parse(kept, parse_stamp(group.opening["at"]), document)
        return call.lines[int(line)].instance
    return None


def _check_report(inquiry: Inquiry, report: Any, told: list[Any]) -> Iterator[str]:
    """The report's figures are those of the leaves, the ledger and the events."""
    head = inquiry.head
    ledger = {"origin": head.origin, "size": head.size, "root": head.root.hex()}
    if report["ledger"] != ledger:
        yield f"{names.REPORT}: is of another checkpoint"
    numbers = [n for n, one in inquiry.groups.items() if one.leaf.kind is LeafKind.CAPTURE]
    if [one["leaf"] for one in report["captures"]] != numbers:
        yield f"{names.REPORT}: does not tell of the captures in the bundle"
        return
    for one in report["captures"]:
        for right, other in _figures(inquiry, one):
            if right != other:
                told_as = f"leaf {one['leaf']} is told as {short(other)}"
                yield f"{names.REPORT}: {told_as} (expected {short(right)})"
    events = [[line["leaf"], *(line["verdict"][name] for name in _NAMED)] for line in told]
    for one in report["events"]:
        there = one["leaf"] in inquiry.leaves
        if there and [one["leaf"], *(one[name] for name in _NAMED)] not in events:
            yield f"{names.REPORT}: an event of leaf {one['leaf']} is not in the bundle"


def _figures(inquiry: Inquiry, one: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs of what the archive has of a capture and what the report says."""
    group, (_, data) = inquiry.groups[one["leaf"]], inquiry.leaves[one["leaf"]]
    about = group.opening["about"]
    yield group.leaf.id, one["capture"]
    yield about["url"], one["url"]
    yield about["outcome"], one["collection"]["outcome"]
    yield list(group.records), one["hash"]["records_sha256"]
    yield leaf_hash(data).hex(), one["hash"]["leaf"]


def check_missing(inquiry: Inquiry) -> str:
    """Step 14: what is not shown lies in the ledger; what was erased, a redaction says so."""
    inquiry.rests_on(8, 9, 11)
    bundle = inquiry.listed
    problems = [
        f"leaf {one.n}: is withheld as {one.kind.value}, the ledger has {leaf.kind.value}"
        for one in bundle.withheld
        if (leaf := inquiry.leaves[one.n][0]).kind is not one.kind
    ]
    for tomb in bundle.tombstones:
        group, identity = inquiry.groups.get(tomb.by), inquiry.leaves[tomb.n][0].id
        if group is None or group.leaf.kind is not LeafKind.REDACTION:
            told = f"is missing without a redaction: leaf {tomb.by} is none"
            problems.append(f"leaf {tomb.n}: {told}")
        elif not _names(inquiry.documents[tomb.by], tomb.n, identity):
            problems.append(f"leaf {tomb.n}: the redaction of leaf {tomb.by} does not name it")
    tell(problems)
    counts = f"{len(bundle.withheld)} withheld, {len(bundle.tombstones)} tombstoned"
    return f"{counts}, each in the ledger"


def say_uncovered(_inquiry: Inquiry) -> str:
    """Step 15: what nothing in the bundle covers, said so."""
    raise UncheckedError("; ".join(_SAID))


def items_of(inquiry: Inquiry) -> Iterator[Item]:
    """Each leaf that the bundle names, and how it stands."""
    bundle = inquiry.listed
    failed = any(
        inquiry.results[number].result is StepResult.FAILED for number in (1, 2, 3, 4, 5, 14)
    )
    included = {one.n for one in bundle.leaves}
    erased = {one.n: one.by for one in bundle.tombstones}
    withheld = {one.n for one in bundle.withheld}
    for n in sorted(included | set(erased) | withheld | set(inquiry.opened)):
        leaf = inquiry.leaves[n][0] if n in inquiry.leaves else None
        state, told = ItemState.VERIFIED, ""
        if n in inquiry.opened and leaf:
            shown = sum(fits(leaf, one) for one in inquiry.opened[n])
            state = ItemState.REDACTED if n in erased else ItemState.WITHHELD
            told = f"{shown} of {len(leaf.fields)} fields shown"
        elif n in erased:
            state = ItemState.TOMBSTONED
            told = f"log intact, content erased by entry {erased[n]}"
        elif n in withheld:
            state = ItemState.WITHHELD
        if failed or leaf is None or (n in included and n not in inquiry.groups):
            state = ItemState.FAILED
        yield Item(n, leaf.kind.value if leaf else "", leaf.id if leaf else "", state, told)


def _names(redaction: Mapping[str, Any], number: int, identity: str) -> bool:
    """Whether a redaction's document has this leaf among its targets."""
    return any((one["n"], one["id"]) == (number, identity) for one in redaction["targets"])
