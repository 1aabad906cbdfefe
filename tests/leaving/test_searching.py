# SPDX-License-Identifier: Apache-2.0
"""Identifying values are found in every spelling, across the borders of pieces, at any place."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from holdfast.leaving.searching import needles, search, too_short
from leaving.making import CAPTURE, DRONE_ID, SERIAL

if TYPE_CHECKING:
    from pathlib import Path

SPELT = {
    "as it stands": SERIAL.encode(),
    "lower case": SERIAL.lower().encode(),
    "UTF-16": SERIAL.encode("utf-16-le"),
    "UTF-16 big-endian": SERIAL.encode("utf-16-be"),
    "hexadecimal": SERIAL.encode().hex().encode(),
    "reversed": SERIAL.encode()[::-1],
    "base64": base64.b64encode(SERIAL.encode())[:16],
}


@pytest.mark.parametrize("how", SPELT)
def test_a_serial_is_found_however_it_is_spelt(tmp_path: Path, how: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1000 + SPELT[how] + b"x" * 1000)
    (found,) = search(path, needles({SERIAL: "the serial"}))
    assert found.offset == 1000
    assert how in found.spelling


@pytest.mark.parametrize("turned", [False, True])
def test_an_identifier_in_hexadecimal_is_found_as_bytes(tmp_path: Path, *, turned: bool) -> None:
    path = tmp_path / "file"
    raw = bytes.fromhex(DRONE_ID)
    path.write_bytes(b"x" * 77 + (raw[::-1] if turned else raw) + b"y" * 9)
    (found,) = search(path, needles({DRONE_ID: "the drone"}))
    assert found.offset == 77


def test_a_value_that_repeats_the_beginning_of_another_is_found(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"CaptureUUID=" + CAPTURE.encode())
    (found,) = search(path, needles({DRONE_ID: "the drone"}))
    assert found.offset == len("CaptureUUID=") + CAPTURE.index(DRONE_ID[:12])


def test_a_value_across_the_border_of_two_pieces_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.leaving.searching._PIECE", 64)
    path = tmp_path / "file"
    for start in range(40, 90):
        path.write_bytes(bytes(start) + SERIAL.encode() + bytes(100))
        (found,) = search(path, needles({SERIAL: "the serial"}))
        assert found.offset == start


def test_what_is_too_short_to_search_for_is_named(tmp_path: Path) -> None:
    assert too_short({"N1": "the mark", SERIAL: "the serial", "000000000000": "zeros"}) == [
        "the mark",
        "zeros",
    ]
    path = tmp_path / "file"
    path.write_bytes(b"N1 " * 100)
    assert search(path, needles({"N1": "the mark"})) == []
