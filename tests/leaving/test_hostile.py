# SPDX-License-Identifier: Apache-2.0
"""Cut off, changed at random, or made to exhaust: named, bounded, and never a traceback."""

from __future__ import annotations

import random
import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from holdfast.leaving import LeavingError, clean, review
from leaving.making import (
    chunk,
    coded,
    full_dng,
    full_jpeg,
    full_png,
    full_video,
    picture,
    segment,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _dng(path: Path) -> Path:
    return full_dng(path, preview=coded(picture()))


def _heic(path: Path) -> Path:
    item = struct.pack(">I4sIHH4s", 21, b"infe", 2 << 24, 1, 0, b"Exif") + b"\x00"
    names = struct.pack(">I4sIH", 14 + len(item), b"iinf", 0, 1) + item
    place = struct.pack(">I4sIHHHHHHII", 30, b"iloc", 0, 0x4400, 1, 1, 0, 1, 0, 200, 40)[:30]
    meta = bytes(4) + names + place
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"heic", 0)
    path.write_bytes(head + struct.pack(">I4s", 8 + len(meta), b"meta") + meta + bytes(300))
    return path


MAKERS: dict[str, Callable[[Path], Path]] = {
    "jpg": full_jpeg,
    "png": full_png,
    "dng": _dng,
    "mp4": full_video,
    "heic": _heic,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("hostile")
    return {name: make(folder / f"a.{name}").read_bytes() for name, make in MAKERS.items()}


def looked_at(path: Path, to: Path) -> None:
    """Review and clean: either both answer, or a named error says why not."""
    with suppress(LeavingError):
        review(path)
    made = None
    with suppress(LeavingError):
        made = clean(path, to)
    assert to.exists() == (made is not None)
    to.unlink(missing_ok=True)


@pytest.mark.parametrize("name", MAKERS)
def test_a_file_cut_off_anywhere_is_reviewed_as_far_as_it_goes_or_refused(
    whole: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    randomness = random.Random(name)  # noqa: S311 - which places are tried
    path = tmp_path / f"cut.{name}"
    data = whole[name]
    for length in sorted({1, 3, 9, 20, *(randomness.randrange(len(data)) for _ in range(25))}):
        path.write_bytes(data[:length])
        looked_at(path, tmp_path / "copy")


@pytest.mark.parametrize("name", MAKERS)
def test_a_file_changed_anywhere_is_reviewed_or_refused(
    whole: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    randomness = random.Random(name)  # noqa: S311 - which bytes are changed
    path = tmp_path / f"changed.{name}"
    for _ in range(40):
        data = bytearray(whole[name])
        for _change in range(randomness.randrange(1, 12)):
            near_the_head = randomness.random() < 0.7
            place = randomness.randrange(min(len(data), 3000) if near_the_head else len(data))
            data[place] = randomness.randrange(256)
        path.write_bytes(bytes(data))
        looked_at(path, tmp_path / "copy")


def test_a_bomb_in_a_text_of_a_png_is_unpacked_only_so_far(tmp_path: Path) -> None:
    base = coded(picture(), "PNG")
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(40 << 20), 9))
    path = tmp_path / "bomb.png"
    path.write_bytes(base[:33] + bomb + base[33:])
    (entry,) = [one for one in review(path).entries if one.where == "zTXt"]
    assert entry.length <= 8 << 20


def test_a_picture_that_claims_too_many_pixels_is_refused_by_name(tmp_path: Path) -> None:
    data = bytearray(coded(picture()))
    place = data.find(b"\xff\xc0")
    data[place + 5 : place + 9] = b"\xff\xff\xff\xff"
    path = tmp_path / "bomb.jpg"
    path.write_bytes(bytes(data))
    assert review(path).kind == "photograph"
    with pytest.raises(LeavingError, match=r"pixels|decode"):
        clean(path, tmp_path / "copy.jpg")


def test_a_packet_with_entities_is_unknown_data_and_never_expanded(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    packet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><x>&a8;</x>'
    base = coded(picture())
    path = tmp_path / "laughs.jpg"
    body = b"http://ns.adobe.com/xap/1.0/\x00" + packet.encode()
    path.write_bytes(base[:2] + segment(0xE1, body) + base[2:])
    told = review(path)
    assert any("not well formed" in one for one in told.warnings)
    assert any(one.where == "XMP" and one.sha256 for one in told.entries)


def test_directories_that_point_at_each_other_are_walked_once(tmp_path: Path) -> None:
    entry = struct.pack("<HHII", 330, 4, 1, 8)
    path = tmp_path / "round.tif"
    path.write_bytes(b"II*\x00\x08\x00\x00\x00\x01\x00" + entry + struct.pack("<I", 8))
    assert review(path).kind == "photograph"


def test_a_packet_of_ten_thousand_statements_is_counted_in_full(tmp_path: Path) -> None:
    statements = b"".join(b"<s>word %d</s>" % number for number in range(4000))
    packets = [b"<x xmlns='urn:a'>" + statements[:60_000].rsplit(b"<s>", 1)[0] + b"</x>"] * 3
    base = coded(picture())
    path = tmp_path / "many.jpg"
    bodies = [segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet) for packet in packets]
    path.write_bytes(base[:2] + b"".join(bodies) + base[2:])
    told = review(path)
    assert sum(told.gives_away.values()) > 9000
    assert sum(told.not_listed.values()) == sum(told.gives_away.values()) - len(told.entries)
    assert clean(path, tmp_path / "copy.jpg").clean
