"""What a conversation came to, as it is kept: its facts, and how it is heard again.

    Told -> answer_of, listed_of -> about -> the opening of its capture

``sources.conversations.again`` makes the outcomes of it for the same generator.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from walkback.model.conversation import Answer, Listed
from walkback.model.evidence import Evidence
from walkback.model.exchange import Outcome, OutcomeKind
from walkback.model.look import Role
from walkback.model.times import stamp
from walkback.sources import told
from walkback.sources.conversations import told_list
from walkback.store import CaptureRow
from walkback.watch.accounts import LOST, Ask
from walkback.watch.talking import Told

BROKEN = "adapter"  # the reason of a look that its adapter broke off

_FINE = (OutcomeKind.RECEIVED, OutcomeKind.GONE, OutcomeKind.NOT_MODIFIED)


def answer_of(ended: Told, value: Any, at: datetime) -> Answer:
    """An adapter's answer as it may be kept; where the adapter is at fault, that."""
    if ended.fault:
        return Answer(OutcomeKind.UNREACHABLE, BROKEN, _broke(ended.fault))
    try:
        return told(value, ended.asked, at)
    except Exception as error:  # noqa: BLE001 - what an adapter returns may be anything
        return Answer(OutcomeKind.UNREACHABLE, BROKEN, _broke(str(error)))


def listed_of(ended: Told, at: datetime) -> Listed:
    """As ``answer_of``, for a list."""
    if ended.fault:
        return Listed(OutcomeKind.UNREACHABLE, BROKEN, _broke(ended.fault))
    try:
        return told_list(ended.value, ended.asked, at)
    except Exception as error:  # noqa: BLE001 - as above
        return Listed(OutcomeKind.UNREACHABLE, BROKEN, _broke(str(error)))


def failure_of(ended: Told) -> Answer | None:
    """Why a sweep says nothing of what it does not bring; None where it was answered."""
    if ended.fault:
        return Answer(OutcomeKind.UNREACHABLE, BROKEN, _broke(ended.fault))
    bad = [outcome for outcome in ended.asked if outcome.kind not in _FINE]
    if not bad:
        return None
    return Answer(bad[-1].kind, bad[-1].reason, bad[-1].detail, retry_at=bad[-1].retry_at)


def _broke(fault: str) -> str:
    return f"the adapter broke off: {fault[:200]}"


def note_of(listed: Listed) -> str:
    """What is to be said of a source after its list; empty where all is well."""
    if listed.reason == BROKEN:
        return listed.detail
    if listed.account in LOST:
        words = {"lost": "cannot be found", "private": "is private", "gone": "is gone"}
        said = f" ({listed.code})" if listed.code else ""
        return f"the account {words.get(listed.account, f'is {listed.account}')}{said}"
    if listed.outcome not in _FINE:
        return f"not let in or not answered: {listed.reason} {listed.detail}".rstrip()
    moved = (f"the account says that it moved to {listed.moved_to}",) if listed.moved_to else ()
    return "; ".join((*moved, *listed.notes))


def about(ask: Ask, value: Answer | Listed, asked: Sequence[Outcome]) -> dict[str, Any]:
    """What the opening of a conversation's capture says beside its bytes."""
    row, last = ask.rows[0], next((one for one in reversed(asked) if one.exchanges), None)
    return {
        "instance": row.instance,
        "role": row.role.value,
        "url": row.url,
        "outcome": value.outcome.value,
        "reason": value.reason,
        "detail": value.detail,
        "status": last.status if last else None,
        "final_url": row.url,
        "adapter": ask.account.row.kind,
        "source": ask.account.row.source,
        "account": ask.account.row.url,
        "memory": dict(ask.memory),
        "remember": dict(value.memory),
        "asked": [_asked(outcome) for outcome in asked],
    }


def _asked(outcome: Outcome) -> dict[str, Any]:
    return {
        "url": outcome.request.url,
        "outcome": outcome.kind.value,
        "reason": outcome.reason,
        "detail": outcome.detail[:200],
        "at": stamp(outcome.at),
        "hops": len(outcome.exchanges),
        "whole": outcome.content is not None,
        "retry_at": stamp(outcome.retry_at) if outcome.retry_at else None,
    }


def spoken_row(evidence: Evidence, leaf: int) -> CaptureRow:
    """The store's row of a conversation's capture."""
    return row_of(evidence.id, evidence.at, evidence.about, leaf)


def row_of(identity: str, at: datetime, said: Mapping[str, Any], leaf: int) -> CaptureRow:
    """As ``spoken_row``, of what its opening says."""
    return CaptureRow(
        identity,
        said["instance"],
        Role(said["role"]),
        at,
        said["url"],
        OutcomeKind(said["outcome"]),
        said["reason"],
        said["status"],
        said["final_url"],
        leaf,
        said["digest"],
        facts=said["facts"],
    )
