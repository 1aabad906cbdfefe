# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import os
import time
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from holdfast.vault import BLOCK_SIZE, Expected, ObjectCheck, ObjectState, StreamSource, Vault
from holdfast.vault.layout import blocks_path

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 5 * BLOCK_SIZE + 99


def keep(vault: Vault, size: int = SIZE) -> tuple[Expected, Path]:
    data = Random(size).randbytes(size)  # noqa: S311 - bytes of a test file
    stored = vault.store(StreamSource(partial(io.BytesIO, data)), read_back=False)
    path = vault.path(stored.sha256)
    path.chmod(0o600)
    return Expected(stored.sha256, stored.size, stored.blocks_root), path


def check_one(vault: Vault, expected: Expected) -> ObjectCheck:
    [answer] = vault.check([expected])
    return answer


def overwrite(path: Path, at: int, data: bytes) -> None:
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def test_sound_objects_are_sound_in_the_order_asked(vault: Vault) -> None:
    expected = [keep(vault, size)[0] for size in (SIZE, 0, 1, BLOCK_SIZE, BLOCK_SIZE + 1)]
    counted: list[int] = []
    answers = list(vault.check(expected, on_bytes=counted.append))
    assert answers == [ObjectCheck(one.sha256, one.size, ObjectState.SOUND) for one in expected]
    assert sum(counted) == sum(one.size for one in expected)


def test_damage_is_located_to_its_blocks(vault: Vault) -> None:
    expected, path = keep(vault)
    overwrite(path, BLOCK_SIZE, b"damage")
    overwrite(path, 4 * BLOCK_SIZE - 1, b"damage")
    answer = check_one(vault, expected)
    assert (answer.state, answer.blocks) == (ObjectState.DAMAGED, (1, 3, 4))
    assert "3 of 6 blocks" in answer.note


@pytest.mark.parametrize(
    ("new_size", "blocks"),
    [
        (SIZE - 1, (5,)),
        (2 * BLOCK_SIZE, (2, 3, 4, 5)),
        (0, (0, 1, 2, 3, 4, 5)),
        (SIZE + 1, (5,)),
        (SIZE + BLOCK_SIZE, (5,)),
    ],
)
def test_an_object_of_another_size_is_damaged(
    vault: Vault, new_size: int, blocks: tuple[int, ...]
) -> None:
    expected, path = keep(vault)
    os.truncate(path, new_size)
    answer = check_one(vault, expected)
    assert (answer.state, answer.blocks) == (ObjectState.DAMAGED, blocks)
    assert f"it has {new_size} bytes" in answer.note


def test_whole_blocks_after_the_end_are_damage_too(vault: Vault) -> None:
    expected, path = keep(vault, 2 * BLOCK_SIZE)
    os.truncate(path, 3 * BLOCK_SIZE)
    answer = check_one(vault, expected)
    assert (answer.state, answer.blocks) == (ObjectState.DAMAGED, ())
    assert "all that was handed in is still there" in answer.note


def test_an_object_of_one_block_is_damaged_as_a_whole(vault: Vault) -> None:
    expected, path = keep(vault, 77)
    overwrite(path, 5, b"\x00\x00\x00")
    assert check_one(vault, expected).blocks == (0,)


def test_a_missing_object_is_missing_and_the_check_goes_on(vault: Vault) -> None:
    gone, path = keep(vault)
    path.unlink()
    there, _ = keep(vault, 5)
    assert [one.state for one in vault.check([gone, there])] == ["missing", "sound"]


@pytest.mark.parametrize("harm", ["flip", "cut", "gone"])
def test_damaged_block_hashes_of_a_sound_object_are_written_again(vault: Vault, harm: str) -> None:
    expected, _ = keep(vault)
    path = blocks_path(vault.root, expected.sha256)
    before = path.read_bytes()
    if harm == "flip":
        overwrite(path, 40, b"\x00\x01\x02")
    elif harm == "cut":
        path.chmod(0o600)
        os.truncate(path, 10)
    else:
        path.unlink()
    answer = check_one(vault, expected)
    assert answer.state is ObjectState.SOUND
    assert "written again" in answer.note
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o444
    assert check_one(vault, expected).note == ""
    assert list((vault.root / "incoming").iterdir()) == []


def test_when_both_are_damaged_the_place_is_said_to_be_unknown(vault: Vault) -> None:
    expected, path = keep(vault)
    overwrite(path, 9, b"damage")
    overwrite(blocks_path(vault.root, expected.sha256), 40, b"damage")
    answer = check_one(vault, expected)
    assert (answer.state, answer.blocks) == (ObjectState.DAMAGED, ())
    assert "cannot be told" in answer.note


def test_a_check_keeps_to_its_rate(vault: Vault) -> None:
    expected = [keep(vault, BLOCK_SIZE + size)[0] for size in range(2)]
    started = time.monotonic()
    list(vault.check(expected, bytes_per_second=4 * BLOCK_SIZE))
    assert time.monotonic() - started >= 0.5


def test_a_check_resumes_where_it_stopped(vault: Vault) -> None:
    expected = {one.sha256: one for one in (keep(vault, size)[0] for size in range(1, 9))}
    order = list(vault.iterate())
    running = vault.check(expected[sha256] for sha256 in order)
    last = [next(running).sha256 for _ in range(3)][-1]
    rest = [one.sha256 for one in vault.check(expected[s] for s in vault.iterate(after=last))]
    assert rest == order[3:]


def test_a_symbolic_link_in_place_of_an_object_is_damage(vault: Vault, tmp_path: Path) -> None:
    expected, path = keep(vault, 50)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert check_one(vault, expected).state is ObjectState.DAMAGED
