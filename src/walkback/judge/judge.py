"""Observations in, verdict out: the rules of the table, applied look by look.

``looks -> order by their own time -> sights -> runs -> the first rule that is complete``

Looks are taken one after the other, as they came, and the first look that completes a rule
ends the judgement: judging after every look and judging once at the end give the same verdict
with the same id. What comes after the completing look is for the next call, with the standing
that the verdict makes.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from walkback.judge.edits import returned
from walkback.judge.hosts import elsewhere, has_notice
from walkback.judge.reasons import reason_text
from walkback.judge.rules import RULES, VERSION, Rule, Run, Sign, needed
from walkback.judge.runs import Bound, Look, Runs, counting
from walkback.judge.sight import is_known
from walkback.model.ids import derived_id
from walkback.model.look import Observation
from walkback.model.verdict import (
    Confidence,
    EventKind,
    Pending,
    Policy,
    Reason,
    Standing,
    State,
    Verdict,
)

_LESS = {Confidence.HIGH: Confidence.MEDIUM, Confidence.MEDIUM: Confidence.LOW}
_WEAKEST = frozenset({"imported", "unseen", "told"})  # these make any verdict a weak one
_MOST_DOUBLINGS, _MOST_FACES = 4, 2


def judge(
    standing: Standing,
    looks: Sequence[Observation],
    policy: Policy,
    now: datetime,  # noqa: ARG001 - of the contract; no rule of today's table asks the clock
) -> Verdict | Pending | None:
    """The verdict that the looks since ``standing.seen`` make, what is pending, or None.

    ``looks`` may come in any order. A statement that was never seen (no text) cannot be
    removed or edited: None. Pure; never raises.
    """
    runs, rule, complete = inquire(standing, looks, policy)
    if rule is None:
        return None
    if complete:
        return _verdict(rule, runs, policy)
    run = runs.runs[rule.run]
    return Pending(rule.kind, run[0].obs.at, len(run), required(rule, run, policy)[0])


def inquire(
    standing: Standing, looks: Sequence[Observation], policy: Policy
) -> tuple[Runs, Rule | None, bool]:
    """The runs that the looks form, and the first rule that they complete or, failing that,
    the first that all looks of a run count for; whether it is complete.
    """
    runs = Runs(standing)
    if standing.text is None:
        return runs, None, False
    rules = [rule for rule in RULES if standing.state in rule.when]
    for obs in _in_order(standing, looks):
        look = counting(obs, standing)
        if look is None:
            continue
        runs.add(look)
        for rule in rules:
            if _complete(rule, runs.runs[rule.run], policy):
                return runs, rule, True
    return runs, _open(rules, runs), False


def _in_order(standing: Standing, looks: Sequence[Observation]) -> Iterator[Observation]:
    # A look older than what the standing rests on belongs to a time already judged: rejudge
    # takes it in its place.
    seen: set[str | None] = {standing.seen}
    for obs in sorted(looks, key=lambda obs: (obs.at, obs.id)):
        late = standing.seen_at is None or obs.at >= standing.seen_at
        if late and obs.id not in seen:
            seen.add(obs.id)
            yield obs


def _complete(rule: Rule, run: list[Look], policy: Policy) -> bool:
    counted = [look.obs.at for look in run if look.sign in rule.counts]
    count, over = required(rule, run, policy)
    return len(counted) >= count and counted[-1] - counted[0] >= over


def required(rule: Rule, run: list[Look], policy: Policy) -> tuple[int, timedelta]:
    """As the table has it; twice as many for each sign that the page is restless."""
    count, over = needed(rule, policy)
    if rule.run is Run.EDITED and run:
        count *= 2 ** min(_restless(run[0].obs), _MOST_DOUBLINGS)
    return max(count, 1), over


def _restless(obs: Observation) -> int:
    """How often these words came and went, or the page showed two faces in one moment.

    Where the words of the look are those that stood still, the faces are accounted for.
    """
    faces = 0 if "steady" in obs.facts else min(int(obs.facts.get("faces", 0)), _MOST_FACES)
    return int(obs.facts.get("seen_before", 0)) + faces


def _open(rules: list[Rule], runs: Runs) -> Rule | None:
    for rule in rules:
        run = runs.runs[rule.run]
        if run and all(look.sign in rule.counts for look in run):
            return rule
    return None


def _verdict(rule: Rule, runs: Runs, policy: Policy) -> Verdict:
    standing = runs.standing
    run = runs.runs[rule.run]
    first, last = run[0].obs, run[-1].obs
    before = runs.before[rule.run] or Bound(first.at, None)
    surely, missing = confidence(rule, run, standing)
    ids = tuple(look.obs.id for look in run)
    text, capture, facts = _found(rule, run, standing)
    facts["rules"] = VERSION
    facts["bounds"] = [before.id, first.id]
    return Verdict(
        id=derived_id(standing.instance, rule.name, *ids),
        instance=standing.instance,
        kind=rule.kind,
        state=_state(rule, run, standing),
        between=(before.at, first.at),
        confirmed_at=last.at,
        confidence=surely,
        reasons=(Reason(rule.name, reason_text(rule, run, before.at, missing), ids),),
        policy=policy.version,
        capture=capture,
        text=text,
        supersedes=returned(last).get("finding") if rule.kind is EventKind.EDITED else None,
        facts=facts,
    )


def _state(rule: Rule, run: list[Look], standing: Standing) -> State:
    if rule.kind is EventKind.EDITED:
        # Words that somebody told us say nothing of what is there now, and an edit at the new
        # address does not undo a move.
        told = all(look.sign is Sign.TOLD for look in run)
        if standing.state is State.MOVED or (told and standing.state is State.UNKNOWN):
            return standing.state
    return rule.state


def confidence(
    rule: Rule, run: list[Look], standing: Standing
) -> tuple[Confidence, frozenset[str]]:
    """The weakest link decides; and the names of all weak links."""
    counted = [look for look in run if look.sign in rule.counts]
    lacks = frozenset[str]().union(*(look.lacks for look in counted))
    missing = {name for name in lacks if name in rule.wants or name in _WEAKEST}
    if "vantage" in rule.wants and len({_vantage(look) for look in counted}) < 2:
        missing.add("vantage")
    if any(look.sign is Sign.TOLD for look in counted):
        missing.add("imported")
    if rule.kind is EventKind.REMOVED and standing.state is State.UNKNOWN:
        missing.add("unseen")
    if missing & _WEAKEST:
        return Confidence.LOW, frozenset(missing)
    less = _LESS.get(rule.confidence, Confidence.LOW)
    return less if missing else rule.confidence, frozenset(missing)


def _vantage(look: Look) -> str:
    return str(look.obs.facts.get("vantage", ""))


def _found(
    rule: Rule, run: list[Look], standing: Standing
) -> tuple[str | None, str | None, dict[str, object]]:
    """Text and capture of the new state, and what else the run showed."""
    capture = next((look.obs.capture for look in run if look.obs.capture), None)
    last = run[-1].obs
    if rule.kind is EventKind.RESTORED:
        # Of several texts the known one is the surest; a new one may still become an edit.
        shown = next((look for look in run if is_known(look.obs, standing)), None)
        if shown is not None:
            return standing.text, shown.obs.capture or standing.capture, {"edited": False}
        return last.text, last.capture or capture, {"edited": True}
    if rule.kind is EventKind.MOVED:
        # Where it was found elsewhere, the page here is what stands in its place.
        there = elsewhere(last) if rule.run is Run.ELSEWHERE else None
        text = standing.text if there else last.text or standing.text
        return text, capture, {"moved_to": there or last.final_url}
    if rule.kind is EventKind.REMOVED:
        notice = next((look.obs.capture for look in run if has_notice(look.obs)), None)
        return None, capture, {"notice": notice} if notice else {}
    if rule.kind is EventKind.EDITED:
        times = returned(last).get("times")
        return last.text, capture, {"returns": times} if times else {}
    return None, capture, {}
