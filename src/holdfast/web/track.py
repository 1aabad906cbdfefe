# SPDX-License-Identifier: Apache-2.0
"""A flight's positions put on the clock of its video, and drawn: table, GeoJSON, CSV, plot.

Promises: every position keeps the place the recording claims; the second a position belongs to is
worked out in one stated way (`Timed.how`); a place that is not there stays away from the map and
is counted. What a height is above, the track's source says. Pure functions over
`records.queries`' values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.records.queries.values import TrackLine

_EARTH_M: Final = 6_371_008.8
_AGREES: Final = 0.1
_NEAR_S: Final = 0.5
BY_TIME: Final = "each position's own time, counted from the first"
BY_ORDER: Final = "the order of the positions, spread evenly over the video"
TABLE_MOST: Final = 3600
PLOT_MOST: Final = 600


@dataclass(frozen=True, slots=True)
class Moment:
    """One position at a second of the recording; `speed_m_s` is worked out from the places."""

    second: float
    point: TrackLine
    speed_m_s: float | None


@dataclass(frozen=True, slots=True)
class Timed:
    """A whole track on the video's clock, and how its seconds were worked out."""

    moments: tuple[Moment, ...]
    how: str

    @property
    def placed(self) -> tuple[Moment, ...]:
        """The moments that have a place."""
        return tuple(one for one in self.moments if one.point.lat is not None)


def timed(points: Sequence[TrackLine], duration_s: float | None) -> Timed:
    """Put the positions on the video's clock."""
    seconds, how = _by_time(points, duration_s), BY_TIME
    if seconds is None:
        seconds, how = _by_order(len(points), duration_s), BY_ORDER
    speeds = _speeds(points, seconds)
    rows = zip(seconds, points, speeds, strict=True)
    return Timed(tuple(Moment(round(at, 3), point, speed) for at, point, speed in rows), how)


def _by_time(points: Sequence[TrackLine], duration_s: float | None) -> list[float] | None:
    """Seconds from the positions' own times; None when they are missing or disagree."""
    try:
        moments = [datetime.fromisoformat(point.at or "") for point in points]
        raw = [(one - moments[0]).total_seconds() for one in moments]
    except (ValueError, TypeError, IndexError):
        return None
    if not raw or any(later < earlier for earlier, later in pairwise(raw)):
        return None
    seconds = list(_spread(raw))
    if duration_s and abs(seconds[-1] - duration_s) > max(2.0, duration_s * _AGREES):
        return None
    return seconds


def _spread(raw: Sequence[float]) -> Iterator[float]:
    """Spread positions that share one second evenly over it, since many clocks count seconds."""
    groups = [(at, len(list(same))) for at, same in groupby(raw)]
    following = [*(at for at, _count in groups[1:]), groups[-1][0] + 1.0]
    for (at, count), then in zip(groups, following, strict=True):
        step = min(then - at, 1.0) / count
        yield from (at + step * number for number in range(count))


def _by_order(count: int, duration_s: float | None) -> list[float]:
    step = duration_s / (count - 1) if duration_s and count > 1 else 1.0
    return [step * number for number in range(count)]


def _speeds(points: Sequence[TrackLine], seconds: Sequence[float]) -> Iterator[float | None]:
    """Speed over ground across about a second before each position; None without two places."""
    behind = 0
    for at, point in enumerate(points):
        while behind < at and seconds[at] - seconds[behind] > 1.0:
            behind += 1
        other, passed = points[behind], seconds[at] - seconds[behind]
        far = metres(other, point)
        yield None if far is None or passed <= 0 else far / passed


def metres(one: TrackLine, other: TrackLine) -> float | None:
    """Metres between two places on the sphere; None when either has no place."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, east = radians(other.lat - one.lat), radians(other.lon - one.lon)
    chord = sin(north / 2) ** 2
    chord += cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(min(1.0, chord)))


def each_second(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """Give the first position of each second, and the last of all; an hour's worth at most."""
    seconds = groupby(moments, key=lambda one: int(one.second))
    rows = [next(same) for _second, same in seconds]
    if moments and rows[-1] is not moments[-1] and moments[-1].second - rows[-1].second >= _NEAR_S:
        rows.append(moments[-1])
    return thinned(rows, TABLE_MOST)


def thinned(moments: Sequence[Moment], most: int) -> tuple[Moment, ...]:
    """Give at most so many, evenly chosen, always with the first and the last."""
    if len(moments) <= most:
        return tuple(moments)
    step = (len(moments) - 1) / (most - 1)
    return tuple(moments[round(step * number)] for number in range(most))


def geojson(track: Timed, properties: dict[str, Any]) -> dict[str, Any]:
    """Write the track as GeoJSON (RFC 7946): a line, with each position's second beside it."""
    placed = track.placed
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {
                    "type": "LineString",
                    "coordinates": [_coordinates(one.point) for one in placed],
                },
                "properties": properties
                | {"seconds": [one.second for one in placed], "seconds_from": track.how},
            }
        ],
    }


def _coordinates(point: TrackLine) -> list[float | None]:
    place: list[float | None] = [point.lon, point.lat]
    return place if point.height_m is None else [*place, point.height_m]


def csv_rows(track: Timed) -> Iterator[tuple[object, ...]]:
    """Give the head and every position for a CSV file; nothing is left out."""
    yield "second", "at", "latitude", "longitude", "height_m", "speed_m_s", "satellites"
    for one in track.moments:
        point = one.point
        speed = None if one.speed_m_s is None else round(one.speed_m_s, 2)
        yield one.second, point.at, point.lat, point.lon, point.height_m, speed, point.satellites


@dataclass(frozen=True, slots=True)
class Plot:
    """One curve in a box of 1000 by 100: its path, and what its edges mean."""

    name: str
    unit: str
    path: str
    lowest: float
    highest: float
    seconds: float


def plots(track: Timed, length_s: float | None = None) -> tuple[Plot, ...]:
    """Draw height and speed over the recording's time; a curve without values is left out.

    `length_s` is the time that the box stands for, where that is not the track's own.
    """
    some = thinned(track.moments, PLOT_MOST)
    heights = [(one.second, one.point.height_m) for one in some]
    speeds = [(one.second, one.speed_m_s) for one in some]
    drawn = (_plot("Height", "m", heights, length_s), _plot("Speed", "m/s", speeds, length_s))
    return tuple(one for one in drawn if one is not None)


def _plot(
    name: str,
    unit: str,
    values: Sequence[tuple[float, float | None]],
    length_s: float | None,
) -> Plot | None:
    known = [value for _at, value in values if value is not None]
    length = length_s or (values[-1][0] if values else 0.0)
    if len(known) < 2 or length <= 0:  # noqa: PLR2004 # a line needs two ends
        return None
    low, high = min(0.0, *known), max(known)
    tall = (high - low) or 1.0
    parts: list[str] = []
    pen = "M"
    for at, value in values:
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{at / length * 1000:.1f} {100 - (value - low) / tall * 100:.1f}")
        pen = "L"
    return Plot(name, unit, "".join(parts), low, high, length)
