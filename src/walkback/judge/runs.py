"""The looks that count, kept together until a good look ends their count.

A failed look has no sign, so it can neither count nor break nor shorten anything. The span of
a run is measured between looks that count.
"""

from dataclasses import dataclass, field
from datetime import datetime

from walkback.judge.kinds import EDIT, Sight, Weighed, likeness
from walkback.judge.places import same_place
from walkback.judge.platforms import shown
from walkback.judge.rules import Run, Sign
from walkback.judge.sight import moved_for_good, weigh
from walkback.model.look import Observation, Role
from walkback.model.verdict import Standing, State

_SIGNS = {
    Sight.PRESENT: Sign.HERE,
    Sight.CHANGED: Sign.OTHER,
    Sight.MOVED: Sign.MOVED,
    Sight.ABSENT_FIRM: Sign.MISSING,
    Sight.ABSENT_SOFT: Sign.LIKE_MISSING,
    Sight.WITHHELD: Sign.WITHHELD,
    Sight.CONTESTED: Sign.CONTESTED,
    Sight.ELSEWHERE: Sign.ELSEWHERE,
    Sight.PROVED_ABSENT: Sign.PROVED,
    Sight.TOMBSTONE: Sign.TOMBSTONE,
    Sight.NOT_SHOWN: Sign.NOT_SHOWN,
    Sight.MISSING_ALONE: Sign.ALONE,
    Sight.ACCOUNT_GONE: Sign.ACCOUNT_GONE,
    Sight.ACCOUNT_SUSPENDED: Sign.SUSPENDED,
    Sight.ACCOUNT_PRIVATE: Sign.PRIVATE,
}
_GOOD = {Sign.HERE, Sign.OTHER, Sign.ANEW, Sign.TOLD, Sign.MOVED, Sign.STILL_MOVED}
_OF_THE_ACCOUNT = {Sign.ACCOUNT_GONE, Sign.SUSPENDED, Sign.PRIVATE}
# Where a look that shows no words is counted; all others are absences.
_AWAY = {
    Sign.WITHHELD: Run.WITHHELD,
    Sign.ELSEWHERE: Run.ELSEWHERE,
    **dict.fromkeys(_OF_THE_ACCOUNT, Run.ACCOUNT),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A counting look: the observation, its sign, and what is missing to be sure of it."""

    obs: Observation
    sign: Sign
    lacks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A look that bounds an interval; ``id`` None where only its time is known."""

    at: datetime
    id: str | None


def counting(obs: Observation, standing: Standing) -> Look | None:
    """The look as the rules count it, None where it failed to see anything."""
    weighed = weigh(obs, standing)
    sign = _SIGNS.get(weighed.sight)
    if sign is None:
        return None
    if obs.role is Role.IMPORT:
        return _imported(obs, sign, weighed)
    return Look(obs, _precise(obs, sign, weighed, standing), weighed.lacks)


def _precise(obs: Observation, sign: Sign, weighed: Weighed, standing: Standing) -> Sign:
    """The sign, as far as one sight has several."""
    if sign is Sign.OTHER:
        # A post that its platform shows by its own number is no other page, whatever it says.
        anew = likeness(obs.likeness) < EDIT and not shown(obs)
        return Sign.ANEW if anew else sign
    if sign in {Sign.MISSING, Sign.LIKE_MISSING} and "together" in weighed.lacks:
        return Sign.ALL_MISSING
    if sign is Sign.MISSING and obs.status == 410:
        return Sign.GONE
    if standing.state is State.MOVED and sign is Sign.ELSEWHERE:
        return Sign.STILL_MOVED
    if standing.state is State.MOVED and sign in {Sign.HERE, Sign.MOVED}:
        return _since_moved(obs, standing)
    return sign


def _since_moved(obs: Observation, standing: Standing) -> Sign:
    """Of something that has moved: back, redirected as before, or moved on."""
    final = obs.final_url or obs.url
    if same_place(final, obs.url):
        return Sign.HERE
    # The standing knows the new address only once the words were read there.
    target = standing.final_url or standing.url
    known = not same_place(target, standing.url)
    on = known and not same_place(final, target) and moved_for_good(obs, standing)
    return Sign.MOVED if on else Sign.STILL_MOVED


def _imported(obs: Observation, sign: Sign, weighed: Weighed) -> Look | None:
    # What an archive lacks was not looked for by us: it shows words or nothing (lessons D36).
    if sign is Sign.OTHER:
        return Look(obs, Sign.TOLD, weighed.lacks)
    return Look(obs, Sign.HERE, weighed.lacks) if sign in _GOOD else None


def wording(obs: Observation) -> str | None:
    """What makes two looks at new words alike: the words that stood still, where some did not."""
    return str(obs.facts["steady"]) if "steady" in obs.facts else obs.text


@dataclass(slots=True)
class Runs:
    """All open runs of one instance, and for each the last look at what was there before it."""

    standing: Standing
    runs: dict[Run, list[Look]] = field(default_factory=lambda: {run: [] for run in Run})
    before: dict[Run, Bound | None] = field(default_factory=dict)
    last_good: Bound | None = None
    last_here: Bound | None = None
    last_absent: Bound | None = None

    def __post_init__(self) -> None:
        """Before the first look the standing's own look is the last of what the state says."""
        if self.standing.seen_at is not None:
            start = Bound(self.standing.seen_at, self.standing.seen)
            self.last_good = self.last_here = self.last_absent = start

    def add(self, look: Look) -> None:
        """Count one look, in order of time, and end the runs that it contradicts."""
        bound = Bound(look.obs.at, look.obs.id)
        if look.sign is Sign.CONTESTED:
            for run in self.runs.values():
                run.clear()
            return
        if look.sign in _GOOD:
            self._add_good(look)
            self.last_good = bound
            if look.sign in {Sign.HERE, Sign.STILL_MOVED}:
                self.last_here = bound
            return
        self.runs[Run.BACK].clear()
        account = self.runs[Run.ACCOUNT]
        if account and account[0].sign is not look.sign:
            account.clear()
        self._append(_AWAY.get(look.sign, Run.ABSENT), look)
        self.last_absent = bound

    def _add_good(self, look: Look) -> None:
        for away in (Run.ABSENT, *_AWAY.values()):
            self.runs[away].clear()
        moved, edited = self.runs[Run.MOVED], self.runs[Run.EDITED]
        if look.sign is Sign.STILL_MOVED:
            for run in (moved, edited, self.runs[Run.BACK]):
                run.clear()
            self.last_absent = Bound(look.obs.at, look.obs.id)
            return
        self._append(Run.BACK, look)
        if look.sign is Sign.MOVED:
            edited.clear()
            if moved and moved[0].obs.final_url != look.obs.final_url:
                moved.clear()
            self._append(Run.MOVED, look)
            return
        moved.clear()
        if look.sign is Sign.HERE or (edited and wording(edited[0].obs) != wording(look.obs)):
            edited.clear()
        if look.sign is not Sign.HERE:
            self._append(Run.EDITED, look)

    def _append(self, run: Run, look: Look) -> None:
        if not self.runs[run]:
            last = {Run.BACK: self.last_absent, Run.EDITED: self.last_here}
            self.before[run] = last.get(run, self.last_good)
        self.runs[run].append(look)
