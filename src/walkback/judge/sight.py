"""What one look saw: each observation with its controls becomes one named sight.

The judge counts sights, never status codes. A sight is decided from several signs together:
what the server answered, where it led, how the words stand to the known ones, and what the
host does with a page known to be live and with a page that never existed
(``notes`` 5.2: C1 and C2). Phrases alone decide nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from walkback.judge import places
from walkback.judge.hosts import Host, live, random_path
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation, Role
from walkback.model.verdict import Standing, State

# Likeness in thousandths, as dossiers keep it: the same verdict must come from kept values.
MATCH = 900  # the same words, for a page that moved
SAME_PAGE = 800  # two answers made of one template, a path or a date apart
EDIT = 500  # below it a page is another page until controls say otherwise
FEW_WORDS = 80  # a challenge, consent or login page; a statement that short is matched, not guessed

AWAY = frozenset(
    {
        State.REMOVED,
        State.WITHHELD,
        State.ACCOUNT_GONE,
        State.ACCOUNT_SUSPENDED,
        State.ACCOUNT_PRIVATE,
    }
)
# Where an absence would be nothing new. Something withheld can still be removed.
GONE_ALREADY = AWAY - {State.WITHHELD}
_PERMANENT = {301, 308}
_BLOCKING_MARKS = {"challenge-body", "password-field", "consent", "paywall"}


class Sight(StrEnum):
    """What a look saw, in the words of the table of rules."""

    PRESENT = "present"  # a good look at the known text
    CHANGED = "changed"  # a good look at another text
    ABSENT_FIRM = "absent-firm"  # 404 or 410, and the host serves its other pages
    ABSENT_SOFT = "absent-soft"  # the server says 200 or redirects, but as for what never existed
    MOVED = "moved"  # redirected for good to an address with the same words
    WITHHELD = "withheld"  # 451
    BLOCKED = "blocked"  # we were not let in
    UNREACHABLE = "unreachable"  # nothing usable came, or the whole host is out of order
    UNCLEAR = "unclear"  # none of these for sure


GOOD = frozenset({Sight.PRESENT, Sight.CHANGED, Sight.MOVED})
FAILED = frozenset({Sight.BLOCKED, Sight.UNREACHABLE, Sight.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sight and what is missing to be sure of it.

    ``lacks``: ``sibling`` (no page known to be live was asked), ``live`` (not even the home
    page answered), ``random-path`` (not known what not-found looks like here), ``honest``
    (the server does not say 404 to what never existed).
    """

    sight: Sight
    lacks: frozenset[str] = frozenset()


_NOTHING = frozenset[str]()


def sight(obs: Observation, standing: Standing) -> Sight:
    """What this look saw, given how the instance stood. Never raises."""
    return weigh(obs, standing).sight


def weigh(obs: Observation, standing: Standing) -> Weighed:
    """As ``sight``, with what is missing to be sure."""
    if obs.role not in {Role.STATEMENT, Role.IMPORT}:
        return Weighed(Sight.UNCLEAR)
    if obs.outcome in {OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED}:
        return _words(obs, standing)
    if obs.outcome is OutcomeKind.GONE:
        return _gone(obs, standing)
    if obs.outcome is OutcomeKind.REFUSED:
        return Weighed(Sight.WITHHELD if obs.status == 451 else Sight.BLOCKED)
    return Weighed(Sight.UNREACHABLE)


def _words(obs: Observation, standing: Standing) -> Weighed:
    if is_known(obs, standing):
        return Weighed(Sight.MOVED if moved_for_good(obs, standing) else Sight.PRESENT)
    if obs.outcome is OutcomeKind.NOT_MODIFIED and obs.text is None:
        return Weighed(Sight.UNCLEAR)  # confirms a body that we cannot name
    return _other_words(obs, standing)


def is_known(obs: Observation, standing: Standing) -> bool:
    """Whether the look found the words of the current version."""
    if obs.known or (obs.text is not None and obs.text == standing.text):
        return True
    confirmed = obs.outcome is OutcomeKind.NOT_MODIFIED and obs.text is None
    return confirmed and obs.capture is not None and obs.capture == standing.capture


def moved_for_good(obs: Observation, standing: Standing) -> bool:
    """Whether every hop was 301 or 308 and led where the statement was not seen before.

    Of something that has moved: whether it is still redirected, wherever to.
    """
    hops = obs.facts.get("redirects") or ()
    if not hops or any(status not in _PERMANENT for status in hops):
        return False
    moved = standing.state is State.MOVED
    before = obs.url if moved else standing.final_url or standing.url or obs.url
    return not any(places.same_place(obs.final_url, url) for url in (before, obs.url))


def likeness(value: float | None) -> int:
    """Thousandths; none at all where it is not known."""
    return 0 if value is None else round(value * 1000)


def suspect(obs: Observation, standing: Standing) -> bool:
    """Whether other words were found that could be anything: these ask for controls."""
    if obs.role is not Role.STATEMENT or standing.text is None or is_known(obs, standing):
        return False
    if obs.outcome not in {OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED}:
        return False
    return _refusal(obs) is None and likeness(obs.likeness) < EDIT


