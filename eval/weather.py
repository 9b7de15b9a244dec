"""False and missed removals in simulated weeks: the judge alone, under random weather.

A week is one page of one host, looked at every few hours. What happens to the page is drawn
first (it stands, is edited, is removed, is removed and put back); then troubles are drawn with
random beginnings and lengths, in any mixture: outages, blocks, walls, maintenance, a whole site
that answers 404, a page that is lost for a while, servers that disagree. Each look is what the
page and its host would have answered at that minute, with the answers to the controls. The judge
is called after every look, as a round does. Nothing is fetched and nothing is read.

A removal is false where the statement stood at the look that confirmed it, and its interval is
wrong where the statement stood when it is said to have been missed first. It is missed where the
page was gone, five looks over half a day saw the host in order, and nothing was said; an edit,
where three looks saw it and nothing was said. Rates have Wilson 95 % intervals. The seeds of
wrong weeks are printed: ``python -m eval.weather SEED`` tells such a week look by look.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import sqrt
from pathlib import Path
from time import monotonic

from walkback.judge import Sight, judge, sight
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation
from walkback.model.verdict import EventKind, Policy, Standing, State, Verdict

WEEKS = 4000
SECONDS = 50.0
WEEK = 7 * 24 * 60  # minutes
START = datetime(2026, 1, 5, tzinfo=UTC)
HOST = "https://ada.example"
URL, HOME, LOST = f"{HOST}/press/7", f"{HOST}/", f"{HOST}/press/qzxv"
SIBLING = f"{HOST}/press/6"
DAY = 24 * 60

# Times a week, and mean length in minutes, of each trouble.
TROUBLES = {
    "outage": (3.0, 60),
    "timeout": (2.0, 30),
    "blocked": (1.5, 180),
    "challenge": (0.5, 360),
    "consent": (0.2, 600),
    "maintenance": (0.5, 90),
    "site-404": (0.3, 120),
    "one-page-lost": (0.5, 20),
    "servers-disagree": (0.3, 180),
    "one-page-wall": (0.2, 240),
    "one-page-stranger": (0.2, 120),
}
SITE_WIDE = {"outage", "timeout", "blocked", "challenge", "consent", "maintenance", "site-404"}
KINDS = ("false removal", "wrong interval", "missed removal", "false edit", "missed edit")
POLICIES = {
    "the table's own": Policy(),
    "looks alone": Policy(confirm_over=timedelta()),
}
# False removals among the weeks of pages that stood, missed ones among those that were removed.
FLOORS = {"the table's own": (0.001, 0.005), "looks alone": (0.03, 0.005)}


@dataclass(frozen=True, slots=True)
class Week:
    """One drawn week. ``gone`` and ``edited`` are spans in minutes; ``how`` it is gone."""

    seed: int
    every: int
    honest: bool
    beside: str  # what can be asked beside it: sibling, link or home
    how: str
    gone: tuple[int, int] | None
    edited: int | None
    troubles: tuple[tuple[str, int, int], ...]

    def at(self, minute: int) -> list[str]:
        """The troubles at this minute."""
        return [kind for kind, begin, end in self.troubles if begin <= minute < end]

    def text(self, minute: int) -> str | None:
        """The words that stand there, None while it is gone."""
        if self.gone and self.gone[0] <= minute < self.gone[1]:
            return None
        return "b" * 64 if self.edited is not None and minute >= self.edited else "a" * 64


def draw(seed: int) -> Week:
    """A week by its seed."""
    dice = random.Random(seed)
    fate = dice.choice(("stands", "stands", "edited", "gone", "gone", "back"))
    gone = edited = None
    if fate in ("gone", "back"):
        begin = dice.randrange(DAY, WEEK - DAY)
        gone = (begin, WEEK if fate == "gone" else begin + dice.randrange(60, 3 * DAY))
    if fate == "edited":
        edited = dice.randrange(DAY // 2, WEEK - DAY // 2)
    troubles = [
        (kind, begin := dice.randrange(WEEK), begin + 1 + int(dice.expovariate(1 / mean)))
        for kind, (times, mean) in TROUBLES.items()
        for _ in range(_poisson(dice, times))
    ]
    how = dice.choices(("404", "410", "soft", "home", "section"), (50, 15, 20, 10, 5))[0]
    honest = how in ("404", "410") or dice.random() < 0.3
    every = dice.choice((30, 60, 60, 180, 180, 360))
    beside = dice.choices(("sibling", "link", "home"), (75, 20, 5))[0]
    return Week(seed, every, honest, beside, how, gone, edited, tuple(troubles))


def _poisson(dice: random.Random, mean: float) -> int:
    count, product = 0, dice.random()
    while product > 2.718281828 ** (-mean):
        count, product = count + 1, product * dice.random()
    return count


def looks(week: Week) -> Iterator[tuple[int, Observation]]:
    """Each look of the week with its minute."""
    dice = random.Random(-week.seed - 1)
    minute = week.every
    while minute < WEEK:
        yield minute, _look(week, minute, dice)
        minute += max(1, round(week.every * dice.uniform(0.8, 1.2)))


def _look(week: Week, minute: int, dice: random.Random) -> Observation:
    troubles = week.at(minute)
    page = _answer(week, minute, troubles, dice)
    again = _answer(week, minute, troubles, dice)
    site = [kind for kind in troubles if kind in SITE_WIDE]
    other = _site(site[0]) if site else _Answer(200, text="s" * 64, words=300)
    never = _site(site[0]) if site else _missing(week)
    beside = {"sibling": [SIBLING], "link": [SIBLING, HOME], "home": [HOME]}[week.beside]
    controls = (
        _control("again", URL, page, again),
        _control("random-path", LOST, page, never),
        *(_control("home" if at == HOME else week.beside, at, page, other) for at in beside),
    )
    return Observation(
        id=f"look-{minute}",
        at=START + timedelta(minutes=minute),
        outcome=page.outcome,
        reason=f"http-{page.status}",
        status=page.status,
        url=URL,
        final_url=page.final or URL,
        capture=f"capture-{minute}",
        text=page.text,
        likeness=page.like,
        controls=controls,
        facts={"words": page.words, "marks": list(page.marks)},
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one address answers; ``like`` is to the statement's first words."""

    status: int | None
    text: str | None = None
    words: int = 0
    like: float = 0.0
    marks: tuple[str, ...] = ()
    final: str = ""

    @property
    def outcome(self) -> OutcomeKind:
        if self.status in (404, 410):
            return OutcomeKind.GONE
        if self.status in (403, 429):
            return OutcomeKind.REFUSED
        if self.status is None or self.status >= 500:
            return OutcomeKind.UNREACHABLE
        return OutcomeKind.RECEIVED


