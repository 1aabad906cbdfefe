# SPDX-License-Identifier: Apache-2.0
"""A synopsis as a processor: confined, the same each time, refused where there is nothing to show."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from analysis.motion.scenes import Figure, Scene, along, film
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run
from holdfast.analysis.motion import MOVING, Query, analyse, write_motion
from holdfast.analysis.synopsis import SynopsisSettings, planned
from holdfast.analysis.synopsis.shown import Shown, shown_in
from holdfast.analysis.telling import told_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.analysis.job import Setting
    from holdfast.analysis.motion import Motion

SCENE = Scene(
    [
        Figure(along((-10, 60), (330, 60), 1, 7), 20, 30, "red"),
        Figure(along((330, 120), (-10, 120), 9, 15), 20, 30, "blue"),
    ],
    seconds=17.0,
)


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Motion]:
    folder = tmp_path_factory.mktemp("filmed")
    # As in a vault: no ending tells what the file is.
    path, tracks = folder / "0b5c", folder / "tracks"
    film(folder / "scene.mp4", SCENE)
    (folder / "scene.mp4").rename(path)
    motion = analyse(path, name="scene.mp4")
    with tracks.open("wb") as file:
        write_motion(file, motion)
    return path, tracks, motion


def _source(path: Path, name: str) -> Source:
    return Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, name)


def _ran(path: Path, tracks: Path | None, output: Path, **settings: Setting) -> Outcome:
    return _ran_with(path, () if tracks is None else (_source(tracks, "motion"),), output, settings)


def _ran_with(
    path: Path, beside: tuple[Source, ...], output: Path, settings: Mapping[str, Setting]
) -> Outcome:
    permit = permit_for(PROCESSORS["synopsis"].technology, "item.process")
    source = _source(path, "scene.mp4")
    return run(Job("synopsis", permit, source, output, beside, settings))


def test_it_is_made_in_a_confined_process_and_is_the_same_each_time(
    filmed: tuple[Path, Path, Motion], tmp_path: Path
) -> None:
    path, tracks, motion = filmed
    ended = [
        _ran(path, tracks, tmp_path / f"{number}.part", threads=1 + number) for number in range(2)
    ]
    assert [one.state for one in ended] == [State.DONE, State.DONE], ended[0].reason
    assert ended[0].output_sha256 == ended[1].output_sha256
    assert ended[0].finding == ended[1].finding
    assert ended[0].provenance.sources[1] == _source(tracks, "motion").sha256
    told = dict(ended[0].finding or {})
    figures = [Shown.from_json(one) for one in told.pop("figures")]  # type: ignore[attr-defined] # a list of figures
    made = planned(motion, motion.tracks, SynopsisSettings())
    whole = json.loads(json.dumps(made.to_json()))
    assert figures == list(shown_in(made))
    assert {name: told[name] for name in told if name in whole} == {
        name: whole[name] for name in whole if name != "placements"
    }
    assert (told["tracks"], told["of"]) == (2, 2)
    assert told_beside(tmp_path / "0.part") is not None
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "0.part",
        "0.part.told",
        "1.part",
        "1.part.told",
    ]


def test_what_is_told_in_few_numbers_is_where_every_figure_is(
    filmed: tuple[Path, Path, Motion],
) -> None:
    _, _, motion = filmed
    made = planned(motion, motion.tracks, SynopsisSettings())
    few = {(one.track, one.piece): one for one in shown_in(made)}
    for placement in made.to_json()["placements"]:  # type: ignore[attr-defined] # a list of placements
        figure = few[placement["track"], placement["piece"]]
        for frame, left, top, _, _, at_s in placement["frames"]:
            point = figure.at(frame)
            assert point is not None
            assert abs(point.at_ms / 1000 - at_s) < 0.1
            assert abs(point.left * made.width / 1000 - max(left, 0)) < 8
            assert abs(point.top * made.height / 1000 - max(top, 0)) < 8
        assert figure.at(placement["frames"][0][0] - 1) is None
        assert figure.at(placement["frames"][-1][0] + 1) is None


def test_only_what_meets_the_question_is_shown(
    filmed: tuple[Path, Path, Motion], tmp_path: Path
) -> None:
    path, tracks, motion = filmed
    red = next(one.id for one in motion.tracks if one.colours[0] == "red")
    ended = _ran(path, tracks, tmp_path / "a.part", asked=Query(colour="red").written())
    assert ended.state is State.DONE
    figures = (ended.finding or {})["figures"]
    assert {one["track"] for one in figures} == {red}  # type: ignore[attr-defined] # a list of figures


def test_a_time_of_day_is_asked_of_a_recording_whose_beginning_is_known(
    filmed: tuple[Path, Path, Motion], tmp_path: Path
) -> None:
    path, tracks, _ = filmed
    asked = '{"clock":["09:30:08","09:31:00"]}'
    unknown = _ran(path, tracks, tmp_path / "a.part", asked=asked)
    assert (unknown.state, unknown.reason) == (
        State.NOTHING_TO_DO,
        "no track meets the question",
    )
    began = "2026-11-26T09:30:00+00:00"
    no_zone = _ran(path, tracks, tmp_path / "c.part", asked=asked, began=began)
    assert no_zone.state is State.NOTHING_TO_DO, "a wall clock is no instant"
    known = _ran(
        path,
        tracks,
        tmp_path / "b.part",
        asked=asked,
        began="2026-11-26T20:30:00+00:00",
        zone="Pacific/Auckland",
    )
    assert known.state is State.DONE
    assert (known.finding or {})["tracks"] == 1, "the second comes at nine seconds past"


@pytest.mark.parametrize(
    ("settings", "state", "reason"),
    [
        ({"asked": '{"colour":"green"}'}, State.NOTHING_TO_DO, "no track meets the question"),
        ({"longest_s": 1.0}, State.NOTHING_TO_DO, "as short as 1 s"),
        ({"asked": '{"colour":"beige"}'}, State.FAILED, "no colour called"),
        ({"asked": "{"}, State.FAILED, "no question that was written down"),
    ],
)
def test_a_question_without_an_answer_is_told_as_such(
    filmed: tuple[Path, Path, Motion],
    tmp_path: Path,
    settings: dict[str, Setting],
    state: State,
    reason: str,
) -> None:
    path, tracks, _ = filmed
    ended = _ran(path, tracks, tmp_path / "a.part", **settings)
    assert ended.state is state
    assert reason in ended.reason
    assert not (tmp_path / "a.part").exists()


def test_tracks_that_are_damaged_missing_or_of_a_moving_camera_are_refused(
    filmed: tuple[Path, Path, Motion], tmp_path: Path
) -> None:
    path, tracks, motion = filmed
    harmed, other, moving = (tmp_path / name for name in ("harmed", "other", "moving"))
    data = bytearray(tracks.read_bytes())
    data[len(data) // 2] ^= 0xFF
    harmed.write_bytes(data)
    other.write_text("words, and no tracks")
    with moving.open("wb") as file:
        write_motion(file, replace(motion, camera=MOVING, tracks=(), notes=("The camera moves.",)))
    named = replace(_source(tracks, "motion"), path=harmed)
    gone = replace(named, path=tmp_path / "gone")
    for beside, state, reason in (
        ((), State.NOTHING_TO_DO, "was not found yet"),
        ((named,), State.DAMAGED, "the kept tracks are not what was written"),
        ((gone,), State.DAMAGED, "the kept tracks cannot be read"),
        ((_source(other, "motion"),), State.DAMAGED, "the kept tracks cannot be read"),
        ((_source(moving, "motion"),), State.UNSUPPORTED, "The camera moves."),
    ):
        ended = _ran_with(path, beside, tmp_path / "a.part", {})
        assert ended.state is state, ended.reason
        assert reason in ended.reason
