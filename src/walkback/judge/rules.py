"""The table: which looks, how many and over which span make which verdict.

Rules are tried from the top and the first that is complete gives the verdict, so stronger
evidence stands above weaker. Numbers are those of ``notes`` 5.2; ``docs/removal.md`` is made
from this table. A rule for a new kind of source is a new row.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from walkback.judge.kinds import AWAY
from walkback.model.verdict import Confidence, EventKind, Policy, State

VERSION = "3"


class Sign(StrEnum):
    """A counting look, named by what it shows."""

    HERE = "here"  # the known words
    OTHER = "other"  # other words, at least half of them known
    ANEW = "anew"  # quite other words
    TOLD = "told"  # other words, as somebody's archive or list has them
    MOVED = "moved"
    STILL_MOVED = "still-moved"  # led, as before, to where it had moved
    GONE = "gone"  # 410
    MISSING = "missing"  # 404
    LIKE_MISSING = "like-missing"  # what this host shows for pages that never existed
    ALL_MISSING = "all-missing"  # any of these, and the host's other statements are missing too
    ELSEWHERE = "elsewhere"  # missing here, and found at another address of the host
    WITHHELD = "withheld"  # 451
    PROVED = "proved"  # a verified proof of absence
    TOMBSTONE = "tombstone"  # a deletion signed by the account's key
    NOT_SHOWN = "not-shown"  # a platform's plain not-found
    ALONE = "alone"  # the same, and the account's other posts are shown
    ACCOUNT_GONE = "account-gone"
    SUSPENDED = "suspended"
    PRIVATE = "private"
    CONTESTED = "contested"  # there and not there in one moment: ends every count


class Run(StrEnum):
    """Which looks are counted together, and what ends the count."""

    ABSENT = "absent"  # looks without the statement; any good look ends it
    WITHHELD = "withheld"  # the same
    MOVED = "moved"  # looks led to one address; any other good look ends it
    ELSEWHERE = "elsewhere"  # looks without the statement here, and with it there
    ACCOUNT = "account"  # looks at one state of the account; any other state ends it
    EDITED = "edited"  # looks with one new text; a good look with another text ends it
    BACK = "back"  # looks with any text at a place it was gone from; what the state says ends it


ABOUT_HERE = frozenset(State) - AWAY


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. ``over`` spans from the first to the last counting look; failed looks are none.

    ``wants`` names what must be there for the full confidence: ``controls`` (sibling and
    random path answered as on a healthy host), ``vantage`` (looks from two places).
    """

    name: str
    says: str
    run: Run
    counts: frozenset[Sign]
    looks: int
    over: timedelta
    confidence: Confidence
    kind: EventKind
    state: State
    when: frozenset[State] = ABOUT_HERE
    wants: frozenset[str] = field(default_factory=frozenset)


_NONE = timedelta()
_PAGES = timedelta(hours=6)
_POSTS = timedelta(minutes=30)
_DAY = timedelta(days=1)
_EDITS = timedelta(minutes=5)
_ACCOUNTS = frozenset({State.ACCOUNT_GONE, State.ACCOUNT_SUSPENDED, State.ACCOUNT_PRIVATE})
_WITHHELD_FROM = ABOUT_HERE | _ACCOUNTS | {State.REMOVED}
_REMOVED_FROM = ABOUT_HERE | {State.WITHHELD}
_DELETED_FROM = _REMOVED_FROM | _ACCOUNTS
_PROOFS = frozenset({Sign.PROVED, Sign.TOMBSTONE})

