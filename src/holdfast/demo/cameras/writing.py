# SPDX-License-Identifier: Apache-2.0
"""Writes recordings of the drawn cameras as a recorder exports them: H.264 and AAC in MP4.

The square's recorder began `OFFSET_S` later than the entrance's, and its clock is `WRONG_S` wrong:
what the files claim is that far from the truth, and their sound tells. The recorder names itself.
"""

from __future__ import annotations

import os
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.demo.cameras.scenes import ENTRANCE, SQUARE
from holdfast.demo.cameras.sound import RATE, heard
from holdfast.demo.cameras.view import HIGH, WIDE
from holdfast.demo.card.video import add_boxes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from av.container import OutputContainer

    from holdfast.demo.cameras.view import Camera

OFFSET_S: Final = 7.4
WRONG_S: Final = 120.0
MAKER: Final = "Tirohanga"
MODEL: Final = "TR-804"
_FPS: Final = 10
_GOP: Final = 20
_BASE: Final = 1000
_PIECE: Final = 1024
_EXPORTED_AFTER: Final = timedelta(hours=1)


def write_export(folder: Path, *, begun: datetime) -> tuple[Path, Path]:
    """Write both recordings; `begun` is when the entrance's truly began, in UTC."""
    folder.mkdir(parents=True)
    first, second = folder / "CH01_ENTRANCE.mp4", folder / "CH02_SQUARE.mp4"
    write_camera(first, ENTRANCE, claims=begun, hears_from_s=0.0, room=0)
    later = begun + timedelta(seconds=OFFSET_S + WRONG_S)
    write_camera(second, SQUARE, claims=later, hears_from_s=OFFSET_S, room=1)
    exported = (begun + _EXPORTED_AFTER).timestamp()
    for path in (first, second):
        os.utime(path, (exported, exported))
    return first, second


def write_camera(
    to: Path, camera: Camera, *, claims: datetime, hears_from_s: float = 0.0, room: int = 0
) -> None:
    """Write one recording, which claims to have begun then."""
    times = [number / _FPS for number in range(round(camera.seconds * _FPS))]
    samples = heard(hears_from_s, hears_from_s + camera.seconds, room=room)
    with av.open(str(to), "w", format="mp4") as container:
        container.metadata["creation_time"] = claims.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        stream = container.add_stream(
            "libx264",
            rate=_FPS,
            options={"preset": "superfast", "crf": "26", "threads": "1", "bf": "0"},
        )
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = WIDE, HIGH, "yuv420p", _GOP
        stream.codec_context.time_base = Fraction(1, _BASE)
        sound = container.add_stream("aac", rate=RATE)
        sound.codec_context.layout = "mono"
        done = 0
        for at, picture in zip(times, camera.pictures(times), strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = round(at * _BASE), Fraction(1, _BASE)
            container.mux(stream.encode(frame))
            until = round((at + 1 / _FPS) * RATE)
            done = _sound(container, sound, samples, done, until)
        _sound(container, sound, samples, done, len(samples) + _PIECE)
        container.mux(stream.encode(None))
        container.mux(sound.encode(None))
    add_boxes(to, {b"\xa9mak": MAKER, b"\xa9mdl": MODEL})


def _sound(
    container: OutputContainer, stream: av.AudioStream, samples: np.ndarray, done: int, until: int
) -> int:
    """Write whole pieces of sound until there; give how far it is written."""
    while done + _PIECE <= until and done < len(samples):
        piece = np.zeros(_PIECE, np.int16)
        part = samples[done : done + _PIECE]
        piece[: len(part)] = part
        frame = av.AudioFrame.from_ndarray(piece[None], format="s16", layout="mono")
        frame.rate, frame.pts, frame.time_base = RATE, done, Fraction(1, RATE)
        container.mux(stream.encode(frame))
        done += _PIECE
    return done
