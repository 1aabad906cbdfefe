# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from holdfast.ledger.errors import EntryError, MalformedTextError
from holdfast.ledger.tiles import (
    decode_bundle,
    encode_bundle,
    entries_path,
    levels_of,
    parse_tile_path,
    split_hashes,
    tile_path,
    tiles_between,
)


def test_paths_are_those_of_the_specification() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(1, 17, 112) == "tile/1/017.p/112"
    assert tile_path(63, 1000) == "tile/63/x001/000"
    assert entries_path(0, 1) == "tile/entries/000.p/1"
    assert entries_path(999999) == "tile/entries/x999/999"


def test_a_path_reads_back_and_no_other_spelling_does() -> None:
    for level in (0, 7, 63, "entries"):
        for index in (0, 999, 1000, 1234067):
            for width in (1, 255, 256):
                path = tile_path(level, index, width)
                assert parse_tile_path(path) == (level, index, width)
    for path in (
        "tile/0/0",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/",
        "tile/0/\u0660\u0660\u0660",
        "tile/data/000",
        "checkpoint",
    ):
        assert parse_tile_path(path) is None


def test_the_tree_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    found = list(tiles_between(0, 70_000))
    assert len([each for each in found if each[0] == 0 and each[2] == 256]) == 273
    assert [each for each in found if each[2] < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert list(tiles_between(0, 256)) == [(0, 0, 256), (1, 0, 1)]


def test_growing_makes_only_what_is_new() -> None:
    assert list(tiles_between(254, 258)) == [(0, 0, 256), (0, 1, 2), (1, 0, 1)]
    assert list(tiles_between(258, 259)) == [(0, 1, 3)]
    assert list(tiles_between(5, 5)) == []


def test_levels_are_counted_as_far_as_a_tile_has_a_hash() -> None:
    counted = [levels_of(size) for size in (0, 1, 255, 256, 65535, 65536)]
    assert counted == [0, 1, 1, 2, 2, 3]


def test_a_bundle_reads_back_with_exactly_its_entries() -> None:
    entries = [b"", b"one", b"x" * 65535]
    data = encode_bundle(entries)
    assert data[:7] == b"\x00\x00\x00\x03one"
    assert decode_bundle(data, 3) == entries
    for altered, width in ((data, 2), (data, 4), (data[:-1], 3), (data + b"\x00", 3), (b"\x00", 1)):
        with pytest.raises(MalformedTextError):
            decode_bundle(altered, width)


def test_an_entry_that_is_too_long_for_a_bundle_is_refused() -> None:
    with pytest.raises(EntryError, match="65535"):
        encode_bundle([b"x" * 65536])


def test_a_tile_has_exactly_its_hashes() -> None:
    assert split_hashes(bytes(64), 2) == [bytes(32)] * 2
    with pytest.raises(MalformedTextError):
        split_hashes(bytes(63), 2)
