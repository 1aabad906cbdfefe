# SPDX-License-Identifier: Apache-2.0
"""Short recordings that are sound, of every container and habit; and what breaks them.

A scene with sensor noise and something that moves, and sound that is never quite silent, so that
nothing in it is still or silent unless a test makes it so. Equal arguments give equal pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

RATE = 15
SOUND_RATE = 16_000
_SOUND_STEP = 1024
_TIMES = 90_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How a recording is made; each default is the ordinary."""

    seconds: float = 20.0
    rate: Fraction = Fraction(RATE)
    width: int = 192
    height: int = 144
    codec: str = "libx264"
    sound: str | None = "aac"
    options: Mapping[str, str] = field(default_factory=dict)
    encoder: Mapping[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "crf": "26"})
    moment: Callable[[int, float], float | None] = lambda _number, at: at
    drawn: Callable[[int], int] = lambda number: number
    loudness: Callable[[float], float] = lambda _at: 0.1
    sound_from_s: float = 0.0
    sound_until_s: float | None = None
    extra: int = 0
    noise: float = 4.0


def make(path: Path, plan: Plan | None = None, **changed: object) -> Path:
    """Write a recording as planned; the container follows the name."""
    from dataclasses import replace

    made = replace(plan or Plan(), **changed)  # type: ignore[arg-type] # the tests' own words
    with av.open(str(path), "w", options=dict(made.options)) as out:
        videos = [_video(out, made) for _ in range(1 + made.extra)]
        heard = None if made.sound is None else out.add_stream(made.sound, rate=SOUND_RATE)
        if isinstance(heard, av.AudioStream):
            heard.codec_context.layout = "mono"
        _write(out, made, videos, heard if isinstance(heard, av.AudioStream) else None)
    return path


def _video(out: av.container.OutputContainer, plan: Plan) -> av.VideoStream:
    stream = out.add_stream(plan.codec, rate=plan.rate, options=dict(plan.encoder))
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height, stream.pix_fmt = plan.width, plan.height, "yuv420p"
    if plan.codec == "mjpeg":
        stream.pix_fmt = "yuvj420p"
    stream.gop_size = 2 * round(plan.rate) or 1
    if plan.codec in {"libx264", "libx265"}:
        stream.codec_context.time_base = Fraction(1, _TIMES)
        stream.time_base = Fraction(1, _TIMES)
    return stream


def _write(
    out: av.container.OutputContainer,
    plan: Plan,
    videos: list[av.VideoStream],
    heard: av.AudioStream | None,
) -> None:
    heard_until = 0
    first = round(plan.sound_from_s * SOUND_RATE)
    end = round((plan.sound_until_s or plan.seconds) * SOUND_RATE)
    for number in range(round(plan.seconds * plan.rate)):
        due = float(number / plan.rate)
        moment = plan.moment(number, due)
        if moment is not None:
            for video in videos:
                frame = picture(plan, plan.drawn(number))
                base = video.codec_context.time_base or 1 / plan.rate
                frame.time_base = base
                frame.pts = round(moment / float(base))
                out.mux(video.encode(frame))
        while heard is not None and heard_until + _SOUND_STEP <= min((due + 0.5) * SOUND_RATE, end):
            if heard_until >= first:
                out.mux(heard.encode(_sound(plan, heard_until)))
            heard_until += _SOUND_STEP
    for video in videos:
        out.mux(video.encode(None))
    if heard is not None:
        out.mux(heard.encode(None))


def picture(plan: Plan, number: int) -> av.VideoFrame:
    """Draw one picture of the scene: a slope, noise, and a block that walks."""
    random = np.random.default_rng(number)
    rows, columns = plan.height, plan.width
    luma = np.linspace(60, 180, columns, dtype=np.float32)[None, :].repeat(rows, axis=0)
    if plan.noise:
        luma = luma + random.normal(0, plan.noise, (rows, columns)).astype(np.float32)
    left = number * 3 % max(1, columns - 24)
    luma[rows // 3 : rows // 3 + 32, left : left + 24] = 220
    whole = np.full((rows * 3 // 2, columns), 128, np.uint8)
    whole[:rows] = np.clip(luma, 16, 235)
    return av.VideoFrame.from_ndarray(whole, format="yuv420p")


def _sound(plan: Plan, start: int) -> av.AudioFrame:
    at = np.arange(start, start + _SOUND_STEP)
    random = np.random.default_rng(start)
    loud = plan.loudness(start / SOUND_RATE)
    wave = np.sin(at * 2 * np.pi * 440 / SOUND_RATE) + random.normal(0, 0.05, _SOUND_STEP)
    samples = (wave * loud * 32000).clip(-32768, 32767).astype(np.int16)[None, :]
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
    return frame
