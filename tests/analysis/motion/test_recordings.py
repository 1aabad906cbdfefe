# SPDX-License-Identifier: Apache-2.0
"""Recordings of every kind: true times, turned pictures, resumed work, and files that are none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from analysis.motion.known import CROSSING, STOP_AND_GO
from analysis.motion.scenes import Figure, Scene, along, draw, film, write
from holdfast.analysis.errors import (
    DamagedContentError,
    NothingToDoError,
    UnableError,
    UnsupportedError,
)
from holdfast.analysis.motion import (
    Kept,
    Progress,
    Settings,
    analyse,
    read_motion,
    write_motion,
)
from holdfast.analysis.motion.footage import look_at, taken
from holdfast.analysis.motion.settings import PIXELS_MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.analysis.motion import Motion

_SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "video" / "fixed-camera"
ONE = Scene([Figure(along((-10, 120), (330, 120), 0.5, 5.0), colour="red")], seconds=6.0)


def as_told(motion: Motion) -> list[dict[str, object]]:
    return [track.to_json() for track in motion.tracks]


def test_times_are_those_of_presentation_at_a_rate_that_varies(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    times = np.cumsum(random.choice([0.04, 0.1, 0.25], 60)).tolist()
    path = tmp_path / "varying.mp4"
    film(path, ONE, times=times)
    (track,) = analyse(path).tracks
    started = [round(at - times[0], 3) for at in times]
    assert all(round(at, 3) in started for at in track.at_s.tolist())
    for at, (left, _, right, _) in zip(track.at_s.tolist(), track.boxes.tolist(), strict=True):
        middle = ONE.figures[0].where(at + times[0])
        assert middle is not None
        assert abs((left + right) / 2 - min(max(middle[0], 4), 316)) <= 8


def test_a_recording_that_does_not_begin_at_zero_counts_from_its_first_picture(
    tmp_path: Path,
) -> None:
    path = tmp_path / "late.mkv"
    write(path, draw(ONE, [n / 10 for n in range(60)]), [100 + n / 10 for n in range(60)])
    (track,) = analyse(path).tracks
    assert 0.4 < track.from_s < 1.5


@pytest.mark.parametrize(("rotation", "direction"), [(90, 90), (180, 180), (270, 270)])
def test_boxes_are_those_of_the_picture_as_it_is_shown(
    tmp_path: Path, rotation: int, direction: int
) -> None:
    path = tmp_path / "turned.mp4"
    write(
        path, draw(ONE, [n / 10 for n in range(60)]), [n / 10 for n in range(60)], rotation=rotation
    )
    about = look_at(path)
    assert about.quarter_turns * 90 == rotation
    assert (about.width, about.height) == ((240, 320) if rotation % 180 else (320, 240))
    motion = analyse(path)
    (track,) = motion.tracks
    assert track.direction_deg == pytest.approx(direction, abs=5)
    assert track.boxes[:, 2].max() <= motion.width
    assert track.boxes[:, 3].max() <= motion.height


@pytest.mark.parametrize("codec", ["mjpeg", "mpeg4", "libx265"])
def test_other_codecs_give_the_same_object(tmp_path: Path, codec: str) -> None:
    path = tmp_path / ("one.mkv" if codec != "mpeg4" else "one.avi")
    film(path, ONE, codec=codec)
    (track,) = analyse(path).tracks
    assert track.colours[0] == "red"
    assert track.size_px == pytest.approx(16 * 36, rel=0.25)


def test_two_workers_find_what_one_finds(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    figures = [Figure(along((-10, 120), (330, 120), 5 + 9 * n, 12 + 9 * n)) for n in range(8)]
    film(path, Scene(figures, seconds=80.0), rate=5)
    one, two = analyse(path), analyse(path, workers=2)
    assert as_told(one) == as_told(two)
    # One of them walks over the end of the first chunk, and is one track all the same.
    assert len(one.tracks) == 8
    assert all(track.to_s - track.from_s == pytest.approx(6.6, abs=1.2) for track in one.tracks)


def test_a_stopped_analysis_goes_on_and_a_finished_one_is_not_done_again(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    figures = [Figure(along((-10, 120), (330, 120), 5 + 9 * n, 12 + 9 * n)) for n in range(8)]
    film(path, Scene(figures, seconds=80.0), rate=5)

    class StoppedError(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.stage == "pictures" and progress.done_s > 45:
            raise StoppedError

    shelf = Kept.at(tmp_path / "keep", "one", Settings())
    with pytest.raises(StoppedError):
        analyse(path, shelf=shelf, progress=stop)
    assert [one.analysed > 0 for one in shelf.chunks()] == [True]
    seen: list[Progress] = []
    again = analyse(path, shelf=shelf, progress=seen.append)
    assert as_told(again) == as_told(analyse(path))
    assert all(one.done_s <= one.total_s + 0.2 for one in seen if one.stage == "pictures")
    shelf.keep_result(again)
    kept = shelf.result()
    assert kept is not None
    assert as_told(kept) == as_told(again)
    assert not list(shelf.chunks())


def test_a_chunk_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    film(path, CROSSING)
    shelf = Kept.at(tmp_path / "keep", "one", Settings())
    whole = analyse(path, shelf=shelf)
    chunk = next(shelf.folder.glob("chunk-*.npz"))
    chunk.write_bytes(chunk.read_bytes()[:-40])
    assert not list(shelf.chunks())
    assert as_told(analyse(path, shelf=shelf)) == as_told(whole)


def test_kept_tracks_are_read_back_as_they_were_and_damage_is_noticed(tmp_path: Path) -> None:
    path, kept = tmp_path / "scene.mp4", tmp_path / "tracks.npz"
    film(path, CROSSING)
    motion = analyse(path)
    write_motion(kept, motion)
    back = read_motion(kept)
    assert back.to_json() == motion.to_json()
    assert [one.masks for one in back.tracks] == [one.masks for one in motion.tracks]
    assert [one.picture for one in back.tracks] == [one.picture for one in motion.tracks]
    whole = kept.read_bytes()
    write_motion(kept, motion)
    assert kept.read_bytes() == whole
    for damaged in (whole[:-100], b"", b"PK\x03\x04", whole.replace(b"sightings", b"sightinqs")):
        kept.write_bytes(damaged)
        with pytest.raises(DamagedContentError):
            read_motion(kept)


def test_a_time_lapse_is_analysed_and_said_to_be_coarse(tmp_path: Path) -> None:
    path = tmp_path / "lapse.mp4"
    slow = Scene([Figure(along((-10, 120), (330, 120), 2, 50), 30, 40)], seconds=60.0)
    film(path, slow, rate=1)
    motion = analyse(path)
    assert motion.analysed == 60
    assert any("fewer than two pictures" in note for note in motion.notes)
    assert len(motion.tracks) == 1


def _two_streams(path: Path) -> None:
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("libx264", rate=10) for _ in range(2)]
        for stream in streams:
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for picture in draw(ONE, [n / 10 for n in range(60)]):
            for stream in streams:
                assert isinstance(stream, av.VideoStream)
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                container.mux(stream.encode(frame))
        for stream in streams:
            assert isinstance(stream, av.VideoStream)
            container.mux(stream.encode(None))


def test_of_two_streams_of_pictures_one_is_analysed_and_both_are_said(tmp_path: Path) -> None:
    path = tmp_path / "two.mkv"
    _two_streams(path)
    motion = analyse(path)
    assert len(motion.tracks) == 1
    assert "2 streams of pictures" in motion.notes[0]


def _sound(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 4800), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_sound_alone_text_and_nothing_are_refused_with_their_reasons(tmp_path: Path) -> None:
    sound, text, empty, document = (
        tmp_path / name for name in ("a.m4a", "b.mp4", "c.mp4", "d.txt")
    )
    _sound(sound)
    text.write_text("not a video", encoding="utf-8")
    empty.write_bytes(b"")
    document.write_text("nor this", encoding="utf-8")
    for path, kind, why in (
        (sound, NothingToDoError, "no moving picture"),
        (text, DamagedContentError, "does not open"),
        (empty, DamagedContentError, "does not open"),
        (document, NothingToDoError, "not a video"),
    ):
        with pytest.raises(kind, match=why):
            analyse(path)


def test_a_picture_is_not_a_video(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "picture.jpg"
    Image.new("RGB", (320, 240)).save(path)
    with pytest.raises(NothingToDoError):
        analyse(path)


def test_a_header_that_claims_more_than_8k_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.avi"
    write(path, draw(ONE, [0.0, 0.1]), [0.0, 0.1], codec="mjpeg")
    start_of_frame = bytes.fromhex("ffc0001108")
    size = (240).to_bytes(2) + (320).to_bytes(2)
    bomb = path.read_bytes().replace(
        start_of_frame + size, start_of_frame + (30000).to_bytes(2) * 2
    )
    assert PIXELS_MOST < 30000 * 30000
    path.write_bytes(bomb)
    with pytest.raises(UnableError):
        analyse(path)


def test_a_tiny_picture_is_unsupported(tmp_path: Path) -> None:
    path = tmp_path / "tiny.mp4"
    write(path, [np.zeros((16, 16, 3), np.uint8)] * 3, [0.0, 0.1, 0.2])
    with pytest.raises(UnsupportedError, match="only 16 x 16"):
        analyse(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_recording_that_breaks_off_gives_what_it_holds(tmp_path: Path, share: float) -> None:
    path = tmp_path / "broken.mkv"
    film(path, STOP_AND_GO)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    motion = analyse(path)
    assert motion.analysed <= 110
    assert all(track.to_s < 11 for track in motion.tracks)


@pytest.mark.parametrize("seed", range(6))
def test_bytes_changed_at_random_never_raise_anything_else(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "changed.mp4"
    film(path, ONE)
    random = np.random.default_rng(seed)
    data = bytearray(path.read_bytes())
    for at in random.integers(0, len(data), 60).tolist():
        data[at] = int(random.integers(256))
    path.write_bytes(data)
    try:
        motion = analyse(path)
    except UnableError:
        return
    assert motion.analysed >= 0


def test_pictures_are_taken_no_more_often_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "quick.mp4"
    film(path, ONE, rate=30)
    about = look_at(path)
    at = [one.at_s for one in taken(path, about, (about.first_pts, None), Settings().every_s)]
    steps: Sequence[float] = np.diff(at).tolist()
    assert min(steps) >= 0.09
    assert len(at) / 6 >= 5


@pytest.mark.skipif(
    not _SAMPLES.is_dir(), reason="the folder of real samples is not beside the project"
)
def test_every_real_recording_of_a_fixed_camera_gives_tracks() -> None:
    for path in sorted(_SAMPLES.iterdir()):
        motion = analyse(path, workers=2)
        assert motion.camera == "fixed", path
        assert motion.tracks, path
        assert motion.fps_analysed >= 5, path
