"""A verdict as a record: what was held before, each look, the policy, and the conclusion.

Everything the judge was given lies in it, so that anyone can derive the verdict again.
Likeness is in thousandths and durations in milliseconds, because canonical JSON has no fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation, Role
from walkback.model.reading import Passage, Reading
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import (
    Confidence,
    EventKind,
    Policy,
    Reason,
    Standing,
    State,
    Verdict,
)

_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a verdict rests on."""

    verdict: Verdict
    standing: Standing
    looks: tuple[Observation, ...]
    policy: Policy
    now: datetime


def dossier_json(dossier: Dossier) -> dict[str, Any]:
    """Plain JSON of a dossier."""
    return {
        "verdict": verdict_json(dossier.verdict),
        "standing": _standing_json(dossier.standing),
        "looks": [observation_json(look) for look in dossier.looks],
        "policy": _policy_json(dossier.policy),
        "now": stamp(dossier.now),
    }


def parse_dossier(value: Mapping[str, Any]) -> Dossier:
    """The dossier of ``dossier_json``; raises ``KeyError`` or ``ValueError`` if it is none."""
    return Dossier(
        parse_verdict(value["verdict"]),
        _parse_standing(value["standing"]),
        tuple(parse_observation(look) for look in value["looks"]),
        _parse_policy(value["policy"]),
        parse_stamp(value["now"]),
    )


def observation_json(look: Observation) -> dict[str, Any]:
    """Plain JSON of one look."""
    return {
        "id": look.id,
        "at": stamp(look.at),
        "outcome": look.outcome.value,
        "reason": look.reason,
        "status": look.status,
        "url": look.url,
        "final_url": look.final_url,
        "capture": look.capture,
        "text": look.text,
        "likeness": _thousandths(look.likeness),
        "known": look.known,
        "canonical": look.canonical,
        "role": look.role.value,
        "facts": dict(look.facts),
        "controls": [_control_json(control) for control in look.controls],
    }


def parse_observation(value: Mapping[str, Any]) -> Observation:
    """The look of ``observation_json``."""
    return Observation(
        id=value["id"],
        at=parse_stamp(value["at"]),
        outcome=OutcomeKind(value["outcome"]),
        reason=value["reason"],
        status=value["status"],
        url=value["url"],
        final_url=value["final_url"],
        capture=value["capture"],
        text=value["text"],
        likeness=_fraction(value["likeness"]),
        known=value["known"],
        canonical=value["canonical"],
        role=Role(value["role"]),
        facts=value["facts"],
        controls=tuple(_parse_control(control) for control in value["controls"]),
    )


def _control_json(control: Control) -> dict[str, Any]:
    return {
        "kind": control.kind,
        "url": control.url,
        "outcome": control.outcome.value,
        "reason": control.reason,
        "status": control.status,
        "final_url": control.final_url,
        "capture": control.capture,
        "likeness": _thousandths(control.likeness),
        "words": control.words,
        "marks": list(control.marks),
        "own": _thousandths(control.own),
    }


def _parse_control(value: Mapping[str, Any]) -> Control:
    return Control(
        kind=value["kind"],
        url=value["url"],
        outcome=OutcomeKind(value["outcome"]),
        reason=value["reason"],
        status=value["status"],
        final_url=value["final_url"],
        capture=value["capture"],
        likeness=_fraction(value["likeness"]),
        words=value["words"],
        marks=tuple(value["marks"]),
        own=_fraction(value.get("own")),
    )


def _thousandths(value: float | None) -> int | None:
    return None if value is None else round(value * 1000)


def _fraction(value: int | None) -> float | None:
    return None if value is None else value / 1000


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Plain JSON of a verdict."""
    return {
        "id": verdict.id,
        "instance": verdict.instance,
        "kind": verdict.kind.value,
        "state": verdict.state.value,
        "between": [stamp(at) for at in verdict.between],
        "confirmed_at": stamp(verdict.confirmed_at),
        "confidence": verdict.confidence.value,
        "reasons": [
            {"rule": r.rule, "text": r.text, "observations": list(r.observations)}
            for r in verdict.reasons
        ],
        "policy": verdict.policy,
        "capture": verdict.capture,
        "text": verdict.text,
        "supersedes": verdict.supersedes,
        "facts": dict(verdict.facts),
    }


def parse_verdict(value: Mapping[str, Any]) -> Verdict:
    """The verdict of ``verdict_json``."""
    last, first = value["between"]
    return Verdict(
        id=value["id"],
        instance=value["instance"],
        kind=EventKind(value["kind"]),
        state=State(value["state"]),
        between=(parse_stamp(last), parse_stamp(first)),
        confirmed_at=parse_stamp(value["confirmed_at"]),
        confidence=Confidence(value["confidence"]),
        reasons=tuple(
            Reason(r["rule"], r["text"], tuple(r["observations"])) for r in value["reasons"]
        ),
        policy=value["policy"],
        capture=value["capture"],
        text=value["text"],
        supersedes=value["supersedes"],
        facts=value["facts"],
    )


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {
        "instance": standing.instance,
        "state": standing.state.value,
        "text": standing.text,
        "capture": standing.capture,
        "seen": standing.seen,
        "seen_at": stamp(standing.seen_at) if standing.seen_at else None,
        "url": standing.url,
        "final_url": standing.final_url,
    }


def _parse_standing(value: Mapping[str, Any]) -> Standing:
    return Standing(
        instance=value["instance"],
        state=State(value["state"]),
        text=value["text"],
        capture=value["capture"],
        seen=value["seen"],
        seen_at=parse_stamp(value["seen_at"]) if value["seen_at"] else None,
        url=value["url"],
        final_url=value["final_url"],
    )


def _policy_json(policy: Policy) -> dict[str, Any]:
    over = policy.confirm_over
    return {
        "version": policy.version,
        "confirm_checks": policy.confirm_checks,
        "confirm_over_ms": None if over is None else over // _MS,
        "edit_checks": policy.edit_checks,
    }


def _parse_policy(value: Mapping[str, Any]) -> Policy:
    over = value["confirm_over_ms"]
    return Policy(
        version=value["version"],
        confirm_checks=value["confirm_checks"],
        confirm_over=None if over is None else over * _MS,
        edit_checks=value["edit_checks"],
    )


def reading_json(reading: Reading) -> dict[str, Any]:
    """Plain JSON of a reading; the passages as spans in its text."""
    return {
        "title": reading.title,
        "text": reading.text,
        "passages": [[p.start, p.end, p.kind] for p in reading.passages],
        "sha256": reading.sha256,
        "reader": reading.reader,
        "published": reading.published,
        "author": reading.author,
        "canonical": reading.canonical,
        "language": reading.language,
        "site": reading.site,
        "defect": reading.defect,
    }


def parse_reading(value: Mapping[str, Any]) -> Reading:
    """The reading of ``reading_json``."""
    text = value["text"]
    passages = tuple(
        Passage(text[start:end], start, end, kind) for start, end, kind in value["passages"]
    )
    rest = {key: item for key, item in value.items() if key not in ("text", "passages")}
    return Reading(text=text, passages=passages, **rest)
