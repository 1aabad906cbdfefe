# SPDX-License-Identifier: Apache-2.0
"""What motion analysis finds: tracks, and what is to be known of the recording as a whole.

Promises: every box has the true presentation time of its picture and says how it is known; numbers
of a track (direction, speed, size, dwell) are computed from its boxes alone, each as its docstring
says. A track is a moving or left thing, never a person by name: nothing here tells who it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.colours import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from holdfast.analysis.motion.masks import Masks
    from holdfast.analysis.motion.pixels import Mask, Real

VERSION: Final = "2"
_SAMPLE_S: Final = 0.5
_STANDING: Final = 0.2  # of its own size in a second: slower is standing
_WENT: Final = 0.6  # of its own size: less is no direction
_COLOUR_LEAST: Final = 0.12
_COLOURS_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is computed of a track's boxes; each is told at `Track`."""

    size_px: float
    direction_deg: float | None
    speed_px_s: float
    dwell_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One object, from when it was first seen to when it was last seen.

    `small` are boxes on the small picture (left, top, right, bottom), one small pixel being `step`
    pixels; `how` each is known (see `How`); `masks` are its pixels in each small box, packed eight
    to a byte row by row, empty where they were not seen; `met` are tracks that shared a blob with
    it; `picture` is a JPEG of it. `cut_before` and `cut_after`: it was there when analysis began
    or ended, so it may have been there before or after. `known`: its numbers, of a track that was
    read for a search; whoever changes the boxes of such a track must leave them out.
    """

    id: int
    step: int
    at_s: NDArray[np.float64]
    small: NDArray[np.int32]
    how: NDArray[np.uint8]
    masks: Masks
    tints: NDArray[np.int64]
    names: NDArray[np.int64]
    met: tuple[int, ...] = ()
    picture: bytes = b""
    picture_area: int = 0
    moved: bool = True
    cut_before: bool = False
    cut_after: bool = False
    known: Numbers | None = None

    @property
    def numbers(self) -> Numbers:
        """What is computed of its boxes, all at once."""
        return self.known or Numbers(
            self.size_px, self.direction_deg, self.speed_px_s, self.dwell_s
        )

    @property
    def from_s(self) -> float:
        """When it was first seen, in seconds from the first picture."""
        return float(self.at_s[0])

    @property
    def to_s(self) -> float:
        """When it was last seen."""
        return float(self.at_s[-1])

    @property
    def boxes(self) -> NDArray[np.int32]:
        """Boxes in pixels of the displayed picture: left, top, right, bottom (beyond)."""
        return self.small * np.int32(self.step)

    @property
    def centres(self) -> Real:
        """Middles of the boxes, in pixels."""
        boxes = self.boxes.astype(np.float64)
        return np.stack((boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]), axis=1) / 2

    @property
    def feet(self) -> Real:
        """Middles of the boxes' lower edges, in pixels: where it stands on the ground."""
        boxes = self.boxes.astype(np.float64)
        return np.stack(((boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]), axis=1)

    @property
    def size_px(self) -> float:
        """The area of its box in pixels, as it was half of the time (the median)."""
        if self.known is not None:
            return self.known.size_px
        boxes = self.boxes.astype(np.float64)
        sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        seen = self.how == 0
        return float(np.median(sizes[seen] if seen.any() else sizes))

    @property
    def direction_deg(self) -> float | None:
        """Where it went from beginning to end: 0 right, 90 up, 180 left, 270 down; None: nowhere."""
        if self.known is not None:
            return self.known.direction_deg
        points = self.centres
        few = max(1, len(points) // 10)
        across, down = points[-few:].mean(axis=0) - points[:few].mean(axis=0)
        if np.hypot(across, down) < _WENT * self.size_px**0.5:
            return None
        return round(float(np.degrees(np.arctan2(-down, across))) % 360, 1)

    def _legs(self) -> tuple[Real, Real, Real]:
        """Give the time, length in pixels and end of each leg of about half a second."""
        points, at = self.centres, self.at_s
        wanted = np.arange(at[0], at[-1] + 1e-6, _SAMPLE_S)
        where = np.unique(np.append(np.searchsorted(at, wanted), len(at) - 1).clip(max=len(at) - 1))
        if len(where) < 2:  # noqa: PLR2004 - a leg has two ends
            return np.zeros(0), np.zeros(0), np.zeros(0)
        times, ends = np.diff(at[where]), points[where]
        return times, np.hypot(*np.diff(ends, axis=0).T), at[where][1:]

    @property
    def speed_px_s(self) -> float:
        """How fast it went while it went: pixels of its path in a second, standing left out."""
        if self.known is not None:
            return self.known.speed_px_s
        times, lengths, _ = self._legs()
        if not len(times):
            return 0.0
        going = lengths > _STANDING * self.size_px**0.5 * times
        return float(lengths[going].sum() / times[going].sum()) if going.any() else 0.0

    @property
    def dwell_s(self) -> float:
        """The longest time for which it stood, in seconds."""
        if self.known is not None:
            return self.known.dwell_s
        times, lengths, _ = self._legs()
        if not len(times):
            return 0.0
        standing = lengths <= _STANDING * self.size_px**0.5 * times
        longest = now = 0.0
        for time, still in zip(times.tolist(), standing.tolist(), strict=True):
            now = now + time if still else 0.0
            longest = max(longest, now)
        return longest

    @property
    def colours(self) -> tuple[str, ...]:
        """Names of its colours, the most of it first."""
        total = int(self.names.sum())
        if not total:
            return ()
        order = np.argsort(-self.names, kind="stable")[:_COLOURS_MOST]
        return tuple(NAMES[one] for one in order if self.names[one] >= _COLOUR_LEAST * total)

    def mask(self, number: int) -> Mask | None:
        """Give its pixels in one small box, None where they were not seen."""
        left, top, right, bottom = self.small[number].tolist()
        packed = np.frombuffer(self.masks[number], np.uint8)
        size = (right - left) * (bottom - top)
        if len(packed) * 8 < size or not size:
            return None
        bits = np.unpackbits(packed, count=size)
        return bits.reshape(bottom - top, right - left).view(np.bool_)

    def to_json(self) -> dict[str, object]:
        """Give the track as plain values; boxes are [time, left, top, width, height] in pixels."""
        return {
            "id": self.id,
            "from_s": round(self.from_s, 3),
            "to_s": round(self.to_s, 3),
            "boxes": [
                [round(at, 3), x, y, right - x, bottom - y]
                for at, (x, y, right, bottom) in zip(
                    self.at_s.tolist(), self.boxes.tolist(), strict=True
                )
            ],
            "colours": list(self.colours),
            "direction_deg": self.direction_deg,
            "speed_px_s": round(self.speed_px_s, 1),
            "size_px": round(self.size_px),
            "dwell_s": round(self.dwell_s, 2),
            "met": list(self.met),
            "cut_before": self.cut_before,
            "cut_after": self.cut_after,
        }


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the whole picture: its light changed, or the camera moved."""

    what: str
    from_s: float
    to_s: float

    def to_json(self) -> dict[str, object]:
        """Give the event as plain values."""
        return {"what": self.what, "from_s": round(self.from_s, 3), "to_s": round(self.to_s, 3)}


FIXED: Final = "fixed"
MOVING: Final = "moving"


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """What was found in one recording.

    `frames` are the pictures that the recording holds, `analysed` those that were looked at,
    `analysed_s` the seconds that they cover, `quiet_s` the seconds passed over. `left_out` counts,
    by reason, what was seen and is no track. `scene` is a small JPEG of what the camera saw in the
    beginning when nothing moved, for drawing on; b"" when it is not known.
    """

    width: int
    height: int
    step: int
    length_s: float
    frames: int
    analysed: int
    analysed_s: float
    quiet_s: float
    camera: str
    tracks: tuple[Track, ...]
    events: tuple[Event, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    scene: bytes = b""

    @property
    def fps_analysed(self) -> float:
        """Pictures analysed in a second of what was not passed over."""
        return self.analysed / self.analysed_s if self.analysed_s > 0 else 0.0

    def to_json(self) -> dict[str, object]:
        """Give everything as plain values."""
        return {**self.about_json(), "tracks": [track.to_json() for track in self.tracks]}

    def about_json(self) -> dict[str, object]:
        """Give everything but the tracks as plain values."""
        return {
            "frames": self.frames,
            "fps_analysed": round(self.fps_analysed, 2),
            "frames_analysed": self.analysed,
            "width": self.width,
            "height": self.height,
            "length_s": round(self.length_s, 3),
            "quiet_s": round(self.quiet_s, 3),
            "camera": self.camera,
            "left_out": dict(self.left_out),
            "events": [event.to_json() for event in self.events],
            "notes": list(self.notes),
            "settings": dict(self.settings),
            "version": VERSION,
        }
