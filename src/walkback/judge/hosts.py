"""What a look's controls say of its host.

A host that does not serve a page known to be live says nothing about any of its pages
(lessons D14; ``notes`` 5.2, rule c).
"""

from enum import StrEnum

from walkback.judge import places
from walkback.judge.kinds import EDIT, FEW_WORDS, SAME_PAGE, likeness
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation

_WALLS = {"challenge-body", "password-field", "consent"}
_OURS = {"robots", "guard"}  # we declined to ask; the host refused nothing
_ANSWERED = {OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED}
_VERY_FEW = 40  # words, up to which a page's phrases are heard
_ENOUGH_LINKS = 2


class Host(StrEnum):
    """How the host did at the time of a look."""

    LIVE = "live"
    MISSING = "missing"  # nobody was asked, or no answer that counts
    REFUSED = "refused"
    FAILED = "failed"
    SAME_EVERYWHERE = "same-everywhere"  # its live pages answered the very page we got


def random_path(obs: Observation) -> Control | None:
    """What the host says to a page that never existed, where that was found out."""
    answered = {OutcomeKind.GONE, OutcomeKind.RECEIVED}
    for control in obs.controls:
        if control.kind == "random-path" and control.outcome in answered:
            return control
    return None


def again_differs(obs: Observation) -> bool:
    """Whether the address, asked again at once, gave another answer.

    Two answers in one moment are no state of the page: servers behind one name disagree. What
    we were refused or did not get the second time says nothing.
    """
    return any(_contradicts(obs, control) for control in obs.controls if control.kind == "again")


def _contradicts(obs: Observation, again: Control) -> bool:
    if obs.outcome is OutcomeKind.GONE:
        return again.outcome in _ANSWERED
    if again.outcome is OutcomeKind.GONE:
        return True
    if again.outcome not in _ANSWERED:
        return False
    led_elsewhere = not places.same_place(again.final_url, obs.final_url or obs.url)
    return led_elsewhere or (again.likeness is not None and likeness(again.likeness) < EDIT)


def live(obs: Observation) -> tuple[Host, frozenset[str]]:
    """The host's state, and what is missing to be sure: ``sibling`` or nothing.

    A sibling says more than a page that the statement linked to, and that more than the home
    page: a site that was replaced has a home page and nothing else.
    """
    state = _state(obs, "sibling")
    if state is not Host.MISSING:
        return state, frozenset()
    state = _by_links(obs)
    if state is Host.MISSING:
        state = _state(obs, "home")
    if state is Host.REFUSED:
        state = Host.MISSING  # a home page behind a wall says nothing of the pages behind it
    return state, frozenset({"sibling"})


def _by_links(obs: Observation) -> Host:
    """By pages that the statement's page linked to; one dead link alone says nothing."""
    state = _state(obs, "link")
    count = sum(control.kind == "link" for control in obs.controls)
    return state if state is Host.LIVE or count >= _ENOUGH_LINKS else Host.MISSING


def _state(obs: Observation, kind: str) -> Host:
    states = [_answer(obs, control) for control in obs.controls if control.kind == kind]
    # One live page is enough: another may have been removed on the same day.
    order = [Host.LIVE, Host.SAME_EVERYWHERE, Host.REFUSED, Host.FAILED, Host.MISSING]
    return min(states, key=order.index, default=Host.MISSING)


def _answer(obs: Observation, control: Control) -> Host:
    if control.outcome is OutcomeKind.REFUSED:
        return Host.MISSING if control.reason in _OURS else Host.REFUSED
    if control.outcome not in _ANSWERED:
        return Host.FAILED
    if control.status is not None and control.status not in {200, 203, 206, 304}:
        return Host.FAILED
    if control.outcome is OutcomeKind.NOT_MODIFIED:
        return Host.LIVE
    return _received(obs, control)


def _received(obs: Observation, control: Control) -> Host:
    if not control.words:
        return Host.FAILED  # not a word, or none that we can read
    marks = set(control.marks)
    words = control.words
    if "default-page" in marks:
        return Host.FAILED  # the server is up and its site is not
    if "challenge-header" in marks or (words <= FEW_WORDS and _WALLS & marks):
        return Host.REFUSED
    if words <= _VERY_FEW and "title-words" in marks:
        return Host.REFUSED if "wall-words" in marks else Host.FAILED
    return _served(obs, control)


def _served(obs: Observation, control: Control) -> Host:
    final = obs.final_url or obs.url
    redirected = not places.same_place(final, obs.url)
    led_away = not places.same_place(control.final_url or control.url, control.url)
    if control.kind == "home":
        # A removed page that is redirected to the home page is like the home page. Where what
        # never existed is led there too, all pages may be: a site made anew has one page at first.
        if redirected and places.same_place(final, control.final_url or control.url):
            random = random_path(obs)
            led_too = random is not None and places.same_place(random.final_url, final)
            return Host.SAME_EVERYWHERE if led_too else Host.LIVE
    elif led_away:
        if places.is_gate(control.final_url):
            return Host.REFUSED
        if redirected and places.same_place(final, control.final_url):
            return Host.SAME_EVERYWHERE
        if control.kind == "sibling":
            return Host.FAILED
    # The very page that a link or sibling is may be where a removed page leads now.
    if redirected and places.same_place(final, control.url) and not led_away:
        return Host.LIVE
    alike = likeness(control.likeness) >= SAME_PAGE
    # Some servers send their home page with the status 404; that is still a live home page.
    own_404 = control.kind == "home" and obs.outcome is OutcomeKind.GONE
    return Host.SAME_EVERYWHERE if alike and not own_404 else Host.LIVE
