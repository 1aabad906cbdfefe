# SPDX-License-Identifier: Apache-2.0
"""What is written reads back, and canonical JSON is that of an independent implementation."""

from __future__ import annotations

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger import Checkpoint, Note, SignatureLine, canonical_json, read_canonical
from holdfast.ledger.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    verify_consistency,
    verify_inclusion,
)
from holdfast.ledger.tile_tree import Edge
from holdfast.ledger.tiles import decode_bundle, encode_bundle, parse_tile_path, tile_path

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FRACTIONS = st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda number: not 2**53 - 1 < abs(number) < 1e21  # refused: they would read back as whole
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | FRACTIONS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
NAMES = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)
LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=4
)


@given(JSON)
def test_canonical_json_is_that_of_the_reference(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type] # any JSON


@given(st.dictionaries(TEXTS, JSON, max_size=4))
def test_canonical_json_reads_back(value: dict[str, object]) -> None:
    data = canonical_json(value)
    assert canonical_json(read_canonical(data, "It")) == data


@given(LINES, st.lists(st.tuples(NAMES, st.binary(min_size=4, max_size=4), st.binary(min_size=1))))
def test_a_note_reads_back(text: list[str], lines: list[tuple[str, bytes, bytes]]) -> None:
    body = "".join(f"{line}\n" for line in text).encode()
    signatures = tuple(SignatureLine(*line) for line in lines)[:16]
    if signatures:
        note = Note(body, signatures)
        assert Note.parse(note.render()) == note


@given(LINES, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back(lines: list[str], size: int, root: bytes) -> None:
    checkpoint = Checkpoint(lines[0], size, root, tuple(lines[1:]))
    assert Checkpoint.parse(checkpoint.body()) == checkpoint


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries), len(entries)) == entries


@given(st.integers(0, 63), st.integers(0, 2**40), st.integers(1, 256))
def test_a_tile_path_reads_back(level: int, index: int, width: int) -> None:
    assert parse_tile_path(tile_path(level, index, width)) == (level, index, width)


@given(st.data(), st.integers(1, 300))
def test_every_proof_verifies_and_no_altered_one_does(data: st.DataObject, size: int) -> None:
    hashes = [leaf_hash(b"%d" % number) for number in range(size)]
    node, frontier = nodes_of(hashes), Frontier()
    old = data.draw(st.integers(1, size))
    for hashed in hashes[:old]:
        frontier.append(hashed)
    old_root = frontier.root()
    for hashed in hashes[old:]:
        frontier.append(hashed)
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(
        hashes[index], index, size, inclusion_proof(index, size, node), frontier.root()
    )
    verify_consistency(old, size, consistency_proof(old, size, node), old_root, frontier.root())


@given(st.lists(st.integers(1, 700), min_size=1, max_size=4))
def test_a_tree_grown_in_any_steps_has_the_same_files(steps: list[int]) -> None:
    total = sum(steps)
    entries = [b"%d" % number for number in range(total)]
    at_once, in_steps = Edge(), Edge()
    files: dict[str, bytes] = {}
    done = 0
    for step in steps:
        files.update(in_steps.grow(entries[done : done + step]))
        done += step
    whole = dict(at_once.grow(entries))
    assert in_steps.frontier.root() == at_once.frontier.root()
    assert in_steps.tails == at_once.tails
    assert {name: files[name] for name in whole} == whole
