# SPDX-License-Identifier: Apache-2.0
"""MP4 and its kin: streams, times, cues inside, the maker's own tracks, and broken files."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.demo.card.flight import PLACES, invent_flight
from holdfast.demo.card.subtitles import cue_texts
from holdfast.demo.card.video import add_user_data, write_video
from holdfast.readers import read
from readers.real import sample

if TYPE_CHECKING:
    from pathlib import Path

_START = datetime(2026, 1, 17, 10, 4, 12)  # noqa: DTZ001 - an aircraft's clock has no zone
_FLIGHT = invent_flight(random.Random(5), PLACES[0], _START)  # noqa: S311 - an invention


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "DJI_0001.MP4"
    write_video(
        path,
        random.Random(1),  # noqa: S311 - a drawing
        seconds=2,
        size=(320, 180),
        frames_per_second=10,
        created=datetime(2026, 1, 16, 21, 4, 12, tzinfo=UTC),
        label="test",
        cues=cue_texts(_FLIGHT, dialect="B", seconds=2, hertz=1),
    )
    add_user_data(path, _FLIGHT.moment(0), model_code="FC330", serial="08RDE00000001")
    return path


def test_a_recording_says_its_length_size_time_and_maker(recording: Path) -> None:
    reading = read(recording)
    assert (reading.kind, reading.format) == ("video", "MP4")
    assert (reading.duration_s, reading.width, reading.height) == (2.0, 320, 180)
    assert (reading.times[0].at, reading.times[0].zone) == ("2026-01-16T21:04:12Z", "UTC")
    assert reading.device is not None
    assert (reading.device.make, reading.device.product) == ("DJI", "Phantom 4")
    facts = {fact.name: fact.value for fact in reading.facts}
    assert facts["camera pitch"] == "-45.00"
    assert reading.warnings == ()


def test_cues_inside_a_recording_are_read_by_the_same_table(recording: Path) -> None:
    reading = read(recording)
    assert (reading.dialect, reading.cues_read) == ("Phantom 4 Pro", 2)
    truth = _FLIGHT.moment(1)
    assert reading.track[1].lat == pytest.approx(truth.latitude, abs=6e-5)
    assert reading.track[1].lon == pytest.approx(truth.longitude, abs=6e-5)
    assert reading.track[1].satellites == truth.satellites
    assert reading.track[1].offset_s == 1.0
    sources = {fact.source for fact in reading.facts}
    assert "subtitle track, Phantom 4 Pro dialect, longitude first" in sources


def test_without_cues_the_place_in_the_user_data_stands(tmp_path: Path) -> None:
    path = tmp_path / "DJI_0002.MOV"
    write_video(
        path,
        random.Random(1),  # noqa: S311 - a drawing
        seconds=0.5,
        size=(160, 90),
        frames_per_second=10,
        created=datetime(2026, 1, 16, 21, 4, 12, tzinfo=UTC),
        label="test",
    )
    add_user_data(path, _FLIGHT.moment(0), model_code="FC1102", serial="X")
    reading = read(path)
    assert reading.track[0].lat == pytest.approx(_FLIGHT.moment(0).latitude, abs=1e-3)
    assert reading.track[0].at is None


def test_a_proxy_is_known_by_its_name(recording: Path) -> None:
    assert read(recording, name="DCIM/100MEDIA/DJI_0001.LRF").kind == "proxy"


@pytest.mark.parametrize("code", [b"djmd", b"dbgi", b"priv"])
def test_the_makers_own_tracks_are_named_and_left_alone(
    recording: Path, tmp_path: Path, code: bytes
) -> None:
    path = tmp_path / "DJI_0003.MP4"
    path.write_bytes(recording.read_bytes().replace(b"tx3g", code))
    facts = {fact.name: fact.value for fact in read(path).facts}
    assert "present" in facts[f"{code.decode()} track"]


def test_a_recording_without_an_index_says_no_index(recording: Path, tmp_path: Path) -> None:
    data = recording.read_bytes()
    path = tmp_path / "DJI_0004.MP4"
    path.write_bytes(data[: data.rfind(b"moov") - 4])
    reading = read(path)
    assert (reading.kind, reading.duration_s) == ("video", None)
    assert reading.warnings[0].startswith("no index")


def test_a_stream_in_no_known_codec_is_named(recording: Path, tmp_path: Path) -> None:
    path = tmp_path / "DJI_0006.MP4"
    path.write_bytes(recording.read_bytes().replace(b"avc1", b"zzzz"))
    facts = {fact.name: fact.value for fact in read(path).facts}
    assert "no codec" in facts["video stream"] or "picture stream" in facts


def test_zero_bytes_are_said(tmp_path: Path) -> None:
    path = tmp_path / "DJI_0005.MP4"
    path.write_bytes(b"")
    assert "empty (0 bytes)" in read(path).warnings[0]


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("ok_moov_end.mp4", ""),
        ("ok_fragmented.mp4", ""),
        ("ok.ts", ""),
        ("bad_trunc60_faststart.mp4", "cut off: 778287 bytes"),
        ("bad_trunc60_nomoov.mp4", "no index"),
    ],
)
def test_real_sound_and_faulty_recordings(name: str, warning: str) -> None:
    reading = read(sample("video", "integrity", name))
    assert reading.kind == "video"
    assert warning in " ".join(reading.warnings)
    assert bool(warning) == bool(reading.warnings)
