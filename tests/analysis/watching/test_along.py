# SPDX-License-Identifier: Apache-2.0
"""Film strips and waveforms: true times, bounded work, and words for what there is not."""

from __future__ import annotations

import hashlib
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from analysis.watching.footage import heard, number_in, shot
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run
from holdfast.analysis.watching.loudness import loudness
from holdfast.analysis.watching.strip import film_strip

if TYPE_CHECKING:
    from pathlib import Path


def made(name: str, path: Path, output: Path) -> Outcome:
    permit = permit_for(PROCESSORS[name].technology, "item.process")
    source = Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)
    return run(Job(name, permit, source, output))


@pytest.mark.parametrize(
    ("name", "rate", "plan"),
    [
        ("a.mp4", 30, {}),
        ("a.ts", 30, {"sound": "mp2", "pictures": 200}),
        ("a.mp4", 1, {"rate": Fraction(1), "pictures": 30, "sound": ""}),
        ("a.mkv", 30, {"at": lambda n: 3 + n / 30, "sound": ""}),
        # Longer than what is decoded whole; its key pictures are 20 s apart, the strip's are 4 s.
        ("a.mp4", 30, {"pictures": 7_200, "size": (64, 48), "sound": "",
                       "encoder": {"preset": "ultrafast", "g": "600"}}),
    ],
)  # fmt: skip
def test_each_picture_of_a_strip_is_the_one_of_its_time(
    name: str, rate: int, plan: dict[str, Any], tmp_path: Path
) -> None:
    path = shot(tmp_path / name, **plan)
    strip = film_strip(path, path.name, pictures=60, height=90)
    grey = np.asarray(strip.sheet.convert("L"))
    assert 15 <= len(strip.at_s) <= 60
    for number, at in enumerate(strip.at_s):
        row, column = divmod(number, strip.columns)
        cell = grey[row * 90 : row * 90 + 90, column * strip.wide : (column + 1) * strip.wide]
        assert number_in(np.ascontiguousarray(cell)) == round(at * rate)
    gaps = np.diff(strip.at_s)
    assert gaps.max() < 3 * np.median(gaps) + 1e-6


def test_a_strip_and_a_waveform_are_made_confined_and_the_same_each_time(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mp4")
    for name in ("filmstrip", "waveform"):
        ended = [made(name, path, tmp_path / f"{name}{number}") for number in range(2)]
        assert {one.state for one in ended} == {State.DONE}, ended[0].reason
        assert ended[0].output_sha256 == ended[1].output_sha256
    with Image.open(io.BytesIO((tmp_path / "filmstrip0").read_bytes())) as sheet:
        assert sheet.format == "JPEG"
    told = json.loads((tmp_path / "waveform0").read_bytes())
    assert told["length_s"] == pytest.approx(2.48, abs=0.03)


def test_a_silence_and_a_gap_are_told_apart(tmp_path: Path) -> None:
    path = shot(
        tmp_path / "a.mkv", pictures=300, sound="pcm_s16le", sound_at=1.5,
        beep=lambda at: 0.0 if 3 < at < 6 else 0.4,
    )  # fmt: skip
    told = loudness(path, path.name, points=500)
    [(begin, end)] = told.silences
    assert begin == pytest.approx(4.5, abs=0.05)
    assert end == pytest.approx(7.5, abs=0.05)
    [(begin, end)] = told.gaps
    assert begin == 0.0
    assert end == pytest.approx(1.5, abs=0.02)
    assert max(high for _low, high in told.peaks) == pytest.approx(0.4 * 127, abs=3)


def test_sound_from_before_the_first_picture_is_counted_and_not_drawn(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mkv", at=lambda n: 2 + n / 30, sound_at=1.0, sound="pcm_s16le")
    told = loudness(path, path.name, points=500)
    assert told.before_s == pytest.approx(1.0, abs=0.01)
    assert told.gaps == ()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    silent = shot(tmp_path / "a.mp4", sound="")
    ended = made("waveform", silent, tmp_path / "w.json")
    assert (ended.state, ended.reason) == (State.NOTHING_TO_DO, "it has no sound")
    ended = made("filmstrip", heard(tmp_path / "a.m4a"), tmp_path / "s.jpg")
    assert (ended.state, ended.reason) == (State.NOTHING_TO_DO, "it holds no moving picture")
    (tmp_path / "b.mp4").write_bytes(b"no recording" * 99)
    assert made("filmstrip", tmp_path / "b.mp4", tmp_path / "s.jpg").state is State.DAMAGED
