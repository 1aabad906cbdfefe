# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import os
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import (
    BLOCK_SIZE,
    BadRangeError,
    DamagedObjectError,
    MissingObjectError,
    StoredObject,
    StreamSource,
    Vault,
)
from holdfast.vault.layout import blocks_path

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 3 * BLOCK_SIZE + 1234
DATA = Random(3).randbytes(SIZE)  # noqa: S311 - bytes of a test file


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Vault, StoredObject]:
    vault = Vault.create(tmp_path_factory.mktemp("ranges") / "vault")
    return vault, vault.store(StreamSource(lambda: io.BytesIO(DATA)))


def read(vault: Vault, stored: StoredObject, start: int, stop: int) -> bytes:
    parts = vault.read_range(
        stored.sha256, start, stop, size=stored.size, blocks_root=stored.blocks_root
    )
    return b"".join(parts)


def flip(path: Path, at: int) -> None:
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))


@given(st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(sorted))
def test_every_range_is_that_part_of_the_original(
    kept: tuple[Vault, StoredObject], ends: list[int]
) -> None:
    assert read(*kept, *ends) == DATA[ends[0] : ends[1]]


@pytest.mark.parametrize("size", [0, 1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE])
def test_a_whole_object_of_any_size_can_be_read(vault: Vault, size: int) -> None:
    data = os.urandom(size)
    stored = vault.store(StreamSource(lambda: io.BytesIO(data)))
    assert read(vault, stored, 0, size) == data
    assert read(vault, stored, size, size) == b""


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 4), (0, SIZE + 1)])
def test_a_range_outside_the_object_is_refused(
    kept: tuple[Vault, StoredObject], start: int, stop: int
) -> None:
    with pytest.raises(BadRangeError):
        read(*kept, start, stop)


def test_a_digest_that_is_none_makes_no_path(vault: Vault) -> None:
    for bad in ("../../../../etc/passwd", "A" * 64, "a" * 63, "", "a" * 64 + "\n"):
        with pytest.raises(BadRangeError):
            vault.has(bad)


def test_an_object_that_is_not_there_is_named(vault: Vault) -> None:
    assert not vault.has("0" * 64)
    with pytest.raises(MissingObjectError, match="0" * 64):
        vault.path("0" * 64)
    with pytest.raises(MissingObjectError):
        vault.read_range("0" * 64, 0, 1, size=1, blocks_root="0" * 64)


def test_no_byte_of_a_damaged_block_leaves_and_the_others_do(vault: Vault) -> None:
    stored = vault.store(StreamSource(lambda: io.BytesIO(DATA)))
    flip(vault.path(stored.sha256), BLOCK_SIZE + 7)
    assert read(vault, stored, 0, BLOCK_SIZE) == DATA[:BLOCK_SIZE]
    assert read(vault, stored, 2 * BLOCK_SIZE, SIZE) == DATA[2 * BLOCK_SIZE :]
    with pytest.raises(DamagedObjectError) as caught:
        read(vault, stored, 2 * BLOCK_SIZE - 1, 2 * BLOCK_SIZE)
    assert caught.value.blocks == (1,)


def test_a_cut_object_gives_what_still_proves(vault: Vault) -> None:
    stored = vault.store(StreamSource(lambda: io.BytesIO(DATA)))
    path = vault.path(stored.sha256)
    path.chmod(0o600)
    os.truncate(path, BLOCK_SIZE + 5)
    assert read(vault, stored, 5, 99) == DATA[5:99]
    with pytest.raises(DamagedObjectError):
        read(vault, stored, BLOCK_SIZE, BLOCK_SIZE + 2)


@pytest.mark.parametrize("harm", ["flip", "gone", "cut"])
def test_damaged_block_hashes_do_not_keep_a_sound_object_from_being_read(
    vault: Vault, harm: str
) -> None:
    stored = vault.store(StreamSource(lambda: io.BytesIO(DATA)))
    path = blocks_path(vault.root, stored.sha256)
    if harm == "flip":
        flip(path, 3)
    elif harm == "cut":
        path.chmod(0o600)
        os.truncate(path, 31)
    else:
        path.unlink()
    assert read(vault, stored, 10, SIZE - 10) == DATA[10:-10]


def test_a_root_the_ledger_does_not_hold_lets_nothing_out(vault: Vault) -> None:
    for data in (DATA, b"small"):
        stored = vault.store(StreamSource(partial(io.BytesIO, data)))
        with pytest.raises(DamagedObjectError):
            vault.read_range(stored.sha256, 0, 1, size=len(data), blocks_root="0" * 64)
