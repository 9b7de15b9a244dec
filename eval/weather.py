"""False and missed removals and edits in simulated weeks: the pure judge under random weather.

A week is one page of one site, looked at every few hours. What happens to the page is drawn
first (it stands, is edited, is written anew, is removed in one of ten ways, is removed and put
back); then troubles, with random beginnings and lengths and in any mixture: all those of
``tests/weather``, over the whole site or this page alone, pages that are lost for a while, and
servers behind one name that disagree request by request. Each look is what the page and its host
answer at that minute, with the answers to the controls that the judge asks for, read by the
program itself (``weather_web``). The judge is called after every look that it can count.

A removal is false where the statement stood at the look that confirmed it, and its interval is
wrong where the statement stood when it is said to have been missed first. It is missed where the
page was gone, five looks over half a day saw the host in order, and nothing was said; an edit,
where four such looks saw it and nothing was said. Rates have Wilson 95 % intervals. The seeds of
wrong weeks are printed: ``python -m eval.weather SEED`` tells such a week look by look.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import repeat
from math import sqrt
from pathlib import Path

from eval.weather_web import (
    HOME,
    HOST,
    HOWS,
    LINKS,
    SIBLINGS,
    SUBJECT,
    World,
    ask,
    beside,
    compared,
    first_words,
    is_itself,
    page_facts,
)
from tests.weather.troubles import TROUBLES

from walkback.judge import Pages, Sight, controls, judge, sight
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation
from walkback.model.reading import Reading
from walkback.model.verdict import EventKind, Policy, Standing, State, Verdict

WEEKS = {"the table's own": 20_000, "looks alone": 2_000}
PROCESSES = 2
WEEK = 7 * 24 * 60  # minutes
DAY = 24 * 60
START = datetime(2026, 1, 5, tzinfo=UTC)
URL = HOST + SUBJECT
_PAGE, _SECTION = frozenset({SUBJECT}), frozenset({SUBJECT, *SIBLINGS})
_READ = {OutcomeKind.RECEIVED, OutcomeKind.GONE}

SITE_TROUBLES = [one.name for one in TROUBLES]
PAGE_TROUBLES = [one.name for one in TROUBLES if not one.site_only]
# Times a week, and mean length in minutes, of each sort of trouble.
SORTS = {
    "everywhere": (4.0, 120),
    "here": (1.0, 180),
    "subject lost": (0.5, 20),
    "section lost": (0.3, 60),
    "servers lack the page": (0.3, 180),
    "servers lack the section": (0.3, 180),
}
KINDS = ("false removal", "wrong interval", "missed removal", "false edit", "missed edit", "other")
POLICIES = {
    "the table's own": Policy(),
    "looks alone": Policy(confirm_over=timedelta()),
}
# False removals among all weeks, missed ones among those whose page was removed.
FLOORS = {"the table's own": (0.0005, 0.01), "looks alone": (0.03, 0.01)}


@dataclass(frozen=True, slots=True)
class Week:
    """One drawn week. ``gone`` and ``edited`` are in minutes; ``how`` it is gone."""

    seed: int
    every: int
    beside: str  # what can be asked beside it: siblings, links or home
    how: str
    gone: tuple[int, int] | None
    edited: tuple[int, str] | None
    troubles: tuple[tuple[str, str, int, int], ...]  # sort, name, begin, end

    def at(self, minute: int) -> list[tuple[str, str]]:
        """Sort and name of the troubles at this minute."""
        return [(sort, name) for sort, name, begin, end in self.troubles if begin <= minute < end]

    def said(self, minute: int) -> str:
        """What stands there: ``gone``, or which words."""
        if self.gone and self.gone[0] <= minute < self.gone[1]:
            return "gone"
        return self.edited[1] if self.edited and minute >= self.edited[0] else ""


def draw(seed: int) -> Week:
    """A week by its seed."""
    dice = random.Random(seed)
    fate = dice.choice(("stands", "stands", "edited", "gone", "gone", "back"))
    gone = edited = None
    if fate in ("gone", "back"):
        begin = dice.randrange(DAY, WEEK - DAY)
        gone = (begin, WEEK if fate == "gone" else begin + dice.randrange(60, 3 * DAY))
    if fate == "edited":
        edited = (dice.randrange(DAY // 2, WEEK - DAY), dice.choice(("edited", "edited", "anew")))
    troubles = [
        (sort, dice.choice(names), begin := dice.randrange(WEEK), begin + _length(dice, mean))
        for sort, (times, mean) in SORTS.items()
        for names in [PAGE_TROUBLES if sort == "here" else SITE_TROUBLES]
        for _ in range(_poisson(dice, times))
    ]
    how = dice.choices(HOWS, (40, 10, 8, 4, 4, 4, 6, 12, 6, 6))[0]
    every = dice.choice((30, 60, 60, 180, 180, 360))
    beside = dice.choices(("siblings", "links", "home"), (75, 20, 5))[0]
    return Week(seed, every, beside, how, gone, edited, tuple(troubles))


def _length(dice: random.Random, mean: int) -> int:
    return 1 + int(dice.expovariate(1 / mean))


def _poisson(dice: random.Random, mean: float) -> int:
    count, product = 0, dice.random()
    while product > 2.718281828 ** (-mean):
        count, product = count + 1, product * dice.random()
    return count


def minutes(week: Week) -> Iterator[int]:
    """When the page is looked at."""
    dice = random.Random(-week.seed - 1)
    minute = week.every
    while minute < WEEK:
        yield minute
        minute += max(1, round(week.every * dice.uniform(0.8, 1.2)))


def _world(week: Week, minute: int, dice: random.Random) -> World:
    """What is so for one request at this minute."""
    everywhere = here = ""
    lost: frozenset[str] = frozenset()
    for sort, name in week.at(minute):
        if sort == "everywhere":
            everywhere = name
        elif sort == "here":
            here = name
        elif not sort.startswith("servers") or dice.random() < 0.5:
            lost |= _SECTION if "section" in sort else _PAGE
    return World(week.said(minute), week.how, everywhere, here, lost)


def look_at(week: Week, minute: int, dice: random.Random, standing: Standing) -> Observation:
    """The look at this minute, with the answers to what is asked beside it."""
    got = ask(world := _world(week, minute, dice), SUBJECT)
    read = got.reading if got.outcome in _READ else None
    held, like = (False, None)
    if read is not None and standing.text is not None:
        held, like = compared(standing.text, read.sha256)
    look = Observation(
        f"look-{minute}",
        START + timedelta(minutes=minute),
        got.outcome,
        got.reason,
        got.status,
        URL,
        got.final,
        capture=f"{got.status}-{read.sha256[:16] if read else ''}" if got.status else None,
        text=read.sha256 if read else None,
        likeness=like,
        known=held,
        facts=page_facts(world) if got.status else {},
    )
    if not controls(look, standing, pages=Pages(), nonce="qzxvkw"):
        return look
    asked = controls(look, standing, pages=_pages(week, minute, dice), nonce="qzxvkw")
    made = [_control(kind, one.url, read, _world(week, minute, dice)) for kind, one in asked]
    return replace(look, controls=tuple(made))


def _pages(week: Week, minute: int, dice: random.Random) -> Pages:
    """What can be asked: statements whose own look in this round was good, or is in question."""
    links = [HOST + path for path in LINKS]
    if week.beside != "siblings":
        return Pages(links=links if week.beside == "links" else [])
    good = {path: is_itself(_world(week, minute, dice), path) for path in SIBLINGS}
    return Pages(
        [HOST + path for path, stands in good.items() if stands],
        [HOST + path for path, stands in good.items() if not stands],
        links,
    )


def _control(kind: str, url: str, page: Reading | None, world: World) -> Control:
    path = url.removeprefix(HOST) or HOME
    got = ask(world, path)
    like, own = beside(page, got, kind, path)
    words = len(got.reading.text.split()) if got.reading else None
    marked = tuple(got.facts.get("marks", ()))
    seen = (got.outcome, got.reason, got.status, got.final)
    return Control(kind, url, *seen, None, like, words, marked, own)


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
    """The verdicts of a week, judged after every look that can count."""
    found = Told()
    dice = random.Random(-week.seed - 2)
    first = first_words(week.how)
    standing = Standing("page", State.PRESENT, first, "first", "first", START, URL, URL)
    waiting: list[Observation] = []
    for minute in minutes(week):
        look = look_at(week, minute, dice, standing)
        seen = sight(look, standing)
        if not week.at(minute):
            said = week.said(minute)
            found.gone += [minute] if said == "gone" else []
            found.edited += [minute] if said not in ("", "gone") else []
        names = [" ".join(filter(None, one)) for one in week.at(minute)]
        found.lines.append(f"{minute:6} {seen.value:12} {'; '.join(names)}")
        if seen in _BEARS_OUT.get(standing.state, ()):
            standing = replace(standing, seen=look.id, seen_at=look.at)
            waiting = []
            continue
        waiting.append(look)
        verdict = judge(standing, waiting, policy, look.at)
        if isinstance(verdict, Verdict):
            found.verdicts.append(verdict)
            found.lines.append(f"       -> {verdict.kind.value}: {verdict.reasons[0].text}")
            seen_now = {"capture": verdict.capture, "seen": look.id, "seen_at": look.at}
            text = verdict.text or standing.text
            standing = replace(standing, state=verdict.state, text=text, **seen_now)
            waiting = []
    return found


def faults(week: Week, found: Told) -> list[str]:
    """What was wrong, by the names of ``KINDS``."""
    wrong = [name for verdict in found.verdicts for name in _faults(week, verdict)]
    kinds = [verdict.kind for verdict in found.verdicts]
    if lasted(found.gone) and EventKind.REMOVED not in kinds:
        wrong.append("missed removal")
    if lasted(found.edited) and EventKind.EDITED not in kinds:
        wrong.append("missed edit")
    return wrong


def _faults(week: Week, verdict: Verdict) -> list[str]:
    first, last = (week.said(_minute(at)) for at in (verdict.between[1], verdict.confirmed_at))
    if verdict.kind is EventKind.REMOVED:
        false = ["false removal"] if last != "gone" else []
        return false + (["wrong interval"] if (first == "gone") != (last == "gone") else [])
    if verdict.kind is EventKind.EDITED:
        right = last != "gone" and verdict.text == first_words(week.how, last)
        return [] if right else ["false edit"]
    return [] if verdict.kind is EventKind.RESTORED and last != "gone" else ["other"]


def lasted(seen: list[int]) -> bool:
    """Whether looks enough saw it."""
    return len(seen) >= 5 and seen[-1] - seen[0] >= DAY // 2


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
    with ProcessPoolExecutor(PROCESSES) as pool:
        held = [_policy(name, weeks, pool) for name, weeks in WEEKS.items()]
    return all(held)


def _policy(name: str, weeks: int, pool: ProcessPoolExecutor) -> bool:
    wrong: Counter[str] = Counter()
    of: Counter[str] = Counter()
    seeds: dict[str, list[int]] = {}
    judged = pool.map(_week, range(weeks), repeat(name, weeks), chunksize=250)
    for seed, faulty, counted in judged:
        of.update(counted)
        for kind in faulty:
            wrong[kind] += 1
            seeds.setdefault(kind, []).append(seed)
    for kind in KINDS:
        total = of[kind] if kind.startswith("missed") else of["weeks"]
        low, high = wilson(wrong[kind], total)
        first = f"; seeds {', '.join(map(str, seeds[kind][:8]))}" if kind in seeds else ""
        print(
            f"weather: {name}: {kind}s in {wrong[kind]} of {total} weeks, "
            f"{100 * wrong[kind] / max(1, total):.2f} % "
            f"(95 %: {100 * low:.3f} to {100 * high:.3f}){first}"
        )
    false, missed = FLOORS[name]
    held = wrong["false removal"] <= false * of["weeks"]
    return held and wrong["missed removal"] <= missed * max(1, of["missed removal"])


def _week(seed: int, name: str) -> tuple[int, list[str], dict[str, int]]:
    week = draw(seed)
    found = told(week, POLICIES[name])
    counted = {
        "weeks": 1,
        "missed removal": int(lasted(found.gone)),
        "missed edit": int(lasted(found.edited)),
    }
    return seed, list(dict.fromkeys(faults(week, found))), counted


if __name__ == "__main__":
    for number in map(int, sys.argv[1:]):
        one = draw(number)
        print(one)
        for policy in POLICIES.values():
            print("\n".join(told(one, policy).lines))
