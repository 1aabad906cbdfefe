# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hashlib import sha256

import pytest

from holdfast.ledger.errors import ProofError
from holdfast.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    complete_root,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    range_hash,
    root,
    root_of_hashes,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [bytes([number]) * number for number in range(37)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, word for word."""
    if len(leaves) <= 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_proof(old: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2, word for word."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if old <= split:
        return [*naive_proof(old, leaves[:split], whole=whole), naive_root(leaves[split:])]
    return [
        *naive_proof(old - split, leaves[split:], whole=False),
        naive_root(leaves[:split]),
    ]


def test_the_root_of_the_tree_in_the_transparency_literature() -> None:
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    leaves.append("606162636465666768696a6b6c6d6e6f")
    expected = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root(bytes.fromhex(leaf) for leaf in leaves).hex() == expected


def test_every_root_is_as_the_rfc_defines_it() -> None:
    assert root([]) == EMPTY_ROOT
    for size in range(len(LEAVES) + 1):
        assert root(LEAVES[:size]) == naive_root(LEAVES[:size])


def test_a_frontier_tells_which_subtrees_an_append_completes() -> None:
    frontier, node = Frontier(), nodes_of(HASHES[:16])
    for size, hashed in enumerate(HASHES[:16], 1):
        for height, completed in frontier.append(hashed):
            assert completed == node(height, (size >> height) - 1)
        assert frontier.root() == naive_root(LEAVES[:size])


def test_a_frontier_refuses_peaks_that_its_size_has_not() -> None:
    with pytest.raises(ProofError, match="2 peaks"):
        Frontier(5, HASHES[:1])


def test_every_inclusion_proof_is_the_path_of_the_rfc_and_verifies() -> None:
    for size in range(1, len(LEAVES) + 1):
        node, top = nodes_of(HASHES[:size]), naive_root(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, node)
            assert proof == naive_path(index, LEAVES[:size])
            verify_inclusion(HASHES[index], index, size, proof, top)


def test_every_consistency_proof_is_that_of_the_rfc_and_verifies() -> None:
    node = nodes_of(HASHES)
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, node)
            assert proof == naive_proof(old, LEAVES[:new])
            roots = (naive_root(LEAVES[:old]), naive_root(LEAVES[:new]))
            verify_consistency(old, new, proof, *roots)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 21])
def test_an_altered_inclusion_proof_is_refused(size: int) -> None:
    node, top = nodes_of(HASHES[:size]), naive_root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, node)
        wrong = [
            [*proof, HASHES[0]],
            [HASHES[0], *proof],
            *([proof[:-1], proof[1:], [*proof[:-1], bytes(32)]] if proof else []),
        ]
        for altered in wrong:
            with pytest.raises(ProofError):
                verify_inclusion(HASHES[index], index, size, altered, top)
        for place in {index - 1, index + 1, size} - {index}:
            with pytest.raises(ProofError):
                verify_inclusion(HASHES[index], place, size, proof, top)
        with pytest.raises(ProofError):
            verify_inclusion(HASHES[index], index, size, proof, bytes(32))


def test_an_altered_consistency_proof_is_refused() -> None:
    node = nodes_of(HASHES)
    for old, new in ((1, 2), (3, 7), (4, 8), (6, 8), (8, 9), (13, 37)):
        roots = (naive_root(LEAVES[:old]), naive_root(LEAVES[:new]))
        proof = consistency_proof(old, new, node)
        wrong = [[], proof[:-1], [*proof, proof[-1]], [bytes(32), *proof[1:]], proof[1:]]
        for altered in wrong:
            with pytest.raises(ProofError):
                verify_consistency(old, new, altered, *roots)
        with pytest.raises(ProofError):
            verify_consistency(old, new, proof, roots[1], roots[0])


def test_no_proof_is_taken_from_size_nothing_or_backwards() -> None:
    for old, new in ((0, 0), (0, 3), (3, 2), (-1, 2)):
        with pytest.raises(ProofError):
            verify_consistency(old, new, [], EMPTY_ROOT, EMPTY_ROOT)
        with pytest.raises(ProofError):
            consistency_proof(old, new, nodes_of(HASHES))


def test_a_hash_of_another_length_is_refused() -> None:
    proof = inclusion_proof(1, 3, nodes_of(HASHES[:3]))
    with pytest.raises(ProofError, match="32 bytes"):
        verify_inclusion(HASHES[1], 1, 3, [proof[0][:-1], proof[1]], naive_root(LEAVES[:3]))


def test_there_is_no_proof_of_an_entry_that_is_not_there() -> None:
    with pytest.raises(ProofError, match="no entry 3"):
        inclusion_proof(3, 3, nodes_of(HASHES[:3]))


def test_a_range_and_a_whole_tile_have_the_roots_of_their_leaves() -> None:
    node = nodes_of(HASHES)
    assert range_hash(0, 37, node) == naive_root(LEAVES)
    assert range_hash(32, 37, node) == naive_root(LEAVES[32:])
    assert complete_root(HASHES[:32]) == root_of_hashes(HASHES[:32])
