# SPDX-License-Identifier: Apache-2.0
"""Opens a recording and gives its pictures with their true presentation times.

Promises: a time is the picture's own, counted from the first picture of the recording, whatever
the frame rate does; nothing larger than 8K is decoded; what cannot be analysed is refused with the
reason, and what was odd is said in `notes`. Never uses a nominal frame rate as a clock, but for
streams that carry no times at all, and then says so.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av

from holdfast.analysis.errors import DamagedContentError, NothingToDoError, UnsupportedError
from holdfast.analysis.motion.planes import Planes, planes_of, step_for
from holdfast.analysis.motion.settings import PIXELS_MOST, SIDE_MOST
from holdfast.analysis.streams import (
    decoded,
    length_of,
    main_pictures,
    packets,
    pictures_in,
    recording,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_SIDE_LEAST: Final = 32
_INTRA_ONLY: Final = {
    "mjpeg",
    "prores",
    "dnxhd",
    "ffv1",
    "rawvideo",
    "huffyuv",
    "jpeg2000",
    "dvvideo",
}
# Loop filters make a picture pleasant; movement is found without, and sooner.
_QUICK: Final = {"skip_loop_filter": "all", "max_pixels": str(PIXELS_MOST)}
_WHOLE: Final = {"max_pixels": str(PIXELS_MOST)}


@dataclass(frozen=True, slots=True)
class About:
    """What was learnt of a recording on opening it. Sizes are as displayed, in pixels."""

    width: int
    height: int
    step: int
    quarter_turns: int
    interlaced: bool
    codec: str
    first_pts: int
    second: float  # units of presentation time in one second
    timed: bool
    rate: float  # pictures a second, as stated: for choosing, never for a time
    duration_s: float
    notes: tuple[str, ...]

    def seconds(self, pts: int) -> float:
        """Give the presentation time from the first picture."""
        return (pts - self.first_pts) / self.second

    def pts(self, at_s: float) -> int:
        """Give the presentation time in the recording's own units."""
        return round(at_s * self.second) + self.first_pts


