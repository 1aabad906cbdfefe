# SPDX-License-Identifier: Apache-2.0
"""Subtitle telemetry: every dialect, both ways of reading, and everything that can be wrong."""

from __future__ import annotations

import math
import random
import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.demo.card.flight import PLACES, invent_flight
from holdfast.demo.card.subtitles import DIALECT_CODES, write_subtitles
from holdfast.readers import read
from holdfast.readers.srt import choose_dialect, decode
from holdfast.readers.srt_cues import find_cues
from holdfast.readers.srt_layout import fields
from holdfast.readers.srt_track import Track, read_track
from readers.real import sample

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.demo.card.flight import Flight
    from holdfast.readers import Reading

_NAMES = {
    "A0": "early DJI",
    "A": "Mavic Pro",
    "B": "Phantom 4 Pro",
    "B+": "Phantom 4 RTK",
    "C": "Matrice 300",
    "D": "Mavic Air",
    "E": "Mavic 2",
    "E0": "Mavic 2 without timing lines",
    "F": "Air 2",
    "G": "Mavic 3",
    "H": "Mini 5 Pro",
    "Autel": "Autel",
}
_ZERO_NOT_STATED = {"E", "F", "Autel"}


def _flight(place: int = 0) -> Flight:
    start = datetime(2026, 1, 5, 9, 58, 58)  # noqa: DTZ001 - an aircraft's clock has no zone
    return invent_flight(random.Random(3), PLACES[place], start)  # noqa: S311 - an invention


def _read(folder: Path, content: str | bytes, name: str = "DJI_0001.SRT") -> Reading:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


@pytest.mark.parametrize("place", [0, 6], ids=["south and east", "south and west"])
@pytest.mark.parametrize("code", [code for code in DIALECT_CODES if code != "D"])
def test_each_dialect_gives_the_flight_back(tmp_path: Path, code: str, place: int) -> None:
    flight = _flight(place)
    text = write_subtitles(flight, dialect=code, seconds=20, hertz=2)
    reading = _read(tmp_path, text)
    assert (reading.kind, reading.dialect) == ("subtitle", _NAMES[code])
    assert (reading.cues_read, reading.cues_skipped, reading.warnings) == (40, 0, ())
    for index, point in enumerate(reading.track):
        truth = flight.moment(index / 2)
        assert point.lat == pytest.approx(truth.latitude, abs=6e-5)
        assert point.lon == pytest.approx(truth.longitude, abs=6e-5)
        if code == "E0":
            assert point.height_m is None
        else:
            above = truth.altitude_m if code in _ZERO_NOT_STATED else truth.height_m
            assert point.height_m == pytest.approx(above, abs=0.05)
        counted = code in {"A0", "A", "B", "B+"}
        assert point.satellites == (truth.satellites if counted else None)
        if code not in {"B", "B+"}:
            assert (point.at or "").startswith(truth.at.strftime("%Y-%m-%dT%H:%M:%S"))
        else:
            assert point.at is None
    assert all(moment.zone == "unknown" for moment in reading.times)


@pytest.mark.parametrize("code", [code for code in DIALECT_CODES if code != "D"])
def test_the_quick_way_and_the_slow_way_give_the_same_points(code: str) -> None:
    text, _ = decode(write_subtitles(_flight(), dialect=code, seconds=60, hertz=3).encode())
    first = find_cues(text, 0, min(len(text), 1 << 16))
    dialect = choose_dialect(text, first)
    assert dialect is not None
    slow = Track(dialect)
    for cue in find_cues(text).cues:
        written = fields(text, cue, dialect)
        assert written is not None
        slow.add(written)
    slow.close()
    quick = read_track(text, first.cues, dialect)
    assert quick.points == slow.points
    assert quick.altitudes == slow.altitudes


def test_the_source_of_a_position_is_said_with_the_dialect_and_the_order(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="A", seconds=2, hertz=1)
    facts = {fact.name: fact for fact in _read(tmp_path, text).facts}
    assert facts["position"].source == "subtitle file, Mavic Pro dialect, longitude first"
    text = write_subtitles(_flight(), dialect="C", seconds=2, hertz=1)
    facts = {fact.name: fact for fact in _read(tmp_path, text).facts}
    assert facts["position"].source == "subtitle file, Matrice 300 dialect, latitude first"


