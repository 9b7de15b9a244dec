"""Judge what is open, and make each verdict part of the record."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from walkback.judge import judge
from walkback.model.dossier import Dossier, dossier_json, parse_dossier
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.look import Observation, Role
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import ACTS, EventKind, Pending, Policy, State, Verdict
from walkback.store import happened, history, imports, looks, register, texts
from walkback.watch.keeper import BATCH, Keeper
from walkback.watch.telling import tell


class Judging:
    """Puts open looks before the judge and keeps what he says."""

    def __init__(
        self,
        keeper: Keeper,
        policy: Policy,
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._keeper = keeper
        self._policy = policy
        self._new_id = new_id
        self._clock = clock

    def judge(self) -> list[str]:
        """Judge every instance with open looks; the ids of the verdicts that were given."""
        given: list[str] = []
        while True:
            dossiers = self._dossiers()
            for start in range(0, len(dossiers), BATCH):
                with self._keeper.held():  # else another process may name a new address meanwhile
                    self._commit(dossiers[start : start + BATCH])
            given += [dossier.verdict.id for dossier in dossiers]
            if not dossiers:
                return given

    def _dossiers(self) -> list[Dossier]:
        found = []
        with self._keeper.store.reading() as connection:
            for instance in looks.with_open_looks(connection):
                dossier = open_question(connection, instance, self._policy, self._clock())
                if isinstance(dossier, Dossier) and not happened.has(
                    connection, dossier.verdict.id
                ):
                    found.append(dossier)
        return found

    def _commit(self, dossiers: Sequence[Dossier]) -> None:
        moved = self._moved(dossiers)
        evidence = []
        if moved:
            at = max(dossier.verdict.confirmed_at for dossier in dossiers)
            evidence.append(Evidence(LeafKind.REGISTER, self._new_id(), at, document=moved))
        evidence += [
            Evidence(
                LeafKind.VERDICT,
                dossier.verdict.id,
                dossier.verdict.confirmed_at,
                document=dossier_json(dossier),
            )
            for dossier in dossiers
        ]
        offset = len(evidence) - len(dossiers)

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del kept
            register.save_register(connection, moved)
            for index, dossier in enumerate(dossiers):
                apply_verdict(connection, dossier, first + offset + index, told=False)

        self._keeper.commit(evidence, save)

    def _moved(self, dossiers: Sequence[Dossier]) -> list[dict[str, Any]]:
        """Register entries for the new addresses of what moved, under the same statement."""
        entries = []
        for dossier in dossiers:
            verdict = dossier.verdict
            target = verdict.facts.get("moved_to")
            if verdict.kind is not EventKind.MOVED or not target:
                continue
            with self._keeper.store.reading() as connection:
                if target in register.known_addresses(connection, [target]):
                    continue
                entry = register.address_entry(connection, verdict.instance)
            entry |= {
                "instance": self._new_id(),
                "url": target,
                "role": Role.STATEMENT.value,
                "added": stamp(verdict.confirmed_at),
            }
            entries.append(entry)
        return entries


def open_question(
    connection: Connection, instance: str, policy: Policy, now: datetime
) -> Dossier | Pending | None:
    """What the judge says of an instance as it stands: a verdict with all it rests on, or what
    is still being confirmed.
    """
    standing = history.standing(connection, instance)
    open_looks = tuple(looks.open_looks(connection, instance))
    result = judge(standing, open_looks, policy, now)
    if isinstance(result, Verdict):
        return Dossier(result, standing, open_looks, policy, now)
    return result


def apply_verdict(connection: Connection, dossier: Dossier, leaf: int, *, told: bool) -> None:
    """What a verdict means to the store: the state, the version, the event."""
    verdict = dossier.verdict
    instance = verdict.instance
    if verdict.kind in ACTS:
        happened.save_event(connection, verdict, leaf, told=told)
        return
    if all(look.role is Role.IMPORT for look in dossier.looks):
        # Versions of what was only imported follow from the imported texts themselves.
        tell(connection, dossier, leaf, told=True)
        imports.replace_edits(connection, instance, verdict.id)
        return
    standing = history.standing(connection, instance)
    text, capture = standing.text, standing.capture
    if verdict.capture and verdict.text and verdict.text != dossier.standing.text:
        # Not the verdict's own text: a newer reader may give the same words another digest.
        text = texts.text_of(connection, verdict.capture) or verdict.text
        capture = verdict.capture
        history.end_version(connection, instance, verdict.between[0])
        seen = (verdict.between[1], verdict.confirmed_at)
        shown = texts.capture_row(connection, capture).leaf
        history.save_version(connection, instance, text, seen, (capture, shown))
    elif verdict.state is not State.PRESENT:
        history.end_version(connection, instance, verdict.between[0])
    history.stand(connection, instance, verdict.state, text=text, capture=capture)
    confirming = _confirming(dossier)
    if confirming is not None:
        history.see(connection, instance, confirming, plain=False)
    looks.close_looks(connection, instance, verdict.confirmed_at)
    if verdict.state is State.PRESENT and _shows(confirming, text, dossier):
        history.set_plain(connection, instance)
    tell(connection, dossier, leaf, told=told)


def apply_rejudged(
    connection: Connection, change: dict[str, Any], identity: str, leaf: int
) -> None:
    """What judging anew means to the store: for one instance, events, state and versions."""
    instance = change["rejudged"]
    for old in change["withdrawn"]:
        happened.supersede(connection, old, identity)
    for packed in change["verdicts"]:
        tell(connection, parse_dossier(packed), leaf, told=True)
    history.drop_versions(connection, instance, of_captures=True)
    for first, last, capture in change["versions"]:
        row = texts.capture_row(connection, capture)
        if row is not None and row.text:
            seen = (parse_stamp(first), parse_stamp(last))
            history.save_version(connection, instance, row.text, seen, (capture, row.leaf))
    text = texts.text_of(connection, change["capture"]) if change["capture"] else None
    state = State(change["state"])
    history.stand(connection, instance, state, text=text, capture=change["capture"])
    times = [packed["verdict"]["confirmed_at"] for packed in change["verdicts"]]
    if times:
        looks.close_looks(connection, instance, parse_stamp(max(times)))


def _confirming(dossier: Dossier) -> Observation | None:
    at = dossier.verdict.confirmed_at
    return next((look for look in dossier.looks if look.at == at), None)


def _shows(look: Observation | None, text: str | None, dossier: Dossier) -> bool:
    """Whether the look's page has the words that stand now, so that its bytes need no reading.

    A page may come back with its old words and be edited before that is confirmed: were its new
    bytes taken for the words that stand, the edit would never be seen.
    """
    if look is None:
        return False
    same = text == dossier.standing.text
    return look.text in (text, dossier.verdict.text) or (same and look.known)


def confirming_pause(pending: Pending, policy: Policy, now: datetime) -> timedelta:
    """How long until the next look can count: the span left, over the looks left."""
    span = policy.confirm_over if policy.confirm_over is not None else timedelta(minutes=5)
    left = max(timedelta(0), pending.since + span - now)
    return left / max(1, pending.of - pending.looks)
