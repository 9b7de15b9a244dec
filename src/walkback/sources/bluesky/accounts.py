"""How an account is, in its hosts' words.

``com.atproto.sync.getRepoStatus`` speaks for the host that is asked. So the account's own host is
asked first; only where that does not know the account, a relay may still know that it was deleted.
"""

from dataclasses import dataclass

from walkback.model.conversation import Conversation
from walkback.model.exchange import OutcomeKind
from walkback.sources.bluesky.identity import Account, Hosts
from walkback.sources.bluesky.xrpc import Reply, Trouble, query, reply, unexpected

# How the host names a state, in its status and in errors, to ours.
_STATES = {
    "takendown": "suspended",
    "suspended": "suspended",
    "deactivated": "deactivated",
    "deleted": "gone",
    "RepoTakendown": "suspended",
    "RepoSuspended": "suspended",
    "RepoDeactivated": "deactivated",
}
# These say how the host fares with the account, not how the account is.
_HOSTING = ("desynchronized", "throttled")
_STATUS = "com.atproto.sync.getRepoStatus"


@dataclass(frozen=True, slots=True)
class State:
    """``account`` and ``code`` of an ``Answer``."""

    account: str
    code: str


def account_state(account: Account, hosts: Hosts) -> Conversation[State | Trouble]:
    """How the account is; a trouble where nobody said."""
    asked = reply((yield query(account.pds, _STATUS, did=account.did)))
    if asked.error == "RepoNotFound":
        return (yield from _not_there(account, hosts))
    return read_state(asked)


def read_state(asked: Reply) -> State | Trouble:
    """The state that one host's answer gives."""
    if asked.trouble:
        return asked.trouble
    if asked.error:
        state = _STATES.get(asked.error)
        return State(state, asked.error) if state else unexpected(f"{_STATUS}: {asked.error}")
    value = asked.value or {}
    return told_state(value.get("active"), value.get("status"))


def told_state(active: object, status: object) -> State | Trouble:
    """The state that ``active`` and ``status`` name, in an answer or in an event."""
    if active is True:
        return State("active", "")
    if active is not False:
        return unexpected(f"{_STATUS}: no word of whether it is active")
    if status is None:
        return State("lost", "inactive")  # the host makes no claim why
    if status in _HOSTING:
        return Trouble(OutcomeKind.UNREACHABLE, str(status), "the host is not up to date with it")
    return State(_STATES.get(str(status), "unknown"), str(status))


def _not_there(account: Account, hosts: Hosts) -> Conversation[State | Trouble]:
    """Its document names this host, and the host does not have it: deleted, or lost by the host."""
    if hosts.relay and hosts.relay != account.pds:
        told = read_state(reply((yield query(hosts.relay, _STATUS, did=account.did))))
        if isinstance(told, State) and told.account == "gone":
            return told
    return State("lost", "RepoNotFound")
