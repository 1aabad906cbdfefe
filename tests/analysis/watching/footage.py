# SPDX-License-Identifier: Apache-2.0
"""Footage as police have it, made small: each picture carries its own number in black and white.

The number stands as sixteen bits in two rows of blocks that survive scaling, any codec here, and
turning; `number_in` reads it again. Equal arguments give equal pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

BITS = 16
SOUND_RATE = 48_000
_BASE = Fraction(1, 90_000)


@dataclass(frozen=True, slots=True)
class Footage:
    """How a recording is made; each default is the ordinary."""

    pictures: int = 60
    rate: Fraction = Fraction(30)
    size: tuple[int, int] = (320, 240)
    codec: str = "libx264"
    pixels: str = "yuv420p"
    encoder: Mapping[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "g": "15"})
    options: Mapping[str, str] = field(default_factory=dict)
    base: Fraction = _BASE
    at: Callable[[int], float] | None = None
    sound: str = "aac"
    layout: str = "mono"
    sound_rate: int = SOUND_RATE
    sound_at: float = 0.0
    beep: Callable[[float], float] = lambda _at: 0.2
    interlaced: bool = False
    turned: int = 0
    tracks: int = 1


def shot(path: Path, plan: Footage | None = None, **changed: object) -> Path:
    """Write a recording as planned; the container follows the name."""
    made = replace(plan or Footage(), **changed)  # type: ignore[arg-type] # the tests' own words
    with av.open(str(path), "w", options=dict(made.options)) as out:
        videos = [_video(out, made) for _ in range(made.tracks)]
        heard = out.add_stream(made.sound, rate=made.sound_rate) if made.sound else None
        if isinstance(heard, av.AudioStream):
            heard.codec_context.layout = made.layout
        _write(out, made, videos, heard if isinstance(heard, av.AudioStream) else None)
    return path


def numbered(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a picture that carries its number: sixteen blocks, white for 1, on grey."""
    wide, high = size
    grey = np.full((high, wide), 90, np.uint8)
    for bit in range(BITS):
        rows, columns = _block(bit, size)
        grey[rows, columns] = 235 if number >> bit & 1 else 16
    return grey


def number_in(grey: NDArray[np.uint8]) -> int:
    """Read the number of a picture again, whatever its size now is."""
    high, wide = grey.shape
    found = 0
    for bit in range(BITS):
        rows, columns = _block(bit, (wide, high))
        block = grey[rows, columns]
        cut = block[block.shape[0] // 4 : -(block.shape[0] // 4) or None]
        found |= int(cut[:, cut.shape[1] // 4 : -(cut.shape[1] // 4) or None].mean() > 125) << bit
    return found


def _block(bit: int, size: tuple[int, int]) -> tuple[slice, slice]:
    wide, high = size
    row, column = divmod(bit, BITS // 2)
    rows = slice(high * (1 + 4 * row) // 8, high * (4 + 4 * row) // 8)
    return rows, slice(wide * column // 8, wide * (column + 1) // 8)


def _video(out: av.container.OutputContainer, plan: Footage) -> av.VideoStream:
    stream = out.add_stream(plan.codec, rate=plan.rate, options=dict(plan.encoder))
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height = plan.size
    stream.pix_fmt = plan.pixels
    if plan.codec not in {"mpeg2video", "mjpeg", "mpeg4"}:
        stream.codec_context.time_base = plan.base
        stream.time_base = plan.base
    if plan.turned:
        stream.set_display_rotation(plan.turned)
    return stream


def _write(
    out: av.container.OutputContainer,
    plan: Footage,
    videos: list[av.VideoStream],
    heard: av.AudioStream | None,
) -> None:
    until = 0
    for number in range(plan.pictures):
        due = float(number / plan.rate) if plan.at is None else plan.at(number)
        for video in videos:
            frame = picture(plan, number)
            base = video.codec_context.time_base or 1 / plan.rate
            frame.time_base, frame.pts = base, round(due / float(base))
            out.mux(video.encode(frame))
        while heard is not None and until < (due + 0.5) * plan.sound_rate:
            out.mux(heard.encode(_sound(plan, until)))
            until += 1024
    for video in videos:
        out.mux(video.encode(None))
    if heard is not None:
        out.mux(heard.encode(None))


def picture(plan: Footage, number: int) -> av.VideoFrame:
    """Draw the picture of that number."""
    wide, high = plan.size
    whole = np.full((high, wide, 3), 0, np.uint8)
    whole[:] = numbered(number, plan.size)[:, :, None]
    return av.VideoFrame.from_ndarray(whole, format="rgb24").reformat(format=plan.pixels)


def _sound(plan: Footage, start: int) -> av.AudioFrame:
    at = np.arange(start, start + 1024) / plan.sound_rate
    wave = np.sin(at * 2 * np.pi * 440) * plan.beep(start / plan.sound_rate)
    samples = (wave * 32000).astype(np.int16)[None, :]
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = plan.sound_rate
    frame.pts = start + round(plan.sound_at * plan.sound_rate)
    frame.time_base = Fraction(1, plan.sound_rate)
    return frame
