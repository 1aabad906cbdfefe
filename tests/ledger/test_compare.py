# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.ledger.compare import Verdict, compare, compare_in_log
from holdfast.ledger.errors import DamagedLogError, SignatureError
from ledger.making import NOW, SIGNER, STRANGER, entries, log_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger import Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return log_of(tmp_path / "ledger", 5, 300, 400)


@pytest.fixture
def fork(tmp_path: Path) -> Log:
    """Return a log of the same key that tells another story after entry 5."""
    fork = log_of(tmp_path / "fork", 5)
    fork.append(entries(1000, 1295), now=NOW)
    return fork


def test_the_same_checkpoint_is_the_same(log: Log) -> None:
    assert compare(log.head, log.head, log.verifier).verdict is Verdict.SAME


def test_an_older_and_a_newer_checkpoint_are_consistent_by_proof(log: Log) -> None:
    older, newer = log.checkpoint(5), log.checkpoint(400)
    assert compare(newer, older, log.verifier).verdict is Verdict.NOT_PROVEN
    proof = log.consistency(5, 400)
    assert compare(newer, older, log.verifier, proof).verdict is Verdict.CONSISTENT
    assert compare_in_log(older, newer, log).verdict is Verdict.CONSISTENT


def test_an_empty_log_is_the_beginning_of_every_log(log: Log) -> None:
    assert compare(log.checkpoint(0), log.head, log.verifier).verdict is Verdict.CONSISTENT


def test_two_histories_of_one_size_are_a_split_view(log: Log, fork: Log) -> None:
    assert log.checkpoint(300).size == fork.size
    found = compare(log.checkpoint(300), fork.head, log.verifier)
    assert found.verdict is Verdict.SPLIT_VIEW
    assert "two different histories of 300" in found.sentence


def test_two_histories_of_two_sizes_are_a_split_view_in_either_log(log: Log, fork: Log) -> None:
    assert compare_in_log(fork.head, log.head, log).verdict is Verdict.SPLIT_VIEW
    fork.append(entries(1295, 1400), now=NOW)
    assert compare_in_log(log.head, fork.checkpoint(300), fork).verdict is Verdict.SPLIT_VIEW


def test_a_proof_of_another_history_proves_nothing(log: Log, fork: Log) -> None:
    proof = log.consistency(300, 400)
    assert compare(fork.head, log.head, log.verifier, proof).verdict is Verdict.NOT_PROVEN


def test_a_copy_that_is_too_old_says_so(log: Log, tmp_path: Path) -> None:
    short = log_of(tmp_path / "short", 5)
    found = compare_in_log(log.checkpoint(5), log.head, short)
    assert found.verdict is Verdict.NOT_PROVEN
    assert "newer copy" in found.sentence


def test_a_checkpoint_signed_by_someone_else_is_refused(log: Log, tmp_path: Path) -> None:
    other = log_of(tmp_path / "other", 5, signer=STRANGER)
    with pytest.raises(SignatureError):
        compare(other.head, log.head, SIGNER.verifier)


def test_damage_is_not_mistaken_for_a_split_view(log: Log) -> None:
    path = log.directory / "log" / "tile" / "0" / "000"
    path.write_bytes(path.read_bytes()[::-1])
    with pytest.raises(DamagedLogError):
        compare_in_log(log.checkpoint(5), log.head, log)
