"""What a look's controls say of its host.

A host that does not serve a page known to be live says nothing about any of its pages
(lessons D14; ``notes`` 5.2, rule c).
"""

from enum import StrEnum

from walkback.judge import places
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation

_SAME_PAGE = 0.8
_FEW_WORDS = 80
_WALLS = {"challenge-body", "password-field", "consent"}
_OURS = {"robots", "guard"}  # we declined to ask; the host refused nothing


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


def live(obs: Observation) -> tuple[Host, frozenset[str]]:
    """The host's state, and what is missing to be sure: ``sibling``, ``live`` or nothing.

    A sibling says more than the home page; the home page is heard where no sibling was asked.
    """
    state = _state(obs, "sibling")
    if state is not Host.MISSING:
        return state, frozenset()
    state = _state(obs, "home")
    if state is Host.REFUSED:
        state = Host.MISSING  # a home page behind a wall says nothing of the pages behind it
    lacks = {"sibling"} if state is not Host.MISSING else {"sibling", "live"}
    return state, frozenset(lacks)


def _state(obs: Observation, kind: str) -> Host:
    states = [_answer(obs, control) for control in obs.controls if control.kind == kind]
    # One live sibling is enough: another may have been removed on the same day.
    order = [Host.LIVE, Host.SAME_EVERYWHERE, Host.REFUSED, Host.FAILED, Host.MISSING]
    return min(states, key=order.index, default=Host.MISSING)


def _answer(obs: Observation, control: Control) -> Host:
    if control.outcome is OutcomeKind.REFUSED:
        return Host.MISSING if control.reason in _OURS else Host.REFUSED
    if control.outcome not in {OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED}:
        return Host.FAILED
    if control.status is not None and control.status not in {200, 203, 206, 304}:
        return Host.FAILED
    if control.outcome is OutcomeKind.NOT_MODIFIED:
        return Host.LIVE
    return _received(obs, control)


def _received(obs: Observation, control: Control) -> Host:
    few = control.words is not None and control.words <= _FEW_WORDS
    if few and "default-page" in control.marks:
        return Host.FAILED  # the server is up and its site is not
    if "challenge-header" in control.marks or (few and _WALLS & set(control.marks)):
        return Host.REFUSED
    return _served(obs, control)


def _served(obs: Observation, control: Control) -> Host:
    final = obs.final_url or obs.url
    redirected = not places.same_place(final, obs.url)
    led_away = not places.same_place(control.final_url or control.url, control.url)
    if control.kind == "home":
        # A removed page that is redirected to the home page is like the home page.
        if redirected and places.same_place(final, control.final_url or control.url):
            return Host.LIVE
    elif led_away:
        if places.is_gate(control.final_url):
            return Host.REFUSED
        together = redirected and places.same_place(final, control.final_url)
        return Host.SAME_EVERYWHERE if together else Host.FAILED
    alike = control.likeness is not None and control.likeness >= _SAME_PAGE
    # Some servers send their home page with the status 404; that is still a live home page.
    own_404 = control.kind == "home" and obs.outcome is OutcomeKind.GONE
    return Host.SAME_EVERYWHERE if alike and not own_404 else Host.LIVE
