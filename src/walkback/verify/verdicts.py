"""Step 7: each verdict's looks are in the record as it says, and the verdict follows from them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from walkback.archive import Group, groups, load_document
from walkback.errors import WalkbackError
from walkback.judge import judge
from walkback.model.dossier import Dossier, parse_dossier, verdict_json
from walkback.model.look import Control, Observation, Role
from walkback.model.rollcall import RollCall
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import Verdict
from walkback.verify.groups import Walk


def check_verdicts(folder: Path, walk: Walk) -> list[str]:
    """What is wrong with the verdicts of a record, as sentences."""
    problems = []
    for identity, document in walk.verdicts:
        try:
            for dossier in _dossiers(document):
                problems += [
                    f"verdict {identity}: {problem}" for problem in _check(folder, dossier, walk)
                ]
        except (WalkbackError, KeyError, TypeError, ValueError) as error:
            problems.append(f"verdict {identity} cannot be read: {error!r}")
    return problems


def _dossiers(document: Mapping[str, Any]) -> list[Dossier]:
    if "rejudged" in document:
        return [parse_dossier(packed) for packed in document["verdicts"]]
    return [parse_dossier(document)]


def _check(folder: Path, dossier: Dossier, walk: Walk) -> Iterator[str]:
    for look in dossier.looks:
        yield from _check_look(folder, look, walk)
    derived = judge(dossier.standing, dossier.looks, dossier.policy, dossier.now)
    if not isinstance(derived, Verdict):
        yield "does not follow from its looks"
    elif verdict_json(derived) != verdict_json(dossier.verdict):
        yield f"its looks give {derived.kind.value} {derived.id}, not what it says"


def _check_look(folder: Path, look: Observation, walk: Walk) -> Iterator[str]:
    identity, _, line = look.id.partition("/")
    place = walk.places.get(identity)
    if look.role is Role.IMPORT and line:
        return  # a line of an import; step 6 read it
    if place is None:
        yield f"look {look.id} is not in the record"
        return
    found = _from_roll_call(folder, look, walk) if line else _from_capture(folder, look.id, walk)
    stated = (look.outcome.value, stamp(look.at), look.reason)
    if found != stated:
        yield f"look {look.id} is stated as {stated}, the record has {found}"
    for control in look.controls:
        if control.capture is not None:
            yield from _check_control(folder, control, walk)


def _check_control(folder: Path, control: Control, walk: Walk) -> Iterator[str]:
    if control.capture not in walk.places:
        yield f"control {control.capture} is not in the record"
        return
    outcome, _, reason = _from_capture(folder, control.capture, walk)
    if (outcome, reason) != (control.outcome.value, control.reason):
        yield f"control {control.capture} is stated as {control.outcome.value}, found {outcome}"


def _from_capture(folder: Path, identity: str, walk: Walk) -> tuple[str, str, str]:
    place = walk.places[identity]
    group = next(groups(folder, (place.segment, place.offset)))
    if not isinstance(group, Group):
        return ("unreadable", "", "")
    about = group.opening["about"]
    return about["outcome"], group.opening["at"], about["reason"]


def _from_roll_call(folder: Path, look: Observation, walk: Walk) -> tuple[str, str, str]:
    identity, _, number = look.id.partition("/")
    place = walk.places[identity]
    group = next(groups(folder, (place.segment, place.offset)))
    if not isinstance(group, Group):
        return ("unreadable", "", "")
    document = load_document(folder, place)
    call = RollCall.parse(identity, parse_stamp(group.opening["at"]), document)
    line = call.lines[int(number)]
    return line.outcome.value, stamp(line.at), line.reason
