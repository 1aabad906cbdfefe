# SPDX-License-Identifier: Apache-2.0
"""Scenes that two microphones hear, drawn with a known truth: bursts of coloured noise, like talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import av
import numpy as np

from holdfast.analysis.sync import RATE, Sound

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def scene(seconds: float, seed: int) -> NDArray[np.float64]:
    """Give a scene: bursts of 0.1 to 0.6 s with a colour of their own, and pauses between."""
    draw = np.random.default_rng(seed)
    found = np.zeros(round(seconds * RATE))
    at = 0
    while at < len(found):
        length = round(draw.uniform(0.1, 0.6) * RATE)
        part = found[at : at + length]
        noise = draw.normal(size=len(part))
        width = int(draw.integers(2, 9))
        shape = np.hanning(len(part)) if len(part) > 1 else 1.0
        part += 6000 * np.convolve(noise, np.ones(width) / width, "same") * shape
        at += length + round(draw.uniform(0.05, 0.5) * RATE)
    return found


def recorded(
    heard: NDArray[np.float64], *, gain: float = 1.0, noise: float = 40.0, seed: int = 0
) -> Sound:
    """Give what a microphone keeps of it: louder or softer, with noise of its own."""
    draw = np.random.default_rng(1000 + seed)
    kept = np.clip(gain * heard + noise * draw.normal(size=len(heard)), -32768, 32767)
    return Sound(kept.astype(np.int16), 0.0, 0.0, 0, cut=False)


def drifting(heard: NDArray[np.float64], ppm: float) -> NDArray[np.float64]:
    """Give the scene as a clock sees it of which a second is `ppm` millionths longer."""
    at = np.arange(int(len(heard) / (1 + ppm / 1e6))) * (1 + ppm / 1e6)
    low = at.astype(np.int64)
    low = low[low + 1 < len(heard)]
    part = at[: len(low)] - low
    return heard[low] * (1 - part) + heard[low + 1] * part


def echoing(heard: NDArray[np.float64], delay_s: float, strength: float) -> NDArray[np.float64]:
    """Give the scene with one reflection of it."""
    late = round(delay_s * RATE)
    return heard + strength * np.concatenate([np.zeros(late), heard[:-late]])


def ringing(heard: NDArray[np.float64], seconds: float, seed: int) -> NDArray[np.float64]:
    """Give the scene in a room of which the sound falls by 60 dB in that time: dense echoes."""
    draw = np.random.default_rng(seed)
    length = round(seconds * RATE)
    room = draw.normal(size=length) * 10 ** (-3 * np.arange(length) / length)
    room[: round(0.005 * RATE)] = 0
    room *= 1 / np.sqrt((room**2).sum())
    room[0] = 1
    return np.convolve(heard, room)[: len(heard)]


def write_sound(
    path: Path,
    sound: Sound,
    *,
    codec: str = "aac",
    starts_s: float = 0.0,
    video_s: float = 0.0,
    pictures_from_s: float = 0.0,
) -> Path:
    """Write it as a file; its first sample is at `starts_s`, beside a video from `pictures_from_s` on."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10) if video_s else None
        audio: Any = container.add_stream(codec, rate=RATE, layout="mono")
        if video is not None:
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
            for number in range(round(video_s * 10)):
                picture = av.VideoFrame.from_ndarray(
                    np.full((48, 64, 3), number % 256, np.uint8), "rgb24"
                )
                picture.pts = number + round(pictures_from_s * 10)
                container.mux(video.encode(picture))
            container.mux(video.encode(None))
        for first in range(0, len(sound.samples), 1024):
            part = sound.samples[None, first : first + 1024]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), "s16", "mono")
            frame.sample_rate = RATE
            frame.pts = first + round(starts_s * RATE)
            container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    return path
