#!/usr/bin/env python3
"""Check a Walkback bundle, offline, with nothing but Python 3.8 or later.

    python3 verify_bundle.py FILE.wacz [--key VKEY] [--policy FILE] [--json]

A bundle is one file that holds what was captured of a public statement, and what proves when. This
program reads that file, never runs anything in it, writes nothing, and asks no network. It goes
through fifteen numbered steps. Each is *passed*, *failed* or *not-checked*; not-checked is never
passed. The numbers are those of docs/verifying.md and of `walkback verify`.

It is written to be read: each step is one function, step_1 to step_15, near the end; before them
stand the few algorithms they need, each with the standard it follows. It shares no code with
Walkback. It calls one other program, `openssl`, for the signatures of timestamp authorities; where
that is missing, those are not checked and step 7 says so. What only Walkback can do (to derive a
verdict from its looks again) is not checked here, and step 12 says so.

VKEY is the verifier key of the record whose word you check; get it from somewhere else than the
bundle. Without one, the bundle's own key is taken, and step 4 says that it vouches for itself.
Exit: 0 nothing failed, 1 a step failed, 2 wrong use.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import datetime, timedelta, timezone

STEPS = {
    1: "container",
    2: "manifest",
    3: "manifest signature",
    4: "verifier key and trust policy",
    5: "checkpoint",
    6: "cosignatures",
    7: "timestamps",
    8: "inclusion proofs",
    9: "archive",
    10: "index and pages",
    11: "records of our own",
    12: "verdicts",
    13: "derived files",
    14: "withheld and tombstoned",
    15: "what nothing covers",
}
PASSED, FAILED, NOT_CHECKED = "passed", "failed", "not-checked"

# Limits, so that no file costs more time or memory than its size explains.
MOST_TOLD = 20  # problems told one by one in a step
MOST_MEMBERS = 200_000
LARGEST_DIRECTORY = 1 << 25
LARGEST_PART = 1 << 24  # of a file that is read at once
LARGEST_LINES = 1 << 26  # of a file that is read line by line
LARGEST_HEADER = 1 << 16  # of a WARC record
LARGEST_OPENING = 1 << 20
LARGEST_DOCUMENT = 1 << 24
LARGEST_GROUP = 4096  # records
LARGEST_RECORD = 1 << 30
KEPT = LARGEST_DOCUMENT + LARGEST_HEADER  # bytes of a record that are looked at beyond hashing
CHUNK = 1 << 16


class Fault(Exception):
    """A check that does not hold: on which subject, what was expected, what was found."""

    def __init__(self, subject, what, expected="", found=""):
        facts = [f"{name} {short(value)}" for name, value in
                 (("expected", expected), ("found", found)) if value]
        super().__init__(f"{subject}: {what}" + (f" ({', '.join(facts)})" if facts else ""))


def short(value):
    """A value for a message: one line, of a bounded length, whatever it holds."""
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("ascii", "backslashreplace").decode("ascii")
    text = "".join(sign if sign.isprintable() else "?" for sign in text[:400])
    return text if len(text) <= 160 else text[:157] + "..."


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- JSON (RFC 8785, whole numbers)


def canonical(value):
    """The one byte form of a JSON value. Raises ValueError for fractions and huge numbers."""
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def ordered(value):
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    if isinstance(value, dict):
        return {key: ordered(value[key])
                for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list):
        return [ordered(item) for item in value]
    raise ValueError(f"{short(value)} is no text, whole number, list or object")


def parse(data, subject):
    """The value of canonical JSON: any other spelling of it is a fault."""
    try:
        value = json.loads(data)
        same = canonical(value) == data
    except (ValueError, RecursionError) as error:
        raise Fault(subject, "is not JSON", "", str(error)) from None
    if not same:
        raise Fault(subject, "is not canonical JSON", "RFC 8785", f"{len(data)} other bytes")
    return value


def shaped(value, shape, subject):
    """Check that an object has exactly these keys, of these types."""
    good = isinstance(value, dict) and set(value) == set(shape)
    for key, kind in shape.items():
        good = good and type(value[key]) in (kind if isinstance(kind, tuple) else (kind,))
        good = good and not (type(value[key]) is int and value[key] < 0)
    if not good:
        raise Fault(subject, "does not have the fields it must have", ", ".join(shape), short(value))
    return value


def each_of(values, shape, subject):
    return [shaped(value, shape, f"{subject}[{place}]") for place, value in enumerate(values)]


def parse_lines(data, subject):
    """The values of a file of JSON lines, each canonical."""
    if data and not data.endswith(b"\n"):
        raise Fault(subject, "breaks off", "a line end", short(data[-40:]))
    return [parse(line, f"{subject} line {number}")
            for number, line in enumerate(data.split(b"\n")[:-1], 1)]


def unbase64(text, subject):
    """Base64 in its one form: spare bits at its end must not be free to change."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        data = b""
    if not data or base64.b64encode(data).decode("ascii") != text:
        raise Fault(subject, "is not canonical base64", "", short(text))
    return data


# ---------------------------------------------------------------- Ed25519 (RFC 8032, 5.1.7)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def add_points(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add_points(total, point)
        point = add_points(point, point)
        number >>= 1
    return total


def decode_point(data):
    number = int.from_bytes(data, "little")
    y = number & (2**255 - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519(public, signature, message):
    """Whether the signature is by this key (32 bytes) over this message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = decode_point(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - key[0], key[1], 1, P - key[3])
    x, y, z, _ = add_points(times(s, BASE), times(h, minus))
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


# ------------------------------------------------- ECDSA on P-256 and P-384 (FIPS 186-5, SEC 1)

CURVES = {  # by the DER that stands before the point in a SubjectPublicKeyInfo: p, b, n, G
    bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"): (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    bytes.fromhex("3076301006072a8648ce3d020106052b81040022036200"): (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}


def curve_add(one, other, p):
    """The sum of two points of a curve with a = -3; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % p == 0:
        return None
    if one == other:
        slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, p) % p
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, p) % p
    x = (slope * slope - x1 - x2) % p
    return x, (slope * (x1 - x) - y1) % p


def curve_times(number, point, p):
    total = None
    while number:
        if number & 1:
            total = curve_add(total, point, p)
        point = curve_add(point, point, p)
        number >>= 1
    return total


def ecdsa(spki, signature, message):
    """Whether the signature (DER) is by this key (SubjectPublicKeyInfo) over SHA-256(message)."""
    for prefix, (p, b, n, gx, gy) in CURVES.items():
        size = (p.bit_length() + 7) // 8
        point = spki[len(prefix):]
        if not spki.startswith(prefix) or len(point) != 1 + 2 * size or point[0] != 4:
            continue
        x, y = (int.from_bytes(part, "big") for part in (point[1:1 + size], point[1 + size:]))
        pair = der_pair(signature)
        if max(x, y) >= p or (y * y - x * x * x + 3 * x - b) % p or pair is None:
            return False
        r, s = pair
        if not (0 < r < n and 0 < s < n):
            return False
        digest, inverse = int.from_bytes(hashlib.sha256(message).digest(), "big"), pow(s, -1, n)
        sum_ = curve_add(curve_times(digest * inverse % n, (gx, gy), p),
                         curve_times(r * inverse % n, (x, y), p), p)
        return sum_ is not None and sum_[0] % n == r
    return False


