# SPDX-License-Identifier: Apache-2.0
"""The command line as a person meets it: a process of its own, with a real home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from holdfast.demo.card import generate_card

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed with `--json`."""
        return json.loads(self.out)


def environment() -> dict[str, str]:
    """Give an environment without a home in it, in which this working tree's code runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"}


def holdfast(*arguments: object) -> Ended:
    """Run one command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=300,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


def make_home(folder: Path) -> Path:
    """Make a home the way an agency does."""
    made = holdfast(
        "init", "--home", folder, "--agency", "Te Tai Police", "--origin", "te-tai.example/log"
    )
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path / "home")


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards") / "card"
    generate_card(
        folder,
        seed=4,
        model="mavic-pro",
        photographs=2,
        videos=1,
        video_seconds=4.0,
        video_size=(320, 180),
        faults=("missing-number", "unknown-file"),
    )
    return folder


@pytest.fixture(scope="module")
def used_home(tmp_path_factory: pytest.TempPathFactory, card: Path) -> Path:
    """Make a home into which the card was taken; who uses it must not mind what others add."""
    folder = make_home(tmp_path_factory.mktemp("used") / "home")
    taken = holdfast(
        "intake", card, "--home", folder, "--case", "2026-1", "--purpose", "crime-scene"
    )
    assert taken.code == 0, taken.err
    return folder
