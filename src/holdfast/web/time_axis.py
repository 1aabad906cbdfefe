# SPDX-License-Identifier: Apache-2.0
"""The time axis under a player: film strip, waveform, what an integrity report found, notes, clips.

Promises: one scale for all of it, from second 0 (the first picture) to the recording's length; what is not
there yet or cannot be made is said and never drawn as nothing; every stretch is also said in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from holdfast.records import derivatives
from holdfast.web.copies import stream_settings
from holdfast.web.integrity import Bar, Lane, report_of
from holdfast.web.seconds import machine_second, second_words
from holdfast.web.waveform import Wave, wave_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.analysis.integrity import IntegrityReport
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.notes import NoteLine
    from holdfast.records.queries.values import FileLine, ItemDetail
    from holdfast.web.clips import ClipLine

WIDE: Final = 1000.0
_LEAST: Final = 4.0
_SLOTS: Final = (12, 5)
_TICKS: Final = 6
_SHORT_S: Final = 120
_CLASSES: Final = (
    ("damaged", "Damaged"),
    ("unreadable", "Unreadable"),
    ("incomplete", "Incomplete"),
    ("unusual", "Unusual"),
)
_BEING_MADE: Final = "being made"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the strip, and which piece of the sheet it shows; `at` is empty where it has none."""

    at: str = ""
    words: str = ""
    left: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """The film strip: one sheet, shown in many places on a wide page and in few on a narrow one."""

    address: str
    wide: int
    high: int
    sheet_wide: int
    sheet_high: int
    many: Sequence[Slot]
    few: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the integrity report with its moment."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment written below the axis."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Everything under the player on one scale."""

    length_s: float
    ticks: Sequence[Tick]
    strip: Strip | None
    strip_words: str
    wave: Wave | None
    wave_words: str
    lanes: Sequence[Lane]
    found: Sequence[Found]
    standing: str
    making: bool


def axis_of(
    home: Home,
    detail: ItemDetail,
    main: FileLine,
    *,
    notes: Sequence[NoteLine],
    clips: Sequence[ClipLine],
    denied: Mapping[str, str],
) -> Axis | None:
    """Put together what is there; None while it is not known how long the recording is."""
    copy = _there(home, main, "playable")
    strip, wave = _there(home, main, "filmstrip"), _there(home, main, "waveform")
    length = _length(detail, copy, strip, wave)
    if length <= 0:
        return None
    report = _there(home, main, "integrity")
    found = report_of(report) if report is not None else None
    zero = _zero(copy, found)
    heard = wave_of(wave, length) if wave is not None else None
    pictures = detail.item.kind == "video" and (copy is None or copy.finding["kind"] == "video")
    lanes = [
        *(_findings(found, zero, length) if found is not None else ()),
        *_lane("note", "Notes", [(one.at_s, one.until_s, one.text) for one in notes], length),
        *_lane("clip", "Clips", [(one.from_s, one.until_s, one.said) for one in clips], length),
    ]
    words = {
        name: denied.get(name) or _words(home, main, name) for name in ("filmstrip", "waveform")
    }
    return Axis(
        length_s=length,
        ticks=[_tick(length * number / _TICKS, length) for number in range(_TICKS)],
        strip=_strip(detail.item.number, strip, length) if strip is not None else None,
        strip_words=words["filmstrip"] if pictures else "",
        wave=heard,
        wave_words=words["waveform"],
        lanes=lanes,
        found=list(_list(found, zero, length)) if found is not None else [],
        standing=str(found.verdict) if found is not None else "",
        making=_BEING_MADE in words.values(),
    )


def _there(home: Home, main: FileLine, processor: str) -> Derivative | None:
    settings = stream_settings("") if processor == "playable" else {}
    made = derivatives.find(home, main.sha256, processor, settings=settings)
    return made if made is not None and made.is_there else None


def _words(home: Home, main: FileLine, processor: str) -> str:
    made = derivatives.find(home, main.sha256, processor)
    if made is None:
        told = derivatives.told(home, main.sha256, processor)
        share = "" if told is None or told.share is None else f": {int(told.share * 100)} %"
        return f"{_BEING_MADE}{share}" if not share else _BEING_MADE
    return "" if made.is_there else (made.reason or made.outcome)


def _length(detail: ItemDetail, *made: Derivative | None) -> float:
    copy, strip, wave = made
    if copy is not None:
        return float(copy.finding["duration_s"])
    if detail.item.duration_s:
        return detail.item.duration_s
    ends = [0.0]
    if strip is not None:
        ends.append(float(strip.finding["at_s"][-1]))
    if wave is not None:
        ends.append(float(wave.finding["length_s"]))
    return max(ends)


def _zero(copy: Derivative | None, report: IntegrityReport | None) -> float:
    """Give second 0 in the recording's own time, in which an integrity report speaks."""
    if copy is not None and "starts_s" in copy.finding:
        return float(copy.finding["starts_s"])
    streams = report.facts.streams if report is not None else ()
    starts = [one.first_s for one in streams if one.kind == "pictures" and one.first_s is not None]
    return min(starts, default=0.0)


