# SPDX-License-Identifier: Apache-2.0
"""A card that is unmounted while it is read is gone; its files are not called unreadable."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from holdfast.records.intake.medium import open_medium

if TYPE_CHECKING:
    from pathlib import Path


def test_a_card_that_was_unmounted_under_us_is_gone(tmp_path: Path) -> None:
    point = tmp_path / "card"
    point.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("this machine has no mount and umount")
    as_a_card = [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(point)]
    if subprocess.run(as_a_card, check=False, capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    with ExitStack() as stack:
        try:
            medium = open_medium(point, rules=(), closing=stack)
            assert medium.still_there()
        finally:
            subprocess.run([umount, "-l", point], check=True)
        assert point.is_dir()
        assert not medium.still_there()