def der_pair(data):
    """r and s of an ECDSA signature, None unless in their one DER form."""
    try:
        (outer,) = der_items(data)
        r, s = (int.from_bytes(value, "big", signed=True) for tag, value, _ in der_items(outer[1]))
    except (Fault, ValueError):
        return None
    parts = [b"\x02" + bytes([n.bit_length() // 8 + 1]) + n.to_bytes(n.bit_length() // 8 + 1, "big")
             for n in (r, s) if 0 < n < 2**512]
    body = b"".join(parts)
    return (r, s) if len(parts) == 2 and data == b"\x30" + bytes([len(body)]) + body else None


# ---------------------------------------------------------------- DER, as far as timestamps need


def der_items(data):
    """The elements of DER bytes: (tag, content, the element's own bytes)."""
    found, place = [], 0
    while place < len(data):
        head, length = data[place:place + 2], 0
        if len(head) < 2:
            raise Fault("DER", "ends early")
        start, length = place + 2, head[1]
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4:
                raise Fault("DER", "has an unreadable length")
            length = int.from_bytes(data[start:start + count], "big")
            start += count
        if start + length > len(data):
            raise Fault("DER", "ends early")
        found.append((head[0], data[start:start + length], data[place:start + length]))
        place = start + length
    return found


def der_path(data, *path):
    """The content of an element by its places: der_path(x, 0, 1) is the second in the first."""
    for place in path:
        items = der_items(data)
        if place >= len(items):
            raise Fault("DER", "has too few elements")
        data = items[place][1]
    return data


HASHES = {  # object identifiers of digests (RFC 5754)
    "608648016503040201": "sha256",
    "608648016503040202": "sha384",
    "608648016503040203": "sha512",
}


def read_timestamp(answer):
    """(digest name, digest, time) of a timestamp's answer (RFC 3161 2.4.2)."""
    signed = der_path(answer, 0, 1, 1, 0)  # TimeStampResp, token, its content, SignedData
    info = der_path(signed, 2, 1, 0)  # encapContentInfo, its content, the octets: TSTInfo
    name = HASHES.get(der_path(info, 0, 2, 0, 0).hex())
    digest, told = der_path(info, 0, 2, 1), der_path(info, 0, 4).decode("ascii")
    found = re.fullmatch(r"(\d{14})(\.\d{1,6})?\d*Z", told)
    if name is None or not found:
        raise Fault("timestamp", "has another form than RFC 3161", "", told)
    at = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
    return name, digest, at + timedelta(seconds=float(found[2] or 0))


def certificate_key(pem):
    """SubjectPublicKeyInfo of the first certificate of a PEM text (RFC 5280 4.1)."""
    block = re.search(r"-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END", pem)
    if not block:
        raise Fault("certificate", "is none")
    data = base64.b64decode("".join(block[1].split()))
    fields = der_items(der_path(data, 0, 0))
    return fields[6 if fields[0][0] == 0xA0 else 5][2]


# ------------------------------------- signed notes and checkpoints (C2SP signed-note, tlog-*)

DASH = "\u2014"


def key_name(name, subject):
    if not name or not name.isprintable() or " " in name or "+" in name:
        raise Fault(subject, "has a name that no key can have", "", short(name))
    return name


def read_vkey(text, kind=1):
    """(name, key id, 32 bytes) of a verifier key: kind 1 signs checkpoints, 4 cosigns them."""
    name, _, rest = text.partition("+")
    material = unbase64(rest.partition("+")[2], "verifier key")
    identity = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if material[0] != kind or len(material) != 33 or rest.partition("+")[0] != identity.hex():
        raise Fault("verifier key", "is none", "name+key id+base64 of an Ed25519 key", text)
    return key_name(name, "verifier key"), identity, material[1:]


def read_note(data, subject):
    """(text, [(name, key id, signature)]) of a signed note, of which every byte has one form."""
    try:
        text, _, lines = data.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError:
        raise Fault(subject, "is not UTF-8") from None
    lines = lines.split("\n")
    if lines[-1] or not 1 < len(lines) <= 65:
        raise Fault(subject, "is no signed note", "1 to 64 signature lines", f"{len(lines) - 1}")
    found = []
    for line in lines[:-1]:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != DASH:
            raise Fault(subject, "has a line that is no signature", "", short(line))
        blob = unbase64(parts[2], subject)
        if len(blob) <= 4:
            raise Fault(subject, "has a line that is no signature", "", short(line))
        found.append((key_name(parts[1], subject), blob[:4], blob[4:]))
    return text + "\n", found


def check_note(data, key, subject):
    """The text of a note that this key signed, by every line that says so."""
    text, signatures = read_note(data, subject)
    ours = [blob for name, identity, blob in signatures if (name, identity) == key[:2]]
    if not ours:
        raise Fault(subject, "is not signed by this key", f"{key[0]}, key id {key[1].hex()}",
                    ", ".join(f"{name} {identity.hex()}" for name, identity, _ in signatures))
    for blob in ours:
        if not ed25519(key[2], blob, text.encode()):
            raise Fault(subject, "has a signature that does not fit",
                        f"one by key {key[1].hex()}", blob.hex())
    return text


def read_checkpoint(data, subject):
    """(origin, size, root) as a checkpoint's text says; its signature is not looked at."""
    text, _ = read_note(data, subject)
    parts = text.split("\n")
    if len(parts) != 4 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", parts[1]):
        raise Fault(subject, "is no checkpoint", "origin, size and root", short(text))
    root = unbase64(parts[2], subject)
    if len(root) != 32:
        raise Fault(subject, "is no checkpoint", "a root of 32 bytes", f"{len(root)}")
    return key_name(parts[0], subject), int(parts[1]), root


# ---------------------------------------------------------------- Merkle tree (RFC 6962, RFC 9162)


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def inclusion_root(leaf, index, size, path, subject):
    """The root that a leaf hash and its audit path lead to (RFC 9162 2.1.3.2)."""
    inner = (index ^ (size - 1)).bit_length()
    wanted = inner + bin(index >> inner).count("1")
    if len(path) != wanted or any(len(each) != 32 for each in path):
        raise Fault(subject, "has the wrong length", f"{wanted} hashes", f"{len(path)}")
    for level, other in enumerate(path):
        right = level >= inner or index >> level & 1
        leaf = node(other, leaf) if right else node(leaf, other)
    return leaf


def check_consistency(old, old_root, size, root, path, subject):
    """That the tree of ``old`` leaves is the beginning of the larger one (RFC 9162 2.1.4.2)."""
    good = 0 < old <= size and all(len(each) == 32 for each in path)
    if good and old == size:
        good = not path and old_root == root
    elif good:
        path = list(path) if old & (old - 1) else [old_root] + list(path)
        first, last = old - 1, size - 1
        while first & 1:
            first, last = first >> 1, last >> 1
        good = bool(path)
        one = two = path[0] if path else b""
        for other in path[1:]:
            good = good and last != 0
            if first & 1 or first == last:
                one, two = node(other, one), node(other, two)
                while first and not first & 1:
                    first, last = first >> 1, last >> 1
            else:
                two = node(two, other)
            first, last = first >> 1, last >> 1
        good = good and last == 0 and one == old_root and two == root
    if not good:
        raise Fault(subject, "is of another history, or its proof does not hold",
                    f"a tree of {old} leaves that begins the tree of {size}")


# ---------------------------------------------------------------- the container (PKWARE APPNOTE)

ARCHIVE = "archive/data.warc.gz"
MANIFEST, DIGEST = "datapackage.json", "datapackage-digest.json"
BUNDLE, CHECKPOINT, SIGNER = "walkback/bundle.json", "walkback/checkpoint", "walkback/signer"
DISCLOSED, READINGS = "walkback/disclosed.jsonl", "walkback/readings.jsonl"
VERDICTS, REPORT, REPORT_PAGE = (
    "walkback/verdicts.jsonl", "walkback/report.values.json", "walkback/report.html")
INDEX, PAGES = "indexes/index.cdx", "pages/pages.jsonl"
PARTS = ("json", "note", "pem", "tsq", "tsr")
ORDER = (ARCHIVE, INDEX, PAGES, BUNDLE, CHECKPOINT, DISCLOSED, "proofs", READINGS, REPORT_PAGE,
         REPORT, SIGNER, "stamps", VERDICTS, MANIFEST, DIGEST)
ALWAYS = tuple(name for name in ORDER if name not in ("proofs", "stamps", DIGEST))
FULL = 0xFFFFFFFF


def place_of(name):
    """Where a member of this name stands in the order; None where a bundle has no such member."""
    if name in ORDER and "/" in name or name in (MANIFEST, DIGEST):
        return (ORDER.index(name), 0, 0)
    proof = re.fullmatch(r"walkback/proof-(0|[1-9][0-9]{0,18})\.tlog-proof", name)
    if proof:
        return (ORDER.index("proofs"), int(proof[1]), 0)
    stamp = re.fullmatch(r"walkback/stamp-(0|[1-9][0-9]{0,5})\.(json|note|pem|tsq|tsr)", name)
    return (ORDER.index("stamps"), int(stamp[1]), PARTS.index(stamp[2])) if stamp else None


class Members:
    """The members of a ZIP file of the one form that a bundle has; each with size and digest."""

    def __init__(self, file):
        self.file = file
        self.entries = {}  # name: (offset of its bytes, size, SHA-256)
        self.problems = []
        self.time = b""
        size = file.seek(0, os.SEEK_END)
        start, count, end = self._end(size)
        directory = self._at(start, end - start)
        self._walk(directory, start, count)

    def _at(self, offset, size):
        self.file.seek(offset)
        data = self.file.read(size)
        if len(data) != size:
            raise Fault("the file", "ends early", f"{size} bytes at {offset}", f"{len(data)}")
        return data

    def _end(self, size):
        """Where the central directory begins, how many members it has, where it ends."""
        last = self._at(max(size - 98, 0), min(size, 98))
        if len(last) < 22 or last[-22:-18] != b"PK\5\6":
            raise Fault("the file", "does not end as a bundle does", "a ZIP end record, no comment",
                        short(last[-22:]))
        numbers = struct.unpack("<HHHHIIH", last[-18:])
        count, length, start = numbers[3:6]
        end = size - 22
        if len(last) == 98 and last[-42:-38] == b"PK\6\7":
            end, count, length, start = size - 98, *struct.unpack("<QQQ", last[32:56])
            bits = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 0x032D, 45, 0, 0, count, count,
                               length, start) + struct.pack("<IIQI", 0x07064B50, 0, end, 1)
            large = count >= 0xFFFF or max(start, length) >= FULL
            if not large or bits != last[:-22]:
                raise Fault("the ZIP64 end record", "is not as it must be")
        short_ones = (0, 0, min(count, 0xFFFF), min(count, 0xFFFF), min(length, FULL),
                      min(start, FULL), 0)
        if start + length != end or short_ones != numbers:
            raise Fault("the ZIP end record", "does not fit the file", f"a directory to byte {end}",
                        f"{length} bytes from {start}")
        if count > MOST_MEMBERS or length > LARGEST_DIRECTORY:
            raise Fault("the ZIP directory", "is larger than a bundle's", f"{MOST_MEMBERS} members")
        return start, count, end

    def _walk(self, directory, start, count):
        place, offset, last = 0, 0, (-1,)
        for number in range(count):
            head = directory[place:place + 46]
            if len(head) < 46:
                raise Fault("the ZIP directory", "ends early", f"{count} members", f"{number}")
            self.time = self.time or head[12:16]
            crc, size, _, length, more = struct.unpack("<IIIHH", head[16:32])
            raw, extra = directory[place + 46:place + 46 + length + more][:length], b""
            if size == FULL:
                extra = directory[place + 46 + length:place + 46 + length + more]
                size = struct.unpack("<Q", extra[4:12])[0] if len(extra) >= 12 else 0
            try:
                name = raw.decode("ascii")
            except UnicodeDecodeError:
                raise Fault(f"member {number}", "has a name no member has", "", short(raw)) from None
            local, central = headers(raw, size, crc, offset, self.time)
            if directory[place:place + len(central)] != central:
                raise Fault(short(name), "has a directory entry of another form than a bundle's",
                            central.hex(), directory[place:place + len(central)].hex())
            if offset + len(local) + size > start or self._at(offset, len(local)) != local:
                raise Fault(short(name), "has a local header that is not as the directory says")
            if name in self.entries:
                raise Fault(short(name), "is there twice")
            where = place_of(name)
            if where is None:
                self.problems.append(f"{short(name)}: no member of a bundle has this name")
            elif where <= last:
                self.problems.append(f"{name}: is not where it belongs in the order of members")
            last = where or last
            self._read(name, offset + len(local), size, crc)
            place, offset = place + len(central), offset + len(local) + size
        if place != len(directory) or offset != start:
            raise Fault("the file", "has bytes that belong to no member",
                        f"members up to byte {start}", f"to byte {offset}")

    def _read(self, name, offset, size, crc):
        digest, found, left = hashlib.sha256(), 0, size
        self.file.seek(offset)
        while left:
            piece = self.file.read(min(left, 1 << 20))
            if not piece:
                raise Fault(name, "ends early")
            digest.update(piece)
            found, left = zlib.crc32(piece, found), left - len(piece)
        if found != crc:
            self.problems.append(f"{short(name)}: its checksum does not fit (expected {crc:08x}, "
                                 f"found {found:08x})")
        self.entries[name] = (offset, size, digest.hexdigest())

    def data(self, name, limit=LARGEST_PART):
        """The bytes of a member."""
        if name not in self.entries:
            raise Fault(name, "is missing")
        offset, size, _ = self.entries[name]
        if size > limit:
            raise Fault(name, "is larger than it may be", f"{limit} bytes", f"{size}")
        return self._at(offset, size)


def headers(name, size, crc, offset, time):
    """Local header and directory entry of a member: all their bits follow from these values."""
    small = min(size, FULL)
    extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= FULL else b""
    version = 45 if extra else 20
    local = (struct.pack("<IHHH", 0x04034B50, version, 0, 0) + time
             + struct.pack("<IIIHH", crc, small, small, len(name), len(extra)) + name + extra)
    long = ([size, size] if size >= FULL else []) + ([offset] if offset >= FULL else [])
    extra = struct.pack("<HH%dQ" % len(long), 1, 8 * len(long), *long) if long else b""
    version = 45 if extra else 20
    central = (struct.pack("<IHHHH", 0x02014B50, 0x0300 | version, version, 0, 0) + time
               + struct.pack("<IIIHHHHHII", crc, small, small, len(name), len(extra), 0, 0, 0,
                             0o100644 << 16, min(offset, FULL)) + name + extra)
    return local, central


# ---------------------------------------------------------------- the archive (WARC 1.1, gzip)

OPENING_HEAD = bytes.fromhex("1f8b08000000000000ff")
CONTENT_HEAD = bytes.fromhex("1f8b08000000000004ff")
HEADER_END = re.compile(rb"(?:\A|\n)\r*\n")


class Record:
    """One gzip member with the WARC record in it, read piece by piece."""

    def __init__(self, file, start, stop, budget):
        file.seek(start)
        head = file.read(min(10, stop - start))
        if head not in (OPENING_HEAD, CONTENT_HEAD):
            raise Fault(f"byte {start}", "no record of ours begins here", "", head.hex())
        self.opening, self.start = head == OPENING_HEAD, start
        self.packed, self.plain = hashlib.sha256(head), hashlib.sha256()
        self.kept, self.size = b"", 0
        self._block, self._pending, self._left, self._tail = None, b"", 0, b""
        self.header = None
        inflate, place = zlib.decompressobj(31), start + 10
        self._inflate(inflate, head, budget)
        while not inflate.eof:
            piece = file.read(min(CHUNK, stop - place))
            if not piece:
                raise Fault(f"byte {start}", "the archive ends inside a record")
            place += len(piece)
            self._inflate(inflate, piece, budget)
            unused = len(inflate.unused_data) if inflate.eof else 0
            self.packed.update(piece[:len(piece) - unused])
            place -= unused
        self.stop, self.length = place, place - start
        self._finish()

    def _inflate(self, inflate, piece, budget):
        try:
            while True:
                plain = inflate.decompress(piece, CHUNK * 4)
                self._take(plain, budget)
                piece = inflate.unconsumed_tail
                if inflate.eof or (not piece and len(plain) < CHUNK * 4):
                    return
        except zlib.error as error:
            raise Fault(f"byte {self.start}", "a record does not unpack", "", str(error)) from None

    def _take(self, plain, budget):
        self.plain.update(plain)
        self.size += len(plain)
        budget[0] -= len(plain)
        if self.size > LARGEST_RECORD or budget[0] < 0:
            raise Fault(f"byte {self.start}", "unpacks to more than a bundle may hold")
        if len(self.kept) < KEPT:
            self.kept += plain[:KEPT - len(self.kept)]
        if self._block is None:
            self._pending += plain
            found = HEADER_END.search(self._pending, 0, LARGEST_HEADER)
            if not found or self.header is False:
                self._pending = self._pending[:LARGEST_HEADER]
                return
            self.header = read_header(self._pending[:found.end()])
            length = self.field("content-length")
            if not (self.header and re.fullmatch(r"[0-9]{1,18}", length, re.ASCII)):
                self.header = False
                return
            self._block, self._left = hashlib.sha256(), int(length)
            self.head_size, plain = found.end(), self._pending[found.end():]
        block = plain[:self._left]
        self._block.update(block)
        self._left -= len(block)
        self._tail = (self._tail + plain[len(block):])[:64]

    def _finish(self):
        self.problems = []
        self.digest_problem = ""
        if self._block is None:
            self.problems.append("is no whole WARC record")
            return
        if self._left or self._tail != b"\r\n\r\n":
            self.problems.append("its block is not followed by two line ends")
        stated = self.field("warc-block-digest")
        found = "sha256:" + base64.b32encode(self._block.digest()).decode()
        if stated.lower().startswith("sha256:") and stated != found:
            self.digest_problem = f"its block's digest is {found}, the header says {short(stated)}"

    def field(self, name):
        """The first value of a header field; empty where there is none."""
        return next((value for key, value in self.header or () if key.lower() == name), "")

    @property
    def kind(self):
        return self.field("warc-type").lower() if self._block is not None else ""

    @property
    def block(self):
        """The block, as far as it was kept."""
        length = int(self.field("content-length"))
        return self.kept[self.head_size:self.head_size + length]


def read_header(data):
    """[(name, value)] of a WARC header; also with folded lines and bare line feeds."""
    if not data.startswith(b"WARC/"):
        return False
    end = HEADER_END.search(data, 0, LARGEST_HEADER)
    fields = []
    for line in data[:end.start()].decode("utf-8", "replace").split("\n")[1:]:
        if line[:1] in (" ", "\t") and fields:
            name, value = fields.pop()
            fields.append((name, f"{value} {line.strip()}"))
        else:
            name, _, value = line.partition(":")
            fields.append((name.strip(), value.strip()))
    return fields


def commitment(name, salt, value):
    """What a leaf says of a field: a digest nobody can guess the value from without the salt."""
    return sha256(b"walkback/field/1\0" + name.encode("ascii") + b"\0" + salt + canonical(value))


class Group:
    """The records of one leaf, ended by the opening that holds its values and salts."""

    def __init__(self, file, start, stop, budget):
        self.records, self.problems = [], []
        record = Record(file, start, stop, budget)
        while not record.opening:
            self.records.append(record)
            if len(self.records) > LARGEST_GROUP or record.stop >= stop:
                raise Fault(f"byte {start}", "no opening ends the group")
            record = Record(file, record.stop, stop, budget)
        self.stop, self.end = record.stop, record
        if not self.records or record.size > LARGEST_OPENING:
            raise Fault(f"byte {start}", "holds an opening without content, or too large a one")
        self.opening = read_opening(record)
        self._check()

    def _check(self):
        """What does not fit within the group; RFC 1951 leaves the opening's packing no freedom."""
        for number, record in enumerate(self.records):
            self.problems += [f"record {number} {problem}" for problem in record.problems]
            if record.digest_problem and not self.opening.get("copied"):
                self.problems.append(f"record {number}: {record.digest_problem}")
        if sha256(stored_member(self.end.kept)) != self.end.packed.hexdigest():
            self.problems.append("the opening is not packed in its one form")
        for name in ("members", "records"):
            found = [(one.packed if name == "members" else one.plain).hexdigest()
                     for one in self.records]
            if self.opening["values"][name] != found:
                self.problems.append(f"the opening states other {name} than are there")

    def payload(self):
        """The record that is read again: the last response, else revisit, else resource."""
        for kind in ("response", "revisit", "resource"):
            found = [one for one in self.records if one.kind == kind]
            if found:
                return found[-1]
        return self.records[-1]

    def document(self):
        """The JSON value of a record of our own."""
        record = self.payload()
        subject = f"{self.opening['kind']} {short(self.opening['id'])}"
        if record.problems or record.size > LARGEST_DOCUMENT:
            raise Fault(subject, "has a document that cannot be read")
        if record.field("content-type") == "application/x-ndjson":
            lines = record.block.split(b"\n")[:-1]
            return [parse(line, subject) for line in lines]
        if record.field("content-type") == "application/json":
            return parse(record.block, subject)
        raise Fault(subject, "has no document of ours", "", record.field("content-type"))

    def leaf_problems(self, leaf, data):
        """Where the leaf that these bytes give is not the one that the ledger has."""
        opening, values = self.opening, dict(self.opening["values"])
        values = {name: [(one.packed if name == "members" else one.plain).hexdigest()
                         for one in self.records] for name in ("members", "records")}
        if opening["kind"] in ("register", "import"):
            items = self.document()
            if not isinstance(items, list):
                return ["its document is no list"]
            values.update((f"entry/{number}", item) for number, item in enumerate(items))
        if set(values) != set(opening["salts"]):
            return ["its salts are not of its fields"]
        fields = {name: commitment(name, bytes.fromhex(opening["salts"][name]), value)
                  for name, value in values.items()}
        made = {"v": 1, "kind": opening["kind"], "id": opening["id"],
                "opening": self.end.plain.hexdigest(), "fields": fields}
        if canonical(made) == data:
            return []
        wrong = [name for name in ("kind", "id", "opening") if leaf[name] != made[name]]
        wrong += [name for name in leaf["fields"] if leaf["fields"][name] != fields.get(name)]
        return [f"the leaf commits to other {', '.join(wrong[:5]) or 'fields'}"]


def stored_member(record):
    """The one gzip member that may hold an opening: stored blocks of 65,535 bytes."""
    pieces = [OPENING_HEAD]
    for start in range(0, len(record), 65_535):
        block = record[start:start + 65_535]
        last = start + 65_535 >= len(record)
        pieces += [struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block]
    return b"".join(pieces) + struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)


