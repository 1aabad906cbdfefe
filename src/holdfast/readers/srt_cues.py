# SPDX-License-Identifier: Apache-2.0
"""Where the cues of a subtitle text begin and end.

It promises to walk a text of any shape in one pass: a cue is what stands between one `-->` line
and the next, and where there is no such line at all, what stands between lines that hold only a
number. It never copies the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOCK = re.compile(r"\d{1,3}:[0-5]\d:(?:[0-5]\d|60)")
"""Hours, minutes and seconds; a Matrice 300 writes second 60 at the end of each minute."""

_CLOCK = rf"({CLOCK.pattern})[,.](\d{{1,3}})"
_TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}")
_NUMBER_LINE = re.compile(r"^[ \t]*\d{1,9}[ \t]*$", re.MULTILINE)
_ARROW = "-->"


@dataclass(frozen=True, slots=True)
class Cue:
    """The bounds of one cue's text, and its start on the recording's clock.

    `clock` is `HH:MM:SS` and `fraction` the digits after it; both are empty without a timing line.
    """

    begin: int
    end: int
    clock: str = ""
    fraction: str = ""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a stretch of text; `timed` is false when it has no timing line at all."""

    cues: list[Cue]
    malformed: int
    timed: bool


def find_cues(text: str, begin: int = 0, end: int | None = None) -> Cues:
    """Find the cues between two places of a text whose lines end with LF."""
    end = len(text) if end is None else end
    arrow = text.find(_ARROW, begin, end)
    if arrow < 0:
        return _between_numbers(text, begin, end)
    cues: list[Cue] = []
    malformed = 0
    while arrow >= 0:
        following = text.find(_ARROW, arrow + len(_ARROW), end)
        line = max(text.rfind("\n", begin, arrow) + 1, begin)
        if timing := _TIMING.match(text, line, end):
            stop = end if following < 0 else following
            cues.append(Cue(timing.end(), stop, timing[1], timing[2]))
        else:
            malformed += 1
        arrow = following
    return Cues(cues, malformed, timed=True)


def duration(text: str) -> float | None:
    """Give the end of the last cue in seconds of the recording; None without a timing line."""
    arrow = text.rfind(_ARROW)
    if arrow < 0:
        return None
    timing = _TIMING.match(text, text.rfind("\n", 0, arrow) + 1)
    return None if timing is None else seconds(timing[3], timing[4])


def seconds(clock: str, fraction: str) -> float:
    """Turn `HH:MM:SS` and its fraction into seconds."""
    hours, minutes, whole = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{fraction or 0}")


def _between_numbers(text: str, begin: int, end: int) -> Cues:
    numbers = list(_NUMBER_LINE.finditer(text, begin, end))
    cues = []
    for position, number in enumerate(numbers):
        stop = numbers[position + 1].start() if position + 1 < len(numbers) else end
        cues.append(Cue(number.end(), stop))
    return Cues(cues, 0, timed=False)
