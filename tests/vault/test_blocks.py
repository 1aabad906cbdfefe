# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import BLOCK_SIZE, block_count
from holdfast.vault.blocks import decode_leaves, encode_leaves, tree_root

leaf_lists = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


def rfc6962(leaves: list[bytes]) -> bytes:
    """Compute MTH as RFC 6962, section 2.1, writes it down: by recursion."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + rfc6962(leaves[:split]) + rfc6962(leaves[split:])).digest()


@given(leaf_lists)
def test_the_root_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    assert tree_root(leaves) == rfc6962(leaves)


@given(leaf_lists.filter(bool), st.data())
def test_a_changed_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = bytearray(leaves[index])
    changed[bit // 8] ^= 1 << bit % 8
    assert tree_root([*leaves[:index], bytes(changed), *leaves[index + 1 :]]) != tree_root(leaves)


@given(leaf_lists)
def test_a_blocks_file_gives_back_its_leaves(leaves: list[bytes]) -> None:
    size = len(leaves) * BLOCK_SIZE
    assert decode_leaves(encode_leaves(leaves), size) == tuple(leaves)


@given(leaf_lists, st.binary(min_size=1, max_size=31))
def test_a_blocks_file_of_the_wrong_length_is_refused(leaves: list[bytes], more: bytes) -> None:
    assert decode_leaves(encode_leaves(leaves) + more, len(leaves) * BLOCK_SIZE) is None


def test_an_empty_object_has_the_root_of_nothing() -> None:
    assert tree_root([]).hex() == sha256(b"").hexdigest()


def test_blocks_are_counted_with_a_short_last_one() -> None:
    sizes = [0, 1, BLOCK_SIZE, BLOCK_SIZE + 1, 3 * BLOCK_SIZE]
    assert [block_count(size) for size in sizes] == [0, 1, 1, 2, 3]