def read_opening(record):
    subject = f"opening at byte {record.start}"
    if record.problems or record.field("warc-type") != "metadata":
        raise Fault(subject, "is no metadata record")
    value = parse(record.block, subject)
    wanted = {"v": int, "kind": str, "id": str, "at": str, "about": dict, "values": dict,
              "salts": dict}
    good = isinstance(value, dict) and all(type(value.get(k)) is t for k, t in wanted.items())
    good = good and value["v"] == 1 and value["kind"] in KINDS
    digests = list(value["salts"].values()) if good else []
    for name in ("members", "records"):
        good = good and isinstance(value["values"].get(name), list)
        digests += value["values"][name] if good else []
    if not good or not all(isinstance(one, str) and re.fullmatch("[0-9a-f]{64}", one)
                           for one in digests):
        raise Fault(subject, "is no opening of ours")
    return value


KINDS = ("capture", "rollcall", "verdict", "register", "redaction", "import")
ACTS = ("retracted", "apologised", "corrected", "clarified", "reaffirmed")
OUTCOMES = {"n": "not-modified", "r": "received", "g": "gone", "f": "refused", "u": "unreachable",
            "i": "incomplete"}


def read_time(text):
    """The instant of an RFC 3339 text."""
    if text[-1:] == "Z" and sys.version_info < (3, 11):
        text = text[:-1] + "+00:00"
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=timezone.utc) if at.tzinfo is None else at.astimezone(timezone.utc)