RULES: tuple[Rule, ...] = (
    Rule(
        name="text-found-again",
        says="words are found again at an address they were gone from",
        run=Run.BACK,
        counts=frozenset({Sign.HERE, Sign.OTHER, Sign.ANEW, Sign.TOLD, Sign.MOVED}),
        looks=2,
        over=_NONE,
        confidence=Confidence.HIGH,
        kind=EventKind.RESTORED,
        state=State.PRESENT,
        when=AWAY,
    ),
    Rule(
        name="back-from-move",
        says="the known words are found again at the address they had moved from",
        run=Run.BACK,
        counts=frozenset({Sign.HERE}),
        looks=2,
        over=_NONE,
        confidence=Confidence.HIGH,
        kind=EventKind.RESTORED,
        state=State.PRESENT,
        when=frozenset({State.MOVED}),
    ),
    Rule(
        name="withheld-451",
        says="the server answers 451: withheld for legal reasons",
        run=Run.WITHHELD,
        counts=frozenset({Sign.WITHHELD}),
        looks=2,
        over=_NONE,
        confidence=Confidence.HIGH,
        kind=EventKind.WITHHELD,
        state=State.WITHHELD,
        when=_WITHHELD_FROM,
    ),
    Rule(
        name="account-suspended",
        says="the platform says that it suspended the account",
        run=Run.ACCOUNT,
        counts=frozenset({Sign.SUSPENDED}),
        looks=2,
        over=_POSTS,
        confidence=Confidence.HIGH,
        kind=EventKind.ACCOUNT_SUSPENDED,
        state=State.ACCOUNT_SUSPENDED,
        when=_DELETED_FROM - {State.ACCOUNT_SUSPENDED},
    ),
    Rule(
        name="account-private",
        says="the platform says that the account shows its posts to some only",
        run=Run.ACCOUNT,
        counts=frozenset({Sign.PRIVATE}),
        looks=2,
        over=_POSTS,
        confidence=Confidence.HIGH,
        kind=EventKind.ACCOUNT_PRIVATE,
        state=State.ACCOUNT_PRIVATE,
        when=_DELETED_FROM - {State.ACCOUNT_PRIVATE},
    ),
    Rule(
        name="account-gone",
        says="the platform says that the account is gone or switched off, or cannot find it",
        run=Run.ACCOUNT,
        counts=frozenset({Sign.ACCOUNT_GONE}),
        looks=2,
        over=_DAY,
        confidence=Confidence.HIGH,
        kind=EventKind.ACCOUNT_GONE,
        state=State.ACCOUNT_GONE,
        when=_DELETED_FROM - {State.ACCOUNT_GONE},
        wants=frozenset({"account"}),
    ),
    Rule(
        name="proved-absent",
        says="a verified proof that the post is not there, while its account is",
        run=Run.ABSENT,
        counts=frozenset({Sign.PROVED}),
        looks=1,
        over=_NONE,
        confidence=Confidence.HIGH,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_DELETED_FROM,
    ),
    Rule(
        name="deletion-signed",
        says="a deletion that the account's key signed, and no post at the next look",
        run=Run.ABSENT,
        counts=_PROOFS,
        looks=2,
        over=_NONE,
        confidence=Confidence.HIGH,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_DELETED_FROM,
    ),
    Rule(
        name="missing-alone",
        says="the platform does not show the post, while it shows others of its account",
        run=Run.ABSENT,
        counts=_PROOFS | {Sign.ALONE},
        looks=3,
        over=_POSTS,
        confidence=Confidence.HIGH,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_DELETED_FROM,
        wants=frozenset({"open"}),
    ),
    Rule(
        name="not-shown",
        says="the platform does not show the post, while its account is there",
        run=Run.ABSENT,
        counts=_PROOFS | {Sign.ALONE, Sign.NOT_SHOWN},
        looks=3,
        over=_DAY,
        confidence=Confidence.MEDIUM,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_DELETED_FROM,
    ),
    Rule(
        name="found-elsewhere",
        says="missing at its address, and the same words came up at another one of the host",
        run=Run.ELSEWHERE,
        counts=frozenset({Sign.ELSEWHERE}),
        looks=2,
        over=_NONE,
        confidence=Confidence.MEDIUM,
        kind=EventKind.MOVED,
        state=State.MOVED,
    ),
    Rule(
        name="gone-410",
        says="the server answers 410: gone, while it serves its other pages",
        run=Run.ABSENT,
        counts=frozenset({Sign.GONE}),
        looks=2,
        over=_PAGES,
        confidence=Confidence.HIGH,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_REMOVED_FROM,
        wants=frozenset({"sibling"}),
    ),
    Rule(
        name="missing-404",
        says="the server answers 404, as it does for pages that never existed, "
        "while it serves its other pages",
        run=Run.ABSENT,
        counts=frozenset({Sign.MISSING, Sign.GONE}),
        looks=3,
        over=_PAGES,
        confidence=Confidence.HIGH,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_REMOVED_FROM,
        wants=frozenset({"sibling", "random-path", "honest", "vantage"}),
    ),
    Rule(
        name="like-missing",
        says="the server answers as it does for pages that never existed, without saying 404, "
        "while it serves its other pages",
        run=Run.ABSENT,
        counts=frozenset({Sign.LIKE_MISSING, Sign.MISSING, Sign.GONE}),
        looks=3,
        over=_PAGES,
        confidence=Confidence.MEDIUM,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_REMOVED_FROM,
        wants=frozenset({"sibling", "random-path", "vantage"}),
    ),
    Rule(
        name="all-missing",
        says="missing in one of these ways, and so are the other statements of the host that were "
        "asked, while its other pages stand",
        run=Run.ABSENT,
        counts=frozenset({Sign.ALL_MISSING, Sign.LIKE_MISSING, Sign.MISSING, Sign.GONE}),
        looks=4,
        over=_DAY,
        confidence=Confidence.LOW,
        kind=EventKind.REMOVED,
        state=State.REMOVED,
        when=_REMOVED_FROM,
        wants=frozenset({"together", "random-path"}),
    ),
    Rule(
        name="moved-for-good",
        says="the server redirects for good (301 or 308) to another address with the same words",
        run=Run.MOVED,
        counts=frozenset({Sign.MOVED}),
        looks=2,
        over=_NONE,
        confidence=Confidence.HIGH,
        kind=EventKind.MOVED,
        state=State.MOVED,
    ),
    Rule(
        name="other-words-imported",
        says="other words in somebody's archive or list, at its time",
        run=Run.EDITED,
        counts=frozenset({Sign.TOLD}),
        looks=1,
        over=_NONE,
        confidence=Confidence.LOW,
        kind=EventKind.EDITED,
        state=State.PRESENT,
    ),
    Rule(
        name="other-words",
        says="other words, the same at every look, and at least half of the known ones",
        run=Run.EDITED,
        counts=frozenset({Sign.OTHER, Sign.TOLD}),
        looks=2,
        over=_EDITS,
        confidence=Confidence.HIGH,
        kind=EventKind.EDITED,
        state=State.PRESENT,
    ),
    Rule(
        name="written-anew",
        says="quite other words, the same at every look, on a page of the same site",
        run=Run.EDITED,
        counts=frozenset({Sign.ANEW, Sign.OTHER, Sign.TOLD}),
        looks=2,
        over=_PAGES,
        confidence=Confidence.MEDIUM,
        kind=EventKind.EDITED,
        state=State.PRESENT,
    ),
)


def needed(rule: Rule, policy: Policy) -> tuple[int, timedelta]:
    """How many looks over which span this rule needs under a policy.

    The policy replaces a count where it sets one and a span where the rule has one. One
    imported text stays enough, and where one look makes an edit there is no span.
    """
    if rule.run is Run.EDITED:
        if rule.counts == {Sign.TOLD}:
            return 1, _NONE
        over = rule.over if policy.confirm_over is None else policy.confirm_over
        return policy.edit_checks, _NONE if policy.edit_checks <= 1 else over
    looks = policy.confirm_checks or rule.looks
    replaced = rule.over and policy.confirm_over is not None
    return looks, (policy.confirm_over or _NONE) if replaced else rule.over
