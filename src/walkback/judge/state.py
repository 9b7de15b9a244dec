"""What an instance's state is right now, between verdicts."""

from collections.abc import Sequence

from walkback.judge.kinds import AWAY, Sight, marks_of
from walkback.judge.sight import sight
from walkback.model.look import Observation, Role
from walkback.model.verdict import Standing, State

_FAILURES = {Sight.BLOCKED: State.BLOCKED, Sight.UNREACHABLE: State.UNREACHABLE}
_DISPUTED = 3  # looks
_INTERIM = {State.BLOCKED, State.UNREACHABLE}


def state(standing: Standing, looks: Sequence[Observation]) -> State:
    """The state that is shown: the standing's, or ``blocked`` or ``unreachable`` for now.

    These two hold from the first failed look until a look that got an answer; a look of which
    nobody can say what it saw ends nothing, and three in a row at which two answers contradict
    each other, or another's page stands there, make it ``unknown`` until the next good one.
    What is being confirmed changes no state, and a statement that is gone stays so while its
    host is down.
    """
    current = standing.state
    if current in AWAY:
        return current
    disputed = 0
    for obs in sorted(looks, key=lambda obs: (obs.at, obs.id)):
        if obs.role is not Role.STATEMENT:
            continue
        seen = sight(obs, standing)
        disputed = disputed + 1 if _is_disputed(obs, seen) else 0
        if disputed >= _DISPUTED:
            current = State.UNKNOWN
        if seen in {Sight.UNCLEAR, Sight.CONTESTED}:
            continue
        settled = State.PRESENT if standing.state in _INTERIM else standing.state
        current = _FAILURES.get(seen, settled)
    return current


def _is_disputed(obs: Observation, seen: Sight) -> bool:
    return seen is Sight.CONTESTED or (seen is Sight.UNCLEAR and "foreign" in marks_of(obs))