def write_time(at):
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")[:26] + "Z"


def roll_call(group):
    """Each line of a roll call as (instance, outcome, time, reason, capture, control, address)."""
    lines, start = [], read_time(group.opening["at"])
    for line in group.document():
        code, offset, instance, capture = line[:4]
        reason, control, url = (*line[4:], *("ok", None, None)[len(line) - 4:])
        at = write_time(start + timedelta(milliseconds=offset))
        lines.append((instance, OUTCOMES[code], at, reason, capture, control, url or ""))
    return lines


# ---------------------------------------------------------------- the trust policy (C2SP tlog-policy)


class Policy:
    """Whose logs, witnesses and timestamp authorities count. `tsa` lines are Walkback's own."""

    def __init__(self, path):
        self.logs, self.witnesses, self.groups, self.roots = [], {}, {}, []
        self.quorum, self.folder = None, os.path.dirname(os.path.abspath(path))
        with open(path, "rb") as file:
            text = file.read(LARGEST_PART).decode("utf-8", "surrogateescape")
        for number, line in enumerate(text.split("\n"), 1):
            words = re.split(r"[ \t]+", line.strip(" \t"))
            if words != [""] and not words[0].startswith("#"):
                self._line(words, f"{path} line {number}")
        if self.quorum is None:
            raise Fault(path, "has no quorum line", "one, such as 'quorum none'")

    def _line(self, words, subject):
        kind, rest = words[0], words[1:]
        if kind == "log" and 1 <= len(rest) <= 2:
            key = read_vkey(rest[0])
            if key[2] in [one[2] for one in self.logs]:
                raise Fault(subject, "names a log twice")
            self.logs.append(key)
        elif kind == "witness" and 2 <= len(rest) <= 3:
            key = read_vkey(rest[1], kind=4)
            if key[2] in [one[2] for one in self.witnesses.values()]:
                raise Fault(subject, "names a witness twice")
            self.witnesses[self._new(rest[0], subject)] = key
        elif kind == "group" and len(rest) >= 3:
            members = rest[2:]
            for member in members:
                self._known(member, subject)
                if any(member in group[1] for group in self.groups.values()):
                    raise Fault(subject, f"takes {short(member)} into a second group")
            wanted = {"any": "1", "all": str(len(members))}.get(rest[1], rest[1])
            fits = re.fullmatch("[1-9][0-9]{0,3}", wanted) and int(wanted) <= len(members)
            if not fits or len(set(members)) < len(members):
                raise Fault(subject, "asks for more members than there are, or for one twice")
            self.groups[self._new(rest[0], subject)] = (int(wanted), members)
        elif kind == "quorum" and len(rest) == 1 and self.quorum is None:
            self.quorum = rest[0] if rest[0] == "none" else self._known(rest[0], subject)
        elif kind == "tsa" and rest:
            path = os.path.join(self.folder, " ".join(rest))
            with open(path, encoding="ascii", errors="replace") as file:
                self.roots.append(file.read(LARGEST_PART))
        else:
            raise Fault(subject, "is no line of a policy", "log, witness, group, quorum or tsa",
                        " ".join(words))

    def _new(self, name, subject):
        if name == "none" or name in self.witnesses or name in self.groups:
            raise Fault(subject, f"uses the name {short(name)} again")
        return name

    def _known(self, name, subject):
        if name not in self.witnesses and name not in self.groups:
            raise Fault(subject, f"names {short(name)} before it is defined")
        return name

    def reached(self, name, cosigned):
        if name in self.groups:
            wanted, members = self.groups[name]
            return sum(self.reached(each, cosigned) for each in members) >= wanted
        return name in cosigned


# ---------------------------------------------------------------- the steps


class Unchecked(Exception):
    """A step that was not gone into, and why."""


class Check:
    """One bundle, and what the steps so far made of it."""

    def __init__(self, file, key=None, policy=None):
        self.file, self.given, self.policy = file, key, policy
        self.results, self.items = {}, {}
        self.members = self.manifest = self.bundle = self.signer = self.key = self.root = None
        self.leaves, self.groups, self.documents, self.opened = {}, {}, {}, {}

    def rests_on(self, *numbers):
        for number in numbers:
            if self.results[number][0] == FAILED:
                raise Unchecked(f"it rests on step {number}, which failed")

    def data(self, name, limit=LARGEST_PART):
        return self.members.data(name, limit)

    def by_id(self, identity):
        """The included group of the leaf with this id, or None."""
        return next((group for group in self.groups.values()
                     if group.opening["id"] == identity), None)

    def kept_back(self, identity):
        """Whether the leaf with this id is in the ledger and its content not in the bundle."""
        numbers = [one["n"] for one in self.bundle["withheld"] + self.bundle["tombstones"]]
        return any(self.leaves[n][0]["id"] == identity for n in numbers if n in self.leaves)


def all_hold(problems):
    """Fail with these problems, if there are any."""
    if problems:
        more = f"; and {len(problems) - MOST_TOLD} more" if len(problems) > MOST_TOLD else ""
        fault = Fault("", "")
        fault.args = ("; ".join(problems[:MOST_TOLD]) + more,)
        raise fault


def problems_of(each, check_one):
    """What check_one says is wrong with each: it raises Fault, or gives sentences."""
    problems = []
    for one in each:
        try:
            problems += check_one(one) or []
        except Fault as fault:
            problems.append(str(fault))
    return problems


def step_1(check):
    """The file is a ZIP of the one form a bundle has: each of its bits is accounted for."""
    check.members = Members(check.file)
    all_hold(check.members.problems)
    return f"{len(check.members.entries)} members, no byte between or behind them"


