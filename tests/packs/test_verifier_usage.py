# SPDX-License-Identifier: Apache-2.0
"""What the verifier's command line says of a file that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import holdfast
from holdfast.packs.verifier import verify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("content", [b"", b"garbage", b"\xff\xfe\n\n"])
def test_a_held_checkpoint_that_is_none_is_wrong_usage_and_named(
    tmp_path: Path, content: bytes
) -> None:
    held = tmp_path / "held.txt"
    held.write_bytes(content)
    ended = holdfast("verify", tmp_path, "--checkpoint", held, "--json")
    assert ended.code == 2
    assert f"{held} holds no checkpoint" in ended.json["error"]["message"]
    alone = subprocess.run(
        [sys.executable, str(verify.__file__), str(tmp_path), "--checkpoint", str(held)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert alone.returncode == 2
    assert f"{held} is not in form" in alone.stderr
