# SPDX-License-Identifier: Apache-2.0
"""The video itself: what it shows, where, and from what moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from analysis.motion.scenes import COLOURS, Figure, Scene, along, film
from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.motion import analyse
from holdfast.analysis.synopsis import SynopsisSettings, make_synopsis

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from holdfast.analysis.motion import Motion
    from holdfast.analysis.synopsis import Synopsis

SCENE = Scene(
    [
        Figure(along((-10, 60), (330, 60), 1, 8), 20, 30, "red"),
        Figure(along((330, 120), (-10, 120), 10, 17), 20, 30, "blue"),
        Figure(along((-10, 180), (330, 180), 19, 26), 20, 30, "yellow"),
    ],
    seconds=28.0,
    light=lambda at: 1.0 if at < 18 else 0.8,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Motion, Path, Synopsis]:
    folder = tmp_path_factory.mktemp("synopsis")
    path, to = folder / "scene.mp4", folder / "made.mp4"
    film(path, SCENE)
    motion = analyse(path)
    return path, motion, to, make_synopsis(path, motion, to)


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return [np.asarray(frame, np.uint8) for frame in frames]


def test_it_is_h264_that_browsers_play_with_its_index_first(
    made: tuple[Path, Motion, Path, Synopsis],
) -> None:
    _, _, to, synopsis = made
    with av.open(str(to)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (synopsis.width, synopsis.height)
        assert stream.frames == synopsis.placement.frames
    data = to.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_all_figures_are_shown_together_and_shorter(
    made: tuple[Path, Motion, Path, Synopsis],
) -> None:
    _, motion, _, synopsis = made
    told = synopsis.to_json()
    assert told["placed"] == len(motion.tracks) == 3
    assert 0.2 < synopsis.measures.frame_ratio < 0.35
    assert told.keys() >= {"FR", "CR", "OR", "CD", "placed", "left_out", "placements"}


def test_where_the_table_says_a_figure_is_there_it_is(
    made: tuple[Path, Motion, Path, Synopsis],
) -> None:
    _, motion, to, synopsis = made
    shown = pictures(to)
    colours = {track.id: track.colours[0] for track in motion.tracks}
    for placement in synopsis.to_json()["placements"]:  # type: ignore[attr-defined]  # a list, as its type says at home
        frames = placement["frames"][12:-12:9]
        assert frames
        for number, left, top, wide, high, _ in frames:
            inner = shown[number][
                top + high // 3 : top + high - high // 4, left + wide // 4 : left + wide - wide // 4
            ]
            wanted = np.array(COLOURS[colours[placement["track"]]])
            assert np.abs(np.median(inner, axis=(0, 1)) - wanted).max() < 60


def test_each_placement_leads_to_the_true_moment(
    made: tuple[Path, Motion, Path, Synopsis],
) -> None:
    _, motion, _, synopsis = made
    tracks = {track.id: track for track in motion.tracks}
    for placement in synopsis.to_json()["placements"]:  # type: ignore[attr-defined]  # as above
        track = tracks[placement["track"]]
        times = [frame[5] for frame in placement["frames"]]
        assert times == sorted(times)
        assert track.from_s - 0.01 <= times[0] <= times[-1] <= track.to_s + 0.01
        for _, left, _, wide, _, at in placement["frames"]:
            number = int(np.abs(track.at_s - at).argmin())
            assert abs(left + wide / 2 - float(track.centres[number][0])) < 12


def test_the_same_tracks_give_the_same_bytes(
    made: tuple[Path, Motion, Path, Synopsis], tmp_path: Path
) -> None:
    path, motion, to, _ = made
    make_synopsis(path, motion, tmp_path / "again.mp4")
    assert (tmp_path / "again.mp4").read_bytes() == to.read_bytes()


def test_only_what_was_asked_for_is_shown(
    made: tuple[Path, Motion, Path, Synopsis], tmp_path: Path
) -> None:
    path, motion, _, _ = made
    chosen = [track for track in motion.tracks if track.colours[0] == "red"]
    synopsis = make_synopsis(
        path, motion, tmp_path / "red.mp4", tracks=chosen, settings=SynopsisSettings(density=0.5)
    )
    assert [one.tube.track.id for one in synopsis.placement.placed] == [chosen[0].id]
    middle = pictures(tmp_path / "red.mp4")[synopsis.placement.frames // 2].astype(int)
    red = (middle[..., 0] - middle[..., 1] > 80).sum()
    blue = (middle[..., 2] - middle[..., 0] > 60).sum()
    assert red > 200
    assert blue < 20


def test_nothing_to_show_is_said_and_nothing_is_written(
    made: tuple[Path, Motion, Path, Synopsis], tmp_path: Path
) -> None:
    path, motion, _, _ = made
    with pytest.raises(NothingToDoError, match="no track"):
        make_synopsis(path, motion, tmp_path / "none.mp4", tracks=[])
    assert list(tmp_path.iterdir()) == []