def _gone(obs: Observation, standing: Standing) -> Weighed:
    # The words are there although the status denies it: that is not absence.
    if is_known(obs, standing) or obs.role is Role.IMPORT:
        return Weighed(Sight.UNCLEAR)
    settled = standing.state in GONE_ALREADY or standing.text is None
    if settled and not obs.controls:
        return Weighed(Sight.ABSENT_FIRM)  # nothing is decided by it, so nobody was asked
    state, lacks = live(obs)
    whole = state is Host.MISSING and places.is_home(obs.url)
    if whole or state in {Host.FAILED, Host.SAME_EVERYWHERE}:
        return Weighed(Sight.UNREACHABLE)
    if state is Host.REFUSED:
        return Weighed(Sight.UNCLEAR)
    random = random_path(obs)
    if random is None:
        lacks |= {"random-path"}
    elif random.outcome is not OutcomeKind.GONE:
        lacks |= {"honest"}
    return Weighed(Sight.ABSENT_FIRM, lacks)


def _refusal(obs: Observation) -> Weighed | None:
    """A page that keeps us out or that could not be read, whatever it says; else None."""
    redirected = not places.same_place(obs.final_url or obs.url, obs.url)
    if obs.status == 402 or (redirected and places.is_gate(obs.final_url)):
        return Weighed(Sight.BLOCKED)
    marked = _marked(obs, redirected=redirected)
    if marked is not None:
        return Weighed(marked)
    if obs.status is not None and obs.status != 304 and not 200 <= obs.status < 300:
        return Weighed(Sight.UNCLEAR)
    if obs.text is None and obs.facts.get("words") != 0:
        return Weighed(Sight.UNREACHABLE)  # it could not be read: a failure of ours
    return None


def _marked(obs: Observation, *, redirected: bool) -> Sight | None:
    """What the page's marks say, where they stand on a page that is not the known one."""
    marks = set(obs.facts.get("marks") or ())
    if "challenge-header" in marks:
        return Sight.BLOCKED
    words = obs.facts.get("words")
    few = words is not None and words <= FEW_WORDS
    if likeness(obs.likeness) >= EDIT or not (few or redirected):
        return None
    if marks & _BLOCKING_MARKS:
        return Sight.BLOCKED
    # The server is up and its site is not.
    return Sight.UNREACHABLE if "default-page" in marks else None


def _other_words(obs: Observation, standing: Standing) -> Weighed:
    refusal = _refusal(obs)
    if refusal is not None:
        return refusal
    if standing.text is None:
        return Weighed(Sight.PRESENT if obs.text else Sight.UNCLEAR)
    if obs.role is Role.IMPORT:
        # Lines without a status are the operator's own word; an archived page is matched.
        told = obs.status is None and obs.text is not None
        sure = told or likeness(obs.likeness) >= EDIT
        return Weighed(Sight.CHANGED if sure else Sight.UNCLEAR)
    like = likeness(obs.likeness)
    random = random_path(obs)
    if like >= EDIT and not (random and max(like, SAME_PAGE) <= likeness(random.likeness)):
        moved = like >= MATCH and moved_for_good(obs, standing)
        return Weighed(Sight.MOVED if moved else Sight.CHANGED)
    return _stranger(obs, random)


def _stranger(obs: Observation, random: Control | None) -> Weighed:
    """A page with other words: rewritten, or what the host shows instead of a page."""
    state, lacks = live(obs)
    if state is Host.FAILED:
        return Weighed(Sight.UNREACHABLE)
    if state is Host.REFUSED:
        return Weighed(Sight.UNCLEAR)
    if state is Host.SAME_EVERYWHERE:
        # Every page answers this: maintenance, a parked domain, a wall in front of the site.
        return Weighed(Sight.BLOCKED if obs.facts.get("marks") else Sight.UNREACHABLE)
    if random is None:
        lacks |= {"random-path"}
    if _as_never_existed(obs, random):
        return Weighed(Sight.ABSENT_SOFT, lacks)
    if obs.text is None or not obs.facts.get("words", 1):
        return _emptied(obs, lacks)
    return Weighed(Sight.CHANGED if _rewritten(obs, state, random) else Sight.UNCLEAR)


def _as_never_existed(obs: Observation, random: Control | None) -> bool:
    """Whether the host answers as it does for a page that never existed."""
    final = obs.final_url or obs.url
    redirected = not places.same_place(final, obs.url)
    if random is not None and random.outcome is OutcomeKind.RECEIVED:
        if redirected and places.same_place(random.final_url, final):
            return True
        alike = likeness(random.likeness)
        # Two weaker signs make one: a title that says so, and words much like not-found's.
        hinted = "not-found-title" in (obs.facts.get("marks") or ())
        if alike >= SAME_PAGE or (hinted and alike >= EDIT):
            return True
    if not redirected:
        return False
    return (
        places.is_home(final) or places.is_above(final, obs.url) or places.says_not_found(final)
    ) and places.host(final) == places.host(obs.url)


def _emptied(obs: Observation, lacks: frozenset[str]) -> Weighed:
    # A broken template empties every page: only a sibling that kept its words tells them apart.
    words = [c.words for c in obs.controls if c.kind == "sibling"]
    kept = any(count for count in words)
    return Weighed(Sight.ABSENT_SOFT, lacks) if kept else Weighed(Sight.UNCLEAR)


def _rewritten(obs: Observation, state: Host, random: Control | None) -> bool:
    """Whether other words at this address are the statement, written anew."""
    if random is None or "not-found-title" in (obs.facts.get("marks") or ()):
        return False
    if places.host(obs.final_url or obs.url) != places.host(obs.url):
        return False  # another site answers now: nobody said that these are its author's words
    return random.outcome is OutcomeKind.GONE or state is Host.LIVE
