# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log, SignatureType, Signer, make_line, verify_log, verify_published
from holdfast.ledger.publish import publish
from ledger.making import NOW, SIGNER, STRANGER, entry, log_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger import Verification

WITNESS = Signer("w.example", bytes(31) + b"\x05", SignatureType.COSIGNATURE_ED25519)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    log = log_of(tmp_path_factory.mktemp("made") / "ledger", 3, 255, 600)
    lines = log.write_lines([make_line({"n": n}, bytes([n]) * 16) for n in range(50)])
    log.append([entry(600, lines={"root": lines.root, "count": lines.count})], now=NOW)
    log.add_cosignatures(601, [WITNESS.sign(log.head.note.text, NOW)])
    return log.directory


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "ledger")
    return tmp_path / "ledger"


def check(folder: Path) -> Verification:
    return verify_log(folder, SIGNER.verifier, cosigners=[WITNESS.verifier])


def named(found: Verification) -> set[str]:
    return {problem.path for problem in found.problems}


def test_a_whole_log_is_sound(folder: Path) -> None:
    told: list[int] = []
    found = verify_log(
        folder, SIGNER.verifier, cosigners=[WITNESS.verifier], on_progress=told.append
    )
    assert found.problems == ()
    assert (found.size, found.checkpoints, found.unknown_signatures) == (601, 6, ())
    assert told == [256, 512, 601]


@pytest.mark.parametrize(
    "name",
    [
        "log/tile/entries/000",
        "log/tile/entries/002.p/88",
        "log/tile/entries/002.p/89",
        "log/tile/0/000",
        "log/tile/0/002.p/88",
        "log/tile/0/002.p/89",
        "log/tile/1/000.p/2",
        "log/vkey",
        "log/checkpoint",
        "bodies/000",
        "bodies/002",
        "checkpoints/0/255",
    ],
)
def test_a_byte_changed_or_a_file_missing_is_named(name: str, folder: Path) -> None:
    path = folder / name
    data = path.read_bytes()
    for altered in (bytes([data[0] ^ 1]) + data[1:], data[:-1], data[: len(data) // 2], b""):
        path.write_bytes(altered)
        assert name in named(check(folder)), len(altered)
    path.unlink()
    if name != "checkpoints/0/255":
        assert name in named(check(folder))
    path.write_bytes(data)
    assert check(folder).sound


def test_of_a_bundle_and_its_tile_the_wrong_one_is_named(folder: Path) -> None:
    for wrong, number in (
        ("entries", "000"),
        ("0", "000"),
        ("entries", "002.p/89"),
        ("0", "002.p/89"),
    ):
        path = folder / "log" / "tile" / wrong / number
        data = bytearray(path.read_bytes())
        data[100] ^= 1
        path.write_bytes(data)
        assert named(check(folder)) == {f"log/tile/{wrong}/{number}"}
        data[100] ^= 1
        path.write_bytes(data)


def test_a_log_with_an_entry_changed_everywhere_is_not_what_was_signed(folder: Path) -> None:
    other = log_of(folder.parent / "other", 3, 255, 600, signer=SIGNER)
    other.append([entry(999)], now=NOW)
    shutil.copytree(other.directory / "log" / "tile", folder / "log" / "tile", dirs_exist_ok=True)
    assert "log/checkpoint" in named(check(folder))


def test_lines_changed_missing_or_miscounted_are_named(folder: Path) -> None:
    path = next(each for each in (folder / "lines").rglob("*") if each.is_file())
    name = path.relative_to(folder).as_posix()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"7", b"8", 1))
    assert named(check(folder)) == {name}
    path.unlink()
    assert named(check(folder)) == {name}
    path.write_bytes(data)
    assert check(folder).sound


def test_lines_that_no_entry_names_are_listed(folder: Path) -> None:
    tree = Log.open(folder, SIGNER).write_lines([b"{}"])
    found = check(folder)
    assert found.sound
    assert found.unreferenced_lines == (tree.root,)


def test_files_that_have_no_place_are_named(folder: Path) -> None:
    for name in (
        "log/index.html",
        "log/tile/0/abc",
        "bodies/0",
        "bodies/note.txt",
        "lines/zz/file",
        "checkpoints/9/3",
        "checkpoints/note",
        "diary.txt",
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        assert name in named(check(folder))
        path.unlink()


def test_the_signature_of_an_unknown_witness_is_listed(folder: Path) -> None:
    found = verify_log(folder, SIGNER.verifier)
    assert found.sound
    assert len(found.unknown_signatures) == 2
    assert all("w.example" in line for line in found.unknown_signatures)


def test_a_log_is_checked_with_the_right_key_or_not_at_all(folder: Path) -> None:
    found = verify_log(folder, STRANGER.verifier)
    assert not found.sound
    assert found.size == 0


def test_a_checkpoint_over_more_than_the_log_has_is_named(folder: Path) -> None:
    longer = log_of(folder.parent / "longer", 900)
    (folder / "checkpoints/0/900").write_bytes(longer.head.data)
    assert named(check(folder)) == {"checkpoints/0/900"}


def test_a_signed_checkpoint_of_another_history_is_named(folder: Path) -> None:
    other = Log.create(folder.parent / "other", SIGNER, now=NOW)
    other.append([entry(number) for number in range(1000, 1255)], now=NOW)
    (folder / "checkpoints/0/255").write_bytes(other.head.data)
    assert named(check(folder)) == {"checkpoints/0/255"}


def test_a_published_copy_is_checked_without_bodies(folder: Path, tmp_path: Path) -> None:
    publish(Log.open(folder), tmp_path / "public")
    assert verify_published(tmp_path / "public", SIGNER.verifier).sound
    path = tmp_path / "public" / "tile" / "entries" / "001"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    found = verify_published(tmp_path / "public", SIGNER.verifier)
    assert named(found) == {"tile/entries/001"}
    assert not verify_published(tmp_path / "public", STRANGER.verifier).sound
