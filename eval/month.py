"""False and missed removals over a simulated month of 1,000 accounts on three platforms.

Every account has three posts and its own truth: in the month one post of some is deleted or
edited, some accounts are suspended (and some reinstated), deleted, protected, some posts withheld.
Every host has windows of an hour to three days in which all of its answers are of one fault, and
one look in fifty meets a fault of its own (``month_world``). Each look is the adapter's whole
conversation, answered with bytes and concluded as the fetcher does; its observation is put before
the judge as the conductor does, every six hours, and hourly while a question is open.

A removal is false where the truth at the look that confirmed it, or at the look that is said to
have missed the post first, is anything but deleted. Rates have exact 95 % upper bounds: where none
of n went wrong, it is 1 - 0.05 ** (1 / n). Where a look finds an account's host as it was (no
change, no fault), the adapter's answer of that state is taken again: it depends on nothing else.

Three accounts are one figure's and say the same three things, all three of one template, with a
word of their own, tags or a link here and there: which pairs are linked as one statement?
"""

import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from eval.month_world import (
    BEGIN,
    FAULTS,
    MONTH,
    Account,
    Clock,
    accounts,
    answer,
    fault_of,
    happen,
)

from walkback.compare import likeness
from walkback.compare.instances import same_statement
from walkback.judge import Sight, judge, sight
from walkback.model.conversation import Adapter, Answer, Post
from walkback.model.exchange import Outcome, OutcomeKind
from walkback.model.instances import Copy
from walkback.model.look import Observation
from walkback.model.verdict import EventKind, Policy, Standing, State, Verdict
from walkback.read import read_post
from walkback.sources import told
from walkback.sources.bluesky import Bluesky
from walkback.sources.conversations import facts_of, laid_over
from walkback.sources.mastodon import Mastodon
from walkback.sources.x import X

COUNT, SEED = 1000, 8
EVERY, SOON = timedelta(hours=6), timedelta(hours=1)
AT_RANDOM = 0.02  # looks that meet a fault of their own
ADAPTERS: dict[str, Adapter] = {"bluesky": Bluesky(), "mastodon": Mastodon(), "x": X()}
# Of what is false the floor is none at all.
FLOORS = {"removals seen": 0.97, "links": 0.87}
MOST_FALSE_LINKS = 0.001  # two statements of one template may differ by nothing but a figure
_STATES = {
    "removed": {State.REMOVED},
    "withheld": {State.WITHHELD},
    "account-suspended": {State.ACCOUNT_SUSPENDED},
    "account-gone": {State.ACCOUNT_GONE},
    "account-private": {State.ACCOUNT_PRIVATE},
    "present": {State.PRESENT},
}
_STANDS = {
    State.REMOVED: {Sight.PROVED_ABSENT, Sight.TOMBSTONE, Sight.NOT_SHOWN, Sight.MISSING_ALONE},
    State.WITHHELD: {Sight.WITHHELD},
    State.ACCOUNT_GONE: {Sight.ACCOUNT_GONE},
    State.ACCOUNT_SUSPENDED: {Sight.ACCOUNT_SUSPENDED},
    State.ACCOUNT_PRIVATE: {Sight.ACCOUNT_PRIVATE},
    State.PRESENT: {Sight.PRESENT},
}


@dataclass
class Watched:
    """One post as the record has it."""

    url: str
    standing: Standing
    open: list[Observation] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    given: list[Verdict] = field(default_factory=list)
    due: datetime = BEGIN
    failed: bool = False
    first: Post | None = None


@dataclass
class Tally:
    """What a month came to."""

    posts: int = 0
    looks: int = 0
    failed: int = 0
    talked: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unsure: Counter[str] = field(default_factory=Counter)
    deleted: int = 0
    seen: int = 0
    bounded: int = 0
    ends: int = 0
    right: int = 0
    edits: int = 0
    edits_seen: int = 0
    pairs: int = 0
    linked: int = 0
    wrongly: int = 0
    apart: int = 0


