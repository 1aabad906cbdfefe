# SPDX-License-Identifier: Apache-2.0
"""Small pictures of a recording at even times, with the time that each truly has.

Promises: a picture's time is its own presentation time from second 0; pictures are at most as many as
asked for, and as evenly apart as key pictures allow; of a short recording every picture is decoded,
of a long one a key picture near each time and only where there is none the pictures up to it, so
that an hour costs a few dozen key pictures. What does not decode is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av
from PIL import Image

from holdfast.analysis.errors import DamagedContentError, NothingToDoError
from holdfast.analysis.streams import decoded, length_of, packets, rate_of, recording
from holdfast.analysis.watching.copying import MAIN, chosen, clock_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from holdfast.analysis.watching.clock import Clock

_ALL_MOST: Final = 6_000
_FORWARD_MOST: Final = 600
_COLUMNS: Final = 10
_WIDEST: Final = 4
_TURNS: Final = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180,
                 270: Image.Transpose.ROTATE_270}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Strip:
    """One sheet with all pictures, row by row, and when each is shown."""

    sheet: Image.Image
    wide: int
    high: int
    columns: int
    at_s: tuple[float, ...]


def film_strip(path: Path, name: str, *, pictures: int, height: int) -> Strip:
    """Gather the pictures. Raises an UnableError that says why there are none."""
    with recording(path, name) as container:
        stream = chosen(container, MAIN)
        if stream is None:
            raise NothingToDoError("it holds no moving picture")
        first = next(decoded(container, stream), None)
        if first is None:
            raise DamagedContentError("no picture of the video decodes")
        length, rate = length_of(container, stream), rate_of(stream)
    gathering = _Gathering(pictures, height)
    with recording(path, name) as container:
        stream = chosen(container, MAIN)
        assert stream is not None  # noqa: S101 # it was there just now
        clock = clock_for(stream, first, None)
        seekable = clock.timed and length * rate > _ALL_MOST
        if not seekable or not _by_seeking(container, stream, clock, length, gathering):
            _all(container, stream, clock, length, gathering)
    if not gathering.kept:
        raise DamagedContentError("no picture of the video decodes")
    return gathering.sheet()


class _Gathering:
    """Pictures kept so far; when there are twice too many, every second one goes."""

    def __init__(self, most: int, height: int) -> None:
        self.most, self.height = most, height
        self.kept: list[tuple[float, Image.Image]] = []

    def keep(self, at_s: float, frame: VideoFrame, square: float) -> None:
        """Keep a picture, made small and turned upright."""
        if self.kept and at_s <= self.kept[-1][0]:
            return
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV gives it no type
        wide = max(1, round(picture.width * square))
        turn = _TURNS.get(int(frame.rotation) % 360)
        shown = (wide, picture.height)
        if turn in {Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270}:
            shown = (picture.height, wide)
        scale = self.height / shown[1]
        across = min(self.height * _WIDEST, max(1, round(shown[0] * scale)))
        if turn is not None:
            picture = picture.transpose(turn)
        small = picture.resize((across, self.height), Image.Resampling.BILINEAR, reducing_gap=2.0)
        self.kept.append((at_s, small))

    def thin(self) -> None:
        """Leave out every second picture."""
        self.kept = self.kept[::2]

    def sheet(self) -> Strip:
        """Put the pictures on one sheet."""
        while len(self.kept) > self.most:
            self.thin()
        wide = self.kept[0][1].width
        rows = -(-len(self.kept) // _COLUMNS)
        sheet = Image.new("RGB", (wide * _COLUMNS, self.height * rows))
        for number, (_at, picture) in enumerate(self.kept):
            row, column = divmod(number, _COLUMNS)
            fitted = picture if picture.width == wide else picture.resize((wide, self.height))
            sheet.paste(fitted, (column * wide, row * self.height))
        return Strip(sheet, wide, self.height, _COLUMNS, tuple(at for at, _ in self.kept))


def _square(stream: VideoStream) -> float:
    ratio = float(stream.sample_aspect_ratio or 1)
    return ratio if 1 / _WIDEST <= ratio <= _WIDEST else 1.0


def _targets(length: float, pictures: int) -> list[float]:
    return [(number + 0.5) * length / pictures for number in range(pictures)]


def _by_seeking(
    container: InputContainer,
    stream: VideoStream,
    clock: Clock,
    length: float,
    gathering: _Gathering,
) -> bool:
    """Seek to the key picture before each time; False when this recording cannot be sought in."""
    slack = length / gathering.most / 2
    square = _square(stream)
    for target in _targets(length, gathering.most):
        try:
            container.seek(round(target / clock.base) + clock.zero, stream=stream)
        except av.error.FFmpegError:
            if not gathering.kept:
                return False
            continue
        found = _near(container, stream, clock, (target, slack))
        if found is not None:
            gathering.keep(found[0], found[1], square)
    return bool(gathering.kept)


def _near(
    container: InputContainer, stream: VideoStream, clock: Clock, wanted: tuple[float, float]
) -> tuple[float, VideoFrame] | None:
    """Give the key picture, or the one at the time when the key picture is too long before it."""
    target, slack = wanted
    last: tuple[float, VideoFrame] | None = None
    for count, frame in enumerate(decoded(container, stream)):
        if frame.pts is None:
            continue
        at = float((frame.pts - clock.zero) * clock.base)
        if at > target + slack and last is not None:
            return last
        last = (at, frame)
        if at >= target - slack or count >= _FORWARD_MOST:
            return last
    return last


def _all(
    container: InputContainer,
    stream: VideoStream,
    clock: Clock,
    length: float,
    gathering: _Gathering,
) -> None:
    """Go through the whole recording: all pictures of a short one, key pictures of a long one."""
    square = _square(stream)
    every = length / gathering.most if length > 0 else 0.0
    due = every / 2
    keys_only = length <= 0 or length * rate_of(stream) > _ALL_MOST
    for frame in _keys(container, stream) if keys_only else decoded(container, stream):
        at = float(clock.place(frame.pts) * clock.base)
        if at < due:
            continue
        gathering.keep(at, frame, square)
        due = max(due + every, at + every / 2)
        if len(gathering.kept) >= 2 * gathering.most:
            gathering.thin()
            every = max(every * 2, at / gathering.most)
            due = at + every
    if not gathering.kept:
        container.seek(0)
        for frame in decoded(container, stream):
            gathering.keep(0.0, frame, square)
            return


def _keys(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    stream.codec_context.skip_frame = "NONKEY"
    for packet in packets(container, stream):
        try:
            yield from packet.decode()
        except (av.error.FFmpegError, ValueError):
            continue
