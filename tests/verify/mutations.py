"""Attacks on a bundle, each as deep as its attacker can go.

raw        the file's bytes
packed     a member, in a container made again: every checksum of the ZIP fits
listed     ... and a manifest made again: every hash fits, the signature is the old one
stranger   ... and signed anew, by a key of the attacker's
insider    ... and signed anew, by the record's own bundle key: only the content can tell
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from cryptography.hazmat.primitives.asymmetric import ec
from tests.verify.bundles import DIGEST, MANIFEST, pack, remanifest, sign

from walkback.model.bundle import PROOFS, STAMPS, proof_name
from walkback.model.canonical import canonical

ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
BUNDLE, CHECKPOINT = "walkback/bundle.json", "walkback/checkpoint"
SIGNER, VERDICTS = "walkback/signer", "walkback/verdicts.jsonl"
DEPTHS = ("packed", "listed", "stranger", "insider")
_STRANGER = ec.generate_private_key(ec.SECP384R1())
# What the manifest's signature alone covers: to whoever holds that key, they are words.
WORDS = (
    "readings.jsonl",
    "report.html",
    "report.values.json",
    "pages.jsonl",
    ".tsq",
    ".pem",
    ".tsr",
)


@dataclass(frozen=True)
class Attack:
    """What was done, and the bundle that came of it. ``steps``: one of these must fail."""

    name: str
    data: bytes
    steps: frozenset[int] = frozenset(range(1, 15))


def deep(members, depth, key):
    """The members as a file, made good as far as an attacker of this depth can."""
    if depth == "packed":
        return pack(members)
    if depth == "listed":
        return pack(remanifest(members))
    return pack(sign(members, key if depth == "insider" else _STRANGER))


def steps_of(depth, steps):
    """Where an attack shows at the latest: the container and manifest tell the shallow ones."""
    shallow = {"packed": {1, 2}, "listed": {1, 2, 3}, "stranger": {1, 2, 3, 4}}
    return frozenset(shallow.get(depth, steps))


def attacks(made, members, count, seed=0) -> Iterator[Attack]:
    """So many random attacks, of all kinds in turn."""
    random = Random(seed)
    data = made.path.read_bytes()
    kinds = (flip, cut, flip_member, drop, add, swap_proofs, swap, move_time, move_leaf)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield kind(random, data, members, made.key)


def flip(random, data, members, key):
    """One bit anywhere in the file."""
    place, bit = random.randrange(len(data)), random.randrange(8)
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    return Attack(f"bit {bit} of byte {place}", bytes(changed))


def cut(random, data, members, key):
    """The file ends early."""
    size = random.randrange(len(data))
    return Attack(f"cut to {size} bytes", data[:size], frozenset({1}))


def flip_member(random, data, members, key):
    """One bit of one member, at some depth."""
    depth = random.choice(DEPTHS)
    names = [
        name
        for name in members
        if name not in (MANIFEST, DIGEST)
        and members[name]
        and (depth != "insider" or not name.endswith(WORDS))
    ]
    name = random.choice(names)
    start = 0
    if name == INDEX:  # the plain verifier does not make sort keys
        start = members[name].index(b" ")
    place = random.randrange(start, len(members[name]) if name != INDEX else start + 60)
    changed = bytearray(members[name])
    changed[place] ^= 1 << random.randrange(8)
    told = f"{depth}: a bit of byte {place} of {name}"
    return Attack(told, deep({**members, name: bytes(changed)}, depth, key), steps_of(depth, ANY))


ANY = frozenset(range(1, 15))


def drop(random, data, members, key):
    """One member is not there."""
    depth = random.choice(DEPTHS)
    name = random.choice([one for one in members if one not in (MANIFEST, DIGEST)])
    if depth == "insider" and name.startswith(STAMPS) and not name.endswith((".tsr", ".json")):
        name = CHECKPOINT  # a bundle with fewer stamps is a good bundle
    left = {one: each for one, each in members.items() if one != name}
    return Attack(f"{depth}: without {name}", deep(left, depth, key), steps_of(depth, ANY))


def add(random, data, members, key):
    """One member more: of a name of ours, of none, or a copy in another folder."""
    depth = random.choice(DEPTHS)
    name, content = random.choice(
        [
            (proof_name(99), members[CHECKPOINT]),
            ("notes", b"just a note"),
            (f"deep/{ARCHIVE}", members[ARCHIVE]),
            ("../../etc/cron.d/x", b"* * * * * root true"),
            ("archive/more.warc.gz", members[ARCHIVE][:1000]),
        ]
    )
    more = {name: content, **members} if random.random() < 0.5 else {**members, name: content}
    return Attack(f"{depth}: with {name}", deep(more, depth, key), steps_of(depth, {1, 8}))


def swap_proofs(random, data, members, key):
    """Two leaves' proofs in each other's place."""
    one, other = random.sample([name for name in members if name.startswith(PROOFS)], 2)
    changed = {**members, one: members[other], other: members[one]}
    return Attack(f"{one} and {other} swapped", deep(changed, "insider", key), frozenset({8}))


def swap(random, data, members, key):
    """Two members' contents in each other's place."""
    depth = random.choice(("packed", "listed", "stranger"))
    one, other = random.sample([name for name in members if name not in (MANIFEST, DIGEST)], 2)
    changed = {**members, one: members[other], other: members[one]}
    told = f"{depth}: {one} and {other} swapped"
    return Attack(told, deep(changed, depth, key), steps_of(depth, ANY))


def move_time(random, data, members, key):
    """Something says another time than it did."""
    name, steps = random.choice(
        [(BUNDLE, {2}), (INDEX, {10}), (PAGES, {10}), (VERDICTS, {13}), (CHECKPOINT, {5})]
        + [(name, {7}) for name in members if name.startswith(STAMPS) and name.endswith(".json")]
    )
    text = members[name].decode()
    year = str(datetime.now(UTC).year)
    years = [place for place in range(len(text)) if text.startswith(year, place)]
    if name == INDEX:
        years = [place for place in years if text[place - 1] == " "]
    if name == PAGES:
        years = [place for place in years if text[place - 7 : place] == '"ts": "']
    if not years:  # a checkpoint's size stands where others have a time
        lines = text.split("\n")
        lines[1] = str(int(lines[1]) + random.randrange(1, 9))
        changed = "\n".join(lines)
    else:
        place = random.choice(years)
        changed = text[:place] + random.choice(("2019", "2021", "2091")) + text[place + 4 :]
    moved = {**members, name: changed.encode()}
    return Attack(f"another time in {name}", deep(moved, "insider", key), frozenset(steps | {2}))


def move_leaf(random, data, members, key):
    """The list of leaves says something else of one of them."""
    listed = json.loads(members[BUNDLE])
    leaf = random.choice(listed["leaves"])
    name, value = random.choice(
        [
            ("n", leaf["n"] + 1),
            ("offset", leaf["offset"] + random.randrange(1, 99)),
            ("length", leaf["length"] - 1),
            ("id", "a" * 26),
            ("kind", "register" if leaf["kind"] == "capture" else "capture"),
        ]
    )
    leaf[name] = value
    changed = {**members, BUNDLE: canonical(listed)}
    told = f"leaf {leaf['n']} with {name} {value}"
    return Attack(told, deep(changed, "insider", key), frozenset({2, 8, 9}))
