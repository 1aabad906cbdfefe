# SPDX-License-Identifier: Apache-2.0
"""What a crash, a restored backup or a changed file leaves, and what opening makes of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log
from holdfast.ledger.errors import DamagedLogError, LedgerError
from ledger.making import NOW, SIGNER, entries, log_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a log of 250 into which 300 more were written, all but the checkpoint."""
    log_of(tmp_path / "ledger", 250)
    kept = (tmp_path / "ledger" / "log" / "checkpoint").read_bytes()
    Log.open(tmp_path / "ledger", SIGNER).append(entries(250, 550), now=NOW)
    (tmp_path / "ledger" / "log" / "checkpoint").write_bytes(kept)
    (tmp_path / "ledger" / "checkpoints" / "0" / "550").unlink()
    log = Log.open(tmp_path / "ledger")
    log.tree.write(iter([("tile/0/000.p/250", b"".join(log.tree.tile(0, 0, 250)))]))
    bundle = log.tree.folder / "tile/entries/000"
    faces = b"".join(len(face).to_bytes(2, "big") + face for face, _ in entries(0, 250))
    log.tree.write(iter([("tile/entries/000.p/250", faces)]))
    assert bundle.exists()
    return tmp_path / "ledger"


def test_a_torn_tail_is_removed_and_opening_says_so(folder: Path) -> None:
    assert len(Log.open(folder).verify_all().unfinished) >= 5
    log = Log.open(folder, SIGNER)
    assert log.size == 250
    assert any("bodies/000" in line for line in log.recovered)
    assert any("tile/0/002.p" in line for line in log.recovered)
    found = log.verify_all()
    assert found.sound
    assert found.unfinished == ()
    assert Log.open(folder, SIGNER).recovered == ()
    log.append(entries(250, 600), now=NOW)
    assert list(Log.open(folder).entries()) == entries(0, 600)


def test_a_reader_removes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert Log.open(folder).size == 250
    assert sorted(folder.rglob("*")) == before


def test_a_checkpoint_half_written_is_removed(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    half = log.directory / "log" / "checkpoint.writing"
    half.write_bytes(b"holdfast.ex")
    assert log.verify_all().unfinished == ("log/checkpoint.writing",)
    assert len(Log.open(log.directory, SIGNER).recovered) == 1
    assert not half.exists()


def test_a_checkpoint_missing_from_the_history_is_put_there(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    (log.directory / "checkpoints" / "0" / "3").unlink()
    assert not log.verify_all().sound
    assert "history" in Log.open(log.directory, SIGNER).recovered[0]
    assert log.checkpoint(3) == log.head


def test_a_log_put_back_to_an_older_state_is_not_signed_over(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    shutil.copytree(tmp_path / "ledger" / "log", tmp_path / "backup")
    log.append(entries(3, 9), now=NOW)
    shutil.rmtree(tmp_path / "ledger" / "log")
    shutil.copytree(tmp_path / "backup", tmp_path / "ledger" / "log")
    with pytest.raises(DamagedLogError, match="went back from 9 to 3"):
        log.append(entries(9, 10), now=NOW)
    with pytest.raises(DamagedLogError, match="two histories"):
        Log.open(tmp_path / "ledger", SIGNER)
    assert not Log.open(tmp_path / "ledger").verify_all().sound


@pytest.mark.parametrize(
    "name", ["log/tile/0/000.p/3", "log/tile/entries/000.p/3", "bodies/000", "log/checkpoint"]
)
def test_nothing_is_signed_over_an_edge_that_changed(name: str, tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    path = tmp_path / "ledger" / name
    data = path.read_bytes()
    tail = [] if name == "bodies/000" else [data + b"x"]  # more bodies are an unfinished append
    for altered in (data[:-1], *tail, b"", None):
        if altered is None:
            path.unlink()
        else:
            path.write_bytes(altered)
        with pytest.raises(LedgerError):
            log.append(entries(3, 4), now=NOW)
        path.write_bytes(data)
    assert log.append(entries(3, 4), now=NOW).size == 4
    assert log.verify_all().sound


@pytest.mark.parametrize("name", ["log/tile/0/000.p/3", "log/tile/entries/000.p/3", "bodies/000"])
def test_a_log_whose_edge_is_gone_does_not_open_to_be_signed(name: str, tmp_path: Path) -> None:
    log_of(tmp_path / "ledger", 3)
    (tmp_path / "ledger" / name).unlink()
    with pytest.raises(DamagedLogError, match="restore it"):
        Log.open(tmp_path / "ledger", SIGNER)


def test_a_proof_is_never_made_from_damaged_tiles(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    path = tmp_path / "ledger" / "log" / "tile" / "0" / "000"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedLogError):
        log.inclusion(7)
    with pytest.raises(DamagedLogError):
        log.consistency(100, 300)


def test_a_body_that_changed_is_not_handed_out(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    path = tmp_path / "ledger" / "bodies" / "000"
    path.write_bytes(path.read_bytes().replace(b'"number":1', b'"number":7'))
    with pytest.raises(DamagedLogError, match="entry 1"):
        log.body(1)
    with pytest.raises(DamagedLogError):
        list(log.entries())
    assert log.body(0)
