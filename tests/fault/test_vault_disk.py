# SPDX-License-Identifier: Apache-2.0
"""Disks that are really full, and really read-only."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from holdfast.vault import (
    BLOCK_SIZE,
    StoredObject,
    StreamSource,
    Vault,
    VaultFullError,
    VaultNotWritableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root"),
]


def run(name: str, *arguments: str) -> None:
    subprocess.run([str(shutil.which(name)), *arguments], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        run("umount", str(folder))


def source(data: bytes) -> StreamSource:
    return StreamSource(partial(io.BytesIO, data), len(data))


def nothing_half_visible(vault: Vault) -> None:
    assert list((vault.root / "incoming").iterdir()) == []
    for digest in vault.iterate():
        assert sha256(vault.path(digest).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("size", [900_000, 3 * BLOCK_SIZE])
def test_a_full_disk_is_named_and_what_was_stored_stays(disk: Path, size: int) -> None:
    vault = Vault.create(disk / "vault")
    kept = vault.store(source(os.urandom(300_000)))
    with pytest.raises(VaultFullError, match="unharmed"):
        vault.store(source(os.urandom(size)))
    with pytest.raises(VaultFullError):
        list(vault.store_all([source(os.urandom(size))]))
    assert list(vault.iterate()) == [kept.sha256]
    nothing_half_visible(vault)


def test_what_fits_on_a_disk_that_fills_up_is_answered_before_the_error(disk: Path) -> None:
    vault = Vault.create(disk / "vault")
    answers: list[str] = []

    def take_in() -> None:
        for _, outcome in vault.store_all(source(os.urandom(9000 + n)) for n in range(400)):
            assert isinstance(outcome, StoredObject)
            answers.append(outcome.sha256)

    with pytest.raises(VaultFullError):
        take_in()
    nothing_half_visible(vault)
    assert set(answers) <= set(vault.iterate())


def test_it_goes_on_when_room_was_made(disk: Path) -> None:
    vault = Vault.create(disk / "vault")
    (disk / "other").write_bytes(bytes(800_000))
    data = os.urandom(400_000)
    with pytest.raises(VaultFullError):
        vault.store(source(data))
    (disk / "other").unlink()
    assert vault.store(source(data)).new


def test_a_read_only_disk_is_named(disk: Path) -> None:
    vault = Vault.create(disk / "vault")
    kept = vault.store(source(b"kept"))
    run("mount", "-o", "remount,ro", str(disk))
    with pytest.raises(VaultNotWritableError):
        vault.store(source(b"more"))
    with pytest.raises(VaultNotWritableError):
        list(vault.store_all([source(b"more")]))
    with pytest.raises(VaultNotWritableError):
        Vault.create(disk / "another")
    assert vault.sweep().removed == ()
    assert list(vault.iterate()) == [kept.sha256]
