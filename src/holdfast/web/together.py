# SPDX-License-Identifier: Apache-2.0
"""The time line of a case's recordings: lanes by camera, days and hours to look closer at.

Promises: what is drawn is what `records.queries.together` says, and stands in the table below it as
words; a recording that is too short to see is drawn as a line that can be seen. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.timezone import get_default_timezone, localtime

from holdfast.records.placing_words import within_words
from holdfast.records.queries.together import TIME_OF_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.records.queries.together import Lying, Together

MOST_ROWS: Final = 500
_WIDE: Final = 1000.0
_LEAST: Final = 3.0
_DAY_S: Final = 86_400
_HOUR_S: Final = 3600
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 9000

HOW: Final = {
    "sound": "by its sound",
    "by hand": "by hand",
    "clock shown": "by a clock that it shows",
    "telemetry": "by its telemetry",
    "chapter": "as a chapter",
    "corrected": "by its corrected time",
    "own clock": "by its own clock, as it says",
    "": "the beginning of this clock",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One recording on a lane, in thousandths of its width; `words` for whoever does not see it."""

    x: float
    width: float
    words: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The recordings of one camera."""

    name: str
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """All of them in words."""
        return "; ".join(bar.words for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Row:
    """One recording in the table."""

    one: Lying
    begins: str
    how: str
    within: str


@dataclass(frozen=True, slots=True)
class Part:
    """A day or an hour that can be looked at, with how many recordings lie in it."""

    words: str
    day: str
    hour: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One clock: its lanes, what stands under them, its table, and its days or hours."""

    clock: str
    title: str
    lanes: tuple[Lane, ...]
    axis: tuple[str, ...]
    rows: tuple[Row, ...]
    days: tuple[Part, ...]
    hours: tuple[Part, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Window:
    """What of the time of day is shown: everything, a day, or an hour of it."""

    day: date | None = None
    hour: int | None = None


def read_window(day: str, hour: str) -> Window:
    """Read what was asked for; what is no day or hour asks for everything."""
    try:
        wanted = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        return Window()
    if not _FIRST_YEAR <= wanted.year <= _LAST_YEAR:
        return Window()
    fits = hour.isascii() and hour.isdecimal() and len(hour) <= 2 and int(hour) < 24  # noqa: PLR2004 # two digits, a day's hours
    return Window(wanted, int(hour) if fits else None)


def lines_of(found: Together, window: Window) -> list[Line]:
    """Draw each clock of a case."""
    return [_line(clock, found.on(clock), window) for clock in found.clocks]


def begins_words(one: Lying) -> str:
    """Say when a recording begins: a time with its zone, or seconds of a clock without one."""
    at = one.begins_at
    return moment_words(at) if at is not None else second_words(one.begins_s)


def moment_words(at: datetime) -> str:
    """Write a time in the agency's zone, with its name."""
    local = localtime(at)
    return f"{local.day} {local:%b %Y, %H:%M:%S}.{local.microsecond // 1000:03} {local.tzname()}"


def second_words(seconds: float) -> str:
    """Write a second of a clock without a time of day: +7.400 s."""
    return f"{seconds:+,.3f} s"


def _line(clock: str, placed: Sequence[Lying], window: Window) -> Line:
    timed = clock == TIME_OF_DAY
    shown, first, last = list(placed), *_span(placed)
    days: tuple[Part, ...] = ()
    hours: tuple[Part, ...] = ()
    if timed:
        days = tuple(_days(placed, window))
        if window.day is not None:
            low, high = _bounds(window.day, None)
            hours = tuple(_hours(placed, window))
            if window.hour is not None:
                low, high = _bounds(window.day, window.hour)
            shown = [one for one in placed if one.begins_s < high and one.ends_s >= low]
            first, last = low, high
    return Line(
        clock=clock,
        title="The time of day" if timed else f"A clock without a time of day: {clock}",
        lanes=tuple(_lanes(shown, first, last)),
        axis=tuple(_axis(first, last, timed=timed)) if shown else (),
        rows=tuple(
            Row(one, begins_words(one), HOW[one.how], exactness(one))
            for one in sorted(shown, key=lambda one: (one.begins_s, one.number))[:MOST_ROWS]
        ),
        days=days if len(days) > 1 or window.day is not None else (),
        hours=hours,
        more=max(0, len(shown) - MOST_ROWS),
    )


def exactness(one: Lying) -> str:
    """Say how exact a recording's place is: on the clock, and beside the one it was placed beside."""
    if not one.how:
        return "exact on it"
    words = within_words(one.within_s)
    if one.near_s is None or one.near_s == one.within_s or not one.beside:
        return words
    return f"{within_words(one.near_s)} of item {one.beside[0]}; on the clock {words}"


def _span(placed: Sequence[Lying]) -> tuple[float, float]:
    first = min(one.begins_s for one in placed)
    last = max(one.ends_s for one in placed)
    return first, last if last > first else first + 1


def _lanes(shown: Sequence[Lying], first: float, last: float) -> Iterator[Lane]:
    cameras: dict[str, list[Lying]] = {}
    for one in shown:
        cameras.setdefault(camera_of(one), []).append(one)
    for name, theirs in cameras.items():
        yield Lane(name, tuple(_bar(one, first, last) for one in theirs))


def camera_of(one: Lying) -> str:
    """Give the name of a recording's lane: its camera, or the recording itself when none is known."""
    if one.camera:
        return one.camera
    if one.chapter is not None:
        return f"Recording of item {one.chapter.items[0]}"
    return one.title


def _bar(one: Lying, first: float, last: float) -> Bar:
    low = max(0.0, (one.begins_s - first) / (last - first))
    high = min(1.0, (one.ends_s - first) / (last - first))
    width = max(_LEAST, (high - low) * _WIDE)
    return Bar(
        x=round(min(low * _WIDE, _WIDE - width), 2),
        width=round(width, 2),
        words=f"{one.title}, from {begins_words(one)}, {HOW[one.how]}",
        sure=one.how in {"sound", "by hand", "clock shown", "telemetry", ""},
    )


def _axis(first: float, last: float, *, timed: bool) -> Iterator[str]:
    for share in (0.0, 0.5, 1.0):
        at = first + share * (last - first)
        if not timed:
            yield second_words(at)
            continue
        local = localtime(datetime.fromtimestamp(at, UTC))
        days = last - first > _DAY_S
        yield f"{local.day} {local:%b %H:%M}" if days else f"{local:%H:%M:%S} {local.tzname()}"


def _bounds(day: date, hour: int | None) -> tuple[float, float]:
    zone = get_default_timezone()
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    if hour is not None:
        at = begins.replace(hour=hour).timestamp()
        return at, at + _HOUR_S
    following = day + timedelta(days=1)
    ends = datetime(following.year, following.month, following.day, tzinfo=zone)
    return begins.timestamp(), ends.timestamp()


def _days(placed: Sequence[Lying], window: Window) -> Iterator[Part]:
    counts: dict[date, int] = {}
    for one in placed:
        day = localtime(datetime.fromtimestamp(one.begins_s, UTC)).date()
        counts[day] = counts.get(day, 0) + 1
    for day, count in sorted(counts.items()):
        words = f"{day.day} {day:%b %Y}"
        yield Part(words, day.isoformat(), "", count, day == window.day)


def _hours(placed: Sequence[Lying], window: Window) -> Iterator[Part]:
    if window.day is None:
        return
    for hour in range(24):
        low, high = _bounds(window.day, hour)
        count = sum(one.begins_s < high and one.ends_s >= low for one in placed)
        if count:
            chosen = hour == window.hour
            yield Part(f"{hour:02}:00", window.day.isoformat(), str(hour), count, chosen)
