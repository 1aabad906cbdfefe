# SPDX-License-Identifier: Apache-2.0
"""What a recording says about itself, as one frozen value.

It promises that every statement names its source, that a time without a zone is called one, and
that a position that is not there stays empty. It never says that a statement is true: a clock may
be wrong, a position may be forged, and both are for a person to judge. The JSON form is described
in `docs/formats/readers.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

UNKNOWN_ZONE = "unknown"


class TrackPoint(NamedTuple):
    """One position the recording claims; a tuple, because an hour holds 108,000 of them.

    `at` is ISO 8601 and carries an offset only when the file gives one. `lat` and `lon` are
    degrees (WGS 84 as the maker says), both empty when the receiver had no fix. `height_m` is
    height above the take-off point; where the file gives one altitude and does not state its zero
    it is that altitude, and the fact "position" says so; else it is empty. An altitude that the
    file calls absolute is a fact of the reading, never here. `offset_s` is the point's place in the
    recording, in seconds from its start, for moving a map with a video.
    """

    at: str | None
    lat: float | None
    lon: float | None
    height_m: float | None
    satellites: int | None
    offset_s: float | None = None

    def to_json(self) -> dict[str, object]:
        """Give the five values of a point that `holdfast read --json` prints."""
        return {
            "at": self.at,
            "lat": self.lat,
            "lon": self.lon,
            "height_m": self.height_m,
            "satellites": self.satellites,
        }


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """A time the file claims: what it is the time of, ISO 8601, and the zone it is in.

    `zone` is "UTC", an offset such as "+13:00", or "unknown" when the file gives none.
    """

    what: str
    at: str
    zone: str = UNKNOWN_ZONE


@dataclass(frozen=True, slots=True)
class SerialNumber:
    """A number that tells one device from another, with the part it is said to belong to."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Device:
    """What the file says recorded it; `product` is "consistent with", never proof."""

    make: str | None = None
    model_code: str | None = None
    product: str | None = None
    serials: tuple[SerialNumber, ...] = ()
    firmware: str | None = None

    @property
    def says_anything(self) -> bool:
        """Whether any of it is known."""
        return bool(self.make or self.model_code or self.product or self.serials or self.firmware)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the file: its name, its value in words, and where in the file it stands."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that a file may have been changed: what, why we say so, and what it can mean.

    A finding, never a verdict.
    """

    what: str
    why: str
    means: str


@dataclass(frozen=True, slots=True)
class Content:
    """What one reader found in one file, before the file's own digest is added.

    `kind` is one of: photograph, video, subtitle, flight-record, track-log, proxy, thumbnail,
    audio, sidecar, unknown.
    """

    kind: str
    format: str
    dialect: str | None = None
    device: Device | None = None
    times: tuple[ClaimedTime, ...] = ()
    track: tuple[TrackPoint, ...] = ()
    cues_read: int | None = None
    cues_skipped: int | None = None
    facts: tuple[Fact, ...] = ()
    signs: tuple[Sign, ...] = ()
    warnings: tuple[str, ...] = ()
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything `read` learnt of one file; `sha256` and `size` are of the bytes it read."""

    kind: str
    format: str
    sha256: str
    size: int
    dialect: str | None = None
    device: Device | None = None
    times: tuple[ClaimedTime, ...] = ()
    track: tuple[TrackPoint, ...] = ()
    cues_read: int | None = None
    cues_skipped: int | None = None
    facts: tuple[Fact, ...] = ()
    signs: tuple[Sign, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None

    def to_json(self) -> dict[str, object]:
        """Give the reading as plain values, with the keys that `holdfast read --json` prints."""
        return {
            "kind": self.kind,
            "format": self.format,
            "dialect": self.dialect,
            "device": _device_json(self.device),
            "times": [{"what": t.what, "at": t.at, "zone": t.zone} for t in self.times],
            "track": [point.to_json() for point in self.track],
            "cues_read": self.cues_read,
            "cues_skipped": self.cues_skipped,
            "facts": [{"name": f.name, "value": f.value, "source": f.source} for f in self.facts],
            "signs": [{"what": s.what, "why": s.why, "means": s.means} for s in self.signs],
            "warnings": list(self.warnings),
            "duration_s": self.duration_s,
            "width": self.width,
            "height": self.height,
            "sha256": self.sha256,
            "size": self.size,
        }


def _device_json(device: Device | None) -> dict[str, object] | None:
    if device is None:
        return None
    return {
        "make": device.make,
        "model_code": device.model_code,
        "product": device.product,
        "serials": [{"kind": s.kind, "value": s.value} for s in device.serials],
        "firmware": device.firmware,
    }
