"""The case file of a conclusion, or of what is still open: every look, in plain neutral words.

It says what was asked, what came, what that shows and whether it counts; which rule it is, how
surely, and what lowers that. Pure: the same for whoever has the same looks.
"""

from collections.abc import Sequence
from datetime import timedelta

from walkback.judge import places
from walkback.judge.judge import confidence, inquire, required
from walkback.judge.kinds import AWAY, Sight
from walkback.judge.reasons import clock, lacking
from walkback.judge.rules import Rule
from walkback.judge.runs import Runs
from walkback.judge.sight import sight
from walkback.model.casefile import CaseFile, LookFile, Probe
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation
from walkback.model.verdict import Policy, Standing, Verdict

MOST_LOOKS = 60  # the newest of what is open for long
_NO_NAME = timedelta(days=7)
_NO_HOST = timedelta(days=14)
_SHOWS = {
    Sight.PRESENT: "the known words",
    Sight.CHANGED: "other words",
    Sight.ABSENT_FIRM: "missing, while the host serves its other pages",
    Sight.ABSENT_SOFT: "what this host shows in place of pages that are not there",
    Sight.MOVED: "the same words at another address, redirected for good",
    Sight.ELSEWHERE: "missing here, and the same words at another address of the host",
    Sight.WITHHELD: "withheld",
    Sight.PROVED_ABSENT: "a verified proof that it is not there",
    Sight.TOMBSTONE: "a deletion signed by the account's key",
    Sight.NOT_SHOWN: "not shown, while its account is there",
    Sight.MISSING_ALONE: "not shown, while other posts of its account are",
    Sight.ACCOUNT_GONE: "the account is not there",
    Sight.ACCOUNT_SUSPENDED: "the account is suspended",
    Sight.ACCOUNT_PRIVATE: "the account is not public",
    Sight.BLOCKED: "we were not let in; nothing is known of the page",
    Sight.UNREACHABLE: "the host or its whole site is in trouble; nothing is known of the page",
    Sight.CONTESTED: "two answers in one moment that contradict each other",
    Sight.UNCLEAR: "nothing that can be said for sure",
}
_ASKED = {
    "again": "the same address, asked again",
    "sibling": "another statement of the host, known to be live",
    "fellow": "another statement of the host, in question too",
    "random-path": "an address that never existed",
    "link": "a page that the statement's page linked to",
    "home": "the home page",
    "elsewhere": "where the same words came up since",
}
_MARKS = {
    "between": "answered by what stands before the site",
    "challenge-header": "a gatekeeper names itself in a header",
    "challenge-body": "a check for people",
    "consent": "a consent dialogue",
    "default-page": "a server's own page",
    "emptied": "only the frame of the page is left",
    "foreign": "nothing of the site's frame is left",
    "not-found-title": "a title that says not found",
    "password-field": "a field for a password",
    "paywall": "a paywall",
    "trouble-words": "words of a fault",
    "unclosed": "ends in the middle of its markup",
    "wall-words": "words of a wall",
}


def case_file(
    standing: Standing,
    looks: Sequence[Observation],
    policy: Policy,
    verdict: Verdict | None = None,
) -> CaseFile:
    """The file of a verdict with the looks of its record, or of what is open just now."""
    runs, rule, _ = inquire(standing, looks, policy)
    surely, missing = confidence(rule, runs.runs[rule.run], standing) if rule else (None, ())
    ordered = sorted(looks, key=lambda obs: (obs.at, obs.id))
    if verdict is not None:
        ordered = [obs for obs in ordered if obs.at <= verdict.confirmed_at]
    counted = {look.obs.id for look in runs.runs[rule.run]} if rule else set()
    if verdict is not None:
        counted = set(verdict.reasons[0].observations)
    return CaseFile(
        url=standing.url,
        event=verdict.id if verdict else None,
        kind=verdict.kind.value if verdict else rule.kind.value if rule else "",
        rule=verdict.reasons[0].rule if verdict else rule.name if rule else "",
        says=rule.says if rule else "",
        confidence=verdict.confidence.value if verdict else surely.value if surely else "",
        because=lacking(missing),
        counted=len(counted),
        needed=_needed(rule, runs, policy),
        looks=tuple(_look(obs, standing, counted) for obs in ordered[-MOST_LOOKS:]),
        notes=tuple(_notes(standing, ordered)),
    )


