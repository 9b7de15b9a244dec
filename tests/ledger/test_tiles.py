from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadFile, BadInput
from walkback.ledger.edge import Edge, edge_of, grow
from walkback.ledger.merkle import leaf_hash, root_of
from walkback.ledger.tiles import (
    ENTRIES,
    Tile,
    appended,
    last_tiles,
    pack,
    parse_path,
    superseded,
    tile_at,
    unpack,
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(1, 999, 1), "tile/1/999.p/1"),
        (Tile(2, 1_000, 255), "tile/2/x001/000.p/255"),
        (Tile(ENTRIES, 1_234_067, 17), "tile/entries/x001/x234/067.p/17"),
    ],
)
def test_paths_are_those_of_the_specification(tile, path):
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/001/x234",
        "tile/-1/000",
        "tile/0/000 ",
        "tile/0/\u0660\u0660\u0660",
        "checkpoint",
    ],
)
def test_other_paths_are_no_tiles(path):
    assert parse_path(path) is None


@given(st.integers(-1, 7), st.integers(0, 10**12), st.integers(1, 256))
def test_every_path_reads_back(level, index, width):
    assert parse_path(Tile(level, index, width).path) == Tile(level, index, width)


def test_a_tree_of_70000_has_the_tiles_of_the_specification():
    tiles = [tile for tile in appended(0, 70_000) if tile.level != ENTRIES]
    full = Counter(tile.level for tile in tiles if tile.width == 256)
    assert full == {0: 273, 1: 1}
    assert [tile.path for tile in tiles if tile.width < 256] == [
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above():
    assert [tile.path for tile in appended(0, 256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]


def test_a_leaf_more_supersedes_the_two_partial_files():
    assert [tile.path for tile in superseded(70_000, 70_001)] == [
        "tile/entries/273.p/112",
        "tile/0/273.p/112",
    ]
    assert superseded(256, 257) == []
    assert Tile(1, 0, 1) in superseded(511, 512)
    assert superseded(0, 5) == []


@given(st.integers(0, 200_000), st.integers(0, 70_000), st.integers(0, 70_000))
def test_steps_make_the_same_tiles_as_one_leap(start, one, two):
    kept = set(appended(0, start)) | set(appended(start, start + one))
    kept -= set(superseded(start, start + one))
    kept |= set(appended(start + one, start + one + two))
    kept -= set(superseded(start + one, start + one + two))
    assert kept == set(appended(0, start + one + two))


@given(st.integers(0, 100_000), st.integers(-1, 3), st.integers(0, 500))
def test_tile_at_knows_what_a_tree_has_in_a_place(size, level, index):
    tile = tile_at(level, index, size)
    found = {(each.level, each.index): each for each in appended(0, size)}
    assert tile == found.get((level, index))


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_entries_read_back_from_their_bundle(entries):
    assert unpack(pack(entries), len(entries)) == entries


def test_an_entry_of_65535_bytes_fits_and_one_more_does_not():
    assert unpack(pack([bytes(65_535)]), 1) == [bytes(65_535)]
    with pytest.raises(BadInput, match=r"too long .expected at most 65535 bytes, found 65536"):
        pack([bytes(65_536)])


@given(st.lists(st.binary(max_size=9), min_size=1, max_size=9), st.data())
def test_a_bundle_that_ends_early_says_where(entries, data):
    whole = pack(entries)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(BadFile, match=r"ends early: entry \d+ at offset \d+"):
        unpack(whole[:cut], len(entries))


@given(st.lists(st.integers(0, 700), min_size=1, max_size=5))
def test_growing_writes_just_the_tiles_that_the_specification_asks_for(steps):
    edge, files, hashes = Edge(), {}, []
    for step in steps:
        entries = [f"{edge.size + number}".encode() for number in range(step)]
        hashes += map(leaf_hash, entries)
        grown, made = grow(edge, entries)
        assert set(made) == set(appended(edge.size, grown.size))
        files |= made
        edge = grown
        assert edge.root == root_of(hashes)
        assert edge.size == len(hashes)
    held = {tile.level: files[tile] for tile in last_tiles(edge.size)}
    rows = [held.get(level, b"") for level in range(len(edge.rows))]
    assert edge_of(edge.size, rows, held.get(ENTRIES, b"")) == edge
