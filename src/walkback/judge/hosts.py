"""What a look's controls say of its host.

A host that does not serve a page known to be live says nothing about any of its pages
(lessons D14; ``notes`` 5.2, rule c).
"""

from enum import StrEnum

from walkback.judge import places
from walkback.judge.kinds import EDIT, FEW_WORDS, MATCH, SAME_PAGE, likeness, marks_of
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation

_WALLS = {"challenge-body", "password-field", "consent"}
_OURS = {"robots", "guard"}  # we declined to ask; the host refused nothing
_STATEMENTS = {"sibling", "fellow"}
_ANSWERED = {OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED}
_VERY_FEW = 40  # words, up to which a page's phrases are heard
_ENOUGH_LINKS = 2
_SAYS_SOMETHING = 5  # words


class Host(StrEnum):
    """How the host did at the time of a look."""

    LIVE = "live"
    MISSING = "missing"  # nobody was asked, or no answer that counts
    REFUSED = "refused"
    FAILED = "failed"
    CHANGED = "changed"  # its live pages have other words too, all at once
    SAME_EVERYWHERE = "same-everywhere"  # its live pages answered the very page we got


_FELL = {Host.FAILED, Host.CHANGED, Host.SAME_EVERYWHERE}


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
    """The host's state, and what is missing to be sure: ``sibling``, ``together`` or nothing.

    A sibling says more than a page that the statement linked to, and that more than the home
    page: a site that was replaced has a home page and nothing else.
    """
    state = _state(obs, "sibling")
    if state is not Host.MISSING:
        return state, frozenset()
    if _state(obs, "fellow") is Host.LIVE:
        return Host.LIVE, frozenset()  # it was in question too, and has its words
    fell = fallen(obs)
    state = _by_links(obs)
    if state is Host.MISSING:
        state = _state(obs, "home")
        if fell and state is Host.LIVE:
            state = Host.FAILED
    if state is Host.REFUSED:
        state = Host.MISSING  # a home page behind a wall says nothing of the pages behind it
    return state, frozenset({"sibling", "together"} if fell else {"sibling"})


def fallen(obs: Observation) -> bool:
    """Whether other statements of the host are missing or quite other than they were, too.

    Where no statement could be asked, the pages that this one linked to in its own folder.
    """
    beside = _statements(obs)
    beside += [c for c in obs.controls if c.kind == "link" and places.beside(c.url, obs.url)]
    states = [_answer(obs, control) for control in beside]
    return Host.LIVE not in states and not _FELL.isdisjoint(states)


def uneven(obs: Observation) -> bool:
    """Whether of two pages known to be live one stands and one is missing in the same moment.

    Servers behind one name may differ in what they have; a page that was removed on the same
    day is no longer known to be live at the next look.
    """
    states = [_answer(obs, control) for control in obs.controls if control.kind == "sibling"]
    missing = any(
        control.outcome is OutcomeKind.GONE for control in obs.controls if control.kind == "sibling"
    )
    return missing and Host.LIVE in states


def shrunk_together(obs: Observation) -> bool:
    """Whether at least two other statements of the host lost words with this one: a meter."""
    if "shorter" not in marks_of(obs):
        return False
    known = [control for control in _statements(obs) if control.own is not None]
    return len(known) > 1 and all(likeness(control.own) < SAME_PAGE for control in known)


def elsewhere(obs: Observation) -> str | None:
    """The other address of the host where the statement's words stood, found meanwhile."""
    return next(
        (
            control.url
            for control in obs.controls
            if control.kind == "elsewhere"
            and control.outcome in _ANSWERED
            and likeness(control.own) >= MATCH
        ),
        None,
    )


def has_notice(obs: Observation) -> bool:
    """Whether the page in place of the statement says what this host does not say of pages that
    never existed: what it says may be the reason.
    """
    random = random_path(obs)
    if random is None or obs.text is None or obs.facts.get("words", 0) < _SAYS_SOMETHING:
        return False
    led_away = not places.same_place(obs.final_url or obs.url, obs.url)
    return not led_away and likeness(random.likeness) < EDIT


def _statements(obs: Observation) -> list[Control]:
    return [control for control in obs.controls if control.kind in _STATEMENTS]


def _by_links(obs: Observation) -> Host:
    """By pages that the statement's page linked to; one dead link alone says nothing."""
    state = _state(obs, "link")
    count = sum(control.kind == "link" for control in obs.controls)
    return state if state is Host.LIVE or count >= _ENOUGH_LINKS else Host.MISSING


def _state(obs: Observation, kind: str) -> Host:
    states = [_answer(obs, control) for control in obs.controls if control.kind == kind]
    # One live page is enough: another may have been removed on the same day.
    order = [
        Host.LIVE,
        Host.SAME_EVERYWHERE,
        Host.CHANGED,
        Host.REFUSED,
        Host.FAILED,
        Host.MISSING,
    ]
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
    elif led_away and (host := _led_away(obs, control)) is not None:
        return host
    # The very page that a link or sibling is may be where a removed page leads now.
    if redirected and places.same_place(final, control.url) and not led_away:
        return Host.LIVE
    alike = likeness(control.likeness) >= SAME_PAGE
    # Some servers send their home page with the status 404; that is still a live home page.
    own_404 = control.kind == "home" and obs.outcome is OutcomeKind.GONE
    if alike and not own_404:
        return Host.SAME_EVERYWHERE
    changed = control.own is not None and likeness(control.own) < EDIT
    return Host.CHANGED if changed else Host.LIVE


def _led_away(obs: Observation, control: Control) -> Host | None:
    """What a live page's redirect says of the host; None where it says nothing."""
    if places.is_gate(control.final_url):
        return Host.REFUSED
    final = obs.final_url or obs.url
    if not places.same_place(final, obs.url) and places.same_place(final, control.final_url):
        return Host.SAME_EVERYWHERE
    return Host.FAILED if control.kind in _STATEMENTS else None