_SITE = {
    "outage": _Answer(503),
    "timeout": _Answer(None),
    "blocked": _Answer(403),
    "challenge": _Answer(200, "c" * 64, 20, marks=("challenge-header",)),
    "consent": _Answer(200, "d" * 64, 60, marks=("consent", "wall-words")),
    "maintenance": _Answer(200, "e" * 64, 25),
    "site-404": _Answer(404, "f" * 64, 10),
}


def _site(kind: str) -> _Answer:
    return _SITE[kind]


def _missing(week: Week) -> _Answer:
    """What this host says to a page that is not there."""
    if week.honest:
        return _Answer(404, "0" * 64, 15)
    if week.how == "home":
        return _Answer(200, "h" * 64, 200, 0.02, final=HOME)
    return _Answer(200, "0" * 64, 15)


def _answer(week: Week, minute: int, troubles: Sequence[str], dice: random.Random) -> _Answer:
    site = [kind for kind in troubles if kind in SITE_WIDE]
    if site:
        return _site(site[0])
    if "one-page-lost" in troubles or ("servers-disagree" in troubles and dice.random() < 0.5):
        return _Answer(404, "0" * 64, 15)
    if "one-page-wall" in troubles:
        return _Answer(200, "w" * 64, 30, marks=("wall-words",))
    if "one-page-stranger" in troubles:
        return _Answer(200, "x" * 64, 30, marks=("foreign",))
    text = week.text(minute)
    if text is None:
        return _gone(week)
    return _Answer(200, text, 300, 1.0 if text[0] == "a" else 0.93)


def _gone(week: Week) -> _Answer:
    if week.how in ("404", "410"):
        return _Answer(int(week.how), "0" * 64, 15)
    if week.how == "soft":
        return _Answer(200, "0" * 64, 15, marks=("not-found-title",))
    return _Answer(200, "h" * 64, 200, 0.02, final=HOME if week.how == "home" else f"{HOST}/press/")


def _control(kind: str, url: str, page: _Answer, answer: _Answer) -> Control:
    alike = None
    if page.text and answer.text:
        alike = 1.0 if page.text == answer.text else 0.1
        if page.like > 0.5 and answer.like > 0.5:
            alike = 0.93 if page.text != answer.text else 1.0
    final = answer.final or url
    reason = f"http-{answer.status}"
    words = answer.words or None
    seen = (answer.outcome, reason, answer.status)
    return Control(kind, url, *seen, final, None, alike, words, answer.marks)