def _strip(number: int, made: Derivative, length: float) -> Strip:
    finding = made.finding
    wide, high, columns = finding["wide"], finding["high"], finding["columns"]
    many, few = (list(_slots(finding, length, count)) for count in _SLOTS)
    rows = -(-len(finding["at_s"]) // columns)
    address = reverse("item_watch_strip", args=[number])
    return Strip(address, wide, high, wide * columns, high * rows, many, few)


def _slots(finding: Mapping[str, Any], length: float, count: int) -> Iterator[Slot]:
    """Give in each place the picture nearest its middle; none where the strip has none."""
    times: list[float] = finding["at_s"]
    each = length / count
    for place in range(count):
        index = min(
            range(len(times)), key=lambda one: abs(times[one] - (place + 0.5) * each)
        )  # used at once
        at = times[index]
        if not place * each - each / 2 <= at <= (place + 1) * each + each / 2:
            yield Slot()
            continue
        row, column = divmod(index, int(finding["columns"]))
        yield Slot(
            machine_second(at),
            f"Picture at {second_words(at)}",
            column * int(finding["wide"]),
            row * int(finding["high"]),
        )


def _tick(second: float, length: float) -> Tick:
    words = second_words(second)
    return Tick(machine_second(second), words[:-2] if length < _SHORT_S else words[:-4])


def _findings(report: IntegrityReport, zero: float, length: float) -> Iterator[Lane]:
    for key, name in _CLASSES:
        stretches = [
            (one.from_s - zero, None if one.to_s is None else one.to_s - zero, _kind(one.kind))
            for one in report.findings
            if str(one.verdict) == key and one.from_s is not None
        ]
        yield from _lane(key, name, stretches, length)


def _list(report: IntegrityReport, zero: float, length: float) -> Iterator[Found]:
    for one in sorted(report.findings, key=lambda each: each.from_s or 0.0):
        if one.from_s is None:
            continue
        at = min(max(0.0, one.from_s - zero), length)
        until = "" if one.to_s is None else f" to {second_words(one.to_s - zero)}"
        yield Found(machine_second(at), f"{second_words(at)}{until}: {_kind(one.kind)}")


def _kind(kind: str) -> str:
    return kind.replace("_", " ")


def _lane(
    key: str, name: str, stretches: Sequence[tuple[float, float | None, str]], length: float
) -> Iterator[Lane]:
    """Give a lane of bars; none when there is nothing to draw."""
    scale = WIDE / length
    bars = []
    for start, until, words in stretches:
        stop = start if until is None else until
        if stop < 0 or start > length:
            continue
        x = min(max(0.0, start * scale), WIDE - _LEAST)
        width = max(_LEAST, (stop - max(0.0, start)) * scale)
        ends = "" if until is None else f" to {second_words(until)}"
        said = f"{second_words(start)}{ends}, {words[:60]}"
        bars.append(Bar(round(x, 2), round(min(width, WIDE - x), 2), said))
    if bars:
        yield Lane(key, name, bars)
