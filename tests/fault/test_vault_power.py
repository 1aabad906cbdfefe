# SPDX-License-Identifier: Apache-2.0
"""The power is cut: the victim is killed at a system call, and what its disk then holds is looked at.

The disk is an image in memory behind a loop device. A copy of the image at that moment is what a
disk would hold after a power cut (no reordered or torn writes can be made this way).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fault.vault_run import STRACE, Victim, broken, calls_of, fill_medium, goes_on
from holdfast.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory is the point
SIZES = {"ext4": 64, "btrfs": 128}
MAKE = {"ext4": ["-q", "-F", "-m", "0"], "btrfs": ["-q"]}


def missing(file_system: str) -> str:
    if os.geteuid() != 0:
        return "mounting a loop image needs root"
    if not Path("/dev/loop-control").exists():
        return "this machine has no loop devices"
    if STRACE is None:
        return "strace is not installed"
    if shutil.which(f"mkfs.{file_system}") is None:
        return f"mkfs.{file_system} is not installed"
    if file_system not in Path("/proc/filesystems").read_text():
        return f"this kernel does not know {file_system}"
    return ""


@contextlib.contextmanager
def mounted(image: Path, folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    run("mount", "-o", f"loop,{options}", str(image), str(folder))
    try:
        yield folder
    finally:
        run("umount", str(folder))


def run(name: str, *arguments: str) -> None:
    subprocess.run([str(shutil.which(name)), *arguments], check=True, capture_output=True)


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


def cut(
    place: Path, empty: Path, victim: Victim, option: str, *, how: str, forget: bool
) -> list[str]:
    """Cut the power once; say what is broken on the disk, and when nothing is, that it goes on."""
    image, after = place / "image", place / "after"
    run("cp", "--sparse=always", str(empty), str(image))
    medium = place / "medium"
    with mounted(image, place / "disk", "commit=300") as disk:
        ended = victim.run(
            Vault(disk / "vault"), medium, "-e", option, how=how, forget=forget, read_back=False
        )
        run("cp", "--sparse=always", str(image), str(after))
    with mounted(after, place / "disk", "rw") as disk:
        vault = Vault(disk / "vault")
        wrong = broken(vault, ended.answers)
        if not wrong and not forget:
            goes_on(vault, medium, digests_of(place))
    return wrong


def digests_of(place: Path) -> list[str]:
    return (place / "digests").read_text().split()


def cuts(place: Path, file_system: str, *, how: str, forget: bool, most: int) -> list[list[str]]:
    """Cut the power at many places of one way of storing; give what was broken each time."""
    digests = fill_medium(place / "medium")
    (place / "digests").write_text("\n".join(digests))
    empty = place / "empty"
    with empty.open("wb") as file:
        file.truncate(SIZES[file_system] << 20)
    run(f"mkfs.{file_system}", *MAKE[file_system], str(empty))
    with mounted(empty, place / "disk", "rw") as disk:
        Vault.create(disk / "vault")
    with Victim() as victim:
        log = place / "log"
        shutil.copy(empty, place / "image")
        with mounted(place / "image", place / "disk", "commit=300") as disk:
            calm = victim.run(
                Vault(disk / "vault"), place / "medium", log=log, how=how, read_back=False
            )
        assert calm.code == 0
        made = calls_of(log)
        results = []
        for call in ("write", "syncfs", "fsync", "linkat", "unlink", "mkdir"):
            count = made.get(call, 0)
            for at in sorted({1 + round(n * (count - 1) / most) for n in range(most + 1)}):
                if count and at >= 1:
                    option = f"inject={call}:signal=KILL:when={at}"
                    results.append(cut(place, empty, victim, option, how=how, forget=forget))
    return results


@pytest.mark.power
@pytest.mark.parametrize("file_system", ["ext4", "btrfs"])
@pytest.mark.parametrize("how", ["batch", "named", "alone"])
def test_after_a_power_cut_every_acknowledged_object_is_there_and_whole(
    place: Path, file_system: str, how: str
) -> None:
    if reason := missing(file_system):
        pytest.skip(reason)
    results = cuts(place, file_system, how=how, forget=False, most=3)
    assert len(results) >= 8
    assert [wrong for wrong in results if wrong] == []


@pytest.mark.power
def test_without_the_sync_of_folders_btrfs_loses_objects_so_the_test_can_fail(place: Path) -> None:
    if reason := missing("btrfs"):
        pytest.skip(reason)
    results = cuts(place, "btrfs", how="alone", forget=True, most=3)
    assert any("acknowledged and is not there" in problem for wrong in results for problem in wrong)
