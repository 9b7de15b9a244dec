"""A bundle that anybody changed is refused, whatever was made good again, and the step is named.

Each is put to two verifiers that share no code, and they must agree (``Both.ask``).
"""

import io
import json
import os
import zipfile

import pytest
from tests.verify.bundles import DIGEST, MANIFEST, base64_of, failed, pack, remanifest, sign, unpack
from tests.verify.mutations import ARCHIVE, BUNDLE, INDEX, PAGES, Attack, attacks

from walkback.model.canonical import canonical

HOW_MANY = int(os.environ.get("MUTATIONS", "18"))


@pytest.fixture(scope="session")
def members(made):
    return unpack(made.path)


def refused(both, attack):
    results = both.ask(attack.data)
    found = failed(results)
    assert found, f"passed: {attack.name}"
    assert attack.steps & set(found), (attack.name, [(n, results[n][1]) for n in found])
    return results


def test_random_attacks_are_refused_and_the_step_is_named(made, both, members):
    for attack in attacks(made, members, HOW_MANY):
        refused(both, attack)


def without(members, *names):
    return {name: data for name, data in members.items() if name not in names}


def digest_with(members, **signed):
    digest = json.loads(members[DIGEST])
    digest["signedData"] |= signed
    return {**members, DIGEST: canonical(digest)}


def moved_index(members, old, new):
    return {**members, INDEX: members[INDEX].replace(old, new, 1)}


# The table of what `wacz validate` lets pass, and the step that refuses it here.
TABLE = [
    ("no page list", 2, lambda m, key: pack(sign(without(m, PAGES), key))),
    (
        "the index names another file",
        10,
        lambda m, key: pack(sign(moved_index(m, b'"data.warc.gz"', b'"date.warc.gz"'), key)),
    ),
    (
        "the index names an offset that is not there",
        10,
        lambda m, key: pack(sign(moved_index(m, b'"offset": "', b'"offset": "9'), key)),
    ),
    ("an unlisted file without a dot", 1, lambda m, key: pack({"notes": b"x", **m})),
    (
        "a copy of the archive in another folder",
        1,
        lambda m, key: pack(sign({f"deep/{ARCHIVE}": m[ARCHIVE], **m}, key)),
    ),
    ("no digest file", 3, lambda m, key: pack(without(m, DIGEST))),
    (
        "no signature in the digest file",
        3,
        lambda m, key: pack({**m, DIGEST: canonical({"path": MANIFEST, "hash": hash_of(m)})}),
    ),
    (
        "garbage for a signature",
        3,
        lambda m, key: pack(digest_with(m, signature=base64_of(b"garbage"))),
    ),
    (
        "a bit near the archive's end",
        9,
        lambda m, key: pack(sign({**m, ARCHIVE: flipped(m[ARCHIVE], -9)}, key)),
    ),
    (
        "a wrong hash in the manifest",
        2,
        lambda m, key: pack({**m, PAGES: m[PAGES] + b" "}),
    ),
    (
        "a listed file that is missing",
        2,
        lambda m, key: pack(without(m, "walkback/readings.jsonl")),
    ),
    ("a member whose name leads out", 1, lambda m, key: pack({"../../x": b"x", **m})),
    ("an absolute name", 1, lambda m, key: pack({"/etc/x": b"x", **m})),
    ("a backslash in a name", 1, lambda m, key: pack({"walkback\\x": b"x", **m})),
    ("a name twice", 1, lambda m, key: twice(m)),
    ("members that are packed", 1, lambda m, key: zipped(m, zipfile.ZIP_DEFLATED)),
    ("a comment at the end", 1, lambda m, key: pack(m) + b"x"),
    ("something before the first member", 1, lambda m, key: b"#!/bin/sh\n" + pack(m)),
    ("an encrypted member", 1, lambda m, key: patched(m, 6, b"\x01\x00")),
    ("a local header that differs", 1, lambda m, key: patched(m, 10, b"\x99\x99")),
    ("a link as a member", 1, lambda m, key: linked(m)),
    ("another tree", 5, lambda m, key: pack(sign({**m, BUNDLE: resized(m)}, key))),
    ("no archive at all", 2, lambda m, key: pack(sign(without(m, ARCHIVE), key))),
    ("an empty file", 1, lambda m, key: b""),
]


def hash_of(members):
    return json.loads(members[DIGEST])["hash"]


def flipped(data, place):
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def resized(members):
    listed = json.loads(members[BUNDLE])
    return canonical(listed | {"size": listed["size"] + 1})


def zipped(members, method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return file.getvalue()


def twice(members):
    file = io.BytesIO(pack(members))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as out:
        out.writestr(PAGES, members[PAGES])
    return file.getvalue()


def patched(members, place, value):
    """The first local header with other bytes in one place."""
    data = bytearray(pack(members))
    data[place : place + len(value)] = value
    return bytes(data)


def linked(members):
    file = io.BytesIO(pack(members))
    with zipfile.ZipFile(file, "a") as out:
        one = zipfile.ZipInfo("archive/link")
        one.external_attr = 0o120777 << 16
        out.writestr(one, "/etc/passwd")
    return file.getvalue()


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_what_others_let_pass_is_refused(made, both, members, row):
    name, step, make = row
    results = refused(both, Attack(name, make(members, made.key), frozenset({step})))
    assert results[step][1]


def test_the_unchanged_members_packed_and_signed_again_hold(made, both, members):
    """So that it is the change that is refused, and not the packing."""
    assert failed(both.ask(pack(members))) == []
    assert failed(both.ask(pack(sign(members, made.key)))) == []
    assert pack(members) == made.path.read_bytes()
    assert failed(both.ask(pack(remanifest(members)))) == []
