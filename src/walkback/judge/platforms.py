"""What a platform's own answer says: of the post, and of the account that it stands in.

A platform speaks in codes where a web server has statuses, and one answer of it may be about
the post, the account or our access (lessons D2 to D4; ``notes`` 5.1). An adapter puts what it
was told into three facts of a look:

``code``     the platform's own words for it, as they came, for people
``item``     ``present``, ``proved-absent`` (a verified proof that it is not there, newer than the
             post), ``tombstone`` (a deletion that the account's key signed), ``withheld`` (there,
             and not shown), ``missing`` (not shown, while other posts of the account are),
             ``unlisted`` (the same, on a platform that does not tell deleted posts from those
             that are no longer public), ``not-found`` (not shown, and nobody says why)
``account``  ``active``, ``gone``, ``deactivated``, ``suspended``, ``private``, ``lost`` (it cannot
             be found, and the platform does not say whether it is gone or suspended), ``unknown``

What we were refused or did not get is the look's outcome, as everywhere, and says nothing.
"""

from walkback.judge.kinds import Sight, Weighed
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Observation

_FAILED = {OutcomeKind.UNREACHABLE, OutcomeKind.INCOMPLETE}
_ITEMS = {
    "proved-absent": Sight.PROVED_ABSENT,
    "tombstone": Sight.TOMBSTONE,
    "withheld": Sight.WITHHELD,
    "missing": Sight.MISSING_ALONE,
    "unlisted": Sight.MISSING_ALONE,
    "not-found": Sight.NOT_SHOWN,
}
_ACCOUNTS = {
    "gone": Sight.ACCOUNT_GONE,
    "deactivated": Sight.ACCOUNT_GONE,
    "lost": Sight.ACCOUNT_GONE,
    "suspended": Sight.ACCOUNT_SUSPENDED,
    "private": Sight.ACCOUNT_PRIVATE,
}
# These say of the post itself what is so, whatever became of its account.
_SURE = {"tombstone"}


def shown(obs: Observation) -> bool:
    """Whether the platform showed the post itself: its words are what the post says now.

    They come from the platform's own answer for this post, so that no other page of the host
    could stand in their place, and none has to be asked.
    """
    return obs.facts.get("item") == "present"


def platform(obs: Observation) -> Weighed | None:
    """What a platform said of a post that it does not show; None where it is no such look."""
    item, account = str(obs.facts.get("item", "")), str(obs.facts.get("account", ""))
    if item not in _ITEMS and account not in _ACCOUNTS:
        return None
    if obs.outcome in _FAILED:
        return Weighed(Sight.UNREACHABLE)
    if item == "present":
        return None  # it is shown all the same: its words are judged
    if account in _ACCOUNTS and item not in _SURE:
        return Weighed(_ACCOUNTS[account], frozenset({"account"} if account == "lost" else ()))
    if item in _SURE or account == "active":
        return Weighed(_ITEMS[item], frozenset({"open"} if item == "unlisted" else ()))
    return Weighed(Sight.UNCLEAR)  # the account was not asked, or nobody could say
