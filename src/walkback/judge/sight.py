"""What one look saw: each observation with its controls becomes one named sight.

The judge counts sights, never status codes. A sight is decided from several signs together:
what the server answered, where it led, how the words stand to the known ones, and what the
host does with a page known to be live and with a page that never existed
(``notes`` 5.2: C1 and C2). Phrases alone decide nothing.
"""

from walkback.judge import places
from walkback.judge.hosts import (
    Host,
    again_differs,
    elsewhere,
    live,
    random_path,
    shrunk_together,
    uneven,
)
from walkback.judge.kinds import (
    EDIT,
    GONE_ALREADY,
    MATCH,
    SAME_PAGE,
    Sight,
    Weighed,
    likeness,
    marks_of,
)
from walkback.judge.platforms import platform, shown
from walkback.judge.strangers import stranger
from walkback.judge.walls import first, is_doubtful, refusal
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Observation, Role
from walkback.model.verdict import Standing, State

_PERMANENT = {301, 308}
_ANSWERED = {OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED}


def sight(obs: Observation, standing: Standing) -> Sight:
    """What this look saw, given how the instance stood. Never raises."""
    return weigh(obs, standing).sight


def weigh(obs: Observation, standing: Standing) -> Weighed:
    """As ``sight``, with what is missing to be sure."""
    if obs.role not in {Role.STATEMENT, Role.IMPORT}:
        return Weighed(Sight.UNCLEAR)
    if obs.facts.get("network") == "down":
        return Weighed(Sight.UNREACHABLE)  # ours: most hosts of that moment could not be reached
    said = platform(obs)
    if said is None:
        said = _post(obs, standing) if _is_post(obs) else _of_a_page(obs, standing)
    return said


def _of_a_page(obs: Observation, standing: Standing) -> Weighed:
    if obs.outcome in _ANSWERED:
        return _words(obs, standing)
    if obs.outcome is OutcomeKind.GONE:
        return _gone(obs, standing)
    if obs.outcome is OutcomeKind.REFUSED:
        return Weighed(Sight.WITHHELD if obs.status == 451 else Sight.BLOCKED)
    return Weighed(Sight.UNREACHABLE)


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
    return not any(places.same_page(obs.final_url, url) for url in (before, obs.url))


def questionable(obs: Observation, standing: Standing) -> bool:
    """Whether words were found that must be asked about: other words, or doubtful first ones."""
    if obs.role is not Role.STATEMENT or obs.outcome not in _ANSWERED or is_known(obs, standing):
        return False
    if shown(obs) or refusal(obs) is not None or platform(obs) is not None:
        return False
    return standing.text is not None or is_doubtful(obs)


def suspect(obs: Observation, standing: Standing) -> bool:
    """Whether other words were found that could be anything: these ask for all controls."""
    known = standing.text is not None
    return known and questionable(obs, standing) and likeness(obs.likeness) < EDIT


def _words(obs: Observation, standing: Standing) -> Weighed:
    if is_known(obs, standing):
        return Weighed(Sight.MOVED if moved_for_good(obs, standing) else Sight.PRESENT)
    if obs.outcome is OutcomeKind.NOT_MODIFIED and obs.text is None:
        return Weighed(Sight.UNCLEAR)  # confirms a body that we cannot name
    refused = refusal(obs)
    if refused is not None:
        return refused
    if standing.text is None:
        return first(obs)
    if obs.role is Role.IMPORT:
        # Lines without a status are the operator's own word; an archived page is matched.
        told = obs.status is None and obs.text is not None
        sure = told or likeness(obs.likeness) >= EDIT
        return Weighed(Sight.CHANGED if sure else Sight.UNCLEAR)
    return _other_words(obs, standing)


def _is_post(obs: Observation) -> bool:
    return shown(obs) and obs.outcome in _ANSWERED


def _post(obs: Observation, standing: Standing) -> Weighed:
    """A post that its platform showed: where its words could not be read, nothing is known."""
    if is_known(obs, standing):
        return Weighed(Sight.PRESENT)
    if obs.text is None:
        return Weighed(Sight.UNCLEAR)
    return Weighed(Sight.PRESENT if standing.text is None else Sight.CHANGED)


def _other_words(obs: Observation, standing: Standing) -> Weighed:
    like = likeness(obs.likeness)
    random = random_path(obs)
    if like < EDIT or (random and max(like, SAME_PAGE) <= likeness(random.likeness)):
        return _unless_elsewhere(obs, stranger(obs))
    if again_differs(obs):
        return Weighed(Sight.CONTESTED)
    if shrunk_together(obs):
        return Weighed(Sight.UNCLEAR)  # all statements end sooner: we are shown a part
    moved = like >= MATCH and moved_for_good(obs, standing)
    return Weighed(Sight.MOVED if moved else Sight.CHANGED)


def _gone(obs: Observation, standing: Standing) -> Weighed:
    if obs.role is Role.IMPORT:
        return Weighed(Sight.UNCLEAR)
    # The words are there although the status denies it: that is not absence.
    if is_known(obs, standing) or again_differs(obs):
        return Weighed(Sight.CONTESTED)
    if "challenge-header" in marks_of(obs):
        return Weighed(Sight.BLOCKED)
    settled = standing.state in GONE_ALREADY or standing.text is None
    if settled and not obs.controls:
        return Weighed(Sight.ABSENT_FIRM)  # nothing is decided by it, so nobody was asked
    if elsewhere(obs):
        return Weighed(Sight.ELSEWHERE)
    return _missing(obs)


def _unless_elsewhere(obs: Observation, weighed: Weighed) -> Weighed:
    """What is absent here and was found elsewhere on the host has moved, without a word."""
    moved = weighed.sight is Sight.ABSENT_SOFT and elsewhere(obs)
    return Weighed(Sight.ELSEWHERE) if moved else weighed


def _missing(obs: Observation) -> Weighed:
    """404 or 410, by what the host's other pages do."""
    state, lacks = live(obs)
    whole = state is Host.MISSING and places.is_home(obs.url)
    if whole or state in {Host.FAILED, Host.SAME_EVERYWHERE}:
        return Weighed(Sight.UNREACHABLE)
    if state is not Host.LIVE or uneven(obs):
        return Weighed(Sight.UNCLEAR)  # nothing else of this host is known to stand
    random = random_path(obs)
    if random is None:
        lacks |= {"random-path"}
    elif random.outcome is not OutcomeKind.GONE:
        lacks |= {"honest"}
    return Weighed(Sight.ABSENT_FIRM, lacks)
