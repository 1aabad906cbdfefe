# SPDX-License-Identifier: Apache-2.0
"""Any footage plays: every picture that decodes is in the copy, at its own time, and nothing crashes."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from analysis.watching.footage import heard, number_in, shot
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run
from holdfast.analysis.integrity import examine
from holdfast.analysis.motion.footage import look_at
from holdfast.analysis.watching import FrameTimes
from holdfast.analysis.watching.copying import copy_recording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

HEVC = {"preset": "ultrafast", "x265-params": "log-level=none"}
FIELDS = {"preset": "ultrafast", "flags": "+ildct+ilme", "x264-params": "tff=1"}
KINDS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "h264 mp4": ("a.mp4", {}),
    "hevc": ("a.mp4", {"codec": "libx265", "encoder": HEVC}),
    "hevc 10 bit": ("a.mkv", {"codec": "libx265", "encoder": HEVC, "pixels": "yuv420p10le"}),
    "4:2:2": ("a.mp4", {"pixels": "yuv422p"}),
    "prores": ("a.mov", {"codec": "prores_ks", "encoder": {}, "pixels": "yuv422p10le",
                         "sound": "pcm_s16le"}),
    "mjpeg avi": ("a.avi", {"codec": "mjpeg", "pixels": "yuvj420p", "encoder": {},
                            "sound": "pcm_s16le"}),
    "mpeg4 avi": ("a.avi", {"codec": "mpeg4", "encoder": {}, "sound": "libmp3lame"}),
    "transport stream": ("a.ts", {"sound": "mp2"}),
    "program stream": ("a.mpg", {"codec": "mpeg2video", "encoder": {}, "sound": "mp2",
                                 "rate": Fraction(25)}),
    "interlaced": ("a.ts", {"encoder": FIELDS, "sound": "mp2"}),
    "uneven": ("a.mkv", {"at": lambda n: n / 30 + n % 7 * 0.003, "sound": "libopus"}),
    "29.97 in milliseconds": ("a.mkv", {"rate": Fraction(30000, 1001), "pictures": 120}),
    "a picture a second": ("a.mp4", {"rate": Fraction(1), "sound": ""}),
    "odd sides": ("a.mkv", {"size": (321, 241), "pixels": "yuv444p"}),
    "tiny": ("a.mkv", {"size": (34, 26)}),
    "a first time that is not zero": ("a.mp4", {"at": lambda n: 2 + n / 30, "sound_at": 1.0}),
    "telephone sound": ("a.3gp", {"sound": "amr_nb", "sound_rate": 8000}),
    "surround sound": ("a.mkv", {"sound": "ac3", "layout": "5.1"}),
    "ten million ticks a second": ("a.nut", {"base": Fraction(1, 10_000_000)}),
}  # fmt: skip


def copied(path: Path, to: Path, **more: Any) -> dict[str, Any]:
    return dict(copy_recording(path, path.name, to, most=720, quality=23, **more))


def pictures(path: Path) -> tuple[list[int], NDArray[np.float64]]:
    """Give the numbers that the pictures carry, and when each is shown."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    numbers = [number_in(one.to_ndarray(format="gray").astype(np.uint8)) for one in frames]
    return numbers, np.array([one.time for one in frames])


