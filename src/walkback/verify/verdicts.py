"""Step 7: each verdict's looks are in the record as it says, and the verdict follows from them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from walkback.archive import Group, load_document, load_group
from walkback.errors import WalkbackError
from walkback.judge import judge
from walkback.judge.rules import VERSION
from walkback.model.dossier import Dossier, parse_dossier, verdict_json
from walkback.model.evidence import LeafKind
from walkback.model.look import Control, Observation
from walkback.model.rollcall import RollCall
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import ACTS, Verdict
from walkback.verify.groups import Walk

# What an adapter understood of a platform's answer; the opening says it too.
_OF_A_PLATFORM = ("adapter", "item", "account", "code")


def check_verdicts(folder: Path, walk: Walk) -> list[str]:
    """What is wrong with the verdicts of a record, as sentences."""
    problems = []
    for identity, document in walk.verdicts:
        try:
            found = [
                problem
                for dossier in _dossiers(identity, document)
                for problem in _check(folder, dossier, walk)
            ]
        except (WalkbackError, KeyError, IndexError, TypeError, ValueError) as error:
            found = [f"cannot be read: {error!r}"]
        problems += [f"verdict {identity}: {problem}" for problem in found]
    return problems


def told_of(walk: Walk) -> str:
    """How many verdicts were derived again, and what keeps the others."""
    acts = sum(1 for _, document in walk.verdicts if is_act(document))
    told = f"{walk.derived} derived again; the words in them were not read again"
    if walk.older:
        told += (
            f"; {len(walk.older)} by rules of another version than {VERSION}, not derived again:"
            " that their looks are there was checked ('walkback rejudge' judges by today's)"
        )
    if acts:
        told += f"; {acts} on acts, which rest on words: that these are there was checked"
    return told


def is_act(document: Mapping[str, Any]) -> bool:
    """Whether a verdict's record is of an act, judged by words."""
    return "verdict" in document and document["verdict"].get("kind") in {
        kind.value for kind in ACTS
    }


def _dossiers(identity: str, document: Mapping[str, Any]) -> list[Dossier]:
    if "rejudged" in document:
        return [parse_dossier(packed) for packed in document["verdicts"]]
    dossier = parse_dossier(document)
    if dossier.verdict.id != identity:
        raise ValueError(f"it was kept as {identity} and calls itself {dossier.verdict.id}")
    return [dossier]


def _check(folder: Path, dossier: Dossier, walk: Walk) -> Iterator[str]:
    instance = dossier.verdict.instance
    if dossier.standing.instance != instance:
        yield f"the standing is of {dossier.standing.instance}, the verdict of {instance}"
    for look in dossier.looks:
        yield from _check_look(folder, look, instance, walk)
    if dossier.verdict.kind in ACTS:
        yield from _check_act(folder, dossier.verdict, walk)
        return
    if dossier.verdict.facts.get("rules") != VERSION:
        # Nobody judges by rules he no longer has: that its looks are there is all that is checked.
        walk.older.add(dossier.verdict.id)
        return
    walk.derived += 1
    derived = judge(dossier.standing, dossier.looks, dossier.policy, dossier.now)
    if not isinstance(derived, Verdict):
        yield "does not follow from its looks"
    elif verdict_json(derived) != verdict_json(dossier.verdict):
        yield f"its looks give {derived.kind.value} {derived.id}, not what it says"


def _check_act(folder: Path, verdict: Verdict, walk: Walk) -> Iterator[str]:
    """The record has what brought the words of an act, for its own address.

    Whether the words are such an act is not derived again: nothing here reads words.
    """
    for identity in {look for reason in verdict.reasons for look in reason.observations}:
        kept, _, line = identity.partition("/")
        if identity in walk.opened:
            if walk.opened[identity]["instance"] != verdict.instance:
                yield f"the words of {identity} are of another address"
            continue
        if kept not in walk.places:
            yield from walk.lacks(kept, f"the words of {identity} are not in the record")
            continue
        group = load_group(folder, walk.places[kept])
        about = load_document(folder, group.place)[int(line)] if line else group.opening["about"]
        if about["instance"] != verdict.instance:
            yield f"the words of {identity} are of {about['instance']}, not of its own address"


