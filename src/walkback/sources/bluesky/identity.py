"""Handle to DID to document: where an account is kept now, and with which key it signs.

    handle -> the resolver's host, else https://<handle>/.well-known/atproto-did -> DID
    DID    -> the PLC directory, or https://<domain>/.well-known/did.json        -> document
    handle is confirmed where it leads to the DID and the DID's document names it

Everything is keyed by the DID: a new handle, key or host is the same account
(atproto.com/specs/did, /handle).
"""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from walkback.errors import BadAddress
from walkback.model.address import parse_address
from walkback.model.conversation import Conversation, Memory
from walkback.model.exchange import OutcomeKind, Request
from walkback.sources.bluesky.addresses import is_did, is_handle
from walkback.sources.bluesky.keys import Key, read_key
from walkback.sources.bluesky.xrpc import Trouble, failed, json_object, query, reply, unexpected

_RESOLVE = "com.atproto.identity.resolveHandle"
_WEB = re.compile(r"did:web:([A-Za-z0-9.-]+(?:%3[Aa][0-9]{1,5})?)")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Whom to ask beside the account's own host; origins.

    ``resolver`` turns handles into DIDs and shows the posts that figures quote. ``relay`` is
    asked whether an account was deleted where its own host does not know it, and pushes events.
    """

    plc: str = "https://plc.directory"
    resolver: str = "https://public.api.bsky.app"
    relay: str = "https://bsky.network"


@dataclass(frozen=True, slots=True)
class Account:
    """What a DID's document says. ``handle`` is empty where it is not confirmed."""

    did: str
    pds: str
    key: Key
    handle: str = ""

    def memory(self) -> dict[str, Any]:
        """What to be given again, so that the document need not be asked for each time."""
        return {"did": self.did, "pds": self.pds, "key": self.key.text, "handle": self.handle}

    def is_kept_as(self, other: "Account") -> bool:
        """Whether host and key are the same: then the same question has the same answer."""
        return (self.pds, self.key.text) == (other.pds, other.key.text)


def remembered(memory: Memory) -> Account | None:
    """The account of an earlier conversation; None where the memory is not whole."""
    did, pds, text, handle = (str(memory.get(name, "")) for name in ("did", "pds", "key", "handle"))
    key = read_key(text)
    return Account(did, pds, key, handle) if is_did(did) and pds and key else None


def find_did(handle: str, hosts: Hosts) -> Conversation[str | Trouble]:
    """The DID that a handle leads to now."""
    asked = reply((yield query(hosts.resolver, _RESOLVE, handle=handle)))
    found = (asked.value or {}).get("did")
    if isinstance(found, str) and is_did(found):
        return found
    outcome = yield Request(f"https://{handle}/.well-known/atproto-did")
    if outcome.kind is OutcomeKind.RECEIVED and outcome.content:
        text = outcome.content[:2100].decode("ascii", "replace").strip()
        if is_did(text):
            return text
    if asked.trouble:
        return asked.trouble
    return Trouble(OutcomeKind.UNREACHABLE, "handle-unknown", f"{handle} leads to no account")


def find_account(did: str, hosts: Hosts) -> Conversation[tuple[Account, str] | Trouble]:
    """The account of a DID's document, without its handle, and the handle that it claims."""
    url = document_url(did, hosts)
    if url is None:
        return Trouble(OutcomeKind.UNREACHABLE, "did-method", f"{did} is of a method not in use")
    outcome = yield Request(url)
    if outcome.status == 410 and did.startswith("did:plc:"):
        # The directory answers so for a DID that its owner ended; nobody else can.
        return Trouble(OutcomeKind.GONE, "did-ended", "", None, "gone", "did:plc tombstone")
    if outcome.kind is not OutcomeKind.RECEIVED or outcome.content is None:
        return failed(outcome)
    document = json_object(outcome.content) or {}
    account = _account(did, document)
    if account is None:
        return unexpected(f"the document of {did} names no host or key")
    return account, _claimed(document)


def confirm(account: Account, claimed: str, hosts: Hosts) -> Conversation[Account]:
    """The account with its handle, where that leads to it."""
    if not claimed:
        return replace(account, handle="")
    found = yield from find_did(claimed, hosts)
    return replace(account, handle=claimed if found == account.did else "")


def document_url(did: str, hosts: Hosts) -> str | None:
    """Where a DID's document is; None for methods that accounts do not have."""
    if did.startswith("did:plc:"):
        return f"{hosts.plc}/{quote(did, safe=':')}"
    found = _WEB.fullmatch(did)  # without a path: AT Protocol has no did:web with one
    return _origin(f"https://{unquote(found[1])}", "/.well-known/did.json") if found else None


def _account(did: str, document: dict[str, Any]) -> Account | None:
    if document.get("id") != did:
        return None
    key = next(
        filter(None, map(_key, _under(document, "verificationMethod", did, "#atproto"))), None
    )
    services = _under(document, "service", did, "#atproto_pds")
    ends = [_origin(item.get("serviceEndpoint")) for item in services]
    pds = next(filter(None, ends), None)
    return Account(did, pds, key) if key and pds else None


def _under(document: dict[str, Any], part: str, did: str, name: str) -> list[dict[str, Any]]:
    listed = document.get(part)
    items = listed if isinstance(listed, list) else []
    return [
        item for item in items if isinstance(item, dict) and item.get("id") in (name, did + name)
    ]


def _key(method: dict[str, Any]) -> Key | None:
    text, kind = method.get("publicKeyMultibase"), method.get("type")
    return read_key(text, str(kind)) if isinstance(text, str) else None


def _claimed(document: dict[str, Any]) -> str:
    # Of several the first is the account's handle (atproto.com/specs/did).
    listed = document.get("alsoKnownAs")
    for name in listed if isinstance(listed, list) else ():
        if isinstance(name, str) and name.startswith("at://") and is_handle(name[5:]):
            return name[5:].lower()
    return ""


def _origin(url: object, path: str = "") -> str | None:
    try:
        return parse_address(str(url)).origin + path
    except BadAddress:
        return None
