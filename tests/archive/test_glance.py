"""A capture is known at a glance only where every byte is as its leaf commits to."""

from datetime import UTC, datetime
from random import Random

import pytest

from walkback.archive import Archive, Group, check_group, groups
from walkback.archive.glance import Glance
from walkback.archive.groups import Seen, groups_seen
from walkback.archive.members import stored_member
from walkback.model.evidence import Evidence, LeafKind
from walkback.model.exchange import Exchange

AT = datetime(2026, 3, 1, tzinfo=UTC)


def look(number, body, kind=b"text/html"):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n"
    exchange = Exchange(
        f"http://town.example/{number}", AT, b"GET / HTTP/1.1\r\n\r\n", 200, head, body, "", None
    )
    return Evidence(LeafKind.CAPTURE, f"{number:026d}", AT, {"n": number}, (exchange,))


@pytest.fixture
def kept(tmp_path):
    """Captures of all sizes, some of archives like our own, and a record that is no capture."""
    random = Random(1)
    forged = stored_member(b"WARC/1.1\r\n\r\n") + bytes.fromhex("1f8b08000000000000ff") * 3
    evidence = [
        look(0, b"<p>words</p>" * 50),
        look(1, b""),
        look(2, random.randbytes(70_000), b"image/png"),
        look(3, forged * 5, b"application/gzip"),
        Evidence(LeafKind.ROLLCALL, "r" * 26, AT, document=[["n", 0, "i", None]]),
        look(4, random.randbytes(5_000_000), b"image/png"),
        look(5, b"<p>last</p>"),
    ]
    folder = tmp_path / "archive"
    leaves = [one.leaf.encode() for one in Archive(folder, software="Walkback test").keep(evidence)]
    return folder, leaves


def seen(folder, leaves):
    """What a walk at a glance gives, item by item."""
    glance, found = Glance(), []
    glance.entry = leaves[0]
    for number, item in enumerate(groups_seen(folder, glance), 1):
        found.append(item)
        glance.entry = leaves[number] if number < len(leaves) else None
    return found


def test_captures_are_known_at_a_glance_and_lie_where_a_whole_walk_finds_them(kept):
    folder, leaves = kept
    glanced, whole = seen(folder, leaves), list(groups(folder))
    # The fifth is no capture, the sixth is larger than the window.
    assert [isinstance(item, Seen) for item in glanced] == [True] * 4 + [False] * 2 + [True]
    assert [(item.place.offset, item.place.length) for item in glanced] == [
        (item.place.offset, item.place.length) for item in whole
    ]


def test_no_changed_byte_is_taken_for_the_capture(kept):
    folder, leaves = kept
    (segment,) = folder.iterdir()
    good = segment.read_bytes()
    random = Random(2)
    ends = [item.place.offset for item in groups(folder)]
    small = [*range(ends[2]), *range(ends[3], ends[4])]
    for place in random.sample(small, 150):
        changed = bytearray(good)
        changed[place] ^= 1 << random.randrange(8)
        segment.write_bytes(changed)
        number = next(n for n in range(len(ends) - 1, -1, -1) if ends[n] <= place)
        glanced = seen(folder, leaves)
        held = len(glanced) > number and isinstance(glanced[number], Seen)
        assert not held, f"a flip at byte {place} of leaf {number} was not seen"
        other = glanced[number] if len(glanced) > number else None
        if isinstance(other, Group):  # and what is said of it is what a whole walk says
            assert check_group(other) or other.leaf.encode() != leaves[number]
    segment.write_bytes(good)


def test_another_leaf_is_not_this_capture(kept):
    folder, leaves = kept
    assert not isinstance(seen(folder, [leaves[1], *leaves[1:]])[0], Seen)
    assert not isinstance(seen(folder, [leaves[0].replace(b'"v":1', b'"v":2')])[0], Seen)
    assert not isinstance(seen(folder, [b"{}"])[0], Seen)
