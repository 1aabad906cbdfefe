# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fault.vault_run import STRACE, Victim, broken, calls_of, fill_medium, goes_on
from holdfast.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(STRACE is None, reason="strace is not installed"),
]

CALLS = [
    "openat",
    "newfstatat",
    "readv",
    "pwrite64",
    "fcntl",
    "fchmod",
    "fsync",
    "syncfs",
    "preadv",
    "preadv2",
    "linkat",
    "mkdir",
    "unlink",
    "rmdir",
    "flock",
]
# Where a batch on a file system without O_TMPFILE goes another way.
NAMED = ["openat", "linkat", "unlink", "syncfs"]
WAYS = [(call, how) for how in ("batch", "alone") for call in CALLS]
WAYS += [(call, "named") for call in NAMED]
FAULTS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "KILL": "signal=KILL"}
MOST_PLACES = 6


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a folder in memory when there is one: nearly all the time would go into waiting."""
    memory = Path("/dev/shm")  # noqa: S108 - it is looked for, and does without
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def victim() -> Iterator[Victim]:
    with Victim() as waiting:
        yield waiting


def places(count: int) -> list[int]:
    """Give the first, the last and some in between."""
    if count <= MOST_PLACES:
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / (MOST_PLACES - 1)) for n in range(MOST_PLACES)})


@pytest.mark.parametrize(("call", "how"), WAYS)
def test_no_fault_at_any_step_leaves_something_half_visible(
    place: Path, victim: Victim, call: str, how: str
) -> None:
    medium = place / "medium"
    digests = fill_medium(medium)
    log = place / "log"
    calm = victim.run(Vault.create(place / "calm"), medium, "-e", f"trace={call}", how=how, log=log)
    assert calm.code == 0
    assert sorted(calm.answers) == sorted(digests)
    count = calls_of(log).get(call, 0)
    if not count:
        pytest.skip(f"{call} is not called on this way")
    for fault, inject in FAULTS.items():
        for at in places(count):
            vault = Vault.create(place / f"{fault}{at}")
            option = f"inject={call}:{inject}:when={at}"
            ended = victim.run(vault, medium, "-e", option, how=how)
            assert ended.code in ({-9} if fault == "KILL" else {0, 3}), (option, ended)
            assert broken(vault, ended.answers) == [], (option, ended)
            if ended.code == 0:
                assert len(ended.answers) == len(digests), (option, ended)
            # An object that gives a read error is set aside for a sound one.
            goes_on(vault, medium, digests, may_set_aside=call.startswith("preadv"))
            shutil.rmtree(vault.root)


@pytest.mark.parametrize("how", ["batch", "named"])
def test_a_small_file_has_a_name_before_its_object_only_where_it_must(
    place: Path, victim: Victim, how: str
) -> None:
    medium = place / "medium"
    digests = fill_medium(medium, large=False)
    vault = Vault.create(place / "vault")
    log = place / "log"
    ended = victim.run(vault, medium, "-e", "trace=openat", how=how, log=log)
    assert (ended.code, sorted(ended.answers)) == (0, sorted(digests))
    without = log.read_text().count("O_TMPFILE")
    with_one = log.read_text().count("O_CREAT")
    assert (without > 0, with_one) == ((True, 0) if how == "batch" else (False, len(digests)))


@pytest.mark.parametrize("call", ["fsync", "syncfs", "pwrite64", "linkat"])
def test_a_disk_that_keeps_failing_is_named(place: Path, victim: Victim, call: str) -> None:
    medium = place / "medium"
    digests = fill_medium(medium)
    vault = Vault.create(place / "vault")
    ended = victim.run(vault, medium, "-e", f"inject={call}:error=EIO:when=1+")
    # Without syncfs everything goes the way alone, which syncs each file.
    assert ended.code == (0 if call == "syncfs" else 3)
    assert ("VaultWriteError: The disk under the vault failed twice" in ended.error) == (
        call != "syncfs"
    )
    assert broken(vault, ended.answers) == []
    goes_on(vault, medium, digests)


@pytest.mark.parametrize("at", [1, 2])
def test_after_a_failed_sync_of_a_batch_every_source_is_read_again(
    place: Path, victim: Victim, at: int
) -> None:
    medium = place / "medium"
    digests = fill_medium(medium, large=False)
    vault = Vault.create(place / "vault")
    log = place / "log"
    options = ("-e", "trace=openat,syncfs,fsync", "-e", f"inject=syncfs:error=EIO:when={at}")
    ended = victim.run(vault, medium, *options, log=log)
    assert (ended.code, sorted(ended.answers)) == (0, sorted(digests))
    calls = log.read_text()
    failed = calls.index("(INJECTED)")
    for source in medium.iterdir():
        assert f'"{source}"' in calls[:failed]
        assert calls[failed:].count(f'"{source}"') == 1
    # What was written before is not trusted again: each file is synced by its own fsync.
    assert calls[failed:].count("fsync(") >= len(set(digests))
    assert broken(vault, ended.answers) == []


def test_a_lying_write_is_found_by_reading_back_and_the_source_read_again(
    place: Path, victim: Victim
) -> None:
    medium = place / "medium"
    medium.mkdir()
    (medium / "file").write_bytes(b"x" * 9000)
    vault = Vault.create(place / "vault")
    ended = victim.run(vault, medium, "-e", "inject=pwrite64:retval=9000:when=1", how="alone")
    assert (ended.code, len(ended.answers)) == (0, 1)
    assert broken(vault, ended.answers) == []


def test_a_lying_write_of_block_hashes_is_found_too(place: Path, victim: Victim) -> None:
    medium = place / "medium"
    medium.mkdir()
    (medium / "file").write_bytes(b"x" * 1_200_000)
    vault = Vault.create(place / "vault")
    # The block hashes are the only write of the lane's own thread; the file is another's.
    ended = victim.run(vault, medium, "-e", "inject=pwrite64:retval=64:when=1")
    assert ended.code in {0, 3}
    assert broken(vault, ended.answers) == []
    goes_on(vault, medium, [sha256(b"x" * 1_200_000).hexdigest()])


def test_a_disk_that_always_lies_is_named(place: Path, victim: Victim) -> None:
    medium = place / "medium"
    medium.mkdir()
    (medium / "file").write_bytes(b"x" * 9000)
    vault = Vault.create(place / "vault")
    ended = victim.run(vault, medium, "-e", "inject=pwrite64:retval=9000")
    assert (ended.code, ended.answers) == (3, ())
    assert "did not give back what it was given" in ended.error
    assert list(vault.iterate()) == []


def test_without_reading_back_a_lying_write_passes_and_the_victim_shows_it(
    place: Path, victim: Victim
) -> None:
    medium = place / "medium"
    medium.mkdir()
    (medium / "file").write_bytes(b"x" * 9000)
    vault = Vault.create(place / "vault")
    ended = victim.run(vault, medium, "-e", "inject=pwrite64:retval=9000", read_back=False)
    assert ended.code == 0
    assert "not whole" in broken(vault, ended.answers)[0]
