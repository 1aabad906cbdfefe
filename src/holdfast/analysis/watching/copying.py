# SPDX-License-Identifier: Apache-2.0
"""A small copy of a whole recording that plays in any browser, with the time of every picture.

Promises: second 0 of the copy is the recording's first picture (of a recording of sound alone its
first sample), and every other second is the recording's own as long as its clock runs forward
(`clock`); every picture that decodes is in it; what does not decode, and whatever else is not as in
the original, is counted. Deterministic.
"""

from __future__ import annotations

from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import av

from holdfast.analysis.errors import DamagedContentError, NothingToDoError, UnsupportedError
from holdfast.analysis.motion.settings import PIXELS_MOST, SIDE_MOST
from holdfast.analysis.streams import (
    first_second,
    length_of,
    main_pictures,
    main_sound,
    packets,
    pictures_in,
    rate_of,
    recording,
    sounds_in,
)
from holdfast.analysis.watching.clock import Clock
from holdfast.analysis.watching.encoding import MP4, PictureTrack
from holdfast.analysis.watching.frame_times import FrameTimes
from holdfast.analysis.watching.picture_chain import PictureChain
from holdfast.analysis.watching.sound_track import RATE, SoundTrack, sound_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MAIN: Final = -1
"""The stream of pictures that is meant when nobody chose."""
_PRESET: Final = "veryfast"


def copy_recording(
    path: Path,
    name: str,
    to: Path,
    *,
    most: int,
    quality: int,
    stream: int = MAIN,
    whole: Callable[[float], Callable[[float], None]] = lambda _whole: lambda _done: None,
) -> Mapping[str, object]:
    """Write the copy and tell what it is. Raises an UnableError that says why there is none.

    `most`: how many lines at most; `stream`: which stream of pictures; `whole` is told the length and
    gives what is told how far the copy is.
    """
    with recording(path, name) as container:
        pictures = chosen(container, stream)
        sound = main_sound(container)
        if pictures is None and sound is None:
            raise NothingToDoError("it holds no moving picture and no sound")
        timed = pictures if pictures is not None else sound
        tell = whole(length_of(container, timed) if timed is not None else 0.0)
        zero_s = None
        if pictures is not None and pictures is not main_pictures(container):
            zero_s = first_second(path, name)
        with av.open(str(to), "w", format="mp4", options=MP4) as made:
            if pictures is not None:
                copy = _Copy(container, made, pictures, (most, quality), zero_s)
                copy.write(tell)
                return copy.finding()
            heard = _Heard(container, made, sound)
            heard.write(tell)
            return heard.finding()


def chosen(container: InputContainer, stream: int) -> VideoStream | None:
    """Give the stream of pictures that was chosen. Raises NothingToDoError, UnsupportedError."""
    if stream == MAIN:
        found = main_pictures(container)
    else:
        found = next((one for one in pictures_in(container) if one.index == stream), None)
        if found is None:
            raise NothingToDoError(f"it has no stream of pictures of the number {stream}")
    if found is not None:
        wide, high = found.width, found.height
        if wide * high > PIXELS_MOST or max(wide, high) > SIDE_MOST:
            raise UnsupportedError(
                f"its pictures are {wide} x {high} pixels; the limit is 8K ({PIXELS_MOST:,} pixels)"
            )
        found.codec_context.options = {"max_pixels": str(PIXELS_MOST)}
        found.thread_type = "AUTO"
    return found


def clock_for(stream: VideoStream, first: VideoFrame, zero_s: float | None) -> Clock:
    """Give the clock that begins with this picture, or at `zero_s` of the recording's own time."""
    base, timed = stream.time_base, first.pts is not None
    if not timed or base is None:
        return Clock(Fraction(1 / rate_of(stream)).limit_denominator(100_000), 0, timed=False)
    zero = (first.pts or 0) if zero_s is None else round(Fraction(zero_s) / base)
    return Clock(base, zero, timed=True)


