# SPDX-License-Identifier: Apache-2.0
"""Scenes of a fixed camera that we draw ourselves, so that the truth about them is known.

A scene is a list of figures on a textured ground with a camera's noise; each figure says where it
is at a time. `film` writes it as H.264 with the presentation times that are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.stream import VideoStream

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Where = Callable[[float], "tuple[float, float] | None"]
COLOURS = {
    "red": (200, 30, 30), "green": (30, 150, 40), "blue": (40, 60, 190), "yellow": (230, 210, 40),
    "black": (20, 20, 20), "white": (245, 245, 245), "orange": (240, 130, 20), "purple": (130, 40, 160),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Figure:
    """A thing of one size and colour; `where` gives its middle at a time, None when it is away."""

    where: Where
    width: int = 16
    height: int = 36
    colour: str = "red"
    round: bool = False


@dataclass(frozen=True, eq=False)
class Scene:
    """What is filmed: figures in order of drawing, pillars in front of them, and the light."""

    figures: Sequence[Figure]
    seconds: float = 10.0
    width: int = 320
    height: int = 240
    pillars: Sequence[tuple[int, int, int, int]] = ()
    light: Callable[[float], float] = field(default=lambda _at: 1.0)
    shift: Callable[[float], tuple[int, int]] = field(default=lambda _at: (0, 0))
    leaves: tuple[int, int, int, int] | None = None
    rain: int = 0
    noise: float = 3.0

    def truth(self, at: float) -> dict[int, tuple[float, float, float, float]]:
        """Give the box of each figure whose middle is in the picture: left, top, right, bottom."""
        found = {}
        for number, figure in enumerate(self.figures):
            middle = figure.where(at)
            if middle is None:
                continue
            x, y = middle
            if 0 <= x < self.width and 0 <= y < self.height:
                box = (x - figure.width / 2, y - figure.height / 2)
                right, bottom = x + figure.width / 2, y + figure.height / 2
                found[number] = (
                    max(box[0], 0), max(box[1], 0), min(right, self.width), min(bottom, self.height),
                )  # fmt: skip
        return found


def along(start: tuple[float, float], stop: tuple[float, float], begin: float, end: float) -> Where:
    """Walk in a straight line between two times, and be away at others."""

    def where(at: float) -> tuple[float, float] | None:
        if not begin <= at <= end:
            return None
        share = (at - begin) / (end - begin)
        return start[0] + share * (stop[0] - start[0]), start[1] + share * (stop[1] - start[1])

    return where


def through(*stops: tuple[float, float, float]) -> Where:
    """Go through (time, across, down), straight in between, and be away before and after."""
    times = [one[0] for one in stops]

    def where(at: float) -> tuple[float, float] | None:
        if not times[0] <= at <= times[-1]:
            return None
        return (
            float(np.interp(at, times, [one[1] for one in stops])),
            float(np.interp(at, times, [one[2] for one in stops])),
        )

    return where


def _ground(scene: Scene) -> NDArray[np.float64]:
    random = np.random.default_rng(7)
    margin = 40
    size = (scene.height + 2 * margin, scene.width + 2 * margin)
    coarse = random.normal(0, 12, (size[0] // 8 + 1, size[1] // 8 + 1))
    texture = coarse.repeat(8, 0).repeat(8, 1)[: size[0], : size[1]]
    base = 120 + texture + np.linspace(-20, 20, size[0])[:, None]
    return np.stack([base, base * 0.98, base * 0.92], axis=-1)


def draw(scene: Scene, times: Sequence[float]) -> list[NDArray[np.uint8]]:
    """Draw the scene at each time, as red, green, blue."""
    random = np.random.default_rng(3)
    ground, margin = _ground(scene), 40
    rows, columns = np.mgrid[0 : scene.height, 0 : scene.width]
    pictures = []
    for at in times:
        dx, dy = scene.shift(at)
        top, left = margin + dy, margin + dx
        picture = ground[top : top + scene.height, left : left + scene.width].copy()
        for figure in scene.figures:
            middle = figure.where(at)
            if middle is None:
                continue
            x, y = middle[0] - dx, middle[1] - dy
            here = (np.abs(columns + 0.5 - x) <= figure.width / 2) & (
                np.abs(rows + 0.5 - y) <= figure.height / 2
            )
            if figure.round:
                here = ((columns - x) / figure.width * 2) ** 2 + (
                    (rows - y) / figure.height * 2
                ) ** 2 <= 1
            picture[here] = COLOURS[figure.colour]
        for x0, y0, x1, y1 in scene.pillars:
            picture[y0:y1, x0:x1] = (90, 85, 80)
        if scene.leaves is not None:
            x0, y0, x1, y1 = scene.leaves
            blocks = random.integers(0, 2, ((y1 - y0) // 6 + 1, (x1 - x0) // 6 + 1)) * 70.0
            picture[y0:y1, x0:x1] += blocks.repeat(6, 0).repeat(6, 1)[: y1 - y0, : x1 - x0, None]
        for _ in range(scene.rain):
            x, y = int(random.integers(scene.width)), int(random.integers(scene.height - 8))
            picture[y : y + 8, x] += 60
        picture = picture * scene.light(at) + random.normal(0, scene.noise, (*picture.shape[:2], 1))
        pictures.append(np.clip(picture, 0, 255).astype(np.uint8))
    return pictures


def film(
    to: Path,
    scene: Scene,
    *,
    rate: float = 10.0,
    times: Sequence[float] | None = None,
    gop: int = 20,
    codec: str = "libx264",
    begun: str = "",
) -> list[float]:
    """Write the scene and give the presentation time of each picture.

    `begun` is when it began, as the file is to claim (ISO 8601, in UTC).
    """
    at = [n / rate for n in range(int(scene.seconds * rate))] if times is None else list(times)
    write(to, draw(scene, at), at, gop=gop, codec=codec, begun=begun)
    return at


def write(
    to: Path,
    pictures: Sequence[NDArray[np.uint8]],
    times: Sequence[float],
    *,
    gop: int = 20,
    codec: str = "libx264",
    rotation: int = 0,
    begun: str = "",
) -> None:
    """Write pictures with their times, in milliseconds."""
    height, width = pictures[0].shape[:2]
    with av.open(str(to), "w") as container:
        if begun:
            container.metadata["creation_time"] = begun
        stream = container.add_stream(codec, rate=30)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.gop_size = gop
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "crf": "20", "bf": "0", "sc_threshold": "0"}
        else:
            stream.bit_rate = 3_000_000
        if codec == "libx265":
            stream.options = {"preset": "ultrafast", "x265-params": "log-level=none"}
        if rotation:
            stream.set_display_rotation(rotation)
        for at, picture in zip(times, pictures, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(at * 1000), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