def step_2(check):
    """The manifest lists each member with its size and SHA-256, and no other."""
    entries = check.members.entries
    problems = [f"{name}: is missing" for name in ALWAYS if name not in entries]
    manifest = parse(check.data(MANIFEST), MANIFEST)
    shape = {"title": str, "software": str, "created": str, "resources": list, "profile": str}
    if isinstance(manifest, dict):
        shape.update((key, kind) for key, kind in (
            ("mainPageUrl", str), ("mainPageDate", str), ("home", dict), ("wacz_version", str))
            if key in manifest)
    check.manifest = shaped(manifest, shape, MANIFEST)
    if (manifest["profile"], manifest.get("wacz_version")) not in (
            ("data-package", "1.1.1"), ("wacz", None)):
        problems.append(f"{MANIFEST}: is of no version of WACZ that bundles have")
    listed = each_of(manifest["resources"],
                     {"name": str, "path": str, "hash": str, "bytes": int}, "resources")
    there = [{"name": name.lower(), "path": name, "hash": f"sha256:{digest}", "bytes": size}
             for name, (_, size, digest) in entries.items() if name not in (MANIFEST, DIGEST)]
    if listed != there:
        problems += differences(listed, there)
    if DIGEST in entries:
        stated = parse(check.data(DIGEST), DIGEST)
        if not isinstance(stated, dict) or not set(stated) <= {"path", "hash", "signedData"}:
            problems.append(f"{DIGEST}: does not have the fields it must have")
        elif (stated.get("path"), stated.get("hash")) != (MANIFEST, manifest_hash(check)):
            problems.append(f"{DIGEST}: is of another manifest (expected {manifest_hash(check)}, "
                            f"found {short(stated.get('hash'))})")
    check.bundle = read_bundle(check.data(BUNDLE))
    if check.bundle["created"] != manifest["created"]:
        problems.append(f"{BUNDLE}: was created {short(check.bundle['created'])}, the manifest "
                        f"says {short(manifest['created'])}")
    if check.members.time != zip_time(manifest["created"]):
        problems.append(f"the members' time in the container is not {short(manifest['created'])}")
    all_hold(problems)
    return f"{len(listed)} files are listed, each has the listed SHA-256"


def differences(listed, there):
    """Where the manifest and the members are not the same."""
    stated, found = ({one["path"]: one for one in each} for each in (listed, there))
    told = [f"{short(path)}: is listed and not there" for path in stated if path not in found]
    told += [f"{path}: is there and not listed" for path in found if path not in stated]
    for path, one in stated.items():
        told += [f"{short(path)}: has another {key} than the manifest says (expected "
                 f"{short(one[key])}, found {short(found[path][key])})"
                 for key in one if path in found and one[key] != found[path][key]]
    return told or ["the manifest lists a file twice, or in another order"]


def manifest_hash(check):
    return f"sha256:{check.members.entries[MANIFEST][2]}"


def zip_time(created):
    try:
        at = read_time(created)
    except ValueError:
        raise Fault(MANIFEST, "has a time that cannot be read", "RFC 3339", created) from None
    return struct.pack("<HH", at.hour << 11 | at.minute << 5 | at.second // 2,
                       (at.year - 1980) % 128 << 9 | at.month << 5 | at.day)


def read_bundle(data):
    """walkback/bundle.json, each field of its type."""
    value = shaped(parse(data, BUNDLE), {
        "v": int, "about": dict, "statements": list, "leaves": list, "withheld": list,
        "tombstones": list, "origin": str, "size": int, "software": str, "created": str}, BUNDLE)
    shaped(value["about"], {"kind": str, "id": str, "url": (str, type(None))}, f"{BUNDLE} about")
    for one in each_of(value["statements"], {"id": str, "url": str, "instances": list}, BUNDLE):
        each_of(one["instances"], {"id": str, "url": str}, f"{BUNDLE} instances")
    each_of(value["leaves"],
            {"n": int, "kind": str, "id": str, "offset": int, "length": int}, f"{BUNDLE} leaves")
    each_of(value["withheld"], {"n": int, "kind": str, "reason": str}, f"{BUNDLE} withheld")
    each_of(value["tombstones"], {"n": int, "by": int, "reason": str}, f"{BUNDLE} tombstones")
    numbers = [one["n"] for name in ("leaves", "withheld", "tombstones") for one in value[name]]
    if value["v"] != 1 or len(set(numbers)) < len(numbers) or any(
            one["kind"] not in KINDS for one in value["leaves"] + value["withheld"]):
        raise Fault(BUNDLE, "names a leaf twice, or is of another version")
    return value


def step_3(check):
    """The manifest is signed (wacz-auth 0.1.0), by a key that the ledger's own key vouches for."""
    if DIGEST not in check.members.entries:
        raise Fault(DIGEST, "is missing: the bundle is unsigned", "a signed manifest", "none")
    signed = parse(check.data(DIGEST), DIGEST).get("signedData")
    if not isinstance(signed, dict):
        raise Fault(DIGEST, "has no signedData: the bundle is unsigned")
    if check.manifest is None:
        raise Unchecked("the manifest cannot be read")
    about = {"hash": str, "created": str, "software": str, "version": str, "signature": str}
    named = "domain" in signed
    own = ("domain", "domainCert", "timeSignature", "timestampCert") if named else ("publicKey",)
    shaped(signed, {**about, **dict.fromkeys(own, str)}, "signedData")
    manifest = check.manifest
    wanted = (manifest_hash(check), manifest["created"], manifest["software"], "0.1.0")
    found = tuple(signed[name] for name in ("hash", "created", "software", "version"))
    if wanted != found:
        raise Fault("signedData", "is of another manifest", short(wanted), short(found))
    spki = certificate_key(signed["domainCert"]) if named else unbase64(
        signed["publicKey"], "publicKey")
    if not ecdsa(spki, unbase64(signed["signature"], "signature"), signed["hash"].encode()):
        raise Fault("signedData", "the signature does not fit the manifest's hash",
                    f"ECDSA by key {sha256(spki)}", signed["signature"])
    note = check.data(SIGNER)
    lines = read_note(note, SIGNER)[0].split("\n")
    if len(lines) != 4 or lines[0] != "walkback/bundle-signer/1" or lines[2] != sha256(spki):
        raise Fault(SIGNER, "vouches for another key", sha256(spki), short(lines))
    signer = read_vkey(lines[1])
    check_note(note, signer, SIGNER)
    check.signer = signer  # only now is it known whose bundle this is
    if not named:
        return f"by key {sha256(spki)}, which the ledger's key vouches for; it has no name"
    check_domain(signed)
    return (f"by {short(signed['domain'])}, key {sha256(spki)}, which the ledger's key vouches "
            "for; not checked: who issued the domain's certificate")


def check_domain(signed):
    """The timestamp of a domain's signature is over it, and not long after."""
    answer = unbase64(signed["timeSignature"], "timeSignature")
    kind, digest, at = read_timestamp(answer)
    if hashlib.new(kind, signed["signature"].encode()).digest() != digest:
        raise Fault("timeSignature", "is over something else than the signature")
    if abs(at - read_time(signed["created"])) > timedelta(minutes=10):
        raise Fault("timeSignature", "is not of the time of signing", signed["created"],
                    write_time(at))


def step_4(check):
    """Whose word is checked: the key you trust, or else the bundle's own."""
    keys = [read_vkey(check.given)] if check.given else []
    keys += check.policy.logs if check.policy else []
    if check.signer is None:
        check.key = keys[0] if len(keys) == 1 else None
        raise Unchecked("the bundle does not say whose it is: step 3 failed")
    check.key = check.signer
    if not keys:
        raise Unchecked("no key was given, so that the bundle vouches for itself with "
                        f"{check.signer[0]}, key id {check.signer[1].hex()}. Name the one you "
                        "trust with --key, or a policy")
    if check.signer not in keys:
        check.key = None
        raise Fault(SIGNER, "the bundle is of another ledger than the one you trust",
                    ", ".join(f"{key[0]} {key[1].hex()}" for key in keys),
                    f"{check.signer[0]} {check.signer[1].hex()}")
    return f"the given key of {check.key[0]}, key id {check.key[1].hex()}"


def step_5(check):
    """The checkpoint is signed by that key: so many leaves, with this root."""
    data = check.data(CHECKPOINT, LARGEST_HEADER)
    origin, size, root = read_checkpoint(data, CHECKPOINT)
    if check.key is None:
        raise Unchecked("there is no key to check it with")
    if origin != check.key[0]:
        raise Fault(CHECKPOINT, "is of another ledger", check.key[0], origin)
    check_note(data, check.key, CHECKPOINT)
    if (origin, size) != (check.bundle["origin"], check.bundle["size"]):
        raise Fault(BUNDLE, "names another checkpoint", f"{origin}, {size} leaves",
                    f"{check.bundle['origin']}, {check.bundle['size']}")
    check.size, check.root = size, root
    return f"{origin}, {size} leaves, root {root.hex()}"


def step_6(check):
    """Witnesses have seen the same checkpoint, as many as your policy asks for."""
    text, signatures = read_note(check.data(CHECKPOINT, LARGEST_HEADER), CHECKPOINT)
    others = len(signatures) - 1
    if check.policy is None or not check.policy.witnesses:
        if check.policy and check.policy.quorum != "none":
            raise Fault(CHECKPOINT, "the quorum is not reached", check.policy.quorum, "none")
        raise Unchecked(f"no witness was named in a policy; {others} other signatures are there")
    cosigned = {}
    for name, (key, identity, public) in check.policy.witnesses.items():
        for signer, found, blob in signatures:
            if (signer, found) != (key, identity):
                continue
            seconds = int.from_bytes(blob[:8], "big")
            message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
            if len(blob) != 72 or not ed25519(public, blob[8:], message):
                raise Fault(CHECKPOINT, f"the cosignature of {short(key)} does not fit")
            cosigned[name] = seconds
    told = ", ".join(sorted(cosigned)) or "nobody"
    if check.policy.quorum == "none":
        if not cosigned:
            raise Unchecked("no witness that the policy names cosigned; it asks for none")
        return f"cosigned by {told}; the policy asks for none"
    if not check.policy.reached(check.policy.quorum, cosigned):
        raise Fault(CHECKPOINT, "the quorum of witnesses is not reached", check.policy.quorum, told)
    return f"cosigned by {told}: the quorum {check.policy.quorum}"


