# SPDX-License-Identifier: Apache-2.0
"""Makes every picture of a recording fit one stream of a copy: upright, whole lines, square, even.

Promises one picture out for each picture in, in order, whatever the size, format or scanning of
the recording does on the way: interlaced pictures are deinterlaced, a picture of another size is fitted
into the first one's with black around it. Never enlarged, but for pixels that are not square.
"""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.filter import Graph
    from av.filter.context import FilterContext
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_TURNS: Final = {90: "cclock", 270: "clock"}
_HALF_TURN: Final = 180
_SQUARE: Final = Fraction(1)
_ODDEST: Final = 4
_LEAST: Final = 16
_WIDEST: Final = 4096
_TICK: Final = Fraction(1, 1000)


class PictureChain:
    """`most` is how many lines a picture has at most; `below` adds so many black lines under it."""

    def __init__(self, stream: VideoStream, most: int, below: int = 0) -> None:
        self.stream, self.most, self.below = stream, most, below
        self.size: tuple[int, int] | None = None
        self.turn = 0
        self.deinterlaced = False
        self.changes = 0
        self._graph: Graph | None = None
        self._like: tuple[int, int, str, bool] | None = None
        self._due: deque[int] = deque()
        self._pushed = 0

    def push(self, frame: VideoFrame, at: int) -> Iterator[tuple[VideoFrame, int]]:
        """Take a picture that stands at `at`; give those that are ready, each with where it stands."""
        self.deinterlaced = self.deinterlaced or bool(frame.interlaced_frame)
        like = (frame.width, frame.height, frame.format.name, self.deinterlaced)
        if like != self._like:
            yield from self.flush()
            if self._like is not None and like[:2] != self._like[:2]:
                self.changes += 1
            self._like = like
            self._graph = self._build(frame)
        self._due.append(at)
        frame.pts, frame.time_base = self._pushed, _TICK
        self._pushed += 1
        if self._graph is not None:
            self._graph.vpush(frame)
        yield from self._pull()

    def flush(self) -> Iterator[tuple[VideoFrame, int]]:
        """Give what the chain still holds."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from self._pull()
            self._graph = None

    def _pull(self) -> Iterator[tuple[VideoFrame, int]]:
        while self._graph is not None and self._due:
            try:
                ready = self._graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            ready.pict_type = 0
            yield ready, self._due.popleft()

    def _build(self, frame: VideoFrame) -> Graph:
        graph = av.filter.Graph()
        ends: list[FilterContext] = [
            graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format, time_base=_TICK
            )
        ]
        if self.deinterlaced:
            ends.append(graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced"))
        if self.size is None:
            self.turn = int(frame.rotation) % 360
        if self.turn in _TURNS:
            ends.append(graph.add("transpose", _TURNS[self.turn]))
        elif self.turn == _HALF_TURN:
            ends += [graph.add("hflip"), graph.add("vflip")]
        shown = self._shown(frame)
        self.size = self.size or _fitted(shown, (_WIDEST, self.most))
        wide, high = self.size
        inner = _fitted(shown, self.size)
        ends.append(graph.add("scale", f"w={inner[0]}:h={inner[1]}:flags=bicubic"))
        ends += [graph.add("setsar", "1"), graph.add("format", "pix_fmts=yuv420p")]
        if inner != self.size or self.below:
            left, top = (wide - inner[0]) // 4 * 2, (high - inner[1]) // 4 * 2
            ends.append(graph.add("pad", f"{wide}:{high + self.below}:{left}:{top}:black"))
        ends.append(graph.add("buffersink"))
        for one, following in pairwise(ends):
            one.link_to(following)
        graph.configure()
        return graph

    def _shown(self, frame: VideoFrame) -> tuple[Fraction, Fraction]:
        """Give the size as it is to be seen: pixels made square, turned upright."""
        square = self.stream.sample_aspect_ratio or _SQUARE
        if not Fraction(1, _ODDEST) <= square <= _ODDEST:
            square = _SQUARE
        wide, high = frame.width * square, Fraction(frame.height)
        return (high, wide) if self.turn in _TURNS else (wide, high)


def _fitted(shown: tuple[Fraction, Fraction], box: tuple[int, int]) -> tuple[int, int]:
    """Give the largest even size of that shape within the box, and not larger than it is shown."""
    scale = min(_SQUARE, box[0] / shown[0], box[1] / shown[1])
    wide, high = (max(_LEAST, round(side * scale / 2) * 2) for side in shown)
    return min(wide, max(box[0], _LEAST)), min(high, max(box[1], _LEAST))