def _check_look(folder: Path, look: Observation, instance: str, walk: Walk) -> Iterator[str]:
    """The look is in the record, of this instance, and saw what the dossier says it saw."""
    identity, _, line = look.id.partition("/")
    if look.id in walk.opened:
        found = _of_import(walk.opened[look.id], look)
        yield from _differs(look, instance, found)
        return
    if identity not in walk.places:
        yield from walk.lacks(identity, f"look {look.id} is not in the record")
        return
    group = load_group(folder, walk.places[identity])
    if line:
        found = _of_line(folder, group, look, int(line))
    else:
        about = group.opening["about"]
        found = _Seen(
            about["instance"], about["outcome"], group.opening["at"], about["reason"], identity
        )
    yield from _differs(look, instance, found)
    if look.capture is not None:
        yield from _check_answer(folder, look, walk)
    for control in look.controls:
        yield from _check_control(folder, look, control, walk)


def _differs(look: Observation, instance: str, found: "_Seen") -> Iterator[str]:
    stated = _Seen(instance, look.outcome.value, stamp(look.at), look.reason, look.capture)
    if found != stated:
        yield f"look {look.id} is stated as {tuple(stated)}, the record has {tuple(found)}"


class _Seen(NamedTuple):
    """What a look saw, as far as it can be told without reading words."""

    instance: str
    outcome: str
    at: str
    reason: str
    capture: str | None


def _of_line(folder: Path, group: Group, look: Observation, number: int) -> _Seen:
    document = load_document(folder, group.place)
    if group.leaf.kind is LeafKind.IMPORT:
        return _of_import(document[number], look)
    call = RollCall.parse(group.leaf.id, parse_stamp(group.opening["at"]), document)
    told = call.lines[number]
    return _Seen(told.instance, told.outcome.value, stamp(told.at), told.reason, told.capture)


def _of_import(line: Mapping[str, Any], look: Observation) -> _Seen:
    """An imported line has an address and a time; the rest is as the look says."""
    at = parse_stamp(line["published"])
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return _Seen(line["instance"], look.outcome.value, stamp(at), look.reason, look.capture)


def _check_answer(folder: Path, look: Observation, walk: Walk) -> Iterator[str]:
    """Status and final address are those of the capture that the look brought or confirmed."""
    if look.capture not in walk.places:
        told = f"capture {look.capture} of look {look.id} is not in the record"
        yield from walk.lacks(str(look.capture), told)
        return
    about = load_group(folder, walk.places[look.capture]).opening["about"]
    found, stated = (about["status"], about["final_url"]), (look.status, look.final_url)
    if found != stated:
        yield f"look {look.id} is stated to have got {stated}, the record has {found}"
    kept = about.get("facts") or {}
    # Another version of the adapter may have understood the same bytes in another way since.
    same = look.facts.get("understood") == kept.get("understood")
    for name in _OF_A_PLATFORM:
        if same and look.facts.get(name) != kept.get(name):
            yield f"look {look.id} has another {name} than its platform's answer on record"


def _check_control(folder: Path, look: Observation, control: Control, walk: Walk) -> Iterator[str]:
    """The control was asked for this look, and answered as the dossier says."""
    stated = (control.url, control.outcome.value, control.reason)
    if control.capture is None:
        if (look.id, control.kind, *stated) not in walk.silent:
            yield f"look {look.id}: a {control.kind} without an answer is not in the record"
        return
    if control.capture not in walk.places:
        yield from walk.lacks(control.capture, f"control {control.capture} is not in the record")
        return
    about = load_group(folder, walk.places[control.capture]).opening["about"]
    if [look.id, control.kind] not in about["serves"]:
        yield f"control {control.capture} was not asked for look {look.id}"
    found = (about["url"], about["outcome"], about["reason"])
    if found != stated:
        yield f"control {control.capture} is stated as {stated}, the record has {found}"
