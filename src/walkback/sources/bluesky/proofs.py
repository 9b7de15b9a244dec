"""What a CAR file proves of one record: there, with these bytes, or not there; at which revision.

``com.atproto.sync.getRecord`` answers with the signed commit and the path through the tree. The
host cannot make either up: the commit is signed with the key of the account's DID document, and
every block hangs from it by its hash.
"""

from dataclasses import dataclass
from typing import Any

import libipld

from walkback.sources.bluesky.addresses import is_tid
from walkback.sources.bluesky.car import Car, broken, is_cid, name, read_car
from walkback.sources.bluesky.keys import Key
from walkback.sources.bluesky.mst import find

VERSIONS = (2, 3)  # of a repository; 2 had the same form and is still read


@dataclass(frozen=True, slots=True)
class Commit:
    """A verified commit: whose, its revision (orders commits in time), the root of the tree."""

    did: str
    rev: str
    data: bytes
    cid: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A verified proof: ``record`` and ``cid`` of what stands there, None where nothing does."""

    rev: str
    cid: str | None = None
    record: dict[str, Any] | None = None


def prove(data: bytes, did: str, path: str, key: Key) -> Proof:
    """What a CAR file proves of ``path`` in the repository of ``did``.

    Raises ``VerificationFailed`` where it proves nothing.
    """
    car = read_car(data)
    commit = read_commit(car, did, key)
    return proved(car, commit, path)


def proved(car: Car, commit: Commit, path: str) -> Proof:
    """As ``prove``, under a commit that is verified already."""
    cid = find(car, commit.data, path)
    if cid is None:
        return Proof(commit.rev)
    return Proof(commit.rev, name(cid), car.node(cid))


def read_commit(car: Car, did: str, key: Key) -> Commit:
    """The commit at a CAR file's first root. Raises ``VerificationFailed``."""
    if not car.roots:
        raise broken("a CAR file names no commit", did)
    cid = car.roots[0]
    fields = car.node(cid)
    _check_form(did, fields)
    if fields["did"] != did:
        raise broken("a commit is of another account", did, found=str(fields["did"])[:80])
    signature = fields.pop("sig")
    if not key.signed(libipld.encode_dag_cbor(fields), signature):
        raise broken("a commit is not signed with the account's key", did, expected=key.text)
    return Commit(did, fields["rev"], fields["data"], cid)


def _check_form(did: str, fields: dict[str, Any]) -> None:
    rev, signature = fields.get("rev"), fields.get("sig")
    fits = (
        isinstance(fields.get("did"), str)
        and fields.get("version") in VERSIONS
        and is_cid(fields.get("data"))
        and isinstance(rev, str)
        and is_tid(rev)
        and isinstance(signature, bytes)
    )
    if not fits:
        raise broken("a commit has another form than the specification's", did)
