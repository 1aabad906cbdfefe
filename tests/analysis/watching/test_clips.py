# SPDX-License-Identifier: Apache-2.0
"""A clip shows what was on the screen in its stretch, to the picture, with its line below and not over."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from analysis.watching.footage import heard, number_in, shot
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run

if TYPE_CHECKING:
    from pathlib import Path

LABEL = json.dumps(
    {"said": "Item 12, exhibit AB/1, SHA-256 0123456789ab", "starts": "2026-01-22T09:00:00.000",
     "zone": "NZDT, corrected"}
)  # fmt: skip


def clipped(path: Path, output: Path, begin: float, end: float, **more: Any) -> Outcome:
    permit = permit_for(PROCESSORS["clip"].technology, "item.process")
    source = Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)
    settings = {"from_s": begin, "until_s": end, **more}
    return run(Job("clip", permit, source, output, (), settings))


def seen(path: Path, rows: int = 240) -> tuple[list[int], list[float], float]:
    """Give the numbers of the pictures, when each is shown, and how long all is."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(video=0))
        length = float((stream.duration or 0) * (stream.time_base or 0))
    numbers = [
        number_in(np.ascontiguousarray(one.to_ndarray(format="gray")[:rows])) for one in frames
    ]
    return numbers, [round(one.time or 0.0, 4) for one in frames], length


@pytest.mark.parametrize(
    ("name", "plan", "stretch", "numbers"),
    [
        ("a.mp4", {}, (0.5, 1.0), range(15, 30)),
        ("a.mp4", {}, (0.133, 0.333), range(4, 10)),
        ("a.mp4", {}, (0.0, 0.2), range(6)),
        ("a.ts", {"pictures": 450, "sound": "mp2"}, (12.3, 14.0), range(369, 420)),
        ("a.mp4", {"rate": Fraction(1), "pictures": 20, "sound": ""}, (4.5, 6.5), range(4, 7)),
        ("a.mkv", {"at": lambda n: 2 + n / 30 + n % 5 * 0.004}, (0.5, 1.0), range(15, 30)),
    ],
)
def test_a_clip_holds_exactly_the_pictures_of_its_stretch(
    name: str,
    plan: dict[str, Any],
    stretch: tuple[float, float],
    numbers: range,
    tmp_path: Path,
) -> None:
    path = shot(tmp_path / name, **plan)
    for label in ("", LABEL):
        ended = clipped(path, tmp_path / "clip.mp4", *stretch, label=label)
        assert ended.state is State.DONE, ended.reason
        found, times, length = seen(tmp_path / "clip.mp4")
        assert found == list(numbers)
        assert times[0] == 0.0
        assert length == pytest.approx(stretch[1] - stretch[0], abs=0.001)
        (tmp_path / "clip.mp4").unlink()


def test_the_line_stands_below_the_picture_and_changes_with_it(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mp4", size=(640, 360))
    plain = clipped(path, tmp_path / "plain.mp4", 0.2, 0.6)
    lined = clipped(path, tmp_path / "lined.mp4", 0.2, 0.6, label=LABEL)
    assert plain.finding is not None
    assert lined.finding is not None
    below = int(str(lined.finding["height"])) - int(str(plain.finding["height"]))
    assert below >= 36
    with av.open(str(tmp_path / "lined.mp4")) as clip:
        greys = [one.to_ndarray(format="gray") for one in clip.decode(video=0)]
        about = clip.metadata["comment"]
    assert number_in(np.ascontiguousarray(greys[0][:360])) == 6
    lines = [one[360:] for one in greys]
    assert all((one > 180).any() for one in lines), "light letters on a dark ground"
    assert np.abs(lines[0].astype(int) - lines[5].astype(int)).max() > 90, "the second runs"
    assert hashlib.sha256(path.read_bytes()).hexdigest() in about
    assert "0.200 s to 0.600 s" in about


def test_sound_of_a_clip_is_that_of_its_stretch(tmp_path: Path) -> None:
    path = shot(
        tmp_path / "a.mkv", pictures=120, sound="pcm_s16le",
        beep=lambda at: 0.8 if 2.0 <= at < 2.1 else 0.0,
    )  # fmt: skip
    assert clipped(path, tmp_path / "clip.mp4", 1.5, 3.0).state is State.DONE
    loud = []
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        for frame in clip.decode(audio=0):
            at = np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.3)
            loud += [(frame.time or 0.0) + one / 48_000 for one in at]
    assert min(loud) == pytest.approx(0.5, abs=0.04)


def test_a_clip_is_the_same_each_time_and_its_end_may_lie_beyond(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mp4")
    ended = [clipped(path, tmp_path / f"{n}.mp4", 1.5, 90.0, label=LABEL) for n in range(2)]
    assert ended[0].output_sha256 == ended[1].output_sha256
    assert ended[0].finding is not None
    assert ended[0].finding["ended_early"] is True
    nothing = clipped(path, tmp_path / "none.mp4", 50.0, 90.0)
    assert nothing.state is State.NOTHING_TO_DO
    assert "shows nothing in this stretch" in nothing.reason


def test_a_clip_of_a_clock_that_runs_back_counts_as_the_copy_does(tmp_path: Path) -> None:
    first = shot(tmp_path / "1.ts", pictures=60, sound="mp2")
    second = shot(tmp_path / "2.ts", pictures=30, sound="mp2")
    joined = tmp_path / "joined.ts"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    ended = clipped(joined, tmp_path / "clip.mp4", 1.9, 2.2, sought=False)
    assert ended.state is State.DONE, ended.reason
    assert seen(tmp_path / "clip.mp4")[0] == [57, 58, 59, 0, 1, 2, 3, 4, 5]


def test_sound_alone_is_clipped(tmp_path: Path) -> None:
    ended = clipped(heard(tmp_path / "a.m4a", 6.0), tmp_path / "clip.mp4", 1.0, 3.0)
    assert ended.state is State.DONE, ended.reason
    assert ended.finding is not None
    assert ended.finding["kind"] == "audio"
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        stream = clip.streams.audio[0]
        assert float((stream.duration or 0) * (stream.time_base or 0)) == pytest.approx(
            2.0, abs=0.03
        )
