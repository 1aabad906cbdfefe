# SPDX-License-Identifier: Apache-2.0
"""The same browser, on a home in which technology was governed for a while."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.serving import environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the home of `make_governed_home`."""
    folder = tmp_path_factory.mktemp("governed") / "home"
    maker = Path(__file__).with_name("make_governed_home.py")
    subprocess.run([sys.executable, maker, folder], check=True, env=environment(), timeout=300)
    return folder


@pytest.fixture(scope="session")
def site(home_folder: Path) -> Iterator[str]:
    """Serve it."""
    with serving(home_folder) as address:
        yield address


@pytest.fixture(scope="session")
def _cookies() -> dict[str, Any]:
    return {}
