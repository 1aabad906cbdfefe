# SPDX-License-Identifier: Apache-2.0
"""Every system call of an append killed or failed: the log is at its old or its new checkpoint.

A child is forked, strace is attached to it, and it appends four entries to a log of 254, which
makes full tiles, a second file of bodies and a new level. A first run lists its system calls; then
each of them is killed, and each that can fail is failed with EIO and with ENOSPC.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log
from holdfast.ledger.errors import LogWriteError
from ledger.making import NOW, SIGNER, entries, log_of

if TYPE_CHECKING:
    from collections.abc import Sequence

OLD, NEW = 254, 258
DONE, REFUSED = 0, 3
# Not close: a close that strace fails is not carried out, where Linux always lets go of the file.
CAN_FAIL = [
    "openat",
    "write",
    "fsync",
    "rename",
    "link",
    "linkat",
    "mkdir",
    "unlink",
    "unlinkat",
    "rmdir",
    "ftruncate",
    "flock",
    "lseek",
    "newfstatat",
    "fstat",
    "getdents64",
    "read",
]
WRITING = ("openat", "write", "fsync", "rename", "link", "linkat", "mkdir")
CALL = re.compile(r"^(\w+)\(", re.MULTILINE)

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log_of(tmp_path_factory.mktemp("fault") / "ledger", 100, OLD).directory


def append_in_child(folder: Path, ready: int, gate: int) -> int:
    """Open, say so, and append once the gate opens; after a refusal try once more, as a caller would."""
    log = Log.open(folder, SIGNER)
    os.write(ready, b"x")
    select.select([gate], [], [])  # a call that nothing else makes, so that counts are steady
    try:
        log.append(entries(OLD, NEW), now=NOW)
    except LogWriteError:
        Log.open(folder)  # the log is readable at once, whatever happened
        log.refresh()
        if log.find_leaf(entries(OLD, NEW)[0][0], OLD) is None:
            log.append(entries(OLD, NEW), now=NOW)
        return REFUSED
    return DONE


def run(folder: Path, trace: Path, options: Sequence[str]) -> int:
    """Return how the child ended: its exit status, or minus the signal that killed it."""
    gate, opener = os.pipe()
    opened, ready = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        status = 99
        try:
            os.close(opener)
            status = append_in_child(folder, ready, gate)
        finally:
            os._exit(status)
    os.close(gate)
    os.close(ready)
    os.read(opened, 1)
    os.close(opened)
    command = ["strace", "-p", str(child), "-o", str(trace), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        said = strace.stderr.readline()
        os.write(opener, b"x")
        os.close(opener)
        _, ended = os.waitpid(child, 0)
        strace.wait(10)
    if "attached" not in said:
        pytest.skip(f"strace may not attach to a process here: {said.strip()}")
    return os.waitstatus_to_exitcode(ended)


def copy(prepared: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "ledger"
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(prepared, folder))


@pytest.fixture(scope="module")
def calls(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int]]:
    """Return the system calls of an append, each with its number among those of its name."""
    base = tmp_path_factory.mktemp("calls")
    assert run(copy(prepared, base), base / "trace", []) == DONE
    names = CALL.findall((base / "trace").read_text())
    count: Counter[str] = Counter()
    numbered: list[tuple[str, int]] = []
    for name in names:
        count[name] += 1
        numbered.append((name, count[name]))
    first = names.index("flock") - 1
    assert {"openat", "write", "fsync", "rename", "mkdir"} <= {name for name, _ in numbered[first:]}
    return [each for each in numbered[first:] if each[0] not in ("exit_group", "munmap", "brk")]


def check(folder: Path, ended: int) -> None:
    """See that the log is at one of the two checkpoints and goes on from there."""
    reader = Log.open(folder)
    assert reader.size in (OLD, NEW)
    log = Log.open(folder, SIGNER)
    assert log.size == reader.size
    if ended in (DONE, REFUSED):
        assert log.size == NEW, "what was reported as done is in, exactly once"
    found = log.verify_all()
    assert found.problems == ()
    assert found.unfinished == ()
    assert list(log.entries()) == entries(0, log.size)
    log.append(entries(log.size, 260), now=NOW)
    assert Log.open(folder).verify_all().sound


def test_killed_at_any_system_call_an_append_is_in_wholly_or_not_at_all(
    prepared: Path, calls: list[tuple[str, int]], tmp_path: Path
) -> None:
    sizes: list[int] = []
    for name, number in calls:
        folder = copy(prepared, tmp_path)
        options = ["-e", f"inject={name}:signal=KILL:when={number}"]
        ended = run(folder, tmp_path / "trace", options)
        assert ended in (-9, DONE), (name, number)
        sizes.append(Log.open(folder).size)
        check(folder, ended)
    assert sizes == sorted(sizes), "once it is in, it stays in"
    assert set(sizes) == {OLD, NEW}


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_failed_at_any_system_call_an_append_is_refused_in_words_and_can_be_repeated(
    error: str, prepared: Path, calls: list[tuple[str, int]], tmp_path: Path
) -> None:
    kinds = CAN_FAIL if error == "EIO" else WRITING
    refused = 0
    for name, number in calls:
        if name not in kinds:
            continue
        folder = copy(prepared, tmp_path)
        options = ["-e", f"inject={name}:error={error}:when={number}"]
        ended = run(folder, tmp_path / "trace", options)
        assert ended in (DONE, REFUSED), (name, number, ended)
        refused += ended == REFUSED
        check(folder, ended)
    assert refused > 20
