"""Repositories of AT Protocol as a host would write them: signed, with their trees, as CAR files.

An encoder of our own, so that proofs can be made that no host would make: of the wrong key, of a
revision of last week, with a block exchanged. The real host is asked in ``test_dev_env``.
"""

import hashlib
from datetime import UTC, datetime
from itertools import pairwise

import libipld
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from walkback.sources.bluesky.addresses import POSTS
from walkback.sources.bluesky.car import cid_of
from walkback.sources.bluesky.keys import key_of
from walkback.sources.bluesky.mst import layer

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"


def tid(at, clock=7):
    """A timestamp identifier: microseconds since 1970 and a clock's number."""
    value = int(at.timestamp() * 1_000_000) << 10 | clock
    return "".join(_LETTERS[value >> shift & 31] for shift in range(60, -1, -5))


def post(text, at=START, **more):
    return {"$type": POSTS, "text": text, "createdAt": at.isoformat(), **more}


class Repo:
    """One account's repository. ``number`` makes its DID and key."""

    def __init__(self, number=1, curve=None):
        letters = hashlib.sha256(str(number).encode()).hexdigest()[:24]
        self.did = "did:plc:" + letters.translate(str.maketrans("0189", "wxyz"))
        self.secret = ec.derive_private_key(1000 + number, curve or ec.SECP256K1())
        self.key = key_of(self.secret.public_key())
        self.records = {}
        self.rev = None
        self.root = None

    def put(self, rkey, record, at, collection=POSTS):
        return self.commit(at, [("put", f"{collection}/{rkey}", record)])

    def delete(self, rkey, at, collection=POSTS):
        return self.commit(at, [("delete", f"{collection}/{rkey}", None)])

    def commit(self, at, changes=()):
        """Applies changes and signs; gives what the firehose says of it."""
        since, before, ops = self.rev, self.root, []
        for what, path, record in changes:
            old = self.records.get(path)
            prev = {"prev": cid_of(libipld.encode_dag_cbor(old))} if old is not None else {}
            if what == "delete":
                del self.records[path]
                ops.append({"action": "delete", "path": path, "cid": None, **prev})
                continue
            self.records[path] = record
            action = "update" if prev else "create"
            cid = cid_of(libipld.encode_dag_cbor(record))
            ops.append({"action": action, "path": path, "cid": cid, **prev})
        self.rev = tid(at)
        self.nodes, self.root = tree(self.records)
        self.head, self.signed = self.sign(self.root, self.rev)
        return {
            "repo": self.did,
            "commit": self.head,
            "rev": self.rev,
            "since": since,
            "blocks": self.car(*(path for _, path, _ in changes)),
            "ops": ops,
            "blobs": [],
            "rebase": False,
            "tooBig": False,
            "time": at.isoformat().replace("+00:00", "Z"),
            **({"prevData": before} if before else {}),
        }

    def sign(self, root, rev, **other):
        """A signed commit as its CID and bytes; ``other`` replaces what it says."""
        fields = {"did": self.did, "version": 3, "data": root, "rev": rev, "prev": None} | other
        fields["sig"] = signature(self.secret, libipld.encode_dag_cbor(fields))
        data = libipld.encode_dag_cbor(fields)
        return cid_of(data), data

    def car(self, *paths, without=()):
        """The commit, the nodes on the way to each path, and what stands there."""
        blocks = {self.head: self.signed}
        for path in paths:
            for cid in way(self.nodes, self.root, path):
                blocks[cid] = self.nodes[cid]
            if path in self.records:
                data = libipld.encode_dag_cbor(self.records[path])
                blocks[cid_of(data)] = data
        return car(self.head, {cid: data for cid, data in blocks.items() if cid not in without})

    def document(self, pds="https://pds.example", handle="ada.example"):
        """The DID document."""
        return {
            "id": self.did,
            "alsoKnownAs": [f"at://{handle}"],
            "verificationMethod": [
                {
                    "id": f"{self.did}#atproto",
                    "type": "Multikey",
                    "controller": self.did,
                    "publicKeyMultibase": self.key.text,
                }
            ],
            "service": [
                {
                    "id": "#atproto_pds",
                    "type": "AtprotoPersonalDataServer",
                    "serviceEndpoint": pds,
                }
            ],
        }


def tree(records):
    """The nodes of the tree by CID, and its root."""
    return nodes_of(
        {path.encode(): cid_of(libipld.encode_dag_cbor(r)) for path, r in records.items()}
    )


def nodes_of(values):
    """The same, of CIDs by key."""
    keys, nodes = sorted(values), {}
    top = max(map(layer, keys), default=0)
    return nodes, _node(keys, values, top, nodes)


def _node(keys, values, level, nodes):
    own = [n for n, key in enumerate(keys) if layer(key) == level]
    edges = [-1, *own, len(keys)]
    below = [_below(keys[a + 1 : b], values, level, nodes) for a, b in pairwise(edges)]
    entries, last = [], b""
    for n, right in zip(own, below[1:], strict=True):
        key = keys[n]
        shared = next(
            (i for i, (a, b) in enumerate(zip(last, key, strict=False)) if a != b), len(last)
        )
        shared = min(shared, len(key))
        entries.append({"p": shared, "k": key[shared:], "v": values[key], "t": right})
        last = key
    data = libipld.encode_dag_cbor({"l": below[0], "e": entries})
    nodes[cid_of(data)] = data
    return cid_of(data)


def _below(keys, values, level, nodes):
    return _node(keys, values, level - 1, nodes) if keys else None


def way(nodes, root, path):
    """The nodes that a walk to a path passes."""
    here, key = root, path.encode()
    while here is not None:
        yield here
        node = libipld.decode_dag_cbor(nodes[here])
        here, last = node["l"], b""
        for entry in node["e"]:
            last = last[: entry["p"]] + entry["k"]
            if last == key:
                return
            if last > key:
                break
            here = entry["t"]


def signature(secret, data, *, high=False):
    """64 bytes, with the low s, or with the high one that is not allowed; the same each time."""
    r, s = decode_dss_signature(secret.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True)))
    order = key_of(secret.public_key()).order
    s = min(s, order - s)
    return r.to_bytes(32, "big") + (order - s if high else s).to_bytes(32, "big")


def car(root, blocks):
    """A CAR file of these blocks."""
    parts = [libipld.encode_dag_cbor({"roots": [root], "version": 1})]
    parts += [cid + data for cid, data in blocks.items()]
    return b"".join(_varint(len(part)) + part for part in parts)


def frame(kind, seq, body):
    """One message of the firehose."""
    head = libipld.encode_dag_cbor({"op": 1, "t": kind})
    return head + libipld.encode_dag_cbor({"seq": seq, **body})


def _varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