class Month:
    """Plays one account's month."""

    def __init__(self, account: Account, clock: Clock, tally: Tally, seed: int) -> None:
        self._account, self._clock, self._tally = account, clock, tally
        self._adapter = ADAPTERS[account.kind]
        self._dice = random.Random(seed)
        self._memory: dict[str, object] = {}
        self._known: dict[tuple[str, int], Answer] = {}
        self._number = 0

    def play(self) -> list[Watched]:
        """All looks of the month, by time."""
        start = BEGIN + self._dice.random() * EVERY
        watched = [
            Watched(url, Standing(url, State.UNKNOWN, url=url), due=start)
            for url in self._account.posts
        ]
        self._list(BEGIN)
        while (post := min(watched, key=lambda one: one.due)).due < BEGIN + MONTH:
            now = self._clock.now = post.due
            happen(self._account, now)
            self._look(post, now)
            post.due = now + (SOON if post.open and not post.failed else EVERY)
        return watched

    def _list(self, now: datetime) -> None:
        listed, _ = self._talk(self._adapter.list(self._account.source, {}), now, "")
        self._memory = laid_over({}, listed.memory)

    def _talk(self, conversation, now: datetime, fault: str):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        asked: list[Outcome] = []
        lone = self._dice.random() < 0.5  # a fault of its own may come at any of its answers
        try:
            request = next(conversation)
            while True:
                skip = fault.startswith("~") and not asked and lone
                what = "" if skip else fault.removeprefix("~")
                asked.append(answer(self._account, request, now, what))
                request = conversation.send(asked[-1])
        except StopIteration as end:
            return end.value, asked

    def _answer(self, post: Watched, now: datetime) -> Answer:
        account = self._account
        fault = fault_of(account, now)
        if not fault and self._dice.random() < AT_RANDOM:
            fault = "~" + self._dice.choice(list(FAULTS))
        key = (post.url, account.version)
        if not fault and key in self._known:
            return self._known[key]
        value, asked = self._talk(self._adapter.look(post.url, self._memory), now, fault)
        found = told(value, asked, now)
        self._tally.talked += 1
        self._memory = laid_over(self._memory, found.memory)
        if not fault:
            self._known[key] = found
        return found

    def _look(self, post: Watched, now: datetime) -> None:
        tally, found = self._tally, self._answer(post, now)
        tally.looks += 1
        post.failed = found.outcome not in (OutcomeKind.RECEIVED, OutcomeKind.GONE)
        tally.failed += post.failed
        self._number += 1
        obs = self._observed(post, found, now)
        standing = post.standing
        seen = sight(obs, standing)
        if standing.text is None:
            if seen is Sight.PRESENT:
                self._stands(post, obs, State.PRESENT, obs.text)
            return
        if seen in _STANDS[standing.state] and (standing.state is not State.PRESENT or obs.known):
            self._stands(post, obs, standing.state, standing.text)
            return
        post.open.append(obs)
        result = judge(standing, post.open, Policy(), now)
        if isinstance(result, Verdict):
            self._given(post, result)
            last = next(one for one in post.open if one.at == result.confirmed_at)
            self._stands(post, last, result.state, result.text or standing.text)

    def _observed(self, post: Watched, found: Answer, now: datetime) -> Observation:
        text, facts = None, facts_of(self._account.kind, found)
        if found.post is not None:
            reading = read_post(found.post)
            text = reading.sha256
            post.first = post.first or found.post
            post.texts.setdefault(text, reading.text)
        known = text is not None and text == post.standing.text
        like = None
        if text is not None and post.standing.text is not None:
            like = round(likeness(post.texts[post.standing.text], post.texts[text]), 3)
        identity = f"{post.url}/{self._number}"
        return Observation(
            identity,
            now,
            found.outcome,
            found.reason,
            url=post.url,
            final_url=post.url,
            capture=identity,
            text=text,
            likeness=like,
            known=known,
            facts=facts,
        )

    def _stands(self, post: Watched, obs: Observation, state: State, text: str | None) -> None:
        post.standing = replace(
            post.standing, state=state, text=text, seen=obs.id, seen_at=obs.at, capture=obs.id
        )
        post.open = []

    def _given(self, post: Watched, verdict: Verdict) -> None:
        tally, truth = self._tally, self._account.posts[post.url]
        post.given.append(verdict)
        tally.verdicts[verdict.kind.value] += 1
        tally.unsure[f"{verdict.kind.value} {verdict.confidence.value}"] += 1
        states = {truth.at(verdict.between[1]), truth.at(verdict.confirmed_at)}
        if verdict.kind is EventKind.EDITED:
            right = any(at <= verdict.between[1] for at in truth.edits)
        elif verdict.kind is EventKind.RESTORED:
            right = "present" in states
        else:
            right = states == {verdict.kind.value}
        if not right:
            told_of = (
                f"{verdict.kind.value} of {post.url}: {sorted(states)}, {verdict.confirmed_at}"
            )
            tally.wrong.append(f"{self._account.kind}: {told_of}")