@contextmanager
def opened(
    path: Path, *, quick: bool, threads: int, name: str = ""
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open the recording's main pictures. `name` is what it was called, where that is not its path's.

    Raises an UnableError that says why it cannot be.
    """
    with recording(path, name or path.name) as container:
        stream = _main(container)
        context = stream.codec_context
        wide, high = context.width, context.height
        if wide * high > PIXELS_MOST or max(wide, high) > SIDE_MOST:
            raise UnsupportedError(
                f"its pictures are {wide} x {high} pixels; the limit is 8K ({PIXELS_MOST:,} pixels)"
            )
        context.options = _QUICK if quick else _WHOLE
        context.thread_type = "AUTO" if threads != 1 else "NONE"
        context.thread_count = threads
        yield container, stream


def _main(container: InputContainer) -> VideoStream:
    stream = main_pictures(container)
    if stream is None:
        raise NothingToDoError("it holds no moving picture")
    return stream


def look_at(path: Path, name: str = "") -> About:
    """Decode the first picture and say what the recording is. Raises an UnableError."""
    with opened(path, quick=True, threads=1, name=name) as (container, stream):
        first = next(decoded(container, stream), None)
        if first is None:
            raise DamagedContentError("no picture of the video decodes")
        notes = []
        others = len(pictures_in(container)) - 1
        if others:
            notes.append(
                f"It holds {others + 1} streams of pictures; number {stream.index} was analysed, "
                "the others were not."
            )
        turns = int(first.rotation) % 360 // 90
        wide, high = (first.height, first.width) if turns % 2 else (first.width, first.height)
        if min(wide, high) < _SIDE_LEAST:
            raise UnsupportedError(f"its pictures are only {wide} x {high} pixels")
        timed = first.pts is not None and stream.time_base is not None
        rate = float(stream.average_rate or stream.base_rate or 25)
        if not timed:
            notes.append(
                "The recording carries no presentation times; they are counted at the rate that "
                f"it states, {rate:g} pictures a second."
            )
        if first.interlaced_frame:
            notes.append("It is interlaced; one field of each picture was analysed.")
        second = 1 / float(stream.time_base) if timed and stream.time_base else rate
        return About(
            wide,
            high,
            step_for(wide, high),
            turns,
            bool(first.interlaced_frame),
            stream.codec_context.name,
            first.pts if timed and first.pts is not None else 0,
            second,
            timed,
            rate,
            length_of(container, stream),
            tuple(notes),
        )


def _frames(packet: Packet[VideoStream]) -> list[VideoFrame]:
    try:
        return packet.decode()
    except (av.error.FFmpegError, ValueError):
        return []


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that is due for analysis."""

    at_s: float
    planes: Planes


def taken(
    path: Path,
    about: About,
    span: tuple[int, int | None],
    every_s: float,
    threads: int = 1,
) -> Iterator[Taken]:
    """Give the pictures from start to stop (beyond), one every so many seconds or a little more."""
    start_pts, stop_pts = span
    with opened(path, quick=True, threads=threads) as (container, stream):
        if start_pts > about.first_pts:
            container.seek(start_pts, stream=stream)
        size = (
            (about.height, about.width) if about.quarter_turns % 2 else (about.width, about.height)
        )
        source = _due_packets(container, stream, about, every_s)
        last, count = -1e9, 0
        for frame in source:
            pts = frame.pts if about.timed else count
            count += 1
            if pts is None or pts < start_pts:
                continue
            if stop_pts is not None and pts >= stop_pts:
                return
            at_s = about.seconds(pts)
            if at_s - last < every_s * 0.9 or (frame.width, frame.height) != size:
                continue
            last = at_s
            yield Taken(at_s, planes_of(frame, about.quarter_turns))


def _due_packets(
    container: InputContainer, stream: VideoStream, about: About, every_s: float
) -> Iterator[VideoFrame]:
    """Decode all, or only what is due where every picture stands alone."""
    if about.codec not in _INTRA_ONLY or not about.timed:
        yield from decoded(container, stream)
        return
    last = -1e9
    for packet in packets(container, stream):
        if packet.pts is None:
            continue
        at_s = about.seconds(packet.pts)
        if at_s - last >= every_s * 0.9:
            frames = _frames(packet)
            last = at_s if frames else last
            yield from frames


@dataclass(slots=True)
class Key:
    """A key frame, and the packets up to the next one."""

    pts: int
    at_s: float
    end_s: float = 0.0
    bytes_after: int = 0
    packets_after: int = 0
    peak: int = 0

    @property
    def rate(self) -> float:
        """Bytes of an ordinary packet after it."""
        return self.bytes_after / self.packets_after if self.packets_after else 0.0


def key_pictures(
    path: Path, about: About, keys: list[Key], *, least_s: float = 0.95, threads: int = 1
) -> Iterator[tuple[Planes, float]]:
    """Give the key frames, none sooner than that after the last one; note sizes in `keys`."""
    size = (about.height, about.width) if about.quarter_turns % 2 else (about.width, about.height)
    with opened(path, quick=True, threads=threads) as (container, stream):
        if not about.timed:
            return
        for packet in packets(container, stream):
            if packet.pts is None:
                continue
            at_s = about.seconds(packet.pts)
            if packet.is_keyframe and (not keys or at_s - keys[-1].at_s >= least_s):
                keys.append(Key(packet.pts, at_s, end_s=at_s))
                frames = _frames(packet)
            elif keys:
                key = keys[-1]
                key.end_s = max(key.end_s, at_s)
                key.bytes_after += packet.size
                key.packets_after += 1
                key.peak = max(key.peak, packet.size)
                continue
            else:
                continue
            yield from _of_size(frames, size, about)
        yield from _of_size(_flushed(stream), size, about)


def _flushed(stream: VideoStream) -> list[VideoFrame]:
    try:
        return stream.codec_context.decode(None)
    except (av.error.FFmpegError, ValueError):
        return []


def _of_size(
    frames: list[VideoFrame], size: tuple[int, int], about: About
) -> Iterator[tuple[Planes, float]]:
    for frame in frames:
        if frame.pts is not None and (frame.width, frame.height) == size:
            yield planes_of(frame, about.quarter_turns), about.seconds(frame.pts)


def sampled(
    path: Path, about: About, every_s: float, until_s: float, threads: int
) -> Iterator[Taken]:
    """Give pictures from the beginning, one every so many seconds, until then."""
    stop = about.pts(until_s)
    yield from taken(path, about, (about.first_pts, stop), every_s, threads)
