# SPDX-License-Identifier: Apache-2.0
"""`holdfast sync` on plain files, without a home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.sync.scenes import recorded, scene, write_sound
from cli.conftest import holdfast
from holdfast.analysis.sync import RATE

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {"offset_s", "drift_ppm", "confidence", "refused"}


def test_sync_says_where_the_second_begins(tmp_path: Path) -> None:
    talk = scene(40, 5)
    a = write_sound(tmp_path / "a.m4a", recorded(talk, seed=1))
    b = write_sound(tmp_path / "b.m4a", recorded(talk[7 * RATE :], seed=2))
    ended = holdfast("sync", a, b, "--json")
    assert ended.code == 0
    assert ended.json.keys() >= _KEYS
    assert ended.json["offset_s"] == pytest.approx(7, abs=0.02)
    assert "after A" in holdfast("sync", a, b).out


def test_sync_refuses_what_does_not_match(tmp_path: Path) -> None:
    a = write_sound(tmp_path / "a.m4a", recorded(scene(30, 5), seed=1))
    b = write_sound(tmp_path / "b.m4a", recorded(scene(30, 6), seed=2))
    ended = holdfast("sync", a, b, "--json")
    assert ended.code == 1
    assert ended.json["refused"] is True
    assert ended.json["offset_s"] is None


def test_sync_names_a_file_without_sound(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("not a recording", encoding="utf-8")
    ended = holdfast("sync", path, path)
    assert ended.code == 1
    assert "notes.mp4" in ended.err
    assert "Traceback" not in ended.err
