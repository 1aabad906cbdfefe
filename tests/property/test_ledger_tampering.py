# SPDX-License-Identifier: Apache-2.0
"""No change to any byte of what a ledger keeps goes unnoticed, and no second history either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.ledger import Log, SignatureType, Signer, Verification, make_line, verify_log
from holdfast.ledger.compare import Verdict, compare_in_log
from ledger.making import NOW, SIGNER, entry, log_of

if TYPE_CHECKING:
    from pathlib import Path

WITNESS = Signer("w.example", bytes(31) + b"\x05", SignatureType.COSIGNATURE_ED25519)
MANY = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    log = log_of(tmp_path_factory.mktemp("tampering") / "ledger", 3, 257)
    lines = log.write_lines([make_line({"n": n}, bytes([n]) * 16) for n in range(9)])
    log.append([entry(257, lines={"root": lines.root, "count": lines.count})], now=NOW)
    for size in (3, 258):
        log.add_cosignatures(size, [WITNESS.sign(log.checkpoint(size).note.text, NOW)])
    return log.directory


def check(folder: Path) -> Verification:
    return verify_log(folder, SIGNER.verifier, cosigners=[WITNESS.verifier])


def kept_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


@MANY
@given(data=st.data())
def test_no_change_to_any_byte_goes_unnoticed(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(kept_files(folder)))
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    change = data.draw(st.integers(1, 255))
    altered = bytearray(before)
    altered[place] ^= change
    path.write_bytes(altered)
    try:
        found = check(folder)
    finally:
        path.write_bytes(before)
    assert found.problems or found.unknown_signatures or found.destroyed


@MANY
@given(data=st.data())
def test_no_byte_lost_or_gained_goes_unnoticed(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(kept_files(folder)))
    before = path.read_bytes()
    start = data.draw(st.integers(0, len(before)))
    stop = data.draw(st.integers(start, len(before)))
    put = data.draw(st.binary(max_size=4))
    altered = before[:start] + put + before[stop:]
    path.write_bytes(altered)
    try:
        found = check(folder)
    finally:
        path.write_bytes(before)
    noticed = found.problems or found.unknown_signatures or found.destroyed or found.unfinished
    assert noticed or altered == before


def test_a_whole_ledger_is_sound_before_and_after(folder: Path) -> None:
    found = check(folder)
    assert found.sound
    assert (found.unknown_signatures, found.destroyed, found.unfinished) == ((), (), ())


@FEW
@given(
    common=st.integers(0, 30),
    mine=st.lists(st.integers(100, 120), min_size=1, max_size=20),
    yours=st.lists(st.integers(100, 120), min_size=1, max_size=20),
)
def test_two_histories_shown_to_two_people_are_detected(
    tmp_path_factory: pytest.TempPathFactory, common: int, mine: list[int], yours: list[int]
) -> None:
    """The one key signs both; the two people compare their checkpoints in either one's log."""
    base = tmp_path_factory.mktemp("split")
    logs = []
    for name, numbers in (("mine", mine), ("yours", yours)):
        log = log_of(base / name, *([common] if common else []))
        log.append([entry(number) for number in numbers], now=NOW)
        logs.append(log)
    shorter = min(len(mine), len(yours))
    longer = max(logs, key=lambda log: log.size)
    found = compare_in_log(logs[0].head, logs[1].head, Log.open(longer.directory))
    same = mine[:shorter] == yours[:shorter]
    assert found.verdict in ((Verdict.SAME, Verdict.CONSISTENT) if same else (Verdict.SPLIT_VIEW,))
