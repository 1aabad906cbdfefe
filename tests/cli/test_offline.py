# SPDX-License-Identifier: Apache-2.0
"""Offline commands start at once because they import no framework; bench/start.py measures it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import environment

if TYPE_CHECKING:
    from pathlib import Path


def _imports_django(*arguments: object) -> bool:
    code = (
        "import sys; from holdfast.cli import run; "
        f"run({[str(each) for each in arguments]!r}); "
        "sys.exit(any(name.split('.')[0] in ('django', 'rich', 'av', 'PIL', 'pytsk3') "
        "for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), check=False
    )
    return done.returncode != 0


@pytest.fixture
def offline(used_home: Path, card: Path, tmp_path: Path) -> dict[str, tuple[object, ...]]:
    subtitle = next(card.rglob("*.SRT"))
    return {
        "help": ("--help",),
        "version": ("--version",),
        "read": ("read", subtitle, "--json"),
        "verify": ("verify", tmp_path, "--json"),
        "audit": ("audit", tmp_path, "--json"),
        "prove": ("ledger", "prove", 0, "--home", used_home),
        "head": ("ledger", "head", "--home", used_home, "--json"),
    }


@pytest.mark.parametrize("command", ["help", "version", "read", "verify", "audit", "prove", "head"])
def test_an_offline_command_imports_no_framework(
    offline: dict[str, tuple[object, ...]], command: str
) -> None:
    assert not _imports_django(*offline[command])