def test_a_dialect_without_position_has_times_and_no_track(tmp_path: Path) -> None:
    reading = _read(tmp_path, write_subtitles(_flight(), dialect="D", seconds=2, hertz=30))
    assert (reading.dialect, reading.cues_read, reading.track) == ("Mavic Air", 60, ())
    assert reading.times[0].at == "2026-01-05T09:58:58.000000"


def test_an_impossible_latitude_is_refused_counted_and_said(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="A", seconds=5, hertz=1)
    lines = text.split("\n")
    lines[3] = "GPS(174.7920,149.0251,16) BAROMETER:1.9"
    reading = _read(tmp_path, "\n".join(lines))
    assert (reading.cues_read, reading.cues_skipped, len(reading.track)) == (4, 1, 4)
    assert "latitude beyond 90" in reading.warnings[0]


def test_a_third_number_that_counts_no_satellites_is_not_taken_for_the_dialect(
    tmp_path: Path,
) -> None:
    cue = "\n00:00:0{n},000 --> 00:00:0{n},900\nGPS(51.5007,-0.1246,69.800) BAROMETER:91.2\n\n"
    reading = _read(tmp_path, "".join(f"{n}{cue.format(n=n)}" for n in range(1, 4)))
    assert (reading.cues_read, reading.cues_skipped, reading.track) == (0, 3, ())
    assert "no count of satellites" in reading.warnings[0]


@pytest.mark.parametrize("code", sorted(_ZERO_NOT_STATED))
def test_a_height_whose_zero_is_not_stated_says_so_beside_the_position(
    tmp_path: Path, code: str
) -> None:
    reading = _read(tmp_path, write_subtitles(_flight(), dialect=code, seconds=2, hertz=1))
    facts = {fact.name: fact.value for fact in reading.facts}
    assert facts["position"].endswith(
        "heights are the file's altitude, whose zero it does not state"
    )
    assert "altitude, zero not stated" in facts


def test_a_flood_of_open_brackets_is_read_in_a_moment(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="C", seconds=3, hertz=1)
    flood = f"4\n00:00:04,000 --> 00:00:05,000\n{'GPS(' * 500_000}"
    begun = time.process_time()
    reading = _read(tmp_path, f"{text}\n{flood}")
    assert time.process_time() - begun < 5
    assert (reading.cues_read, reading.cues_skipped) == (3, 1)


def test_cues_behind_a_long_preface_are_read(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="A", seconds=3, hertz=1)
    reading = _read(tmp_path, "\n" * 70_000 + text)
    assert (reading.cues_read, reading.cues_skipped) == (3, 0)


@pytest.mark.parametrize(
    ("fix", "cue"),
    [
        ("zeros", "GPS(0.0000,0.0000,0) BAROMETER:1.9"),
        ("not available", "GPS(n/a,n/a,0) BAROMETER:1.9"),
    ],
)
def test_no_fix_is_a_point_without_position(tmp_path: Path, fix: str, cue: str) -> None:
    text = write_subtitles(_flight(), dialect="A", seconds=5, hertz=1)
    lines = text.split("\n")
    lines[15] = cue
    reading = _read(tmp_path, "\n".join(lines))
    assert reading.cues_read == 5, fix
    assert reading.track[2].lat is None
    assert reading.track[2].lon is None
    assert reading.track[2].at is not None
    assert any("no position fix" in warning for warning in reading.warnings)


def test_radians_are_turned_into_degrees_and_said(tmp_path: Path) -> None:
    lat, lon = math.radians(-41.2589), math.radians(174.7920)
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n"
        f"[latitude : {lat:.9f}] [longtitude : {lon:.9f}] [altitude: 20.0]\n\n"
        for n in range(1, 5)
    )
    reading = _read(tmp_path, cues)
    assert reading.track[0].lat == pytest.approx(-41.2589, abs=1e-5)
    assert reading.track[0].lon == pytest.approx(174.7920, abs=1e-5)
    assert any("radians" in warning for warning in reading.warnings)


