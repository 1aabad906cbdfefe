# SPDX-License-Identifier: Apache-2.0
"""A stretch of a recording as a video of its own, exact to the picture, with a line below if asked.

Promises: the clip shows what was on the screen from its first second up to its last: a picture that was
shown already when the stretch begins is its first, and it ends when the stretch does; sound is
that of the stretch to the sample. Pictures keep their size; a line goes below them, never over
them. A copy for looking, and never evidence. Deterministic.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import av

from holdfast.analysis.errors import DamagedContentError, NothingToDoError
from holdfast.analysis.streams import (
    decoded,
    main_sound,
    packets,
    rate_of,
    recording,
)
from holdfast.analysis.watching.copying import MAIN, chosen, clock_for
from holdfast.analysis.watching.encoding import MP4, PictureTrack
from holdfast.analysis.watching.line_below import LineBelow
from holdfast.analysis.watching.picture_chain import PictureChain
from holdfast.analysis.watching.sound_track import SoundTrack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from holdfast.analysis.watching.clock import Clock
    from holdfast.analysis.watching.line_below import Words

NEAR: Final = Fraction(6, 10_000)
"""A second with three digits means the picture whose own second rounds to it."""
_MOST: Final = 2160
_QUALITY: Final = 18
_PRESET: Final = "veryfast"
_BEFORE_S: Final = 3
_BELOW_LEAST: Final = 36
_BELOW_SHARE: Final = 15


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when, in seconds from second 0; `sought`: it may be sought, its clock never jumps."""

    from_s: float
    until_s: float
    sought: bool


def clip_stretch(
    path: Path,
    name: str,
    to: Path,
    stretch: Stretch,
    words: Words | None,
    *,
    about: str,
    tell: Callable[[float], None] = lambda _done: None,
) -> Mapping[str, object]:
    """Write the clip, `about` in its metadata, and tell what it is. Raises an UnableError."""
    with recording(path, name) as container:
        pictures = chosen(container, MAIN)
        first = None if pictures is None else next(decoded(container, pictures), None)
        if pictures is not None and first is None:
            raise DamagedContentError("no picture of the video decodes")
    with recording(path, name) as container:
        pictures = chosen(container, MAIN)
        if pictures is None and main_sound(container) is None:
            raise NothingToDoError("it holds no moving picture and no sound")
        with av.open(str(to), "w", format="mp4", options=MP4) as made:
            made.metadata["comment"] = about
            if pictures is None or first is None:
                zero = _first_sound(path, name)
                return _of_sound(container, made, stretch, zero, tell)
            of = (pictures, clock_for(pictures, first, None))
            clip = _Clip(container, made, of, stretch, words)
            clip.write(tell)
            return clip.finding()


