# SPDX-License-Identifier: Apache-2.0
"""The kept file: the same bytes, read whole, read for a search, and one picture at a time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from analysis.motion.known import CROSSING, TURNING
from analysis.motion.scenes import film
from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion import (
    Kept,
    Motion,
    Query,
    Recording,
    Settings,
    TrackIndex,
    analyse,
    read_motion,
    read_picture,
    write_motion,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "crossing.mp4"
    film(path, CROSSING)
    return path


@pytest.fixture(scope="module")
def found(crossing: Path) -> Motion:
    return analyse(crossing)


@pytest.fixture
def kept(found: Motion, tmp_path: Path) -> Path:
    write_motion(tmp_path / "tracks.npz", found)
    return tmp_path / "tracks.npz"


def test_the_same_tracks_give_the_same_bytes(found: Motion, kept: Path) -> None:
    again = io.BytesIO()
    write_motion(again, read_motion(kept))
    assert again.getvalue() == kept.read_bytes()
    with np.load(kept, allow_pickle=False) as plain:
        assert set(plain["id"]) == {one.id for one in found.tracks}


def test_what_is_read_for_a_search_says_the_same_without_pixels(found: Motion, kept: Path) -> None:
    lean = read_motion(kept, lean=True)
    assert lean.to_json() == found.to_json()
    assert [one.numbers for one in lean.tracks] == [one.numbers for one in found.tracks]
    assert all(not one.masks and not one.picture for one in lean.tracks)
    for query in (Query(colour="red"), Query(crossed=((0.5, 0), (0.5, 1)), crossed_to=1)):
        whole, narrow = (
            TrackIndex([Recording("a", one)]).search(query).hits for one in (found, lean)
        )
        assert [(one.track.id, one.from_s, one.to_s) for one in narrow] == [
            (one.track.id, one.from_s, one.to_s) for one in whole
        ]
        assert len(narrow) == 1


def test_one_picture_is_read_without_the_others(found: Motion, kept: Path) -> None:
    assert len(found.tracks) == 2
    for track in found.tracks:
        assert track.picture
        assert read_picture(kept, track.id) == track.picture
    with pytest.raises(KeyError):
        read_picture(kept, 99)


def test_the_empty_scene_shows_the_ground_and_nobody(found: Motion, kept: Path) -> None:
    with Image.open(io.BytesIO(read_motion(kept).scene)) as scene:
        assert abs(scene.width / scene.height - found.width / found.height) < 0.02
        red, green, blue = np.asarray(scene.convert("RGB"), np.float64).mean(axis=(0, 1))
    # The ground of the drawn scenes is a warm grey of 120.
    assert red == pytest.approx(120, abs=6)
    assert red > blue
    assert green > blue


@pytest.mark.parametrize("what", ["picture.npy", "box.npy", "scene.npy"])
def test_what_is_damaged_is_refused_and_never_half_read(kept: Path, what: str) -> None:
    data = bytearray(kept.read_bytes())
    with zipfile.ZipFile(kept) as archive:
        member = archive.getinfo(what)
    data[member.header_offset + 200 + (member.compress_size - 200) // 2] ^= 0xFF
    kept.write_bytes(data)
    with pytest.raises(DamagedContentError):
        read_motion(kept)
    if what == "picture.npy":
        assert read_motion(kept, lean=True).tracks, "pixels are not looked at for a search"
        with pytest.raises(DamagedContentError):
            [read_picture(kept, number) for number in (1, 2)]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"words" * 100])
def test_what_is_no_kept_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(DamagedContentError):
        read_motion(tmp_path / "a.npz", lean=True)
    with pytest.raises(DamagedContentError):
        read_picture(tmp_path / "a.npz", 1)


def test_tracks_of_finished_chunks_are_there_before_all_is_done(
    crossing: Path, found: Motion, tmp_path: Path
) -> None:
    shelf = Kept.at(tmp_path, "a", Settings())
    assert shelf.so_far() is None
    analyse(crossing, shelf=shelf)
    so_far = shelf.so_far()
    assert so_far is not None
    assert so_far.scene == found.scene
    assert so_far.length_s == found.length_s
    assert [one.colours[0] for one in so_far.tracks] == [one.colours[0] for one in found.tracks]
    for track in so_far.tracks:
        with Image.open(io.BytesIO(shelf.picture(track.id))) as picture:
            assert max(picture.size) <= 256
    first, second = so_far.tracks
    assert first.id != second.id
    with pytest.raises(KeyError):
        shelf.picture(first.id + 1000)
    shelf.keep_result(found)
    assert shelf.finished() == ()
    assert shelf.so_far() is None
    result = shelf.result()
    assert result is not None
    assert result.to_json() == found.to_json()


def test_a_chunk_in_which_the_camera_moves_gives_no_tracks_before_all_is_done(
    tmp_path: Path,
) -> None:
    shelf = Kept.at(tmp_path, "a", Settings())
    film(tmp_path / "turning.mp4", TURNING)
    analyse(tmp_path / "turning.mp4", shelf=shelf)
    so_far = shelf.so_far()
    assert so_far is not None
    assert so_far.tracks == ()


def test_numbers_of_a_track_without_direction_survive(found: Motion, tmp_path: Path) -> None:
    first = found.tracks[0]
    still = replace(first, small=np.repeat(first.small[:1], len(first.at_s), axis=0))
    assert still.direction_deg is None
    write_motion(tmp_path / "a.npz", replace(found, tracks=(still,)))
    (lean,) = read_motion(tmp_path / "a.npz", lean=True).tracks
    assert lean.direction_deg is None
    assert lean.dwell_s == still.dwell_s > 0


def test_a_recording_in_which_nothing_moves_is_read_back(found: Motion, tmp_path: Path) -> None:
    write_motion(tmp_path / "a.npz", replace(found, tracks=()))
    assert read_motion(tmp_path / "a.npz").tracks == ()
    assert read_motion(tmp_path / "a.npz", lean=True).scene == found.scene
