# SPDX-License-Identifier: Apache-2.0
"""Writes pictures as H.264 that any browser steps through exactly.

Promises: a picture's time is the one it was given, in ticks; no picture is written out of its order, so
that the file needs no list of edits; a key picture at least every two seconds' worth, so that going
back is quick; equal bytes for equal pictures. The length of the last picture is kept.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from av.video.reformatter import ColorRange

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MP4: Final = {"movflags": "+faststart", "fflags": "+bitexact"}
_FINEST: Final = 120_000
_BASE: Final = Fraction(1, 90_000)
_GOP_S: Final = 2
_GOP_MOST: Final = 100
_UNKNOWN: Final = 2


class PictureTrack:
    """Pictures in the making, at `base` seconds a tick; those of a finer base are placed at 90 kHz."""

    def __init__(
        self, made: OutputContainer, base: Fraction, rate: float, quality: int, preset: str
    ) -> None:
        self._made, self._source_base = made, base
        self._base = base if base.denominator / base.numerator <= _FINEST else _BASE
        usual = min(1000.0, max(1.0, rate))
        gop = min(_GOP_MOST, max(1, round(usual * _GOP_S)))
        options = {"crf": str(quality), "preset": preset, "bf": "0", "g": str(gop)}
        self.stream: VideoStream = made.add_stream(
            "libx264", rate=Fraction(usual).limit_denominator(1001), options=options
        )
        self.stream.pix_fmt = "yuv420p"
        self.stream.time_base = self._base
        self.stream.codec_context.time_base = self._base
        self.written = 0
        self._last: int | None = None

    def write(self, frame: VideoFrame, at: int, like: VideoFrame | None = None) -> None:
        """Write a picture that stands at `at` (ticks of the source's base); `like` lends its colours."""
        if self.written == 0:
            self.stream.width, self.stream.height = frame.width, frame.height
            self._colours(like or frame)
        ticks = round(at * self._source_base / self._base)
        if self._last is not None and ticks <= self._last:
            ticks = self._last + 1
        self._last = ticks
        frame.pts, frame.time_base = ticks, self._base
        frame.pict_type = 0
        self._mux(self.stream.encode(frame))
        self.written += 1

    def end(self, until: int) -> None:
        """Write what is left; the last picture is shown until `until` (ticks of the source's base)."""
        if not self.written or self._last is None:
            return
        stop = max(self._last + 1, round(until * self._source_base / self._base))
        packets = self.stream.encode(None)
        if packets:
            packets[-1].duration = stop - self._last
        self._mux(packets)

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            self._made.mux(packet)

    def _colours(self, frame: VideoFrame) -> None:
        """Say in the copy what the original says of its colours; what is unknown stays unsaid."""
        context = self.stream.codec_context
        context.color_range = ColorRange.MPEG
        for name in ("color_primaries", "color_trc", "colorspace"):
            value = int(getattr(frame, name))
            if value not in {0, _UNKNOWN}:
                setattr(context, name, value)
