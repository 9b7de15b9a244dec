"""Thousands of broken bundles, in a process with little memory: nothing may break but the bundle.

    python -m tests.verify.fuzz --bundles 10000 [--seed 0]

Each is a real bundle with a few random changes, most of them signed again by the record's own key,
so that they reach the deeper steps. Told is what came of them; exit 1 where one made a verifier
raise, take over a second for each megabyte, or answer otherwise than the other verifier.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
import zlib
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from tests.verify.bundles import Both, failed, make_bundle, pack, sign, unpack

from walkback.archive.members import packed_member

MEMORY = 1 << 30  # bytes of address space beyond what it has at the start
LONGEST = 10.0  # processor seconds for one bundle; bombs reach the limit of what may be unpacked
_VALUES = (
    None,
    True,
    -1,
    0,
    2**53,
    10**30,
    1.5,
    "",
    "\x00",
    "\ud800",
    "a" * 5000,
    [],
    {},
    [[]] * 9,
)
_WORDS = (b"\x00", b"\xff" * 9, b"\n", b"\n\n", b'"', b"{", b"[" * 3000, b"9" * 400, b"PK\x01\x02")


def broken(random, members, key):
    """One more bundle that is none."""
    changed = dict(members)
    for _ in range(random.randrange(1, 4)):
        name = random.choice(list(changed))
        breaker = random.choice((_bits, _splice, _values, _values, _bomb, _gone, _cut))
        breaker(random, changed, name)
    try:
        data = pack(sign(changed, key)) if random.random() < 0.7 else pack(changed)
    except Exception:  # noqa: BLE001 - what cannot be signed any more is packed as it is
        data = pack(changed)
    if random.random() < 0.2:
        data = _ragged(random, data)
    return data


def _bits(random, members, name):
    data = bytearray(members[name])
    for _ in range(random.randrange(1, 5)):
        if data:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    members[name] = bytes(data)


def _splice(random, members, name):
    data = members[name]
    one, other = (random.randrange(len(data) + 1) for _ in range(2))
    members[name] = data[:one] + random.choice((*_WORDS, data[other:])) + data[other:]


def _values(random, members, name):
    """Another value somewhere in a JSON file or one of its lines."""
    lines = members[name].split(b"\n")
    place = random.randrange(len(lines))
    try:
        value = json.loads(lines[place])
    except ValueError:
        return
    path = value
    for _ in range(random.randrange(1, 6)):
        if not isinstance(path, dict | list) or not path:
            break
        key = random.choice(list(path)) if isinstance(path, dict) else random.randrange(len(path))
        if random.random() < 0.4 or not isinstance(path[key], dict | list):
            path[key] = random.choice(_VALUES)
            break
        path = path[key]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    lines[place] = text.encode("utf-8", "surrogatepass")
    members[name] = b"\n".join(lines)


def _bomb(random, members, name):
    """A record that unpacks to a thousand times its size."""
    if random.random() < 0.9:
        return
    size = random.randrange(1, 64) << 20
    bomb = packed_member(b"WARC/1.1\r\nContent-Length: %d\r\n\r\n" % size + b"\0" * size)
    name = "archive/data.warc.gz"
    members[name] = random.choice((bomb + members[name], bomb, zlib.compress(b"\0" * size)))


def _gone(random, members, name):
    del members[name]
    if not members:
        members["x"] = b""


def _cut(random, members, name):
    members[name] = members[name][: random.randrange(len(members[name]) + 1)]


def _ragged(random, data):
    changed = bytearray(data)
    for _ in range(random.randrange(1, 6)):
        place = random.randrange(max(len(changed) - 4000, 0), len(changed))
        changed[place] = random.randrange(256)
    return bytes(changed[: random.choice((len(changed), random.randrange(len(changed))))])


def fuzz(both, members, count, seed):
    """Counts of what came of them, and the faults as sentences."""
    random, told, faults, longest = Random(seed), Counter(), [], 0.0
    for number in range(count):
        data = broken(random, members, both.made.key)
        start = time.process_time()
        try:
            found = failed(both.ask(data))
        except AssertionError as error:
            faults.append(f"{number}: the verifiers differ: {str(error)[:600]}")
            both.path.rename(both.path.with_name(f"differ-{number}.wacz"))
            continue
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            faults.append(f"{number}: {type(error).__name__}: {error}")
            both.path.rename(both.path.with_name(f"fault-{number}.wacz"))
            continue
        took = time.process_time() - start
        longest = max(longest, took)
        if took > LONGEST + len(data) / 1e6:
            faults.append(f"{number}: {took:.1f} s for {len(data)} bytes")
        told["refused" if found else "held"] += 1
        told.update(f"step {step} failed" for step in found)
        if number % 500 == 499:
            print(number + 1, dict(told), f"longest {longest:.2f} s", flush=True)
    return told, faults, longest


def limit_memory(more):
    """This process may take so many bytes of address space more than it has."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(arguments=None):
    """Make a bundle, break it, tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        made = make_bundle(Path(folder), patch, vouched=False)
        both = Both(made, Path(folder))
        limit_memory(MEMORY)
        told, faults, longest = fuzz(both, unpack(made.path), asked.bundles, asked.seed)
    print(f"{asked.bundles} bundles: {dict(sorted(told.items()))}; longest {longest:.2f} s")
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
