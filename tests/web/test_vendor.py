# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src" / "holdfast" / "web" / "static" / "vendor"


def test_every_file_of_others_is_the_one_that_is_listed() -> None:
    if not VENDOR.is_dir():
        pytest.skip("the browser libraries are not copied: npm ci && python tools/vendor.py")
    command = [sys.executable, str(ROOT / "tools" / "vendor.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_library_brings_its_licence() -> None:
    if not VENDOR.is_dir():
        pytest.skip("the browser libraries are not copied: npm ci && python tools/vendor.py")
    assert [folder.name for folder in VENDOR.iterdir() if not (folder / "LICENSE").exists()] == []
