# SPDX-License-Identifier: Apache-2.0
"""A cleaned copy shows the same, holds nothing else, and says what it could not do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image, ImageChops

from holdfast.leaving import (
    CopyAlreadyThereError,
    DamagedFileError,
    LeavingError,
    NotCleanedError,
    clean,
    review,
)
from leaving.making import (
    CARD_PATH,
    DRONE_ID,
    MARKER,
    SERIAL,
    coded,
    full_dng,
    full_jpeg,
    full_png,
    full_video,
    picture,
    profile,
)
from readers.real import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

TOLD = (SERIAL.encode(), DRONE_ID[:12].encode(), MARKER, CARD_PATH.encode(), b"Ngata", b"x264")


def same(first: Path, second: Path) -> bool:
    with Image.open(first) as one, Image.open(second) as other:
        return one.size == other.size and ImageChops.difference(
            one.convert("RGB"), other.convert("RGB")
        ).getbbox() is None  # fmt: skip


def says_nothing(path: Path) -> bool:
    data = path.read_bytes()
    return not any(told in data for told in TOLD)


def test_a_photograph_is_cleaned_and_every_pixel_is_the_same(tmp_path: Path) -> None:
    path, to = full_jpeg(tmp_path / "a.jpg"), tmp_path / "b.jpg"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    made = clean(path, to)
    assert made.clean
    assert made.made.pictures_equal is True
    assert same(path, to)
    assert says_nothing(to)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    kept = {(one.entry.where, one.entry.name): one.entry.value for one in made.kept}
    assert kept[("EXIF IFD0", "Orientation")] == "6"
    assert kept[("ICC profile", "profile")].startswith("'Colour profile'")
    assert {one.where for one in review(to).entries} == {"JFIF", "EXIF IFD0", "ICC profile"}
    assert len(made.removed) >= 30


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_way_of_coding_a_jpeg_comes_over(
    tmp_path: Path, mode: str, *, progressive: bool
) -> None:
    path, to = tmp_path / "a.jpg", tmp_path / "b.jpg"
    path.write_bytes(
        coded(
            picture().convert(mode), progressive=progressive, comment=MARKER, restart_marker_rows=1
        )
    )
    made = clean(path, to)
    assert made.clean
    with Image.open(path) as one, Image.open(to) as other:
        assert one.tobytes() == other.tobytes()
    assert says_nothing(to)


def test_the_colours_of_a_profile_come_over_and_its_words_do_not(tmp_path: Path) -> None:
    path, to = tmp_path / "a.jpg", tmp_path / "b.jpg"
    path.write_bytes(coded(picture(), icc_profile=profile()))
    clean(path, to)
    with Image.open(path) as one, Image.open(to) as other:
        was, now = one.info["icc_profile"], other.info["icc_profile"]
    assert b"wide" in was.replace(b"\x00", b"")
    assert b"wide" not in now.replace(b"\x00", b"")
    for tag in (b"rXYZ", b"gTRC", b"wtpt"):
        place = now.find(tag)
        assert place > 0
        at, size = (int.from_bytes(now[place + k : place + k + 4], "big") for k in (4, 8))
        assert now[at : at + size] in was


def test_bytes_behind_the_last_block_of_a_picture_are_left_out(tmp_path: Path) -> None:
    """No format allows them, every decoder skips them, and a search would find them."""
    path, to = tmp_path / "a.jpg", tmp_path / "b.jpg"
    path.write_bytes(coded(picture())[:-2] + MARKER + b"\xff\xd9")
    made = clean(path, to)
    assert made.clean
    assert says_nothing(to)
    assert any("change no pixel" in note for note in made.made.notes)


@pytest.mark.parametrize("form", ["PNG", "WebP"])
def test_a_picture_of_another_format_is_cleaned_without_coding_it_again(
    tmp_path: Path, form: str
) -> None:
    path, to = tmp_path / f"a.{form.lower()}", tmp_path / "b"
    if form == "PNG":
        full_png(path)
    else:
        whole = full_jpeg(tmp_path / "a.jpg")
        with Image.open(whole) as image:
            block = image.info["exif"]
        path.write_bytes(coded(picture(), form, lossless=True, exif=block, xmp=b"<a>" + MARKER))
    made = clean(path, to)
    assert made.clean, made.remains
    assert made.made.format == form
    assert same(path, to)
    assert says_nothing(to)
    with Image.open(path) as one, Image.open(to) as other:
        assert one.getexif().get(0x0112, 1) == other.getexif().get(0x0112, 1)


def test_a_dng_gives_its_largest_preview_and_says_that_the_raw_stays_behind(tmp_path: Path) -> None:
    preview = full_jpeg(tmp_path / "preview.jpg", orientation=1)
    path, to = full_dng(tmp_path / "a.dng", preview=preview.read_bytes()), tmp_path / "b.jpg"
    made = clean(path, to)
    assert made.clean
    assert (made.made.format, made.made.pictures_equal) == ("JPEG", True)
    assert same(preview, to)
    assert says_nothing(to)
    assert any("raw picture is not in it" in note for note in made.made.notes)


def test_a_tiff_is_coded_again_and_that_is_said(tmp_path: Path) -> None:
    path, to = tmp_path / "a.tif", tmp_path / "b.jpg"
    path.write_bytes(coded(picture(), "TIFF", software=MARKER.decode(), artist="Aroha Ngata"))
    made = clean(path, to)
    assert made.clean
    assert made.made.pictures_equal is None
    assert "coded again" in made.made.how
    assert says_nothing(to)


def test_a_recording_is_cleaned_and_its_packets_are_the_same(tmp_path: Path) -> None:
    path, to = full_video(tmp_path / "a.mp4"), tmp_path / "b.mp4"
    made = clean(path, to)
    assert made.clean, (made.remains, made.copies)
    assert made.made.pictures_equal is True
    assert says_nothing(to)
    assert [(one.entry.name, one.entry.gives.value) for one in made.kept] == [
        ("brands", "how it was recorded")
    ]
    with av.open(str(path)) as one, av.open(str(to)) as other:
        assert [stream.type for stream in other.streams] == ["video"]
        before = [frame.to_ndarray().tobytes() for frame in one.decode(video=0)]
        after = [frame.to_ndarray().tobytes() for frame in other.decode(video=0)]
    assert len(before) == 20
    assert before == after


@pytest.mark.parametrize(
    ("form", "picture_codec", "sound_codec"),
    [
        ("mov", "mjpeg", "pcm_s16le"),
        ("matroska", "libx264", "aac"),
        ("mpegts", "libx264", "aac"),
        ("avi", "mpeg4", "pcm_s16le"),
        ("webm", "libvpx", "libopus"),
    ],
)
def test_other_containers_and_codecs_come_over(
    tmp_path: Path, form: str, picture_codec: str, sound_codec: str
) -> None:
    path, to = tmp_path / "a", tmp_path / "b"
    film(path, form, picture_codec, sound_codec)
    done = clean(path, to)
    assert done.clean, (done.remains, done.copies)
    assert done.made.pictures_equal is True
    assert MARKER not in to.read_bytes()
    assert b"x264" not in to.read_bytes()
    assert picture_codec == "mpeg4" or b"Lavc" not in to.read_bytes()


def film(path: Path, form: str, picture_codec: str, sound_codec: str) -> None:
    """Film ten pictures with a second of silence, and a title."""
    with av.open(str(path), "w", format=form) as made:
        made.metadata["title"] = MARKER.decode()
        shown, heard = made.add_stream(picture_codec, rate=10), made.add_stream(sound_codec, 48000)
        assert isinstance(shown, av.VideoStream)
        assert isinstance(heard, av.AudioStream)
        shown.width, shown.height = 160, 120
        shown.pix_fmt = "yuvj420p" if picture_codec == "mjpeg" else "yuv420p"
        for number in range(10):
            image = picture((160, 120), seed=number)
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]  # PyAV gives it no type
            frame.pts = number
            made.mux(shown.encode(frame))
        made.mux(shown.encode(None))
        for start in range(0, 48000, 1024):
            sound = av.AudioFrame(format=heard.format.name, layout=heard.layout.name, samples=1024)
            for plane in sound.planes:
                plane.update(bytes(plane.buffer_size))
            sound.sample_rate, sound.pts = 48000, start
            made.mux(heard.encode(sound))
        made.mux(heard.encode(None))


def test_a_copy_is_never_written_over_a_file(tmp_path: Path) -> None:
    path, to = full_jpeg(tmp_path / "a.jpg"), tmp_path / "b.jpg"
    to.write_bytes(b"somebody's work")
    for place in (to, path):
        with pytest.raises(CopyAlreadyThereError):
            clean(path, place)
    assert to.read_bytes() == b"somebody's work"


def test_a_copy_that_cannot_be_proven_is_not_left_behind(tmp_path: Path) -> None:
    path, to = tmp_path / "a.jpg", tmp_path / "b.jpg"
    path.write_bytes(full_jpeg(tmp_path / "whole.jpg").read_bytes()[:9000])
    with pytest.raises(DamagedFileError):
        clean(path, to)
    assert not to.exists()


def test_a_file_that_is_nothing_but_telemetry_has_no_cleaned_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:00,000 --> 00:00:01,000\nGPS(1.0,2.0,3)\n\n", encoding="utf-8")
    with pytest.raises(NotCleanedError, match="nothing would be left"):
        clean(path, tmp_path / "b.srt")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real samples are not beside this checkout")
def test_every_real_photograph_and_recording_is_clean_or_refused_by_name(tmp_path: Path) -> None:
    cleaned = 0
    chosen = [*(SAMPLES / "drone" / "jpeg").iterdir(), *(SAMPLES / "video").rglob("*.*")]
    for number, path in enumerate(sorted(chosen)):
        to = tmp_path / str(number)
        try:
            made = clean(path, to)
        except LeavingError:
            assert not to.exists()
            continue
        assert made.made.pictures_equal is True, path
        assert made.clean, (path, made.remains, made.copies)
        cleaned += 1
    assert cleaned >= 10