def _needed(rule: Rule | None, runs: Runs, policy: Policy) -> int:
    return required(rule, runs.runs[rule.run], policy)[0] if rule else 0


def _look(obs: Observation, standing: Standing, counted: set[str]) -> LookFile:
    return LookFile(
        obs.id,
        obs.at,
        _answer(obs),
        _SHOWS[sight(obs, standing)],
        obs.id in counted,
        tuple(
            Probe(_ASKED.get(one.kind, one.kind), one.url, _answer(one), one.capture)
            for one in obs.controls
        ),
    )


def _answer(of: Observation | Control) -> str:
    """``404, 12 words``; ``200, led to …, 60 of 100 words as known there``; ``no answer: dns``."""
    marks = of.marks if isinstance(of, Control) else of.facts.get("marks", ())
    words = of.words if isinstance(of, Control) else of.facts.get("words")
    parts = [_came(of)]
    if of.final_url and not places.same_place(of.final_url, of.url):
        parts.append(f"led to {of.final_url}")
    if isinstance(of, Observation) and "code" in of.facts:
        parts.append(f"the platform says {of.facts['code']}")
    if words is not None:
        parts.append(f"{words} words")
    if isinstance(of, Control):
        if of.own is not None:
            parts.append(f"{of.own:.0%} as known there")
        if of.likeness is not None:
            parts.append(f"{of.likeness:.0%} like the page in question")
    elif of.likeness is not None:
        parts.append("the known words" if of.known else f"{of.likeness:.0%} of the known words")
    return "; ".join([", ".join(parts), *(_MARKS[mark] for mark in marks if mark in _MARKS)])


def _came(of: Observation | Control) -> str:
    if of.outcome is OutcomeKind.NOT_MODIFIED:
        return "304, not modified"
    if of.status is not None:
        cut = " (incomplete)" if of.outcome is OutcomeKind.INCOMPLETE else ""
        return f"{of.status}{cut}"
    if of.outcome is OutcomeKind.RECEIVED:
        return "the same bytes as before"
    return f"no answer: {of.reason}"


def _notes(standing: Standing, looks: Sequence[Observation]) -> list[str]:
    """What a person may want to know beside it: a name that is gone, a host long silent."""
    notes = []
    failed = _failed_since(looks, {OutcomeKind.UNREACHABLE})
    unnamed = [obs for obs in failed if obs.reason == "dns"]
    if unnamed == failed and _lasts(unnamed, _NO_NAME):
        since = clock(unnamed[0].at)
        notes.append(
            f"the name of this host has not been found since {since}; its site may be gone"
        )
    elif _lasts(failed, _NO_HOST):
        notes.append(f"this host has not been reached since {clock(failed[0].at)}")
    ours = sum(obs.facts.get("network") == "down" for obs in looks)
    if ours:
        notes.append(f"at {ours} looks our own network was down")
    back = {Sight.PRESENT, Sight.CHANGED, Sight.CONTESTED}
    if standing.state in AWAY and any(sight(obs, standing) in back for obs in looks):
        notes.append("since then the address has shown words again: the conclusion is in doubt")
    return notes


def _failed_since(looks: Sequence[Observation], kinds: set[OutcomeKind]) -> list[Observation]:
    """The looks at the end that all came to nothing."""
    found: list[Observation] = []
    for obs in reversed(looks):
        if obs.outcome not in kinds:
            break
        found.insert(0, obs)
    return found


def _lasts(looks: Sequence[Observation], over: timedelta) -> bool:
    return bool(looks) and looks[-1].at - looks[0].at >= over
