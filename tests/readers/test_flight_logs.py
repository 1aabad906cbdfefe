# SPDX-License-Identifier: Apache-2.0
"""Flight record headers of every version, and track logs as CSV."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.demo.card import MODELS, write_flight_record
from holdfast.demo.card.flight import PLACES, invent_flight
from holdfast.readers import read
from readers.real import sample

if TYPE_CHECKING:
    from pathlib import Path

_START = datetime(2026, 1, 17, 10, 4, 12, tzinfo=UTC)
_FLIGHT = invent_flight(random.Random(5), PLACES[6], _START)  # noqa: S311 - an invention


def _record(folder: Path, version: int, *, has_fix: bool = True) -> Path:
    path = folder / "DJIFlightRecord_2026-01-17_[10-04-12].txt"
    write_flight_record(
        path,
        _FLIGHT,
        MODELS["mavic-pro"],
        started=_START,
        seconds=312.5,
        serial="08RDE00001",
        version=version,
        has_fix=has_fix,
    )
    return path


@pytest.mark.parametrize("version", range(1, 15))
def test_the_header_of_every_version_is_the_flight_register(tmp_path: Path, version: int) -> None:
    reading = read(_record(tmp_path, version))
    assert (reading.kind, reading.dialect) == ("flight-record", f"version {version}")
    assert reading.duration_s == 312.5
    assert reading.times[0].at == "2026-01-17T10:04:12Z"
    assert reading.times[0].zone == "UTC"
    assert reading.track[0].lat == pytest.approx(PLACES[6].latitude)
    assert reading.track[0].lon == pytest.approx(PLACES[6].longitude)
    assert reading.device is not None
    assert reading.device.product == "Mavic Pro"
    assert [(s.kind, s.value) for s in reading.device.serials] == [
        ("aircraft", "08RDE00001"),
        ("camera", "08RDE0000C"),
        ("remote controller", "08RDE0000R"),
    ]
    facts = {fact.name: fact.value for fact in reading.facts}
    assert facts["aircraft name"] == "Mavic Pro 01"
    assert facts["needs_upload"].startswith("yes")
    assert facts["distance flown, as written"].endswith("differ: metres or kilometres)")
    assert facts["take-off altitude, as written"].endswith("differ: metres or tenths of a metre)")
    assert ("encrypted" in facts["flight track"]) == (version >= 13)
    assert reading.warnings == ()


def test_take_off_at_zero_is_no_fix(tmp_path: Path) -> None:
    reading = read(_record(tmp_path, 14, has_fix=False))
    assert reading.track[0].lat is None
    assert "no fix" in reading.warnings[0]


def test_a_cut_off_record_is_a_warning(tmp_path: Path) -> None:
    path = _record(tmp_path, 14)
    path.write_bytes(path.read_bytes()[:180])
    reading = read(path)
    assert reading.kind == "flight-record"
    assert reading.warnings


def test_a_text_file_that_is_no_flight_record_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "RunningConf_2026.txt"
    path.write_text('{"running": true}\n')
    assert read(path).kind == "unknown"


def test_the_real_record_is_read_without_a_key() -> None:
    reading = read(sample("drone", "flightlog", "minimal_v14.txt"))
    assert reading.device is not None
    assert (reading.device.product, reading.duration_s) == ("Mini 2", 300.0)
    assert reading.times[0].at == "2021-05-25T18:31:35Z"


_AIRDATA = (
    "time(millisecond),datetime(utc),latitude,longitude,height_above_takeoff({u}),speed({s}),"
    " xSpeed(m/s),satellites,isPhoto,flycState\n"
    "0,2026-01-16 21:04:12,-41.2589,174.792,{h},{v},0,15,0,GPS\n"
    "100,2026-01-16 21:04:12,0,0,{h},{v},0,3,0,GPS\n"
    "200,2026-01-16 21:04:13,-41.2590,174.793,{h},{v},0,16,1,GPS\n"
    "300,2026-01-16 21:04:13,141.2590,174.793,{h},{v},0,16,1,GPS\n"
)


@pytest.mark.parametrize(
    ("unit", "speed_unit", "height", "speed"),
    [("feet", "mph", "164.04", "22.369"), ("meters", "m/s", "50", "10")],
)
def test_airdata_units_come_from_the_header(
    tmp_path: Path, unit: str, speed_unit: str, height: str, speed: str
) -> None:
    path = tmp_path / "flight.csv"
    path.write_text(_AIRDATA.format(u=unit, s=speed_unit, h=height, v=speed))
    reading = read(path)
    assert (reading.kind, reading.format, len(reading.track)) == ("track-log", "AirData CSV", 3)
    assert reading.track[0].height_m == pytest.approx(50, abs=0.01)
    assert reading.track[0].at == "2026-01-16T21:04:12Z"
    assert reading.track[0].satellites == 15
    assert (reading.track[1].lat, reading.track[1].lon) == (None, None)
    facts = {fact.name: fact.value for fact in reading.facts}
    assert facts["greatest speed"] == "10.0 m/s"
    assert any("impossible" in warning for warning in reading.warnings)


def test_litchi_is_read_with_its_local_time_and_model(tmp_path: Path) -> None:
    path = tmp_path / "2026-01-17_litchi.csv"
    path.write_text(
        "latitude,longitude,altitude(feet),speed(mph),satellites,datetime(local),isTakingPhoto,"
        "remainPowerPercent,Dronetype,FlightControllerSerialNumber\n"
        "-43.951,-176.561,100,10,14,2026-01-17 10:04:12.5,0,90,21,FC1\n"
    )
    reading = read(path)
    assert (reading.format, reading.track[0].lon) == ("Litchi CSV", -176.561)
    assert reading.track[0].height_m == 30.48
    assert (reading.times[0].at, reading.times[0].zone) == ("2026-01-17T10:04:12.500000", "unknown")
    assert reading.device is not None
    assert reading.device.product == "Spark"
