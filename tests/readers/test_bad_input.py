# SPDX-License-Identifier: Apache-2.0
"""Whatever the bytes, `read` answers in words: it never raises on content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.demo.card import FAULTS, generate_card, write_flight_record
from holdfast.demo.card.subtitles import DIALECT_CODES, write_subtitles
from holdfast.readers import ReaderError, read

if TYPE_CHECKING:
    import random

_NAMES = ("a.JPG", "a.DNG", "a.MP4", "a.SRT", "a.txt", "a.csv", "a.LRF", "a.THM", "a.bin", "a")
_SETTINGS = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_BEGINNINGS = (
    b"",
    b"\xff\xd8\xff\xe1",
    b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00\x08\x00\x00\x00",
    b"II*\x00\x08\x00\x00\x00",
    b"MM\x00*\x00\x00\x00\x08",
    b"\x00\x00\x00\x18ftypisom",
    b"\x00\x00\x00\x08moov",
    b"1\n00:00:00,000 --> 00:00:01,000\nGPS(",
    b"1\n00:00:00,000 --> 00:00:01,000\n[latitude: 1.2.3] [longitude: -] [rel_alt: ",
    b"time(millisecond),datetime(utc),latitude,longitude\n",
    b"\x64\x00\x00\x00\x00\x00\x00\x00\x90\x01\x0e\x00",
    b"RIFF\x00\x00\x00\x00AVI ",
    b"\x1a\x45\xdf\xa3",
    b"\xff\xfe",
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    folder = tmp_path_factory.mktemp("seeds")
    card = generate_card(
        folder / "card",
        seed=2,
        model="phantom-4",
        photographs=1,
        videos=1,
        video_seconds=0.4,
        video_size=(64, 36),
        frames_per_second=5,
        faults=FAULTS,
    )
    found = [(name, (card.folder / name).read_bytes()) for name in card.files]
    for version in (3, 8, 12, 14):
        path = folder / f"{version}.txt"
        write_flight_record(
            path,
            card.flight,
            card.model,
            started=card.flight.start.astimezone(),
            seconds=3,
            serial="1",
            version=version,
        )
        found.append((path.name, path.read_bytes()))
    for code in DIALECT_CODES:
        text = write_subtitles(card.flight, dialect=code, seconds=3, hertz=2)
        found.append((f"{code}.SRT", text.encode()))
    return [(name, data) for name, data in found if len(data) < 2_000_000]


def _answers(folder: Path, name: str, data: bytes) -> None:
    path = folder / "content"
    path.write_bytes(data)
    reading = read(path, name=name)
    assert reading.size == len(data)
    json.dumps(reading.to_json(), allow_nan=False)
    for point in reading.track:
        assert point.lat is None or -90 <= point.lat <= 90
        assert point.lon is None or -180 <= point.lon <= 180


@_SETTINGS
@given(
    name=st.sampled_from(_NAMES),
    beginning=st.sampled_from(_BEGINNINGS),
    rest=st.binary(max_size=3000),
)
def test_random_bytes_are_answered_in_words(
    tmp_path: Path, name: str, beginning: bytes, rest: bytes
) -> None:
    _answers(tmp_path, name, beginning + rest)


@_SETTINGS
@given(choice=st.randoms(use_true_random=False))
def test_a_cut_off_or_changed_file_is_answered_in_words(
    tmp_path: Path, seeds: list[tuple[str, bytes]], choice: random.Random
) -> None:
    name, data = choice.choice(seeds)
    changed = bytearray(data)
    if choice.random() < 0.5 and changed:
        del changed[choice.randrange(len(changed)) :]
    for _ in range(choice.randrange(12)):
        if changed:
            place = choice.randrange(
                len(changed) if choice.random() < 0.5 else min(800, len(changed))
            )
            changed[place] = choice.randrange(256)
    _answers(tmp_path, name, bytes(changed))


def test_every_seed_is_answered_whole(tmp_path: Path, seeds: list[tuple[str, bytes]]) -> None:
    for name, data in seeds:
        _answers(tmp_path, name, data)


def test_a_file_the_disk_does_not_give_is_a_named_error(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.JPG", tmp_path):
        with pytest.raises(ReaderError, match=r"could not be read|is not a plain file"):
            read(path)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_still_picture_in_boxes_is_no_recording_that_was_not_closed(
    tmp_path: Path, brand: bytes
) -> None:
    path = tmp_path / "IMG_0001.HEIC"
    path.write_bytes(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + bytes(64))
    reading = read(path)
    assert (reading.kind, len(reading.warnings)) == ("unknown", 1)
    assert "no format that Holdfast knows" in reading.warnings[0]


def test_names_with_newlines_and_broken_letters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scene\nof the\udcff crash.JPG"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    assert read(path).kind == "photograph"


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "DJI_0001.SRT"
    os.mkfifo(pipe)
    with pytest.raises(ReaderError, match="not a plain file"):
        read(pipe)


def test_a_device_that_never_ends_is_refused() -> None:
    with pytest.raises(ReaderError, match="not a plain file"):
        read(Path("/dev/zero"))


def test_reading_a_subtitle_loads_no_picture_or_video_library(tmp_path: Path) -> None:
    path = tmp_path / "a.SRT"
    path.write_text("1\n00:00:00,000 --> 00:00:01,000\nGPS(174.7,-41.2,16) BAROMETER:1.9\n")
    program = (
        "import sys; from pathlib import Path; from holdfast.readers import read;"
        f"read(Path({str(path)!r}));"
        "print([m for m in ('av', 'PIL', 'pytsk3', 'django') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_json_has_the_keys_that_are_promised(tmp_path: Path) -> None:
    path = tmp_path / "a.SRT"
    path.write_text("1\n00:00:00,000 --> 00:00:01,000\nGPS(174.7,-41.2,16) BAROMETER:1.9\n")
    value = read(path).to_json()
    promised = {
        "kind", "format", "dialect", "device", "times", "track", "cues_read", "cues_skipped",
        "warnings", "sha256", "size",
    }  # fmt: skip
    extra = {"facts", "signs", "duration_s", "width", "height"}
    assert set(value) == promised | extra
    assert value["track"] == [
        {"at": None, "lat": -41.2, "lon": 174.7, "height_m": 1.9, "satellites": 16}
    ]