def test_byte_order_mark_carriage_returns_and_a_bad_degree_sign_change_no_number(
    tmp_path: Path,
) -> None:
    text = write_subtitles(_flight(), dialect="B+", seconds=3, hertz=1)
    plain = _read(tmp_path, text)
    odd = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("latin-1")
    reading = _read(tmp_path, odd)
    assert reading.track == plain.track
    assert any("UTF-8" in warning for warning in reading.warnings)


def test_a_malformed_cue_is_skipped_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="G", seconds=4, hertz=1)
    broken = text.replace("00:00:01,000 --> 00:00:02,000", "00:00:x1 --> ???")
    reading = _read(tmp_path, broken)
    assert (reading.cues_read, reading.cues_skipped) == (3, 1)
    assert "timing line is malformed" in reading.warnings[0]
    without_arrow = text.replace("00:00:01,000 --> 00:00:02,000", "00:00:01,000")
    assert _read(tmp_path, without_arrow).cues_read in {3, 4}


def test_a_number_cut_off_at_the_end_of_the_file_is_not_taken(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="A", seconds=3, hertz=1)
    cut = text[: text.rfind("BAROMETER:") + len("BAROMETER:1")]
    assert _read(tmp_path, cut).track[-1].height_m is None
    cut = text[: text.rfind("GPS(") + 9]
    reading = _read(tmp_path, cut)
    assert (reading.cues_read, reading.cues_skipped) == (2, 1)
    assert "cut off" in reading.warnings[0]


def test_a_date_that_does_not_exist_is_left_out(tmp_path: Path) -> None:
    text = write_subtitles(_flight(), dialect="A", seconds=2, hertz=1)
    reading = _read(tmp_path, text.replace("2026.01.05", "2026.13.45"))
    assert [point.at for point in reading.track] == [None, None]
    assert reading.times == ()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no cues here at all", b"1\n2\n3\n"])
def test_a_file_with_no_cue_is_a_warning(tmp_path: Path, content: bytes) -> None:
    reading = _read(tmp_path, content)
    assert (reading.kind, reading.cues_read) == ("subtitle", 0)
    assert reading.warnings
    assert reading.size == len(content)


def test_ordinary_subtitles_are_not_telemetry(tmp_path: Path) -> None:
    reading = _read(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\nGood morning.\n\n")
    assert (reading.dialect, reading.cues_read, reading.cues_skipped) == (None, 0, 1)


def test_an_hour_at_thirty_hertz_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "hour.SRT"
    path.write_text(write_subtitles(_flight(), dialect="A", seconds=3600, hertz=30))
    reading = read(path)
    assert (reading.cues_read, reading.duration_s) == (108_000, 3600.0)


@pytest.mark.parametrize(
    ("name", "dialect", "read_", "skipped", "lat", "lon"),
    [
        ("mavic_pro.SRT", "Mavic Pro", 468, 0, -20.2533, 149.0251),
        ("mavic_2_style.SRT", "Mavic 2 without timing lines", 468, 0, -20.2533, 149.0251),
        ("mavic_mini.SRT", "Phantom 4 Pro", 117, 0, 48.0771, -121.7458),
        ("p4p_sample.SRT", "Phantom 4 Pro", 5, 0, 47.4692, 8.2090),
        ("matrice_300.srt", "Matrice 300", 381, 0, 36.6146, -6.1120),
        ("m2zoom.SRT", "Mavic 2", 7113, 0, 31.452012, 74.398751),
        ("broken_incomplete.SRT", "Mavic Pro", 19, 1, -34.7383, -58.4563),
    ],
)
def test_real_files_are_read_in_the_right_order(  # noqa: PLR0917 - one row, one file
    name: str, dialect: str, read_: int, skipped: int, lat: float, lon: float
) -> None:
    reading = read(sample("drone", "srt", name))
    assert (reading.dialect, reading.cues_read, reading.cues_skipped) == (dialect, read_, skipped)
    assert (reading.track[0].lat, reading.track[0].lon) == (lat, lon)


def test_the_real_empty_and_positionless_files_say_so() -> None:
    assert read(sample("drone", "srt", "broken_empty.SRT")).warnings
    reading = read(sample("drone", "srt", "mavic_air.SRT"))
    assert (reading.cues_read, reading.track) == (2, ())
