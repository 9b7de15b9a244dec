"""A page with quite other words: the statement written anew, or what the host shows without it."""

from walkback.judge import places
from walkback.judge.hosts import Host, again_differs, live, random_path, shrunk_together, uneven
from walkback.judge.kinds import EDIT, FEW_WORDS, SAME_PAGE, Sight, Weighed, likeness, marks_of
from walkback.judge.walls import everywhere, is_redirected
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation

_NOTHING_SAID = 20  # words; a title, or that something is being loaded
_FRAME = 150  # thousandths: what a footer has in common with any text


def stranger(obs: Observation) -> Weighed:
    """What a page with other words is, by what the host's other pages do."""
    state, lacks = live(obs)
    failed = _of_the_host(obs, state)
    if failed is not None:
        return Weighed(failed)
    random = random_path(obs)
    absent = _absent(obs, random)
    together = "together" in lacks
    if absent is None:
        sure = not together and not shrunk_together(obs) and _rewritten(obs, state, random)
        return Weighed(Sight.CHANGED if sure else Sight.UNCLEAR)
    if together and (is_redirected(obs) or not _as_random(obs, random)):
        return Weighed(everywhere(obs))  # what all statements show is no news of this one
    if state is Host.LIVE:
        lacks |= absent if random is not None else absent | {"random-path"}
        return Weighed(Sight.ABSENT_SOFT, lacks)
    # Nothing else of this host is known to stand: all of it may look like this.
    return Weighed(everywhere(obs) if places.is_home(obs.url) else Sight.UNCLEAR)


def _of_the_host(obs: Observation, state: Host) -> Sight | None:
    """What the page says of its host and not of the statement; None where it may say something."""
    if state is Host.FAILED:
        return Sight.UNREACHABLE
    if state is Host.SAME_EVERYWHERE:
        # Every page answers this: maintenance, a parked domain, a wall in front of the site.
        return everywhere(obs)
    if again_differs(obs):
        return Sight.CONTESTED
    unsure = state in {Host.REFUSED, Host.CHANGED} or uneven(obs) or _is_a_siblings(obs)
    return Sight.UNCLEAR if unsure else None


def _is_a_siblings(obs: Observation) -> bool:
    """Whether another statement's words came from this address: a cache that mixes pages up."""
    return not is_redirected(obs) and any(
        control.kind in {"sibling", "fellow"} and likeness(control.likeness) >= SAME_PAGE
        for control in obs.controls
    )


def _absent(obs: Observation, random: Control | None) -> frozenset[str] | None:
    """What is missing to be sure that the statement is not there; None where that is not so."""
    if _as_never_existed(obs, random):
        return frozenset()
    marks = marks_of(obs)
    words = obs.facts.get("words", FEW_WORDS + 1)
    if is_redirected(obs):
        return None  # what another page lacks or says of itself is nothing of this one
    if "emptied" in marks and likeness(obs.likeness) <= _FRAME and words <= _NOTHING_SAID:
        return frozenset()
    if "not-found-title" in marks and words <= FEW_WORDS:
        return frozenset({"told"})
    return None


def _as_never_existed(obs: Observation, random: Control | None) -> bool:
    """Whether the host answers as it does for a page that never existed."""
    final = obs.final_url or obs.url
    redirected = is_redirected(obs)
    if _as_random(obs, random):
        return True
    if not redirected or places.host(final) != places.host(obs.url):
        return False
    above = places.is_home(final) or places.is_above(final, obs.url)
    return above or places.says_not_found(final) or "led-to-another" in marks_of(obs)


def _as_random(obs: Observation, random: Control | None) -> bool:
    """Whether the page that never existed leads to the same place, or has the same words."""
    if random is None or random.outcome is not OutcomeKind.RECEIVED:
        return False
    final = obs.final_url or obs.url
    # A search for the missing name: the path of both, and neither's own, with another query.
    if not places.same_path(final, obs.url) and places.same_path(random.final_url, final):
        return True
    alike = likeness(random.likeness)
    # Two weaker signs make one: a title that says so, and words much like not-found's.
    hinted = "not-found-title" in marks_of(obs)
    return alike >= SAME_PAGE or (hinted and alike >= EDIT)


def _rewritten(obs: Observation, state: Host, random: Control | None) -> bool:
    """Whether other words at this address are the statement, written anew."""
    marks = marks_of(obs)
    if random is None or marks & {"not-found-title", "foreign"} or is_redirected(obs):
        return False  # nobody said that these are its author's words
    return random.outcome is OutcomeKind.GONE or state is Host.LIVE
