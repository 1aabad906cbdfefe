# SPDX-License-Identifier: Apache-2.0
"""Runs the victim with a fault in its way, and says what must hold whatever happened to it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.vault import BLOCK_SIZE, FileSource, StoredObject, Vault
from holdfast.vault.layout import blocks_path

if TYPE_CHECKING:
    from typing import Self

VICTIM = Path(__file__).with_name("vault_victim.py")
STRACE = shutil.which("strace")


def fill_medium(folder: Path, *, large: bool = True) -> list[str]:
    """Write a small card; give the digests of its files in the order of their names."""
    folder.mkdir()
    contents = [b"a photograph" * 300, b"subtitles", b"", os.urandom(50_000), b"subtitles"]
    if large:
        contents.append(os.urandom(BLOCK_SIZE + 70_001))
    for number, data in enumerate(contents):
        (folder / f"{number}").write_bytes(data)
    return [sha256(data).hexdigest() for data in contents]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a victim ended: minus the signal or the exit code, its answers, and its error."""

    code: int
    answers: tuple[str, ...]
    error: str


class Victim:
    """The program waiting for orders."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _line(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def run(
        self,
        vault: Vault,
        medium: Path,
        *options: str,
        log: Path | None = None,
        how: str = "batch",
        read_back: bool = True,
        forget: bool = False,
    ) -> Ended:
        """Run one child under strace with these options until it ends."""
        answers = medium.parent / "answers"
        error = medium.parent / "answers.error"
        for old in (answers, error):
            old.unlink(missing_ok=True)
        order = {"root": str(vault.root), "medium": str(medium), "answers": str(answers)}
        order |= {"how": how, "read_back": "yes" * read_back, "forget": "yes" * forget}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        number = self._line()
        wait_until_stopped(number)
        tracer = subprocess.Popen(
            [str(STRACE), "-f", "-p", str(number), "-o", str(log or os.devnull), *options],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert tracer.stderr is not None
        assert "attached" in tracer.stderr.readline()
        os.kill(number, signal.SIGCONT)
        code = self._line()
        tracer.wait()
        tracer.stderr.close()
        return Ended(
            code,
            tuple(answers.read_text().split("\n")[:-1]) if answers.exists() else (),
            error.read_text() if error.exists() else "",
        )


def wait_until_stopped(number: int) -> None:
    """Wait until the process has stopped itself."""
    for _ in range(2000):
        if re.search(r"\) T ", Path(f"/proc/{number}/stat").read_text()):
            return
        time.sleep(0.005)
    raise AssertionError("the victim did not stop")


def calls_of(log: Path) -> dict[str, int]:
    """Give, for each system call in a log of strace, the most any one thread made of it."""
    seen: Counter[tuple[str, str]] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        if found := re.match(r"(\d+) +(\w+)\(", line):
            seen[found[1], found[2]] += 1
    most: dict[str, int] = {}
    for (_, name), count in seen.items():
        most[name] = max(most.get(name, 0), count)
    return most


def broken(vault: Vault, acknowledged: tuple[str, ...]) -> list[str]:
    """Say everything that is not as it must be, before anything is cleaned up."""
    wrong = []
    visible = set()
    for path in (vault.root / "objects").glob("*/*/*"):
        visible.add(path.name)
        data = path.read_bytes()
        if sha256(data).hexdigest() != path.name:
            wrong.append(f"{path.name} is visible and not whole ({len(data)} bytes)")
        if path.stat().st_mode & 0o777 != 0o444:
            wrong.append(f"{path.name} has mode {path.stat().st_mode:o}")
        if len(data) > BLOCK_SIZE:
            leaves = [
                sha256(data[at : at + BLOCK_SIZE]).digest()
                for at in range(0, len(data), BLOCK_SIZE)
            ]
            blocks = blocks_path(vault.root, path.name)
            if not blocks.exists() or blocks.read_bytes() != b"".join(leaves):
                wrong.append(f"{path.name} is visible without its right blocks file")
    wrong += [
        f"{digest} was acknowledged and is not there"
        for digest in acknowledged
        if not digest.startswith("unreadable") and digest not in visible
    ]
    return wrong


def goes_on(vault: Vault, medium: Path, digests: list[str], *, may_set_aside: bool = False) -> None:
    """See that the next start cleans up, says so, and everything can be stored."""
    left = [path for path in (vault.root / "incoming").rglob("*") if path.is_file()]
    report = Vault.open(vault.root).sweep()
    named = [name for name in report.removed if not name.endswith("/")]
    assert len(named) == len(left)
    assert list((vault.root / "incoming").iterdir()) == []
    answers = list(vault.store_all(FileSource(path) for path in sorted(medium.iterdir())))
    assert all(isinstance(outcome, StoredObject) for _, outcome in answers)
    assert list(vault.iterate()) == sorted(set(digests))
    assert broken(vault, tuple(digests)) == []
    assert may_set_aside or list((vault.root / "damaged").iterdir()) == []