def own_times(path: Path) -> NDArray[np.float64]:
    with av.open(str(path)) as container:
        times = [one.time for one in container.decode(video=0)]
    return np.array(times) - times[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_in_the_copy_at_its_own_time(kind: str, tmp_path: Path) -> None:
    name, plan = KINDS[kind]
    path = shot(tmp_path / name, **plan)
    told = copied(path, tmp_path / "copy.mp4")
    numbers, times = pictures(tmp_path / "copy.mp4")
    assert numbers == list(range(plan.get("pictures", 60)))
    known = FrameTimes.from_json(told["times"]).seconds()
    assert np.abs(known - times).max() < 2e-5
    assert np.abs(known - own_times(path)).max() < 1e-9
    assert (told["skipped"], told["jumps"], told["nudged"], told["before"]) == (0, [], 0, 0)
    assert told["deinterlaced"] is (kind == "interlaced")
    if kind != "tiny":
        about = look_at(path, path.name)
        assert about.first_pts / about.second == pytest.approx(told["starts_s"], abs=1e-6)


def test_second_zero_is_the_same_for_copy_motion_and_integrity(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mp4", at=lambda n: 2 + n / 30, sound_at=1.0)
    told = copied(path, tmp_path / "copy.mp4")
    streams = examine(path).facts.streams
    shown = next(one for one in streams if one.kind == "pictures")
    assert shown.first_s == pytest.approx(told["starts_s"]) == pytest.approx(2.0)
    assert told["sound_before_s"] == pytest.approx(1.0, abs=0.03)
    with av.open(str(tmp_path / "copy.mp4")) as copy:
        assert [one.start_time for one in copy.streams] == [0, 0]


def test_sound_stays_with_its_pictures_across_a_gap_and_a_late_start(tmp_path: Path) -> None:
    def beep(at: float) -> float:
        return 0.8 if 1.0 <= at < 1.1 else 0.0

    path = shot(tmp_path / "a.mkv", sound="pcm_s16le", sound_at=0.5, beep=beep)
    told = copied(path, tmp_path / "copy.mp4")
    assert told["sound_filled_s"] == pytest.approx(0.5, abs=0.03)
    loud = []
    with av.open(str(tmp_path / "copy.mp4")) as copy:
        for frame in copy.decode(audio=0):
            samples = np.abs(frame.to_ndarray()[0])
            start = (frame.time or 0.0) * 48_000
            loud += [(start + at) / 48_000 for at in np.flatnonzero(samples > 0.3)]
    assert min(loud) == pytest.approx(1.5, abs=0.04), "1.0 s of sound that begins at 0.5 s"


def test_a_clock_that_runs_back_loses_no_picture_and_is_told(tmp_path: Path) -> None:
    first = shot(tmp_path / "1.ts", pictures=60, sound="mp2")
    second = shot(tmp_path / "2.ts", pictures=30, sound="mp2")
    joined = tmp_path / "joined.ts"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    told = copied(joined, tmp_path / "copy.mp4")
    numbers, times = pictures(tmp_path / "copy.mp4")
    assert numbers == [*range(60), *range(30)]
    assert (np.diff(times) > 0).all()
    [[at, own]] = told["jumps"]
    assert (at, own) == (pytest.approx(2.0), pytest.approx(0.0, abs=0.02))
    assert told["sound_s"] == pytest.approx(2.0 + 1.48, abs=0.1), "its sound went along"


def test_a_picture_of_another_size_is_fitted_into_the_first_ones(tmp_path: Path) -> None:
    first = shot(tmp_path / "1.ts", sound="", at=lambda n: n / 30)
    second = shot(tmp_path / "2.ts", sound="", at=lambda n: 2 + n / 30, size=(480, 360))
    third = shot(tmp_path / "3.ts", sound="", at=lambda n: 4 + n / 30, size=(480, 240))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join(one.read_bytes() for one in (first, second, third)))
    told = copied(joined, tmp_path / "copy.mp4")
    assert (told["width"], told["height"], told["size_changes"]) == (320, 240, 2)
    numbers, _times = pictures(tmp_path / "copy.mp4")
    assert numbers[:120] == [*range(60), *range(60)]
    assert len(numbers) == 180


def test_a_turned_picture_stands_upright_and_pixels_are_made_square(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mp4", turned=90)
    told = copied(path, tmp_path / "copy.mp4")
    assert (told["width"], told["height"], told["turned"]) == (240, 320, 90)
    with av.open(str(tmp_path / "copy.mp4")) as copy:
        upright = [np.rot90(one.to_ndarray(format="gray"), -1) for one in copy.decode(video=0)]
    assert [number_in(np.ascontiguousarray(one)) for one in upright] == list(range(60))
    wide = shot(tmp_path / "b.mkv", encoder={"preset": "ultrafast", "x264-params": "sar=4/3"})
    assert copied(wide, tmp_path / "copy.mp4")["width"] == 426


def test_of_two_streams_of_pictures_the_one_that_motion_takes_is_shown(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.mkv", tracks=2)
    told = copied(path, tmp_path / "copy.mp4")
    assert [one["index"] for one in told["streams"]] == [0, 1]
    assert told["stream"] == 0
    other = copied(path, tmp_path / "copy.mp4", stream=1)
    assert (other["stream"], other["frames"]) == (1, 60)
    ended = _run(path, tmp_path / "none.mp4", stream=7)
    assert ended.state is State.NOTHING_TO_DO
    assert "no stream of pictures of the number 7" in ended.reason


def test_sound_alone_is_copied_from_its_first_sample(tmp_path: Path) -> None:
    for name, codec, rate in (
        ("a.m4a", "aac", 48_000), ("a.wav", "pcm_s16le", 44_100), ("a.ogg", "libopus", 48_000),
        ("a.amr", "amr_nb", 8_000),
    ):  # fmt: skip
        path = heard(tmp_path / name, 3.0, codec, sound_rate=rate)
        told = copied(path, tmp_path / "copy.mp4")
        assert told["kind"] == "audio"
        assert told["duration_s"] == pytest.approx(3.0, abs=0.15), name


def test_what_is_cut_off_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.ts", sound="mp2", pictures=90)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    told = copied(path, tmp_path / "copy.mp4")
    numbers, _times = pictures(tmp_path / "copy.mp4")
    assert numbers[:30] == list(range(30))
    assert 30 < told["frames"] < 90


def test_a_copy_is_made_in_the_confined_process_and_is_the_same_each_time(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.ts", encoder=FIELDS, sound="mp2")
    ended = [_run(path, tmp_path / f"{number}.mp4") for number in range(2)]
    assert {one.state for one in ended} == {State.DONE}, ended[0].reason
    assert ended[0].output_sha256 == ended[1].output_sha256
    assert ended[0].finding == ended[1].finding
    assert (tmp_path / "0.mp4.told").exists(), "it says how far it is while it works"


def _run(path: Path, output: Path, **settings: int) -> Outcome:
    permit = permit_for(PROCESSORS["playable"].technology, "item.process")
    source = Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)
    return run(Job("playable", permit, source, output, (), settings))