class _Copy:
    """The copy of a recording with pictures, in the making."""

    def __init__(
        self,
        container: InputContainer,
        made: OutputContainer,
        pictures: VideoStream,
        how: tuple[int, int],
        zero_s: float | None,
    ) -> None:
        self.container, self.made, self.source, self.zero_s = container, made, pictures, zero_s
        self.sound = main_sound(container)
        most, self.quality = how
        self.chain = PictureChain(pictures, most)
        self.heard: SoundTrack | None = None
        self.track: PictureTrack | None = None
        self.clock: Clock | None = None
        self.held: VideoFrame | None = None
        self.times = array("q")
        self.skipped = self.corrupt = self.before = 0

    def write(self, tell: Callable[[float], None]) -> None:
        """Decode and encode everything that decodes."""
        early: list[av.AudioFrame] = []
        streams: list[Stream] = [one for one in (self.source, self.sound) if one is not None]
        for packet in packets(self.container, *streams):
            for frame in self._frames(packet):
                if isinstance(frame, av.VideoFrame):
                    self._see(frame)
                    self.held = frame
                elif isinstance(frame, av.AudioFrame):
                    early.append(frame)
            if self.clock is not None and self.track is not None:
                self._hear(early)
                tell(float((self.clock.last or 0) * self.clock.base))
            elif len(early) > 1 << 14:
                del early[: 1 << 13]
        self._see(None)
        if self.track is None or self.clock is None or not self.times:
            raise DamagedContentError("no picture of the video decodes")
        for ready, at in self.chain.flush():
            self.track.write(ready, at)
        self.track.end(self.times[-1] + self.clock.usual)
        if self.heard is not None:
            self.heard.end()

    def _frames(self, packet: Packet[Any]) -> list[object]:
        try:
            return list(packet.decode())
        except (av.error.FFmpegError, ValueError):
            self.skipped += 1
            return []

    def _see(self, following: VideoFrame | None) -> None:
        """Take the picture that was held; the one after it tells whether its time is a stray one."""
        frame = self.held
        if frame is None:
            return
        if self.clock is None or self.track is None:
            self.clock = clock_for(self.source, frame, self.zero_s)
            # All streams are named before the first picture is written, which writes the header.
            self.track = PictureTrack(
                self.made, self.clock.base, rate_of(self.source), self.quality, _PRESET
            )
            if self.sound is not None:
                self.heard = SoundTrack(self.made)
                self.heard.begin(float(self.clock.zero * self.clock.base))
        at = self.clock.place(frame.pts, None if following is None else following.pts)
        if at < 0:
            self.before += 1
            return
        self.corrupt += bool(frame.is_corrupt)
        self.times.append(at)
        for ready, stands in self.chain.push(frame, at):
            self.track.write(ready, stands, frame)

    def _hear(self, early: list[av.AudioFrame]) -> None:
        # The header of the file is written with the first picture, so that sound waits for it.
        if self.heard is None or self.clock is None or self.track is None or not self.track.written:
            return
        for one in early:
            self.heard.hear(one, self.clock.jumps, self.clock.base)
        early.clear()

    def finding(self) -> dict[str, object]:
        """Tell what was made."""
        assert self.clock is not None  # noqa: S101 # write() raises otherwise
        clock, context = self.clock, self.source.codec_context
        wide, high = self.chain.size or (0, 0)
        times = FrameTimes.of(self.times, clock.base, clock.usual)
        heard = self.heard
        sound_s = heard.until / RATE if heard is not None else 0.0
        return {
            "kind": "video",
            "width": wide,
            "height": high,
            "duration_s": round(max(times.until_s, sound_s), 6),
            "pictures_s": round(times.until_s, 6),
            "sound_s": round(sound_s, 3),
            "frames": len(self.times),
            "skipped": self.skipped + (heard.skipped if heard else 0),
            "corrupt": self.corrupt,
            "sound": heard is not None,
            "sound_was": sound_stream(self.sound),
            "sounds": len(sounds_in(self.container)),
            "sound_before_s": round(heard.before_s, 3) if heard else 0.0,
            "sound_filled_s": round(heard.filled_s, 3) if heard else 0.0,
            "made_from": f"{context.name} {context.width} x {context.height}",
            "starts_s": round(float(clock.zero * clock.base), 6),
            "timed": clock.timed,
            "times": times.to_json(),
            "jumps": [[float(one.ticks * clock.base), round(one.own_s, 6)] for one in clock.jumps],
            "nudged": clock.nudged,
            "untimed": clock.untimed,
            "before": self.before,
            "deinterlaced": self.chain.deinterlaced,
            "size_changes": self.chain.changes,
            "turned": self.chain.turn,
            "stream": self.source.index,
            "streams": [
                {
                    "index": one.index,
                    "codec": one.codec_context.name,
                    "width": one.width,
                    "height": one.height,
                }
                for one in pictures_in(self.container)
            ],
        }


class _Heard:
    """The copy of a recording of sound alone, in the making."""

    def __init__(
        self, container: InputContainer, made: OutputContainer, sound: AudioStream | None
    ) -> None:
        self.container, self.source = container, sound
        self.heard = SoundTrack(made)
        self.begun = False
        self.skipped = 0

    def write(self, tell: Callable[[float], None]) -> None:
        """Decode and encode everything that decodes."""
        assert self.source is not None  # noqa: S101 # copy_recording was given a stream
        for packet in packets(self.container, self.source):
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, ValueError):
                self.skipped += 1
                continue
            for frame in frames:
                if not isinstance(frame, av.AudioFrame):
                    continue
                if not self.begun:
                    self.heard.begin(float(frame.time or 0.0))
                    self.begun = True
                self.heard.hear(frame)
            tell(self.heard.until / RATE)
        if not self.begun:
            raise DamagedContentError("nothing of the sound decodes")
        self.heard.end()

    def finding(self) -> dict[str, object]:
        """Tell what was made."""
        length = self.heard.until / RATE
        return {
            "kind": "audio",
            "duration_s": round(length, 3),
            "sound_s": round(length, 3),
            "frames": 0,
            "skipped": self.skipped + self.heard.skipped,
            "sound": True,
            "sound_was": sound_stream(self.source),
            "sounds": len(sounds_in(self.container)),
            "sound_filled_s": round(self.heard.filled_s, 3),
            "made_from": sound_stream(self.source),
        }