def step_7(check):
    """Timestamp authorities say that the checkpoint existed at their time (RFC 3161)."""
    numbers = sorted({place_of(name)[1] for name in check.members.entries
                      if name.startswith("walkback/stamp-")})
    if not numbers:
        raise Unchecked("there are no timestamps in the bundle")
    told, sure = [], []

    def one(number):
        sentence, trusted = check_stamp(check, number)
        told.append(sentence)
        sure.append(trusted)

    all_hold(problems_of(numbers, one))
    if not any(sure):
        raise Unchecked("; ".join(told))
    return "; ".join(told)


def check_stamp(check, number):
    """What a timestamp says, and whether somebody you trust says it."""
    name = f"walkback/stamp-{number}"
    facts = shaped(parse(check.data(f"{name}.json"), f"{name}.json"),
                   {"authority": str, "over": str, "size": int, "gen_time": str, "proof": list,
                    "renews": (int, type(None))},
                   f"{name}.json")
    stamped = f"{name}.note" if f"{name}.note" in check.members.entries else CHECKPOINT
    data = check.data(stamped, LARGEST_HEADER)
    origin, size, root = read_checkpoint(data, stamped)
    if (sha256(data), size, origin) != (facts["over"], facts["size"], check.key[0]):
        raise Fault(f"{name}.json", "is of another checkpoint", f"{origin}, {size} leaves",
                    f"{facts['size']}")
    check_note(data, check.key, stamped)
    try:
        path = [bytes.fromhex(each) for each in facts["proof"]]
    except (TypeError, ValueError):
        raise Fault(f"{name}.json", "has a proof that cannot be read") from None
    check_consistency(size, root, check.size, check.root, path, stamped)
    answer = check.data(f"{name}.tsr")
    check.data(f"{name}.tsq")
    try:
        kind, digest, at = read_timestamp(answer)
    except (Fault, ValueError, IndexError) as error:
        raise Fault(f"{name}.tsr", "cannot be read", "", str(error)) from None
    data = stamped_bytes(check, number, data)
    if hashlib.new(kind, data).digest() != digest:
        raise Fault(f"{name}.tsr", "is over other bytes than the checkpoint's")
    if write_time(at) != facts["gen_time"]:
        raise Fault(f"{name}.json", "says another time than the timestamp", write_time(at),
                    facts["gen_time"])
    told = f"timestamp {number}: {size} leaves at {write_time(at)}"
    answered = ask_openssl(answer, data, check.data(f"{name}.pem"), check.policy, at)
    if answered == "invalid":
        raise Fault(f"{name}.tsr", "its signature or certificates do not hold")
    return f"{told}, {answered}", answered.startswith("valid")


def stamped_bytes(check, number, note):
    """What was stamped: a checkpoint, behind the answers of the older stamps that were renewed."""
    answers = b""
    while True:
        facts = parse(check.data(f"walkback/stamp-{number}.json"), f"stamp {number}")
        older = facts["renews"]
        if older is None:
            return answers + note
        if older >= number:
            raise Fault(f"walkback/stamp-{number}.json", "renews no older stamp")
        answers += check.data(f"walkback/stamp-{older}.tsr")
        number = older


def ask_openssl(answer, data, chain, policy, at):
    """What `openssl ts -verify` says of a timestamp at its own time, and today."""
    roots = "\n".join(policy.roots) if policy else ""
    with tempfile.TemporaryDirectory() as folder:
        parts = {"tsr": answer, "data": data, "chain": chain, "roots": roots.encode("ascii", "replace")}
        for name, content in parts.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)

        def holds(trusted, *options):
            command = ["openssl", "ts", "-verify", "-in", "tsr", "-data", "data", "-CAfile",
                       trusted, "-untrusted", "chain", *options]
            done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
            return done.returncode == 0

        moment = ("-attime", str(int(at.timestamp())))
        try:
            if roots and holds("roots", *moment):
                return "valid" if holds("roots") else "valid then, a certificate has expired since"
            if holds("chain", "-partial_chain", *moment):
                return "signed by an authority that no tsa line of a policy names: not trusted"
            return "invalid"
        except OSError:
            return "signature not checked: there is no openssl here"


def step_8(check):
    """Each leaf lies in the ledger: its hash leads to the signed root (C2SP tlog-proof)."""
    bundle = check.bundle
    check.opened = {}
    for line in parse_lines(check.data(DISCLOSED, LARGEST_LINES), DISCLOSED):
        shaped(line, {"n": int, "field": str, "value": ANY, "salt": str}, DISCLOSED)
        check.opened.setdefault(line["n"], []).append(line)
    wanted = {one["n"] for name in ("leaves", "withheld", "tombstones") for one in bundle[name]}
    wanted |= set(check.opened)
    there = {place_of(name)[1] for name in check.members.entries if name.endswith(".tlog-proof")}
    problems = [f"leaf {n}: there is no proof" for n in sorted(wanted - there)]
    problems += [f"walkback/proof-{n}.tlog-proof: the bundle names no such leaf"
                 for n in sorted(there - wanted)]
    checkpoint = check.data(CHECKPOINT, LARGEST_HEADER)
    problems += problems_of(sorted(wanted & there), lambda n: check_proof(check, n, checkpoint))
    all_hold(problems)
    return f"{len(there)} leaves lead to the root"


ANY = (str, int, bool, list, dict, type(None))


def check_proof(check, number, checkpoint):
    subject = f"walkback/proof-{number}.tlog-proof"
    head, blank, rest = check.data(subject, 1 << 18).partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if (not blank or len(lines) < 3 or lines[0] != "c2sp.org/tlog-proof@v1"
            or lines[2] != f"index {number}" or not lines[1].startswith("extra ")):
        raise Fault(subject, "is no proof of this leaf", f"index {number}", short(lines[:3]))
    if rest != checkpoint:
        raise Fault(subject, "is of another checkpoint than the bundle's")
    data = unbase64(lines[1][6:], subject)
    leaf = shaped(parse(data, subject),
                  {"v": int, "kind": str, "id": str, "opening": str, "fields": dict}, subject)
    path = [unbase64(line, subject) for line in lines[3:]]
    if not number < check.size:
        raise Fault(subject, "is of a leaf that the tree does not have", f"below {check.size}")
    found = inclusion_root(hashlib.sha256(b"\0" + data).digest(), number, check.size, path, subject)
    if found != check.root:
        raise Fault(subject, "does not lead to the root", check.root.hex(), found.hex())
    check.leaves[number] = (leaf, data)


def step_9(check):
    """Every byte of the archive belongs to one leaf, and is what the leaf commits to."""
    offset, size, _ = check.members.entries.get(ARCHIVE) or (0, 0, "")
    budget, place, last, problems = [LARGEST_RECORD + 100 * size], 0, -1, []
    for one in check.bundle["leaves"]:
        if one["offset"] != place or one["n"] <= last or place + one["length"] > size:
            problems.append(f"leaf {one['n']}: its bytes do not follow those before it")
            break
        place, last = place + one["length"], one["n"]
        start = offset + one["offset"]
        problems += problems_of(
            [one], lambda one: check_group(check, one, start, start + one["length"], budget))
    if place != size and not problems:
        problems.append(f"{ARCHIVE}: {size - place} bytes belong to no leaf")
    all_hold(problems)
    return f"{len(check.groups)} groups of records, {size} bytes"


def check_group(check, one, start, stop, budget):
    subject = f"leaf {one['n']}, {one['kind']} {short(one['id'])}"
    if one["n"] not in check.leaves:
        return [f"{subject}: it has no proof that holds"]
    try:
        group = Group(check.file, start, stop, budget)
        leaf, data = check.leaves[one["n"]]
        problems = group.problems + group.leaf_problems(leaf, data)
    except Fault as fault:
        return [f"{subject}: {fault}"]
    if (leaf["kind"], leaf["id"]) != (one["kind"], one["id"]):
        problems.append(f"the ledger has {short(leaf['kind'])} {short(leaf['id'])}")
    if group.stop != stop:
        problems.append("its group ends before its bytes do")
    if not problems:
        group.base = start - one["offset"]
        check.groups[one["n"]] = group
    return [f"{subject}: {problem}" for problem in problems]


def step_10(check):
    """The index names each record that can be replayed, where it lies, and no other."""
    check.rests_on(2, 9)
    wanted = {}
    for group in check.groups.values():
        for record in group.records:
            line = index_line(record, group.base)
            if line:
                wanted[line] = wanted.get(line, 0) + 1
    lines = check.data(INDEX, LARGEST_LINES).split(b"\n")
    problems, seen = [], set()
    if lines[-1] or lines[:-1] != sorted(set(lines[:-1])):
        problems.append(f"{INDEX}: its lines are not sorted, or one is there twice")
    for line in lines[:-1]:
        key, _, rest = line.decode("utf-8", "replace").partition(" ")
        if not key or rest not in wanted:
            problems.append(f"{INDEX}: a line fits no record of the archive: {short(rest)}")
        seen.add(rest)
    problems += [f"{INDEX}: there is no line for the record {short(line)}"
                 for line in wanted if line not in seen]
    problems += check_pages(check, wanted)
    all_hold(problems)
    return f"{len(lines) - 1} records; not checked: the index's sort keys, titles of pages"