def measure(count: int, seed: int) -> Tally:
    """Plays the month of so many accounts."""
    clock, tally = Clock(), Tally()
    copies: dict[int, list[tuple[int, Copy]]] = {}
    for number, account in enumerate(accounts(count, seed, clock)):
        watched = Month(account, clock, tally, seed * 1_000_003 + number).play()
        for which, post in enumerate(watched):
            _weigh(account, post, tally)
            if post.first is not None:
                copies.setdefault(number // 3, []).append((which, _copy(post, account.kind)))
    for said in copies.values():
        _link(said, tally)
    return tally


def _copy(post: Watched, kind: str) -> Copy:
    shown = post.first
    if shown is None:
        raise AssertionError("only what was seen is compared")
    return Copy(
        post.url, post.url, post.url, "figure", shown.text, shown.published or BEGIN, channel=kind
    )


def _link(said: list[tuple[int, Copy]], tally: Tally) -> None:
    """All pairs of one figure's posts on two platforms: are they one statement?"""
    for (one, first), (other, second) in combinations(said, 2):
        if first.channel == second.channel:
            continue
        found = same_statement(first, second) is not None
        if one == other:
            tally.pairs += 1
            tally.linked += found
        else:
            tally.apart += 1
            tally.wrongly += found


def _weigh(account: Account, post: Watched, tally: Tally) -> None:
    """The month's end of one post beside its truth; the last three days are not counted."""
    tally.posts += 1
    truth = account.posts[post.url]
    removed = next((v for v in post.given if v.kind is EventKind.REMOVED), None)
    if truth.states[-1] == "removed":
        tally.deleted += 1
        if removed is not None:
            tally.seen += 1
            tally.bounded += removed.between[0] < truth.times[-1] <= removed.between[1]
    if truth.edits:
        tally.edits += 1
        tally.edits_seen += any(v.kind is EventKind.EDITED for v in post.given)
    tally.ends += 1
    tally.right += post.standing.state in _STATES[truth.states[-1]]


def main(data: Path | None = None, count: int = COUNT, seed: int = SEED) -> bool:
    """Prints what the month came to; whether its floors held."""
    del data
    tally = measure(count, seed)
    removals = [one for one in tally.wrong if ": removed of" in one]
    others = [one for one in tally.wrong if ": removed of" not in one]
    bound = 1 - 0.05 ** (1 / max(1, tally.posts - tally.deleted))
    print(f"month          {count} accounts, {tally.posts} posts, {tally.looks} looks, of which")
    print(f"               {tally.failed} met a fault; {tally.talked} conversations")
    print(f"events         {dict(sorted(tally.verdicts.items()))}")
    print(f"confidence     {dict(sorted(tally.unsure.items()))}")
    print(
        f"false removals {len(removals)} of {tally.posts - tally.deleted} post-months; where none,"
    )
    print(f"               at most {100 * bound:.2f} % with 95 % confidence")
    print(f"other wrong    {len(others)} of {sum(tally.verdicts.values())} events")
    print(f"removals seen  {tally.seen} of {tally.deleted}, the interval holds in {tally.bounded}")
    print(f"edits seen     {tally.edits_seen} of {tally.edits}")
    print(f"states at end  {tally.right} of {tally.ends} right")
    print(
        f"links          {tally.linked} of {tally.pairs} pairs of one statement on two platforms;"
    )
    print(f"               {tally.wrongly} of {tally.apart} pairs of two of one template")
    for one in tally.wrong[:20]:
        print(f"  wrong: {one}")
    seen = tally.seen / max(1, tally.deleted)
    links = tally.linked / max(1, tally.pairs)
    floors = seen >= FLOORS["removals seen"] and links >= FLOORS["links"]
    apart = tally.wrongly <= MOST_FALSE_LINKS * max(1, tally.apart)
    return floors and apart and not removals and not others


if __name__ == "__main__":
    sys.exit(not main(None, *(int(one) for one in sys.argv[1:])))