@dataclass(slots=True)
class Told:
    """What the judge said of a week."""

    verdicts: list[Verdict] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)  # minutes of looks in order while it was gone
    edited: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


_BEARS_OUT = {
    State.PRESENT: {Sight.PRESENT},
    State.REMOVED: {Sight.ABSENT_FIRM, Sight.ABSENT_SOFT},
}


def told(week: Week, policy: Policy) -> Told:
    """The verdicts of a week, judged after every look."""
    found = Told()
    standing = Standing("page", State.PRESENT, "a" * 64, "first", "first", START, URL, URL)
    waiting: list[Observation] = []
    for minute, look in looks(week):
        seen = sight(look, standing)
        troubled = week.at(minute)
        if not troubled:
            text = week.text(minute)
            found.gone += [minute] if text is None else []
            found.edited += [minute] if text == "b" * 64 else []
        found.lines.append(f"{minute:6} {seen.value:12} {','.join(troubled)}")
        if seen in _BEARS_OUT.get(standing.state, ()):
            standing = replace(standing, seen=look.id, seen_at=look.at)
            waiting = []
            continue
        waiting.append(look)
        verdict = judge(standing, waiting, policy, look.at)
        if isinstance(verdict, Verdict):
            found.verdicts.append(verdict)
            found.lines.append(f"       -> {verdict.kind.value}: {verdict.reasons[0].text}")
            standing = replace(
                standing,
                state=verdict.state,
                text=verdict.text or standing.text,
                capture=verdict.capture,
                seen=look.id,
                seen_at=look.at,
            )
            waiting = []
    return found


def faults(week: Week, found: Told) -> list[str]:
    """What was wrong, by the names of ``KINDS``."""
    wrong = []
    for verdict in found.verdicts:
        first, last = _minute(verdict.between[1]), _minute(verdict.confirmed_at)
        if verdict.kind is EventKind.REMOVED:
            wrong += ["false removal"] if week.text(last) is not None else []
            wrong += ["wrong interval"] if week.text(first) != week.text(last) else []
        if verdict.kind is EventKind.EDITED and week.text(last) != verdict.text:
            wrong.append("false edit")
    kinds = [verdict.kind for verdict in found.verdicts]
    if was_gone(found) and EventKind.REMOVED not in kinds:
        wrong.append("missed removal")
    if len(found.edited) >= 3 and EventKind.EDITED not in kinds:
        wrong.append("missed edit")
    return wrong


def was_gone(found: Told) -> bool:
    """Whether looks enough saw the page gone."""
    return len(found.gone) >= 5 and found.gone[-1] - found.gone[0] >= DAY // 2


def _minute(at: datetime) -> int:
    return round((at - START).total_seconds() / 60)


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def main(data: Path) -> bool:
    """Whether the floors held; needs no data."""
    del data
    held = [_policy(name) for name in POLICIES]
    return all(held)


def _policy(name: str) -> bool:
    wrong: Counter[str] = Counter()
    of: Counter[str] = Counter()
    seeds: dict[str, list[int]] = {}
    began = monotonic()
    for seed in range(WEEKS):
        if monotonic() - began > SECONDS / len(POLICIES):
            break
        week = draw(seed)
        found = told(week, POLICIES[name])
        of["removal"] += 1
        of["missed removal"] += was_gone(found)
        of["missed edit"] += len(found.edited) >= 3
        for kind in dict.fromkeys(faults(week, found)):
            wrong[kind] += 1
            seeds.setdefault(kind, []).append(seed)
    of["false removal"] = of["false edit"] = of["wrong interval"] = of["removal"]
    for kind in KINDS:
        low, high = wilson(wrong[kind], of[kind])
        first = f"; seeds {', '.join(map(str, seeds[kind][:5]))}" if kind in seeds else ""
        share = 100 * wrong[kind] / max(1, of[kind])
        print(
            f"weather: {name}: {kind}s in {wrong[kind]} of {of[kind]} weeks, {share:.2f} % "
            f"(95 %: {100 * low:.2f} to {100 * high:.2f}){first}"
        )
    false, missed = FLOORS[name]
    held = wrong["false removal"] <= false * of["removal"]
    return held and wrong["missed removal"] <= missed * max(1, of["missed removal"])


if __name__ == "__main__":
    for number in map(int, sys.argv[1:]):
        one = draw(number)
        print(one)
        for policy in POLICIES.values():
            print("\n".join(told(one, policy).lines))
