# SPDX-License-Identifier: Apache-2.0
"""Making a home for the browser, and serving it as a person would: `holdfast serve`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TESTS = Path(__file__).resolve().parents[1]


def made_by(program: str, folder: Path) -> Path:
    """Have a program of this folder make a home; give where it is."""
    maker = Path(__file__).with_name(program)
    subprocess.run([sys.executable, maker, folder], check=True, env=_environment(), timeout=300)
    return folder


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run `holdfast serve` on a port that the machine chose, and give its address."""
    command = [sys.executable, "-m", "holdfast", "serve", "--port", "0", "--json"]
    server = subprocess.Popen(
        [*command, "--home", str(home)], stdout=subprocess.PIPE, env=_environment(), text=True
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


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "HOLDFAST_HOME"}
    return {**kept, "PYTHONPATH": str(_TESTS), "PYTHONUNBUFFERED": "1"}
