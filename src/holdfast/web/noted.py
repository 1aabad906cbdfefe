# SPDX-License-Identifier: Apache-2.0
"""Notes as pages and files show them, each with its moment and the time of day that it stands for.

Promises: a time of day is there only when the recording's start is known and its clock has not jumped
before, with its zone and how it is known; a cell of a file never begins with what a spreadsheet would take for a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.web.copies import clock_until
from holdfast.web.seconds import machine_second, second_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.home import Home
    from holdfast.records.queries.beginning import Beginning
    from holdfast.records.queries.notes import NotedRecording, NoteLine

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
HEAD: Final = (
    "note", "item", "exhibit", "recording", "from_s", "until_s", "from_time", "until_time",
    "time_is", "text", "written_utc", "written_by", "withdrawn_utc", "withdrawn_because",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One note in words."""

    note: NoteLine
    at: str
    until: str
    when: str
    day: str


def shown(home: Home, recording: NotedRecording, notes: Sequence[NoteLine]) -> list[ShownNote]:
    """Put notes of a recording into words."""
    known = clock_until(home, recording.main)
    return [
        ShownNote(
            one,
            machine_second(one.at_s),
            "" if one.until_s is None else machine_second(one.until_s),
            second_words(one.at_s)
            + ("" if one.until_s is None else f" to {second_words(one.until_s)}"),
            _clock(recording.beginning, one.at_s, known),
        )
        for one in notes
    ]


def rows(home: Home, recordings: Iterable[NotedRecording]) -> Iterator[tuple[object, ...]]:
    """Give the head and every note for a CSV file; withdrawn ones too."""
    yield HEAD
    for recording in recordings:
        start, known = recording.beginning, clock_until(home, recording.main)
        for one in recording.notes:
            withdrawn = one.withdrawn_at
            yield (
                one.number,
                recording.number,
                _cell(recording.exhibit_number),
                _cell(recording.title),
                machine_second(one.at_s),
                "" if one.until_s is None else machine_second(one.until_s),
                _clock(start, one.at_s, known),
                _clock(start, one.until_s, known),
                start.how if start.at else "not known",
                _cell(one.text),
                f"{one.written_at:%Y-%m-%d %H:%M:%S}",
                _cell(one.written_by.name),
                "" if withdrawn is None else f"{withdrawn:%Y-%m-%d %H:%M:%S}",
                _cell(one.withdraw_reason),
            )


def _clock(start: Beginning, second: float | None, known: float) -> str:
    return "" if second is None or second >= known else start.exact(second)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
