# SPDX-License-Identifier: Apache-2.0
"""A marker planted anywhere that a format allows is not in the cleaned copy, or is told."""

from __future__ import annotations

import random
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.leaving import DamagedFileError, clean
from holdfast.leaving import jpeg_segments as js
from holdfast.leaving.png_chunks import chunks
from leaving.making import (
    Track,
    box,
    chunk,
    coded,
    exif,
    full_video,
    into_index,
    mpf,
    picture,
    segment,
    xmp_packet,
)

if TYPE_CHECKING:
    from pathlib import Path

MANY = settings(
    max_examples=48, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
markers = st.binary(min_size=16, max_size=40).map(lambda tail: b"MARKER-" + tail.hex().encode())


def unnoticed(path: Path, to: Path, marker: bytes) -> bool:
    """Whether the marker came over into a copy that is called clean."""
    to.unlink(missing_ok=True)
    made = clean(path, to)
    assert made.made.pictures_equal is True
    return made.clean and marker in to.read_bytes()


def _in_jpeg(base: bytes, how: str, marker: bytes, randomness: random.Random) -> bytes:
    """Plant the marker in one of the ways that ISO/IEC 10918-1 and its users know."""
    heads = [one for one in js.segments(base) if one.marker != js.SOS]
    place = randomness.choice([2, *(one.start for one in heads)])
    bodies = {
        "comment": segment(js.COM, marker),
        "application": segment(randomness.randrange(0xE0, 0xF0), marker),
        "named application": segment(randomness.randrange(0xE0, 0xF0), b"Exif\x00\x00" + marker),
        "reserved": segment(randomness.randrange(0xF0, 0xFE), marker),
        "exif": segment(js.APP1, exif() + marker),
        "xmp": segment(js.APP1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp_packet() + marker),
        "profile": segment(js.APP2, b"ICC_PROFILE\x00\x01\x01" + bytes(128) + marker),
        "pictures": segment(js.APP2, mpf(9, 9) + marker),
        "jfif": segment(js.APP0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + marker),
        "adobe": segment(js.APP14, b"Adobe\x00\x64\x00\x00\x00\x00\x01" + marker),
        "table of nobody": segment(js.DQT, b"\x03" + marker.ljust(64, b"-")[:64]),
        "codes of nobody": segment(
            js.DHT, bytes([0x13, *([0] * 7), len(marker), *([0] * 8)]) + marker
        ),
        "restarts": segment(js.DRI, b"\x00\x00" + marker),
    }
    if how == "behind the end":
        return base + marker
    if how == "before the end":
        return base[:-2] + marker + b"\xff\xd9"
    if how == "fill bytes":
        return base[:place] + b"\xff" * 9 + base[place:] + marker
    return base[:place] + bodies[how] + base[place:]


@MANY
@given(
    marker=markers,
    how=st.sampled_from(
        (
            "comment", "application", "named application", "reserved", "exif", "xmp", "profile",
            "pictures", "jfif", "adobe", "table of nobody", "codes of nobody", "restarts",
            "behind the end", "before the end", "fill bytes",
        )
    ),
    seed=st.integers(0, 1000),
    progressive=st.booleans(),
)  # fmt: skip
def test_no_marker_in_a_jpeg_survives_unnoticed(
    tmp_path: Path, marker: bytes, how: str, seed: int, *, progressive: bool
) -> None:
    base = coded(picture((96, 80), seed=5), quality=80, progressive=progressive)
    path = tmp_path / "planted.jpg"
    path.write_bytes(_in_jpeg(base, how, marker, random.Random(seed)))  # noqa: S311 - a place
    if how in {"reserved", "restarts"}:
        with pytest.raises(DamagedFileError):  # no decoder opens it
            clean(path, tmp_path / "refused.jpg")
        return
    assert not unnoticed(path, tmp_path / "copy.jpg", marker)


@MANY
@given(marker=markers, how=st.integers(0, 5), seed=st.integers(0, 1000))
def test_no_marker_in_a_png_survives_unnoticed(
    tmp_path: Path, marker: bytes, how: int, seed: int
) -> None:
    base = coded(picture((96, 80), seed=5), "PNG")
    places = [one.start for one in chunks(base) if one.name != b"IHDR"]
    place = random.Random(seed).choice(places[:1])  # noqa: S311 - a place
    planted = [
        chunk(b"tEXt", b"Key\x00" + marker),
        chunk(b"zTXt", b"Key\x00\x00" + zlib.compress(marker)),
        chunk(b"prIv", marker),
        chunk(b"tRNS", marker.ljust(6)[:6]),
        chunk(b"iTXt", b"Key\x00\x00\x00" + marker + b"\x00\x00text"),
        chunk(b"gAMA", struct.pack(">I", 45455) + marker),
    ][how]
    path = tmp_path / "planted.png"
    path.write_bytes(base[:place] + planted + base[place:] + (marker if seed % 3 == 0 else b""))
    assert not unnoticed(path, tmp_path / "copy.png", marker)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return full_video(tmp_path_factory.mktemp("planted") / "a.mp4").read_bytes()


@FEW
@given(marker=markers, how=st.integers(0, 8))
def test_no_marker_in_a_recording_survives_unnoticed(
    tmp_path: Path, recording: bytes, marker: bytes, how: int
) -> None:
    path = tmp_path / "planted.mp4"
    path.write_bytes(recording)
    text = struct.pack(">HH", len(marker), 0) + marker
    ways = (
        lambda: path.write_bytes(recording + box(b"uuid", b"0123456789abcdef", marker)),
        lambda: path.write_bytes(recording + box(b"free", marker)),
        lambda: path.write_bytes(recording + marker),
        lambda: into_index(path, [], box(b"udta", box(b"\xa9cmt", text))),
        lambda: into_index(path, [], box(b"abcd", marker)),
        lambda: into_index(path, [Track(b"meta", b"priv", (marker, marker))]),
        lambda: into_index(path, [], box(b"meta", bytes(4), box(b"ilst", box(b"abcd", marker)))),
        lambda: path.write_bytes(recording.replace(b"DJI.AVC", marker[:7])),
        lambda: path.write_bytes(recording.replace(b"x264 - core ", marker[:12])),
    )
    ways[how]()
    planted = {7: marker[:7], 8: marker[:12]}.get(how, marker)
    assert planted in path.read_bytes()
    assert not unnoticed(path, tmp_path / "copy.mp4", planted)
