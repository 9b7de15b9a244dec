"""What comes in place of a page: what keeps us out, and what a server in trouble shows.

A page is one of these by what its maker says in a header, by its marks, or by its words; marks
and words are heard only on a page of few words that is not the known one (lessons D11, D13).
"""

from collections.abc import Sequence
from datetime import timedelta

from walkback.judge import places
from walkback.judge.hosts import random_path
from walkback.judge.kinds import EDIT, FEW_WORDS, SAME_PAGE, Sight, Weighed, likeness, marks_of
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Observation

BLOCKING = frozenset({"challenge-body", "challenge-header", "consent", "password-field", "paywall"})
_PAYWALL = frozenset({"paywall", "paywall-words"})
# How many words a page may have for its phrases to be heard: said in its title, or in its text.
_TITLED, _SAID, _SAID_FIRST, _FOREIGN = 150, 60, 25, 200
_SAY_SO = BLOCKING | {"wall-words", "trouble-words", "not-found-title"}
_HARD = frozenset({"challenge-header", "default-page"})
_PATIENCE = 3  # looks
_SAID_SO = timedelta(days=1)  # a wall or an outage that lasts longer is what the page says
FIRST_FEW = 40  # a first sight of so few words is compared with what never existed


def refusal(obs: Observation) -> Weighed | None:
    """A page that keeps us out or that could not be read, whatever it says; else None."""
    redirected = is_redirected(obs)
    if obs.status == 402 or (redirected and places.is_gate(obs.final_url)):
        return Weighed(Sight.BLOCKED)
    marked = _marked(obs, redirected=redirected) or _cut_short(obs)
    if marked is not None:
        return Weighed(marked)
    if obs.status is not None and obs.status != 304 and not 200 <= obs.status < 300:
        return Weighed(Sight.UNCLEAR)
    if obs.text is None and not ("emptied" in marks_of(obs) and obs.facts.get("words") == 0):
        return Weighed(Sight.UNREACHABLE)  # no words came, or none that we can read
    if "refresh" in marks_of(obs) and likeness(obs.likeness) < EDIT and _words(obs) <= FIRST_FEW:
        return Weighed(Sight.UNCLEAR)  # led on by its markup, to where we do not follow
    return None


def is_redirected(obs: Observation) -> bool:
    """Whether another address answered."""
    return not places.same_place(obs.final_url or obs.url, obs.url)


def _marked(obs: Observation, *, redirected: bool) -> Sight | None:
    """What the page's marks say, where they stand on a page that is not the known one."""
    marks = marks_of(obs)
    if "challenge-header" in marks:
        return Sight.BLOCKED
    if likeness(obs.likeness) >= EDIT:
        return None
    if "default-page" in marks:
        return Sight.UNREACHABLE  # the server is up and its site is not
    # Of a first look nothing is known to compare with: a short statement may stand beside a login
    # form. A paywall says of the very page that the rest of it is not shown.
    most = FEW_WORDS if obs.likeness is not None or marks & _PAYWALL else _SAID_FIRST
    if _words(obs) <= most and "between" in marks:
        return Sight.BLOCKED  # what stands before the site answered in its place
    if (_words(obs) <= most or redirected) and marks & BLOCKING:
        return Sight.BLOCKED
    return by_phrases(obs)


def by_phrases(obs: Observation) -> Sight | None:
    """What a page of few words says of itself: not for you, or not just now."""
    marks = marks_of(obs)
    # Of a first look nothing is known to compare with, and a short statement may say such words.
    most = _SAID if obs.likeness is not None else _SAID_FIRST
    if "title-words" in marks:
        most = _TITLED
    if "foreign" in marks:
        most = _FOREIGN
    if _words(obs) > most:
        return None
    if "wall-words" in marks:
        return Sight.BLOCKED
    return Sight.UNREACHABLE if "trouble-words" in marks else None


def _cut_short(obs: Observation) -> Sight | None:
    """A page that ends too soon: by a wall across its text, or in the middle of its markup."""
    marks = marks_of(obs)
    if "shorter" not in marks:
        return None
    if marks & _PAYWALL:
        return Sight.BLOCKED
    return Sight.UNREACHABLE if "unclosed" in marks else None


def _words(obs: Observation) -> int:
    return int(obs.facts.get("words", FEW_WORDS + 1))


def everywhere(obs: Observation) -> Sight:
    """What a page is that the whole host answers: a wall in front of it, or trouble."""
    return Sight.BLOCKED if marks_of(obs) & (BLOCKING | {"wall-words"}) else Sight.UNREACHABLE


# --- the first sight


def is_doubtful(obs: Observation) -> bool:
    """Whether a first look must be compared with what the host says to what never existed."""
    says_so = _words(obs) <= _FOREIGN and marks_of(obs) & _SAY_SO
    return bool(says_so) or _words(obs) <= FIRST_FEW


def first(obs: Observation) -> Weighed:
    """A first look that brought words: the statement, or something that stands before it."""
    if not is_doubtful(obs):
        return Weighed(Sight.PRESENT)
    random = random_path(obs)
    if random is None:
        return Weighed(Sight.UNCLEAR, frozenset({"random-path"}))
    if random.outcome is not OutcomeKind.RECEIVED or likeness(random.likeness) < SAME_PAGE:
        return Weighed(Sight.PRESENT)
    if places.is_home(obs.url) and not marks_of(obs) & _SAY_SO:
        return Weighed(Sight.PRESENT)  # a site of one page may answer all addresses with it
    return Weighed(Sight.UNCLEAR if "not-found-title" in marks_of(obs) else everywhere(obs))


def first_of_many(looks: Sequence[Observation]) -> Observation | None:
    """The first of three like looks at words that were taken for something else.

    A server may answer all addresses with the statement, and a statement may speak of a bridge
    that is temporarily closed. What is a wall by more than its words is never taken for one.
    """
    for look in looks:
        if look.text is None or is_redirected(look) or marks_of(look) & _HARD:
            continue
        like = [one for one in looks if one.text == look.text]
        said = marks_of(look) & _SAY_SO
        like = like if said else [one for one in like if random_path(one) is not None]
        over = _SAID_SO if said else timedelta()
        if len(like) >= _PATIENCE and like[-1].at - like[0].at >= over:
            return like[0]
    return None
