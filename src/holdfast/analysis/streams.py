# SPDX-License-Identifier: Apache-2.0
"""Which pictures and which sound of a recording are meant when nobody chose.

Promises one answer for everything that reads recordings (motion, copies, film strips, clips), so that
second 0 is the first picture of the same stream everywhere: of the streams that hold moving
pictures the one marked as the default, then the largest, then the first. A cover picture and a stream
in a codec that is not known here are never meant.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import av
from av.stream import Disposition

from holdfast.analysis.errors import DamagedContentError, NothingToDoError
from holdfast.readers.opening import FAULTS, is_video_name, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_STILL: Final = ("_pipe", "image2", "gif")
RATE: Final = 25
"""Pictures a second of a stream that carries no times and states no rate."""


@contextmanager
def recording(path: Path, name: str) -> Iterator[InputContainer]:
    """Open a recording that was called `name`. Raises DamagedContentError, NothingToDoError."""
    try:
        container = opened(path)
    except FAULTS as error:
        if is_video_name(name):
            # Its own text names the path, which is nobody's business but the engine's.
            raise DamagedContentError(f"the video does not open: {fault_words(error)}") from error
        raise NothingToDoError("it is not a video") from error
    with container:
        yield container


def fault_words(error: Exception) -> str:
    """Say what went wrong without the path."""
    return str(getattr(error, "strerror", None) or type(error).__name__)


def pictures_in(container: InputContainer) -> list[VideoStream]:
    """Give the streams of moving pictures, in their order."""
    if container.format.name.endswith(_STILL):
        return []
    return [
        one
        for one in container.streams.video
        if one.codec_context is not None and not one.disposition & Disposition.attached_pic
    ]


def sounds_in(container: InputContainer) -> list[AudioStream]:
    """Give the streams of sound, in their order."""
    return [one for one in container.streams.audio if one.codec_context is not None]


def main_pictures(container: InputContainer) -> VideoStream | None:
    """Give the pictures that are meant, None when there are none."""
    return max(
        pictures_in(container),
        key=lambda one: (_is_default(one), one.width * one.height, -one.index),
        default=None,
    )


def main_sound(container: InputContainer) -> AudioStream | None:
    """Give the sound that is meant, None when there is none."""
    return max(sounds_in(container), key=lambda one: (_is_default(one), -one.index), default=None)


def _is_default(stream: Stream) -> bool:
    return bool(stream.disposition & Disposition.default)


def rate_of(stream: VideoStream) -> float:
    """Give the pictures a second that are stated: for choosing, never for a time."""
    return float(stream.average_rate or stream.base_rate or RATE)


def length_of(container: InputContainer, stream: Stream) -> float:
    """Give the stated duration, 0 when none is: for progress, and never for a time."""
    if stream.duration and stream.time_base:
        return max(0.0, float(stream.duration * stream.time_base))
    return max(0.0, (container.duration or 0) / 1_000_000)


def packets(container: InputContainer, *streams: Stream) -> Iterator[Packet[Any]]:
    """Give the packets from here; a container that breaks off ends them.

    So does a stream that was not there when it was opened, to which PyAV answers IndexError.
    """
    try:
        yield from container.demux(*streams)
    except (av.error.FFmpegError, ValueError, OSError, IndexError):
        return


def decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Give every picture that decodes from here; what does not is passed over."""
    for packet in packets(container, stream):
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            continue
        for frame in frames:
            if isinstance(frame, av.VideoFrame):
                yield frame


def first_second(path: Path, name: str) -> float | None:
    """Give second 0 in the recording's own time: its first picture; None when none has a time."""
    with recording(path, name) as container:
        stream = main_pictures(container)
        if stream is None:
            return None
        frame = next(decoded(container, stream), None)
        if frame is None or frame.pts is None or stream.time_base is None:
            return None
        return float(frame.pts * stream.time_base)
