# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from holdfast.vault import NotAVaultError, StreamSource, SweepReport, Vault, VaultError
from holdfast.vault.incoming import LaneFolder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_vault_that_was_made_can_be_opened(vault: Vault) -> None:
    assert Vault.open(vault.root).root == vault.root
    assert list(vault.iterate()) == []


def test_a_folder_that_is_no_vault_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotAVaultError):
        Vault.open(tmp_path)
    with pytest.raises(NotAVaultError, match="not empty"):
        Vault.create(tmp_path)
    with pytest.raises(NotAVaultError):
        Vault.create(tmp_path / "not there" / "vault")
    with pytest.raises(VaultError):
        Vault.create(tmp_path / "file")


def test_the_sweep_removes_what_was_left_and_says_so(vault: Vault) -> None:
    left = vault.root / "incoming" / "77-0"
    left.mkdir()
    (left / "0").write_bytes(b"half a vid")
    (left / "1").write_bytes(b"more")
    (vault.root / "incoming" / "stray").write_bytes(b"12")
    assert vault.sweep() == SweepReport(("77-0/0", "77-0/1", "stray"), 16)
    assert vault.sweep() == SweepReport((), 0)


def test_the_sweep_leaves_a_running_intake_alone(vault: Vault) -> None:
    lane = LaneFolder.claim(vault.root)
    (lane.path / "0").write_bytes(b"being written")
    assert vault.sweep().removed == ()
    assert (lane.path / "0").exists()
    lane.leave()
    assert not lane.path.exists()


def test_a_name_left_beside_its_object_counts_no_bytes(vault: Vault) -> None:
    stored = vault.store(StreamSource(lambda: io.BytesIO(b"kept")))
    left = vault.root / "incoming" / "77-0"
    left.mkdir()
    os.link(vault.path(stored.sha256), left / "0")
    assert vault.sweep() == SweepReport(("77-0/0",), 0)
    assert vault.path(stored.sha256).read_bytes() == b"kept"


def test_other_names_among_the_objects_are_not_objects(vault: Vault) -> None:
    stored = vault.store(StreamSource(lambda: io.BytesIO(b"kept")))
    (vault.path(stored.sha256).parent / "README").write_bytes(b"")
    (vault.root / "objects" / "lost+found").mkdir()
    assert list(vault.iterate()) == [stored.sha256]
    assert vault.size(stored.sha256) == 4
