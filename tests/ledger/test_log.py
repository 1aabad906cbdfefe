# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Face, Log, SignatureType, Signer, make_line
from holdfast.ledger.errors import (
    DamagedLogError,
    EntryError,
    LedgerError,
    LogWriteError,
    ProofError,
    SignatureError,
)
from holdfast.ledger.merkle import leaf_hash, root, verify_consistency
from ledger.making import NOW, SIGNER, STRANGER, entries, entry, log_of

if TYPE_CHECKING:
    from pathlib import Path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_log_is_an_empty_signed_tree(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger")
    assert (log.size, log.origin) == (0, SIGNER.name)
    assert files(log.directory) - {"writing.lock"} == {
        "log/checkpoint",
        "log/vkey",
        "checkpoints/0/0",
    }
    assert Log.open(log.directory).head == log.head
    assert log.directory.joinpath("bodies").stat().st_mode & 0o077 == 0


def test_what_is_appended_is_under_the_checkpoint_returned(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    signed = log.append(entries(3, 700), now=NOW)
    assert signed == log.head == log.checkpoint() == Log.open(log.directory).head
    assert signed.root == root(face for face, _ in entries(0, 700))
    assert list(Log.open(log.directory).entries()) == entries(0, 700)
    assert list(log.entries(255, 258)) == entries(255, 258)


def test_a_log_grown_one_by_one_is_the_log_grown_at_once(tmp_path: Path) -> None:
    slow = log_of(tmp_path / "slow", *range(1, 12), *range(250, 259))
    fast = log_of(tmp_path / "fast", 258)
    assert slow.root == fast.root
    assert slow.tree.unfinished(258) == fast.tree.unfinished(258)
    assert files(fast.directory / "log") <= files(slow.directory / "log")


def test_partial_tiles_of_published_sizes_stay_until_the_full_one_is_there(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3, 5, 250)
    for size in (3, 5, 250):
        assert {f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"} <= files(
            log.directory / "log"
        )
    log.append(entries(250, 260), now=NOW)
    assert {path for path in files(log.directory / "log") if path.startswith("tile")} == {
        "tile/0/000",
        "tile/0/001.p/4",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/4",
    }
    assert log.inclusion(2, 3).checkpoint.size == 3


def test_bodies_and_faces_read_back_and_are_bound_together(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    for index in (0, 255, 256, 299):
        assert (log.face(index), log.body(index)) == entry(index)
    for index in (-1, 300):
        with pytest.raises(LedgerError, match="entries 0 to 299"):
            log.body(index)


def test_a_leaf_is_found_from_where_one_looks(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    log.append([entry(7)], now=NOW)
    assert log.find_leaf(entry(7)[0]) == 7
    assert log.find_leaf(entry(7)[0], 8) == 300
    assert log.find_leaf(entry(7)[0], 301) is None
    assert log.find_leaf(entry(301)[0]) is None


def test_consistency_is_proven_between_any_two_sizes(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 600)
    for old, new in ((1, 600), (255, 256), (256, 600), (300, 301), (600, 600)):
        proof = log.consistency(old, new)
        verify_consistency(old, new, proof, log.root_at(old), log.root_at(new))
    with pytest.raises(ProofError):
        log.consistency(1, 601)


def test_every_checkpoint_is_kept(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 2, 5, 1200)
    assert list(log.checkpoint_sizes()) == [0, 2, 5, 1200]
    assert log.checkpoint(5).size == 5
    with pytest.raises(LedgerError, match="No checkpoint"):
        log.checkpoint(6)


def test_cosignatures_are_kept_with_their_checkpoint(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 2, 5)
    witness = Signer("w.example", bytes(31) + b"\x05", SignatureType.COSIGNATURE_ED25519)
    for size in (2, 5):
        line = witness.sign(log.checkpoint(size).note.text, NOW)
        signed = log.add_cosignatures(size, [line])
        assert line in signed.note.signatures
        assert log.add_cosignatures(size, [line]) == signed == log.checkpoint(size)
    assert log.head == log.checkpoint(5) == Log.open(log.directory).head
    assert log.append(entries(5, 6), now=NOW).size == 6


def test_an_entry_that_is_not_whole_is_refused_and_nothing_is_entered(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 2)
    face, body = entry(2)
    for wrong in ((face, body + b" "), (face, b""), (face[:-1], body), (entry(3)[0], body)):
        with pytest.raises(EntryError):
            log.append([entry(9), wrong], now=NOW)
    with pytest.raises(EntryError):
        log.append([], now=NOW)
    assert log.size == 2
    assert log.verify_all().sound


def test_a_log_opened_to_be_read_cannot_be_appended_to(tmp_path: Path) -> None:
    log_of(tmp_path / "ledger", 2)
    with pytest.raises(LogWriteError, match="read only"):
        Log.open(tmp_path / "ledger").append(entries(2, 3), now=NOW)


def test_another_key_neither_opens_nor_signs(tmp_path: Path) -> None:
    log_of(tmp_path / "ledger", 2)
    with pytest.raises(SignatureError):
        Log.open(tmp_path / "ledger", STRANGER)
    with pytest.raises(SignatureError):
        Log.open(tmp_path / "ledger", verifier=STRANGER.verifier)


def test_a_log_is_not_made_over_another_nor_with_a_cosigners_key(tmp_path: Path) -> None:
    log_of(tmp_path / "ledger", 2)
    with pytest.raises(EntryError, match="already"):
        Log.create(tmp_path / "ledger", SIGNER, now=NOW)
    cosigner = Signer("w", bytes(32), SignatureType.COSIGNATURE_ML_DSA_44)
    with pytest.raises(EntryError, match="plain Ed25519"):
        Log.create(tmp_path / "other", cosigner, now=NOW)
    with pytest.raises(DamagedLogError, match="no ledger"):
        Log.open(tmp_path / "other")


def test_two_writers_take_turns_and_follow_each_other(tmp_path: Path) -> None:
    first = log_of(tmp_path / "ledger", 2)
    second = Log.open(tmp_path / "ledger", SIGNER)
    reader = Log.open(tmp_path / "ledger")
    first.append(entries(2, 5), now=NOW)
    second.append(entries(5, 9), now=NOW)
    first.append(entries(9, 10), now=NOW)
    assert reader.size == 2
    reader.refresh()
    assert list(reader.entries()) == entries(0, 10)


def test_threads_that_share_a_log_lose_nothing(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger")

    def work(start: int) -> None:
        for number in range(start, start + 8):
            log.append([entry(number)], now=NOW)

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faces = {face for face, _ in log.entries()}
    assert faces == {entry(start + n)[0] for start in (0, 100, 200) for n in range(8)}
    assert log.verify_all().sound


def test_a_destroyed_body_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 260)
    before = (log.head, log.face(258))
    for index in (3, 258):
        log.destroy_body(index)
        assert log.body(index) is None
    assert (log.head, log.face(258)) == before
    log.append(entries(260, 262), now=NOW)
    found = Log.open(log.directory, SIGNER).verify_all()
    assert found.sound
    assert found.destroyed == (3, 258)
    assert b'"number":3}' not in (log.directory / "bodies" / "000").read_bytes()


def test_the_lines_of_a_bulk_act_are_proven_in_three_hops(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 2)
    tree = log.write_lines([make_line({"n": n}, bytes([n]) * 16) for n in range(50)])
    log.append([entry(2, lines={"root": tree.root, "count": tree.count})], now=NOW)
    assert log.read_lines(tree.root).lines == tree.lines
    found = log.verify_all()
    assert found.sound
    assert found.unreferenced_lines == ()


def test_a_leaf_is_the_hash_of_the_face_alone(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 1)
    assert log.root == leaf_hash(entry(0)[0]) == Face.from_bytes(entry(0)[0]).leaf()
