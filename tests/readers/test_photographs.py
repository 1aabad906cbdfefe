# SPDX-License-Identifier: Apache-2.0
"""JPEG and DNG: what they say, what is odd about them, and what is broken."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from holdfast.demo.card.flight import PLACES, invent_flight
from holdfast.demo.card.models import MODELS
from holdfast.demo.card.photograph import Shot, write_dng, write_jpeg
from holdfast.readers import read
from holdfast.readers.xmp import read_xmp
from readers.real import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.readers import Reading

_START = datetime(2026, 1, 17, 10, 4, 12)  # noqa: DTZ001 - an aircraft's clock has no zone
_FLIGHT = invent_flight(random.Random(5), PLACES[6], _START)  # noqa: S311 - an invention
_MOMENT = _FLIGHT.moment(5)


def _shot(software: str | None = None) -> Shot:
    path = "DCIM\\100MEDIA\\DJI_0018.JPG"
    return Shot(MODELS["mavic-pro"], _MOMENT, path, "08RDE00000001", software)


def _write(
    folder: Path,
    name: str = "DJI_0018.JPG",
    write: Callable[[Path, Image.Image, Shot], None] = write_jpeg,
    software: str | None = None,
) -> Path:
    path = folder / "100MEDIA" / name
    path.parent.mkdir(exist_ok=True)
    write(path, Image.new("RGB", (320, 240), "#446644"), _shot(software))
    return path


def _facts(reading: Reading) -> dict[str, str]:
    return {fact.name: fact.value for fact in reading.facts}


@pytest.mark.parametrize(
    ("name", "write", "format_"),
    [("DJI_0018.JPG", write_jpeg, "JPEG"), ("DJI_0018.DNG", write_dng, "DNG")],
)
def test_a_photograph_says_where_when_and_with_what(
    tmp_path: Path,
    name: str,
    write: Callable[[Path, Image.Image, Shot], None],
    format_: str,
) -> None:
    reading = read(_write(tmp_path, name, write))
    assert (reading.kind, reading.format) == ("photograph", format_)
    assert (reading.width, reading.height) == (320, 240)
    assert reading.track[0].lat == pytest.approx(_MOMENT.latitude, abs=1e-6)
    assert reading.track[0].lon == pytest.approx(_MOMENT.longitude, abs=1e-6)
    assert reading.track[0].height_m == _MOMENT.height_m
    assert reading.device is not None
    assert reading.device.product == "Mavic Pro"
    assert reading.device.firmware == "v01.04.0500"
    assert reading.device.serials[0].value == "08RDE00000001"
    assert (reading.times[0].at, reading.times[0].zone) == ("2026-01-17T10:04:17", "unknown")
    facts = _facts(reading)
    assert facts["drone-dji:RelativeAltitude"] == f"{_MOMENT.height_m:+.2f}"
    assert facts["camera pitch"] == "-45"
    assert facts["absolute altitude"].startswith(f"{_MOMENT.altitude_m:.2f} m")
    assert (reading.signs, reading.warnings) == ((), ())


def test_the_card_path_the_camera_wrote_is_compared_with_where_the_file_was(
    tmp_path: Path,
) -> None:
    path = _write(tmp_path)
    assert "the same as" in _facts(read(path))["place recorded by the camera"]
    moved = tmp_path / "holiday.JPG"
    moved.write_bytes(path.read_bytes())
    assert "holiday.JPG" in _facts(read(moved))["place recorded by the camera"]
    told = read(moved, name="DCIM/100MEDIA/DJI_0018.JPG")
    assert "the same as" in _facts(told)["place recorded by the camera"]


def test_a_program_in_the_software_tag_is_a_sign_with_its_reason(tmp_path: Path) -> None:
    reading = read(_write(tmp_path, software="Microsoft Windows Photo Viewer 10.0.19041.1"))
    assert len(reading.signs) == 1
    assert "Photo Viewer" in reading.signs[0].why
    assert "may not be" in reading.signs[0].means


def test_xmp_against_exif_is_a_sign(tmp_path: Path) -> None:
    path = _write(tmp_path)
    data = path.read_bytes().replace(b'tiff:Model="FC220"', b'tiff:Model="TEST0"')
    data = data.replace(b'CreateDate="2026-01-17"', b'CreateDate="1970-01-01"')
    path.write_bytes(data)
    what = " ".join(sign.what for sign in read(path).signs)
    assert "different models" in what
    assert "1970" in what


def test_every_attribute_and_element_of_the_packet_is_read() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" drone-dji:GpsLongtitude="-176.5">'
        b"<drone-dji:NeverSeenBefore>42</drone-dji:NeverSeenBefore></rdf:Description></rdf:RDF>"
        b"</x:xmpmeta>"
    )
    assert read_xmp(packet).statements == (
        ("drone-dji:GpsLongtitude", "-176.5"),
        ("drone-dji:NeverSeenBefore", "42"),
    )


def test_entities_in_a_packet_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "not well formed" in read_xmp(bomb).problem


def test_a_cut_off_photograph_says_what_is_missing(tmp_path: Path) -> None:
    path = _write(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:-40])
    reading = read(path)
    assert reading.track
    assert "its end is missing" in reading.warnings[0]
    path.write_bytes(data[:300])
    assert "before its picture begins" in " ".join(read(path).warnings)


def test_text_under_a_photographs_name_is_unknown_and_said(tmp_path: Path) -> None:
    path = tmp_path / "DJI_0020.JPG"
    path.write_text("This is not a photograph.\n")
    reading = read(path)
    assert (reading.kind, reading.format) == ("unknown", "text")
    assert "not JPEG" in reading.warnings[0]


def test_a_position_of_zero_is_no_fix(tmp_path: Path) -> None:
    path = tmp_path / "zero.JPG"
    exif = Image.Exif()
    zero = (0.0, 0.0, 0.0)
    exif[0x8825] = {1: "N", 2: zero, 3: "E", 4: zero}
    Image.new("RGB", (8, 8)).save(path, exif=exif.tobytes())
    reading = read(path)
    assert reading.track == ()
    assert "no fix" in reading.warnings[0]


def test_the_real_phantom_3_photograph_is_read() -> None:
    reading = read(sample("drone", "jpeg", "brighton_DJI_0018.JPG"), name="100MEDIA/DJI_0018.JPG")
    facts = _facts(reading)
    assert reading.device is not None
    assert reading.device.product == "Phantom 3 family"
    assert reading.track[0].lat == pytest.approx(46.842607, abs=1e-5)
    assert reading.track[0].lon == pytest.approx(-91.994560, abs=1e-5)
    assert (reading.track[0].height_m, facts["embedded previews"]) == (39.8, "2")
    assert "the same as" in facts["place recorded by the camera"]
    assert (reading.signs, reading.warnings) == ((), ())


def test_the_real_mavic_2_pro_photograph_shows_its_odd_packet_as_signs() -> None:
    reading = read(sample("drone", "jpeg", "issue-exifr-13.jpg"))
    what = [sign.what for sign in reading.signs]
    assert any("1970" in sign for sign in what)
    assert any("different models" in sign for sign in what)
    assert reading.device is not None
    assert reading.device.serials[0].value == "0K8TFBK0020618"
