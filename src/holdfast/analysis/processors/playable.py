# SPDX-License-Identifier: Apache-2.0
"""Makes a small copy of a video that plays in any browser: H.264 and AAC in MP4, index first.

Promises: the time of every picture is the original's, so that a position in the copy is the same
position in the original; pictures are turned upright and never enlarged; what does not decode is
skipped and counted; equal bytes for equal input on one machine. It is for looking, never a
replacement: the page and the pack say so.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import av

from holdfast.analysis.errors import DamagedContentError, NothingToDoError
from holdfast.readers.opening import FAULTS, is_video_name, opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.filter import Graph
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from holdfast.analysis.job import Setting, Source

_AUDIO_RATE: Final = 48_000
_TURNS: Final = {90: "cclock", 270: "clock"}
_HALF_TURN: Final = 180
_EARLY_MOST: Final = 512


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the copy and tell its size, length, and what was skipped."""
    if output is None:
        raise NothingToDoError("no place was given for the copy")
    try:
        container = opened(source.path)
    except FAULTS as error:
        if is_video_name(source.name):
            # Its own text names the path, which is nobody's business but the engine's.
            why = getattr(error, "strerror", None) or type(error).__name__
            raise DamagedContentError(f"the video does not open: {why}") from error
        raise NothingToDoError("it is not a video") from error
    with container:
        if not container.streams.video or container.format.name.endswith(("_pipe", "image2")):
            raise NothingToDoError("it holds no moving picture")
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        with av.open(str(output), "w", format="mp4", options=options) as made:
            copy = _Copy(
                container, made, int(settings["height"] or 0), int(settings["quality"] or 0)
            )
            copy.write()
    if copy.frames == 0:
        raise DamagedContentError("no picture of the video decodes")
    return copy.finding()


class _Copy:
    """The copy in the making: one picture stream and, if the original has sound, one of sound."""

    def __init__(
        self, container: InputContainer, made: OutputContainer, height: int, quality: int
    ) -> None:
        self.container, self.made, self.most = container, made, height
        self.source: VideoStream = container.streams.video[0]
        self.source.thread_type = "AUTO"
        self.sound: AudioStream | None = next(iter(container.streams.audio), None)
        rate = self.source.average_rate or self.source.base_rate or 30
        self.picture: VideoStream = made.add_stream(
            "libx264", rate=rate, options={"crf": str(quality), "preset": "veryfast"}
        )
        self.picture.pix_fmt = "yuv420p"
        self.picture.time_base = _base(self.source)
        self.picture.codec_context.time_base = _base(self.source)
        self.heard: AudioStream | None = None
        if self.sound is not None:
            self.heard = made.add_stream("aac", rate=_AUDIO_RATE, layout="stereo")
        self.graph: Graph | None = None
        self.early: list[av.AudioFrame] = []
        self.frames = self.skipped = 0
        self.last: int | None = None
        self.until = 0.0

    def write(self) -> None:
        """Decode, scale and encode everything that decodes."""
        streams = [stream for stream in (self.source, self.sound) if stream is not None]
        try:
            for packet in self.container.demux(*streams):
                self._packet(packet)
        except av.error.FFmpegError:
            self.skipped += 1
        if self.frames:
            self.made.mux(self.picture.encode(None))
            if self.heard is not None:
                for one in self.early:
                    self.made.mux(self.heard.encode(one))
                self.made.mux(self.heard.encode(None))

    def finding(self) -> dict[str, object]:
        """Tell what was made."""
        context = self.source.codec_context
        return {
            "width": self.picture.width,
            "height": self.picture.height,
            "duration_s": round(self.until, 3),
            "frames": self.frames,
            "skipped": self.skipped,
            "sound": self.heard is not None,
            "made_from": f"{context.name} {context.width} x {context.height}",
        }

    def _packet(self, packet: av.Packet[Stream]) -> None:
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            self.skipped += 1
            return
        for frame in frames:
            if isinstance(frame, av.VideoFrame):
                self._frame(frame)
            elif isinstance(frame, av.AudioFrame):
                self._hear(frame)

    def _hear(self, frame: av.AudioFrame) -> None:
        """Encode sound; hold it while no picture came, for the first one sets the file's header."""
        self.early.append(frame)
        if self.heard is None or self.frames == 0:
            del self.early[:-_EARLY_MOST]
            return
        for one in self.early:
            self.made.mux(self.heard.encode(one))
        self.early.clear()

    def _frame(self, frame: VideoFrame) -> None:
        if frame.pts is None or (self.last is not None and frame.pts <= self.last):
            return
        self.last = frame.pts
        if self.graph is None:
            self.graph = self._upright(frame)
        self.graph.vpush(frame)
        ready = self.graph.vpull()
        ready.pts, ready.time_base = frame.pts, _base(self.source)
        ready.pict_type = 0
        if self.frames == 0:
            self.picture.width, self.picture.height = ready.width, ready.height
        self.made.mux(self.picture.encode(ready))
        self.frames += 1
        self.until = float(frame.time or 0.0)

    def _upright(self, frame: VideoFrame) -> Graph:
        """Make the chain that turns, scales down to the most lines, and makes sides even."""
        graph = av.filter.Graph()
        ends = [graph.add_buffer(template=self.source, time_base=_base(self.source))]
        turn = int(frame.rotation) % 360
        if turn in _TURNS:
            ends.append(graph.add("transpose", _TURNS[turn]))
        elif turn == _HALF_TURN:
            ends += [graph.add("hflip"), graph.add("vflip")]
        ends.append(graph.add("scale", f"w=-2:h=trunc(min({self.most}\\,ih)/2)*2:flags=bicubic"))
        ends += [graph.add("format", "pix_fmts=yuv420p"), graph.add("buffersink")]
        for one, following in pairwise(ends):
            one.link_to(following)
        graph.configure()
        return graph


def _base(stream: VideoStream) -> Fraction:
    base = stream.time_base
    if base is None:
        raise DamagedContentError("the video does not say how its time is counted")
    return base
