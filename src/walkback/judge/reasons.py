"""What a verdict says in plain neutral words: what was seen, never why it happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from walkback.judge.edits import return_text
from walkback.judge.hosts import elsewhere
from walkback.judge.rules import Rule, Run, Sign
from walkback.judge.runs import Look
from walkback.model.verdict import EventKind, State

_LACKS = {
    "together": "all other statements of this host that were asked are missing too",
    "sibling": "no other statement of this host could be asked",
    "random-path": "what this host answers for a page that never existed is not known",
    "told": "this host answers 404 for a page that never existed and 200 for this one",
    "honest": "this host does not answer 404 for a page that never existed",
    "vantage": "all looks came from one place",
    "account": "the platform does not say whether the account is gone or suspended",
    "imported": "the words come from an archive or a list and were not seen here by us",
    "unseen": "the statement was imported and never seen at this address by us",
}


_NAMED = {
    EventKind.WITHHELD: "withheld at this address",
    EventKind.ACCOUNT_GONE: "not shown, because its account is not there",
    EventKind.ACCOUNT_SUSPENDED: "not shown, because its account is suspended",
    EventKind.ACCOUNT_PRIVATE: "not shown, because its account is not public",
}


def reason_text(rule: Rule, looks: Sequence[Look], since: datetime, missing: frozenset[str]) -> str:
    """One sentence: what is so, its interval, how it was confirmed, what is missing.

    ``looks`` are those of the run in order; ``since`` is the last look at what was before.
    """
    first, last = looks[0].obs, looks[-1].obs
    count = "1 look" if len(looks) == 1 else f"{len(looks)} looks"
    parts = [
        _what(rule, looks).format(since=clock(since), first=clock(first.at)),
        f"confirmed after {count} over {span(last.at - first.at)}",
        _server(rule, looks),
        return_text(last) if rule.kind is EventKind.EDITED else "",
    ]
    parts += [_LACKS[name] for name in _LACKS if name in missing]
    return "; ".join(part for part in parts if part)


def _what(rule: Rule, looks: Sequence[Look]) -> str:
    if rule.kind is EventKind.REMOVED or rule.run is Run.ELSEWHERE:
        return "no longer at this address; last seen {since}; first missing {first}"
    if rule.kind in _NAMED:
        return f"{_NAMED[rule.kind]}; last seen {{since}}; first so {{first}}"
    if rule.kind is EventKind.RESTORED:
        known = any(look.sign in {Sign.HERE, Sign.MOVED} for look in looks)
        words = "the words known before" if known else "other words than before"
        if rule.when == {State.MOVED}:
            moved = "found again at the address it had moved from"
            return f"{moved}; last redirected {{since}}; first found again {{first}}"
        return f"found again with {words}; last missing {{since}}; first found again {{first}}"
    if rule.kind is EventKind.MOVED:
        return "now at another address; last seen here {since}; first seen there {first}"
    return "other words at this address; earlier words last seen {since}; new words first {first}"


def _server(rule: Rule, looks: Sequence[Look]) -> str:
    if rule.kind is EventKind.REMOVED:
        return _absence(rule, looks)
    if rule.kind is EventKind.WITHHELD:
        platform = any("item" in look.obs.facts for look in looks)
        legal = "the server answers 451, the status for a legal demand"
        return "the platform has it and does not show it" if platform else legal
    if rule.kind is EventKind.MOVED:
        there = elsewhere(looks[-1].obs) if rule.run is Run.ELSEWHERE else None
        found = f"the same words are at {there} of the same host"
        return found if there else "the server redirects there for good, to the same words"
    if any(look.sign is Sign.ANEW for look in looks) and rule.kind is EventKind.EDITED:
        return "less than half of the words are the same"
    return rule.says if rule.run is Run.ACCOUNT else ""


def _absence(rule: Rule, looks: Sequence[Look]) -> str:
    """What the server answers, said of the whole run; live pages only where one was seen."""
    signs = {look.sign for look in looks}
    if rule.counts & {Sign.PROVED, Sign.ALONE, Sign.NOT_SHOWN}:
        return rule.says
    lacks = frozenset[str]().union(*(look.lacks for look in looks))
    names = [name for sign, name in ((Sign.MISSING, "404"), (Sign.GONE, "410")) if sign in signs]
    if not names and Sign.LIKE_MISSING not in signs:
        text = "the server answers as for a page that is not there"
    elif "told" in lacks:
        text = "the page in its place says that there is none"
    elif Sign.LIKE_MISSING in signs:
        text = "the server answers as for a page that never existed"
        if names:
            text += f", at some looks with {' and '.join(names)}"
    else:
        text = f"the server answers {' and '.join(names)} for this page"
        if names == ["404"] and not lacks & {"random-path", "honest"}:
            text += " and for a page that never existed"
    if "together" in lacks:
        return f"{text}, and still serves pages that are no statements"
    return f"{text}, and still serves {'its home page' if 'sibling' in lacks else 'a sibling page'}"


def lacking(missing: Iterable[str]) -> tuple[str, ...]:
    """What lowers a confidence, in words."""
    return tuple(text for name, text in _LACKS.items() if name in set(missing))


def clock(at: datetime) -> str:
    """``2026-01-31 12:00:05 UTC``."""
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def span(value: timedelta) -> str:
    """``6 h 2 min``, ``3 d 1 h``, ``5 min``, ``40 s``, ``0 s``: the two largest units."""
    seconds = int(value.total_seconds())
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"
