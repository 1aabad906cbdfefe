# SPDX-License-Identifier: Apache-2.0
"""The review finds what was planted, names what it does not know, and finds further copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import ImageDraw

from holdfast.leaving import Gives, NotReviewedError, Review, cannot_remove, review
from leaving.making import (
    CARD_PATH,
    DRONE_ID,
    MARKER,
    SERIAL,
    coded,
    exif,
    full_dng,
    full_jpeg,
    full_png,
    full_video,
    picture,
    segment,
)
from readers.real import sample

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Review:
    return review(full_jpeg(tmp_path_factory.mktemp("review") / "DJI_0018.JPG"))


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Review:
    return review(full_video(tmp_path_factory.mktemp("review") / "DJI_0001.MP4"))


def found(of: Review, gives: Gives) -> dict[str, str]:
    return {one.name: one.value for one in of.entries if one.gives is gives}


def test_a_photograph_is_told_apart_by_what_it_gives_away(photograph: Review) -> None:
    assert found(photograph, Gives.POSITION)["drone-dji:GpsLatitude"] == "-36.8485"
    assert found(photograph, Gives.SERIAL) == {"BodySerialNumber": SERIAL}
    assert found(photograph, Gives.AIRCRAFT)["drone-dji:DroneID"] == DRONE_ID
    assert found(photograph, Gives.PATH) == {"ImageDescription": CARD_PATH}
    people = found(photograph, Gives.PERSON)
    assert people["Artist"] == "Constable Aroha Ngata"
    assert people["By-line"] == "Photo Jones"
    assert people["comment"].endswith("j.smith@police.example")
    assert found(photograph, Gives.POSITION)["City"] == "Auckland"
    assert found(photograph, Gives.TIME)["DateTimeOriginal"] == "2026:01:17 10:04:12"


def test_what_nobody_knows_is_named_with_its_size_and_digest(photograph: Review) -> None:
    unknown = {one.where: one for one in photograph.entries if one.gives is Gives.UNKNOWN}
    maker = unknown["APP7"]
    assert (maker.name, maker.size, len(maker.sha256)) == ("segment 'MAKER'", 206, 64)
    trailer = unknown["after the end of the picture"]
    assert MARKER.decode() in trailer.value
    assert any(one.name == "drone-dji:SomethingNew" for one in photograph.entries)
    assert any("extended words" in one.value for one in photograph.entries)


def test_pictures_beside_the_picture_are_compared_with_it(photograph: Review) -> None:
    pictures = {one.where: one.value for one in photograph.entries if one.gives is Gives.PICTURE}
    assert pictures["EXIF IFD1 thumbnail"].endswith("it looks like the picture")
    assert "it differs from the picture" in pictures["picture 2 of the file"]


def test_a_thumbnail_that_still_shows_what_was_painted_over_is_told(tmp_path: Path) -> None:
    whole = picture()
    painted = whole.copy()
    ImageDraw.Draw(painted).rectangle((100, 80, 160, 130), fill="black")
    ImageDraw.Draw(whole).rectangle((100, 80, 160, 130), fill="white")
    block = exif(thumbnail=coded(whole.resize((160, 120))))
    base = coded(painted)
    path = tmp_path / "painted.jpg"
    path.write_bytes(base[:2] + segment(0xE1, block) + base[2:])
    (thumbnail,) = [one for one in review(path).entries if one.gives is Gives.PICTURE]
    assert "may show what was cut out or painted over" in thumbnail.value


def test_the_three_copies_of_an_aircraft_are_all_found(photograph: Review) -> None:
    """Taking out one of them would still leave the aircraft in the file."""
    told = {(one.value_of, one.inside) for one in photograph.copies}
    assert ("BodySerialNumber (EXIF Exif)", "EXIF Exif, MakerNote") in told
    (repeated,) = [one for one in photograph.copies if "DroneID" in one.value_of]
    assert repeated.inside == "XMP, drone-dji:CaptureUUID"
    assert repeated.spelling.startswith("its first 12 characters")


def test_a_png_is_reviewed_chunk_by_chunk(tmp_path: Path) -> None:
    told = review(full_png(tmp_path / "a.png"))
    assert found(told, Gives.PERSON)["Author"] == "Constable Aroha Ngata"
    assert "jones" in found(told, Gives.PATH)["Comment"]
    assert found(told, Gives.SERIAL)["BodySerialNumber"] == SERIAL
    assert found(told, Gives.AIRCRAFT)["drone-dji:DroneID"] == DRONE_ID
    where = {one.where for one in told.entries}
    assert {"chunk prVt", "tIME", "ICC profile", "after the end of the picture"} <= where


def test_a_dng_is_reviewed_tag_by_tag_and_its_preview_too(tmp_path: Path) -> None:
    preview = full_jpeg(tmp_path / "preview.jpg").read_bytes()
    told = review(full_dng(tmp_path / "a.DNG", preview=preview))
    assert told.format == "DNG"
    assert SERIAL in found(told, Gives.SERIAL).values()
    assert any(one.where.startswith("TIFF IFD0 picture, EXIF GPS") for one in told.entries)
    assert any("private" in one.value for one in told.entries if one.gives is Gives.UNKNOWN)


def test_a_recording_is_reviewed_box_by_box_and_packet_by_packet(recording: Review) -> None:
    assert found(recording, Gives.POSITION)["©xyz"].startswith("-41")
    assert recording.gives_away["launch position"] == 1
    assert found(recording, Gives.SERIAL)["serial number"] == SERIAL
    assert found(recording, Gives.SERIAL)["©uid"] == SERIAL
    assert found(recording, Gives.AIRCRAFT)["drone-dji:DroneID"] == DRONE_ID
    assert found(recording, Gives.PATH)["fsid"] == CARD_PATH
    assert found(recording, Gives.TIME)["creation time (mvhd)"].startswith("2026-01-16 21:04:12")
    assert any("cover art" in one.where for one in recording.entries)
    assert any(MARKER.decode() in one.value for one in recording.entries)
    assert any(one.name.startswith("user data") for one in recording.entries), "x264 names itself"
    tracks = [one.name for one in recording.entries if one.name.endswith(")")]
    assert "djmd track (DJI flight and camera data)" in tracks


def test_a_serial_is_found_in_further_places_of_a_recording(recording: Review) -> None:
    assert {one.value_of for one in recording.copies} >= {"©uid (udta ©uid)"}


def test_a_subtitle_file_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "DJI_0001.SRT"
    line = (
        "F/3.2, SS 160, ISO 100, EV 0, GPS (174.76, -36.84, 18), HOME (174.75, -36.85, 3.0m), D 9m"
    )
    path.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{line}\n\n", encoding="utf-8")
    told = review(path)
    assert told.kind == "subtitle"
    assert told.gives_away["position"] >= 1
    assert any("launch" in str(one.gives) for one in told.entries)


@pytest.mark.parametrize("content", [b"", b"hello, this is text\n", b"\x00\x01\x02" * 50])
def test_what_is_not_known_is_refused_and_never_called_clean(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "named.jpg"
    path.write_bytes(content)
    with pytest.raises(NotReviewedError, match=r"named\.jpg"):
        review(path)


def test_what_cannot_be_removed_is_said_for_every_kind() -> None:
    for kind in ("photograph", "video", "audio", "subtitle"):
        assert any("name of the file" in one for one in cannot_remove(kind))
    assert any("overlay" in one for one in cannot_remove("video"))
    assert any("voices" in one for one in cannot_remove("video"))


def test_a_real_photograph_repeats_its_serial_in_the_maker_note() -> None:
    told = review(sample("drone", "jpeg", "issue-exifr-13.jpg"))
    (copy,) = told.copies
    assert copy.inside == "EXIF Exif, MakerNote"
