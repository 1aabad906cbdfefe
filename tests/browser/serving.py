# SPDX-License-Identifier: Apache-2.0
"""`holdfast serve` in a process of its own, for tests that look at a home with a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


def made_by(program: str, folder: Path) -> Path:
    """Have a program of this folder make a home; give where it is."""
    maker = Path(__file__).with_name(program)
    subprocess.run([sys.executable, maker, folder], check=True, env=environment(), timeout=300)
    return folder


def taken_in(program: str, home_folder: Path, medium: Path) -> dict[str, Any]:
    """Have a program of this folder make a medium and take it in; give what it says of it."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name(program), home_folder, medium],
        check=True,
        env=environment(),
        stdout=subprocess.PIPE,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def serving(home_folder: Path) -> Iterator[str]:
    """Serve a home on a port that the machine chose; give the address."""
    command = [sys.executable, "-m", "holdfast", "serve", "--port", "0", "--json"]
    server = subprocess.Popen(
        [*command, "--home", str(home_folder)],
        stdout=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    assert server.stdout is not None
    said = ""
    while "}" not in said:
        line = server.stdout.readline()
        assert line, "holdfast serve ended before it was ready"
        said += line
    yield str(json.loads(said)["address"]).rstrip("/")
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


def environment() -> dict[str, str]:
    """Give an environment without a home in it, in which this working tree is found."""
    kept = {name: value for name, value in os.environ.items() if name != "HOLDFAST_HOME"}
    found = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    return {**kept, "PYTHONPATH": found, "PYTHONUNBUFFERED": "1"}