class _Clip:
    """The clip in the making. The newest picture waits until it is known how long it is shown."""

    def __init__(
        self,
        container: InputContainer,
        made: OutputContainer,
        of: tuple[VideoStream, Clock],
        stretch: Stretch,
        words: Words | None,
    ) -> None:
        self.container, self.stretch = container, stretch
        pictures, clock = self.source, self.clock = of
        self.below = 0 if words is None else _lines_below(pictures)
        self.chain = PictureChain(pictures, _MOST, self.below)
        self.line = None if words is None else LineBelow(words, self.below)
        self.begin = _ticks(stretch.from_s, clock.base)
        self.end = _ticks(stretch.until_s, clock.base)
        self.track = PictureTrack(made, clock.base, rate_of(pictures), _QUALITY, _PRESET)
        self.sound = main_sound(container)
        self.heard: SoundTrack | None = None
        if self.sound is not None:
            self.heard = SoundTrack(made, begins_s=stretch.from_s, ends_s=stretch.until_s)
            self.heard.begin(float(clock.zero * clock.base))
        self.shown: tuple[VideoFrame, int] | None = None
        self.held: VideoFrame | None = None
        self.waiting: list[av.AudioFrame] = []
        self.times = array("q")
        self.over = False

    def write(self, tell: Callable[[float], None]) -> None:
        """Decode from before the stretch to its end."""
        self._seek()
        streams = [one for one in (self.source, self.sound) if one is not None]
        # Sound may come later in the file than the pictures it belongs to.
        for packet in packets(self.container, *streams):
            for frame in _frames(packet):
                if isinstance(frame, av.VideoFrame):
                    self._see(frame)
                    self.held = frame
                elif isinstance(frame, av.AudioFrame):
                    self.waiting.append(frame)
            if self.over and self._past(packet):
                break
            tell(max(0.0, float((self.clock.last or 0) * self.clock.base) - self.stretch.from_s))
        self._see(None)
        if self.shown is not None and self.shown[1] + self.clock.usual > self.begin:
            self._put(*self.shown)
        if not self.times:
            raise NothingToDoError("the recording shows nothing in this stretch")
        for ready, at in self.chain.flush():
            self._encode(ready, at)
        usual = self.times[-1] + self.begin + self.clock.usual
        self.track.end((self.end if self.over else min(self.end, usual)) - self.begin)
        self._hear()
        if self.heard is not None:
            self.heard.end()

    def _seek(self) -> None:
        sooner = self.begin - round(_BEFORE_S / self.clock.base)
        if self.stretch.sought and self.clock.timed and sooner > 0:
            try:
                self.container.seek(sooner + self.clock.zero, stream=self.source)
            except av.error.FFmpegError:
                self.container.seek(0)

    def _past(self, packet: Packet[Any]) -> bool:
        """Whether the file has gone three seconds beyond the stretch, in whatever stream."""
        if self.heard is None:
            return True
        stamp = packet.dts if packet.pts is None else packet.pts
        if stamp is None or packet.time_base is None or not self.stretch.sought:
            return False
        own = float(stamp * packet.time_base) - float(self.clock.zero * self.clock.base)
        return own > self.stretch.until_s + _BEFORE_S

    def _see(self, following: VideoFrame | None) -> None:
        frame = self.held
        if frame is None or self.over:
            return
        at = self.clock.place(frame.pts, None if following is None else following.pts)
        near = round(NEAR / self.clock.base)
        if at <= self.begin + near:
            self.shown = (frame, at)
            return
        if self.shown is not None:
            self._put(*self.shown)
        self.shown = (frame, at)
        if at >= self.end - near:
            self.over, self.shown = True, None

    def _put(self, frame: VideoFrame, at: int) -> None:
        stands = max(0, at - self.begin)
        if self.times and stands <= self.times[-1]:
            return
        self.times.append(stands)
        for ready, where in self.chain.push(frame, at):
            self._encode(ready, where)

    def _encode(self, ready: VideoFrame, at: int) -> None:
        if self.line is not None:
            ready = self.line.under(ready, float(at * self.clock.base))
        self.track.write(ready, max(0, at - self.begin))
        self._hear()

    def _hear(self) -> None:
        if self.heard is None or not self.track.written:
            return
        for one in self.waiting:
            self.heard.hear(one, self.clock.jumps, self.clock.base)
        self.waiting.clear()

    def finding(self) -> dict[str, object]:
        """Tell what was made."""
        wide, high = self.chain.size or (0, 0)
        return {
            "kind": "video",
            "from_s": self.stretch.from_s,
            "until_s": self.stretch.until_s,
            "width": wide,
            "height": high + self.below,
            "frames": len(self.times),
            "first_s": round(float((self.times[0] + self.begin) * self.clock.base), 6),
            "sound": self.heard is not None,
            "ended_early": not self.over,
            "line": self.line is not None,
        }


def _ticks(second: float, base: Fraction) -> int:
    return round(Fraction(second).limit_denominator(1_000_000) / base)


def _frames(packet: Packet[Any]) -> list[object]:
    try:
        return list(packet.decode())
    except (av.error.FFmpegError, ValueError):
        return []


def _lines_below(pictures: VideoStream) -> int:
    return max(_BELOW_LEAST, min(_MOST, pictures.height) // _BELOW_SHARE) // 4 * 4


def _first_sound(path: Path, name: str) -> float:
    with recording(path, name) as container:
        stream = main_sound(container)
        if stream is not None:
            for packet in packets(container, stream):
                for frame in _frames(packet):
                    if isinstance(frame, av.AudioFrame):
                        return float(frame.time or 0.0)
    raise DamagedContentError("nothing of the sound decodes")


def _of_sound(
    container: InputContainer,
    made: OutputContainer,
    stretch: Stretch,
    zero_s: float,
    tell: Callable[[float], None],
) -> dict[str, object]:
    heard = SoundTrack(made, begins_s=stretch.from_s, ends_s=stretch.until_s)
    heard.begin(zero_s)
    stream = main_sound(container)
    for packet in packets(container, stream) if stream is not None else ():
        for frame in _frames(packet):
            if not isinstance(frame, av.AudioFrame):
                continue
            own = (frame.time or 0.0) - zero_s
            if own > stretch.until_s:
                break
            if own >= stretch.from_s - 1:
                heard.hear(frame)
            tell(own - stretch.from_s)
    if not heard.until:
        raise NothingToDoError("the recording holds no sound in this stretch")
    heard.end()
    return {
        "kind": "audio",
        "from_s": stretch.from_s,
        "until_s": stretch.until_s,
        "frames": 0,
        "sound": True,
        "line": False,
    }