def index_line(record, base):
    """What the index says of a record behind its sort key (CDXJ 0.1); None where nothing."""
    url = record.field("warc-target-uri")
    url = url[1:] if url.startswith("<") else url
    url = url[:-1] if url.endswith(">") else url
    kind, stated = record.kind, record.field("content-type")
    at = warc_time(record.field("warc-date"))
    if kind not in ("response", "revisit", "resource", "metadata") or not url or at is None:
        return None
    if kind in ("resource", "metadata") and stated == "application/warc-fields":
        return None
    head, body = b"", record.block
    if kind in ("response", "revisit"):
        end = re.search(rb"\r?\n\r?\n", body)
        head, body = (body[:end.end()], body[end.end():]) if end else (body, b"")
    status = re.match(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b", head)
    mime = re.search(rb"(?im)^content-type[ \t]*:[ \t]*([^;\s]*)", head)
    mime = mime[1].decode("latin-1") if mime else ""
    if kind == "revisit":
        mime = "warc/revisit"
    elif kind != "response":
        mime = re.split(r"[;\s]", stated, maxsplit=1)[0]
    found = "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()
    fields = {"url": url, "mime": mime, "status": str(int(status[1])) if status else "",
              "digest": record.field("warc-payload-digest") or found, "length": str(record.length),
              "offset": str(record.start - base)}
    told = {name: value for name, value in fields.items() if value}
    told["filename"] = ARCHIVE.rpartition("/")[2]
    return f"{at:%Y%m%d%H%M%S} {json.dumps(told)}"


def warc_time(text):
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", text, re.ASCII)
    if found:
        text = "{}-{}-{}T{}:{}:{}Z".format(*found.groups())
    try:
        return read_time(text)
    except (ValueError, OverflowError):
        return None


def check_pages(check, wanted):
    """Each page of the list is in the index, at its time, and is of a capture in the bundle."""
    there = set()
    for line in wanted:
        at, _, rest = line.partition(" ")
        there.add((json.loads(rest)["url"], at))
    captures = {group.opening["id"] for group in check.groups.values()}
    lines = check.data(PAGES, LARGEST_LINES).split(b"\n")
    problems = [] if not lines[-1] else [f"{PAGES}: breaks off"]
    for number, line in enumerate(lines[:-1]):
        try:
            page = json.loads(line)
            if json.dumps(page, ensure_ascii=False).encode() != line:
                raise ValueError("not in its one form")
            if number == 0:
                shaped(page, {"format": str, "id": str, "title": str}, PAGES)
                if page["format"] != "json-pages-1.0":
                    raise ValueError(page["format"])
                continue
            shaped(page, {"id": str, "url": str, "ts": str, "title": str}, PAGES)
            if (page["url"], re.sub(r"[^0-9]", "", page["ts"])) not in there:
                problems.append(f"{PAGES} line {number + 1}: the index does not have "
                                f"{short(page['url'])} at {short(page['ts'])}")
            if page["id"] not in captures:
                problems.append(f"{PAGES} line {number + 1}: is of no capture in the bundle")
        except (Fault, ValueError, RecursionError) as error:
            problems.append(f"{PAGES} line {number + 1}: is no page: {short(str(error))}")
    return problems if len(lines) > 1 else [*problems, f"{PAGES}: has no header"]


def step_11(check):
    """Our own records can be read, and each disclosed field is what its leaf commits to."""
    check.rests_on(8, 9)
    problems = problems_of(check.groups.items(), lambda item: read_own(check, *item))
    problems += problems_of(check.opened.items(), lambda item: check_opened(check, *item))
    all_hold(problems)
    shown = sum(map(len, check.opened.values()))
    return f"{len(check.documents)} records, {shown} single fields of {len(check.opened)} others"


def read_own(check, number, group):
    kind = group.opening["kind"]
    if kind == "capture":
        return
    subject = f"leaf {number}, {kind} {short(group.opening['id'])}"
    try:
        document = group.document()
        if kind == "rollcall":
            roll_call(group)
        if kind == "register" and not all(entry["type"] for entry in document):
            raise ValueError("an entry without a type")
        if kind == "redaction" and not all(
                type(one["n"]) is int and one["id"] and one["sha256"] for one in document["targets"]):
            raise ValueError("a target without a leaf number")
    except (Fault, KeyError, TypeError, ValueError, OverflowError) as error:
        raise Fault(subject, "cannot be read", "", str(error)) from None
    check.documents[number] = document


def check_opened(check, number, lines):
    leaf = check.leaves[number][0]
    if number in check.groups or len({line["field"] for line in lines}) < len(lines):
        return [f"{DISCLOSED}: a field of leaf {number} is there twice"]
    return [f"{DISCLOSED}: {short(line['field'])} of leaf {number} is not what the leaf commits to"
            for line in lines if not fits(leaf, line)]


def fits(leaf, line):
    salt, name = line["salt"], line["field"]
    good = re.fullmatch("[0-9a-f]{64}", salt) and name.isascii() and name in leaf["fields"]
    return good and commitment(name, bytes.fromhex(salt), line["value"]) == leaf["fields"][name]


def step_12(check):
    """Each verdict rests on looks that lie in the bundle as it states them."""
    check.rests_on(8, 9, 11)
    silent = {(line[0], *line[5:], line[1], line[3]) for group in check.groups.values()
              if group.opening["kind"] == "rollcall" for line in roll_call(group) if line[5]}
    problems, unsure, count = [], set(), 0
    for number, document in check.documents.items():
        if check.groups[number].opening["kind"] != "verdict":
            continue
        try:
            for dossier in dossiers(document):
                count += 1
                identity = short(dossier["verdict"]["id"])
                if "rejudged" not in document and identity != check.groups[number].opening["id"]:
                    problems.append(f"verdict {identity}: is kept under another id")
                problems += [f"verdict {identity}: {problem}"
                             for problem in check_dossier(check, dossier, silent, unsure)]
        except (Fault, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            problems.append(f"leaf {number}: the verdict cannot be read: {short(repr(error))}")
    all_hold(problems)
    told = f"; not in the bundle: {', '.join(sorted(unsure)[:5])}" if unsure else ""
    raise Unchecked(f"the looks of {count} verdicts lie in the bundle as they are stated{told}; to "
                    "derive the verdicts from them again needs Walkback")


def dossiers(document):
    return document["verdicts"] if "rejudged" in document else [document]


def check_dossier(check, dossier, silent, unsure):
    instance = dossier["verdict"]["instance"]
    if dossier["standing"]["instance"] != instance:
        yield "the standing is of another address"
    for look in dossier["looks"]:
        yield from check_look(check, look, instance, silent, unsure)
    if dossier["verdict"]["kind"] in ACTS:
        for reason in dossier["verdict"]["reasons"]:
            for identity in reason["observations"]:
                found = seen(check, identity, unsure)
                if found and found[0] != instance:
                    yield f"the words of {short(identity)} are of another address"


def seen(check, identity, unsure):
    """(instance, outcome, time, reason, capture) of a look as the bundle has it."""
    kept, _, line = identity.partition("/")
    group = check.by_id(kept)
    if group is None:
        return disclosed_look(check, identity, unsure)
    if not line:
        about = group.opening["about"]
        return (about["instance"], about["outcome"], group.opening["at"], about["reason"], kept)
    if group.opening["kind"] == "import":
        return import_look(group.document()[int(line)])
    return roll_call(group)[int(line)][:5]


def disclosed_look(check, identity, unsure):
    kept, _, line = identity.partition("/")
    for number, lines in check.opened.items():
        if check.leaves[number][0]["id"] == kept:
            for one in lines:
                if one["field"] == f"entry/{line}":
                    return import_look(one["value"])
    if check.kept_back(kept):
        unsure.add(short(identity))
        return None
    raise Fault(f"look {short(identity)}", "is not in the bundle")


def import_look(line):
    at = read_time(line["published"])
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return (line["instance"], None, write_time(at), None, None)


def check_look(check, look, instance, silent, unsure):
    found = seen(check, look["id"], unsure)
    if found is None:
        return
    stated = (instance, look["outcome"], look["at"], look["reason"], look["capture"])
    if found[1] is None:  # an imported line has an address and a time
        found = (*found[:1], stated[1], found[2], *stated[3:])
    if found != stated:
        yield f"look {short(look['id'])} is stated as {short(stated)}, the bundle has {short(found)}"
    if look["capture"] is not None:
        group = check.by_id(look["capture"])
        if group is None and check.kept_back(look["capture"]):
            unsure.add(short(look["capture"]))
        elif group is None:
            yield f"capture {short(look['capture'])} is not in the bundle"
        else:
            about = group.opening["about"]
            if (about["status"], about["final_url"]) != (look["status"], look["final_url"]):
                yield f"look {short(look['id'])} got another answer than is stated"
            kept = about.get("facts") or {}
            same = look["facts"].get("understood") == kept.get("understood")
            for name in ("adapter", "item", "account", "code") if same else ():
                if look["facts"].get(name) != kept.get(name):
                    yield f"look {short(look['id'])} has another {name} than its platform's answer"
    for control in look["controls"]:
        yield from check_control(check, look, control, silent, unsure)


def check_control(check, look, control, silent, unsure):
    stated = (control["url"], control["outcome"], control["reason"])
    if control["capture"] is None:
        if (look["id"], control["kind"], *stated) not in silent:
            yield f"look {short(look['id'])}: a control without an answer is not in the bundle"
        return
    group = check.by_id(control["capture"])
    if group is None and check.kept_back(control["capture"]):
        unsure.add(short(control["capture"]))
        return
    if group is None:
        yield f"control {short(control['capture'])} is not in the bundle"
        return
    about = group.opening["about"]
    if [look["id"], control["kind"]] not in about["serves"]:
        yield f"control {short(control['capture'])} was not asked for look {short(look['id'])}"
    if (about["url"], about["outcome"], about["reason"]) != stated:
        yield f"control {short(control['capture'])} is stated as {short(stated)}"


def step_13(check):
    """What is derived for people agrees with the records it is derived from."""
    check.rests_on(2, 3, 8, 9, 11)
    told = parse_lines(check.data(VERDICTS, LARGEST_LINES), VERDICTS)
    read = parse_lines(check.data(READINGS, LARGEST_LINES), READINGS)
    problems = problems_of(enumerate(told, 1), lambda one: check_told(check, *one))
    problems += problems_of(enumerate(read, 1), lambda one: check_reading(check, *one))
    problems += check_report(check, parse(check.data(REPORT), REPORT), told)
    all_hold(problems)
    raise Unchecked(f"{len(told)} events and {len(read)} readings are of records in the bundle; that "
                    "the words are those of the captured bytes, and what the report says, rests on "
                    "the signature of step 3")


def check_told(check, place, line):
    subject = f"{VERDICTS} line {place}"
    shaped(line, {"leaf": int, "verdict": dict}, subject)
    number, verdict = line["leaf"], line["verdict"]
    if number not in check.leaves:
        raise Fault(subject, "is of a leaf that the bundle does not have", "", str(number))
    leaf = check.leaves[number][0]
    if leaf["kind"] == "verdict":
        if number not in check.documents or verdict not in [
                one.get("verdict") for one in dossiers(check.documents[number])]:
            raise Fault(subject, f"is not the verdict that leaf {number} holds")
    elif leaf["kind"] not in ("capture", "import") or verdict.get("kind") != "published":
        raise Fault(subject, "has no verdict's record", "", short(verdict.get("kind")))
    else:
        named = [look for reason in verdict["reasons"] for look in reason["observations"]]
        if leaf["id"] not in {look.partition("/")[0] for look in named}:
            raise Fault(subject, f"does not rest on leaf {number}", leaf["id"], short(named))
        if any(seen(check, look, set())[0] != verdict["instance"] for look in named):
            raise Fault(subject, "is of another address than its look")


def check_reading(check, place, line):
    subject = f"{READINGS} line {place}"
    shaped(line, {"leaf": int, "capture": str, "instance": str, "url": str, "reading": dict}, subject)
    if line["leaf"] not in check.leaves:
        raise Fault(subject, "is of a leaf that the bundle does not have", "", str(line["leaf"]))
    leaf = check.leaves[line["leaf"]][0]
    if leaf["id"] != line["capture"].partition("/")[0]:
        raise Fault(subject, "is of another capture", leaf["id"], line["capture"])
    found = seen(check, line["capture"], set())
    if found is None or found[0] != line["instance"]:
        raise Fault(subject, "is of another address", short(found), line["instance"])


def check_report(check, report, told):
    """The report's figures are those of the leaves, the ledger and the events."""
    wanted = {"origin": check.bundle["origin"], "size": check.size, "root": check.root.hex()}
    problems = [] if report["ledger"] == wanted else [f"{REPORT}: is of another checkpoint"]
    numbers = [n for n, group in check.groups.items() if group.opening["kind"] == "capture"]
    if [one["leaf"] for one in report["captures"]] != numbers:
        problems.append(f"{REPORT}: does not tell of the captures in the bundle")
        return problems
    for one in report["captures"]:
        group, (_, data) = check.groups[one["leaf"]], check.leaves[one["leaf"]]
        about = group.opening["about"]
        wanted = [group.opening["id"], about["url"], about["outcome"],
                  [record.plain.hexdigest() for record in group.records], sha256(b"\0" + data)]
        found = [one["capture"], one["url"], one["collection"]["outcome"],
                 one["hash"]["records_sha256"], one["hash"]["leaf"]]
        problems += [f"{REPORT}: leaf {one['leaf']} is told as {short(other)} (expected "
                     f"{short(right)})" for right, other in zip(wanted, found) if right != other]
    named = ("kind", "between", "confirmed_at", "confidence")
    events = [[line["leaf"], *(line["verdict"][name] for name in named)] for line in told]
    problems += [f"{REPORT}: an event is told that the bundle does not have: leaf {one['leaf']}"
                 for one in report["events"] if one["leaf"] in check.leaves
                 and [one["leaf"], *(one[name] for name in named)] not in events]
    return problems


def step_14(check):
    """What is not shown lies in the ledger; what was erased, a redaction says so."""
    check.rests_on(8, 9, 11)
    bundle = check.bundle
    problems = [f"leaf {one['n']}: is withheld as {one['kind']}, the ledger has "
                f"{short(check.leaves[one['n']][0]['kind'])}"
                for one in bundle["withheld"]
                if check.leaves[one["n"]][0]["kind"] != one["kind"]]
    for one in bundle["tombstones"]:
        group, identity = check.groups.get(one["by"]), check.leaves[one["n"]][0]["id"]
        if group is None or group.opening["kind"] != "redaction":
            problems.append(f"leaf {one['n']}: is missing without a redaction: leaf {one['by']} is "
                            "none")
        elif not names(check.documents[one["by"]], one["n"], identity):
            problems.append(f"leaf {one['n']}: the redaction of leaf {one['by']} does not name it")
    all_hold(problems)
    return (f"{len(bundle['withheld'])} withheld, {len(bundle['tombstones'])} tombstoned, each in "
            "the ledger")


def names(redaction, number, identity):
    """Whether a redaction's document has this leaf among its targets."""
    return any((one["n"], one["id"]) == (number, identity) for one in redaction["targets"])


def step_15(check):
    """What nothing in the bundle covers, said so."""
    told = ["that the captured server told the truth, and that no more leaves belong here",
            "which statements belong together",
            "the words in captures were not read again"]
    raise Unchecked("; ".join(told))


def state_items(check):
    """Each leaf of the bundle, and how it stands."""
    good = all(check.results[number][0] != FAILED for number in (1, 2, 3, 4, 5, 14))
    erased = {one["n"]: one["by"] for one in check.bundle["tombstones"]}
    withheld = {one["n"] for one in check.bundle["withheld"]}
    for n in sorted({one["n"] for name in ("leaves", "withheld", "tombstones")
                     for one in check.bundle[name]} | set(check.opened)):
        leaf = check.leaves.get(n)
        state, more = "VERIFIED", ""
        if n in check.opened and leaf:
            shown = sum(bool(fits(leaf[0], line)) for line in check.opened[n])
            state = "VERIFIED-REDACTED" if n in erased else "VERIFIED-WITHHELD"
            more = f"{shown} of {len(leaf[0]['fields'])} fields shown"
        elif n in erased:
            state, more = "TOMBSTONED", f"log intact, content erased by entry {erased[n]}"
        elif n in withheld:
            state = "VERIFIED-WITHHELD"
        included = any(one["n"] == n for one in check.bundle["leaves"])
        if not good or leaf is None or (included and n not in check.groups):
            state = "FAILED"
        check.items[n] = {"n": n, "kind": leaf[0]["kind"] if leaf else "", "state": state,
                          "detail": more, "id": leaf[0]["id"] if leaf else ""}


FUNCTIONS = (step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9, step_10,
             step_11, step_12, step_13, step_14, step_15)


def verify(path, key=None, policy=None):
    """Go through the steps. Gives {"ok", "steps", "items"}; never raises for what the file holds."""
    with open(path, "rb") as file:
        check = Check(file, key, policy)
        for number, step in enumerate(FUNCTIONS, 1):
            check.results[number] = run(check, number, step)
        if check.bundle:
            state_items(check)
    steps = [{"number": number, "name": STEPS[number], "result": result, "detail": detail}
             for number, (result, detail) in check.results.items()]
    results = {step["result"] for step in steps}
    return {"ok": FAILED not in results and PASSED in results, "steps": steps,
            "items": list(check.items.values())}


def run(check, number, step):
    if number > 1 and check.members is None:
        return NOT_CHECKED, "the container cannot be read"
    if 4 < number < 15 and check.bundle is None:
        return NOT_CHECKED, f"{BUNDLE} cannot be read"
    if 5 < number < 15 and check.results[5][0] != PASSED:
        return NOT_CHECKED, "no checkpoint was checked"
    try:
        return PASSED, step(check)
    except Unchecked as why:
        return NOT_CHECKED, str(why)
    except Fault as fault:
        return FAILED, str(fault)
    except Exception as error:  # whatever a hostile file brings about is a failed step
        return FAILED, f"cannot be read: {type(error).__name__}: {short(str(error))}"


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check a Walkback bundle, offline.")
    parser.add_argument("file", metavar="FILE.wacz")
    parser.add_argument("--key", metavar="VKEY", help="the verifier key you trust")
    parser.add_argument("--policy", metavar="FILE", help="a trust policy (C2SP tlog-policy)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args(arguments)
    try:
        if asked.key:
            read_vkey(asked.key)
        policy = Policy(asked.policy) if asked.policy else None
        report = verify(asked.file, asked.key, policy)
    except (Fault, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(report))
        return 0 if report["ok"] else 1
    for step in report["steps"]:
        print(f"{step['number']:>2}  {step['result']:<11}  {step['name']}\n      {step['detail']}")
    for item in report["items"]:
        print(f"    leaf {item['n']:<8} {item['state']} {item['kind']} {item['detail']}")
    print("The evidence holds as far as it was checked." if report["ok"]
          else "The evidence does not hold.")
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
