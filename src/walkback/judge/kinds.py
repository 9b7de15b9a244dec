"""The names of what a look may see, and the numbers that sights are decided by."""

from dataclasses import dataclass
from enum import StrEnum

from walkback.model.look import Observation
from walkback.model.verdict import State

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


class Sight(StrEnum):
    """What a look saw, in the words of the table of rules."""

    PRESENT = "present"  # a good look at the known text
    CHANGED = "changed"  # a good look at another text
    ABSENT_FIRM = "absent-firm"  # 404 or 410, and the host serves its other pages
    ABSENT_SOFT = "absent-soft"  # the server says 200 or redirects, but as for what never existed
    MOVED = "moved"  # redirected for good to an address with the same words
    ELSEWHERE = "elsewhere"  # missing here, and the same words came up elsewhere on the host
    WITHHELD = "withheld"  # 451, or a platform that says so
    PROVED_ABSENT = "proved-absent"  # a verified proof that the post is not there
    TOMBSTONE = "tombstone"  # a deletion signed by the account's key
    NOT_SHOWN = "not-shown"  # the platform does not show it, and the account is there
    MISSING_ALONE = "missing-alone"  # the same, and the account's other posts are shown
    ACCOUNT_GONE = "account-gone"
    ACCOUNT_SUSPENDED = "account-suspended"
    ACCOUNT_PRIVATE = "account-private"
    BLOCKED = "blocked"  # we were not let in
    UNREACHABLE = "unreachable"  # nothing usable came, or the whole host is out of order
    CONTESTED = "contested"  # two answers in one moment that cannot both be so
    UNCLEAR = "unclear"  # none of these for sure


GOOD = frozenset({Sight.PRESENT, Sight.CHANGED, Sight.MOVED})
FAILED = frozenset({Sight.BLOCKED, Sight.UNREACHABLE, Sight.CONTESTED, Sight.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sight and what is missing to be sure of it.

    ``lacks``: ``sibling`` (no page known to be live was asked), ``together`` (all statements of
    the host that were asked are missing too, and only its other pages stand), ``random-path``
    (not known what not-found looks like here), ``honest`` (the server does not say 404 to what
    never existed),
    ``told`` (the server says 404 to what never existed, and of this page only its own words say
    that it is gone), ``account`` (the platform does not say what became of the account),
    ``open`` (the platform does not tell a post that is no longer public from one that is gone).
    """

    sight: Sight
    lacks: frozenset[str] = frozenset()


def likeness(value: float | None) -> int:
    """Thousandths; none at all where it is not known."""
    return 0 if value is None else round(value * 1000)


def marks_of(obs: Observation) -> frozenset[str]:
    """The marks of a look's page."""
    return frozenset(obs.facts.get("marks") or ())
