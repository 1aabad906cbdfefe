# SPDX-License-Identifier: Apache-2.0
"""The table of subtitle telemetry dialects: how each is known, and which number is which.

Makers changed the order of the coordinates between models, and nothing in a cue says which it is.
So the order is a property of the dialect, stated with every position we give
(`docs/adr/0005-coordinate-order-by-dialect.md`). A dialect is added by adding one row; rows are
tried from top to bottom, the most particular first. It never guesses an order from the values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"[-+]?\d+(?:\.\d*)?"
_VALUE = rf"({_NUMBER}|n/a)"

_PAIR = rf"GPS ?\( ?{_VALUE} ?, ?{_VALUE} ?, ?{_VALUE}m? ?\)"
_PAIR_WITH_METRES = rf"GPS ?\( ?{_VALUE} ?, ?{_VALUE} ?, ?{_VALUE}M ?\)"
_METRES = r"([-+]?\d+(?:\.\d*)?)m"
_LETTERS_EAST_FIRST = (
    rf"GPS ?\( ?([EW] ?: ?{_NUMBER}|n/a) ?, ?([NS] ?: ?{_NUMBER}|n/a)(?: ?, ?{_METRES})? ?\)"
)
_LETTERS_NORTH_FIRST = (
    rf"GPS ?\( ?([NS] ?: ?{_NUMBER}|n/a) ?, ?([EW] ?: ?{_NUMBER}|n/a)(?: ?, ?{_METRES})? ?\)"
)
_LETTERS_ALTITUDE = rf"GPS ?\([^)\n]{{0,200}}, ?{_METRES} ?\)"
_NAMED = rf"\[latitude ?: ?{_VALUE}\] ?\[long?t?itude ?: ?{_VALUE}\]"
_NO_FIELD = r"(?!)"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing telemetry into cues.

    `position` captures the two coordinates in the order they are written, then the third number
    when there is one. `third` says what that third number is. `height` captures height above the
    take-off point, or where `zero_stated` is false the one height there is, whose zero the file
    does not state; `altitude` captures a height that the file calls absolute.
    """

    code: str
    name: str
    seen_in: str
    mark: re.Pattern[str]
    position: re.Pattern[str] | None
    latitude_first: bool
    order: str
    third: str
    height: re.Pattern[str]
    altitude: re.Pattern[str]
    hemisphere_letters: bool = False
    may_be_radians: bool = False
    has_timing_lines: bool = True
    zero_stated: bool = True


def _row(
    code: str,
    name: str,
    seen_in: str,
    mark: str,
    *,
    position: str | None,
    order: str,
    third: str = "",
    height: str = _NO_FIELD,
    altitude: str = _NO_FIELD,
    latitude_first: bool = False,
    hemisphere_letters: bool = False,
    may_be_radians: bool = False,
    has_timing_lines: bool = True,
    zero_stated: bool = True,
) -> Dialect:
    return Dialect(
        code=code,
        name=name,
        seen_in=seen_in,
        mark=re.compile(mark),
        position=None if position is None else re.compile(position),
        latitude_first=latitude_first,
        order=order,
        third=third,
        height=re.compile(height),
        altitude=re.compile(altitude),
        hemisphere_letters=hemisphere_letters,
        may_be_radians=may_be_radians,
        has_timing_lines=has_timing_lines,
        zero_stated=zero_stated,
    )


_BAROMETER = rf"BAROMETER ?: ?({_NUMBER})(?=[\sM])"
_HEIGHT_H = rf", H ({_NUMBER})m"
_ALTITUDE = rf"\[altitude ?: ?({_NUMBER})(?=[\s\]])"
_RELATIVE = rf"\[rel_alt ?: ?({_NUMBER})(?=[\s\]])"
_ABSOLUTE = rf"abs_alt ?: ?({_NUMBER})(?=[\s\]])"

DIALECTS: tuple[Dialect, ...] = (
    _row(
        "Autel",
        "Autel",
        "Autel aircraft",
        r"GPS ?\( ?[EW] ?:",
        position=_LETTERS_EAST_FIRST,
        order="hemisphere letters",
        height=_LETTERS_ALTITUDE,
        zero_stated=False,
        hemisphere_letters=True,
    ),
    _row(
        "Autel",
        "Autel",
        "Autel aircraft",
        r"GPS ?\( ?[NS] ?:",
        position=_LETTERS_NORTH_FIRST,
        order="hemisphere letters",
        height=_LETTERS_ALTITUDE,
        zero_stated=False,
        latitude_first=True,
        hemisphere_letters=True,
    ),
    _row(
        "C",
        "Matrice 300",
        "Matrice 300",
        r"GPS ?\([^)\n]{0,200}M ?\)",
        position=_PAIR_WITH_METRES,
        order="latitude first",
        third="unstated metres",
        latitude_first=True,
        height=_BAROMETER,
    ),
    _row(
        "B+",
        "Phantom 4 RTK",
        "Phantom 4 RTK",
        r"GPS \([^)\n]{0,200}\)[^\n]{0,400}[FG]\.PRY",
        position=_PAIR,
        order="longitude first",
        third="satellites",
        height=_HEIGHT_H,
    ),
    _row(
        "B",
        "Phantom 4 Pro",
        "Phantom 4 Pro, Mavic Mini, Mini 2",
        r"F/[^\n]{0,200}GPS \(",
        position=_PAIR,
        order="longitude first",
        third="satellites",
        height=_HEIGHT_H,
    ),
    _row(
        "A0",
        "early DJI",
        "the oldest files",
        r"GPS ?\([^)\n]{0,200}\) ?Hb ?:",
        position=_PAIR,
        order="longitude first",
        third="satellites",
        height=rf"Hb ?: ?({_NUMBER})(?=\s)",
    ),
    _row(
        "A",
        "Mavic Pro",
        "Mavic Pro",
        r"GPS ?\(",
        position=_PAIR,
        order="longitude first",
        third="satellites",
        height=_BAROMETER,
    ),
    _row(
        "H",
        "Mini 5 Pro",
        "Mini 5 Pro, Air 3S, Neo 2, Avata 360",
        r"FrameId|gb_yaw|\[pp_",
        position=_NAMED,
        order="named latitude and longitude",
        height=_RELATIVE,
        altitude=_ABSOLUTE,
        latitude_first=True,
    ),
    _row(
        "G",
        "Mavic 3",
        "Mavic 3, Mini 3 Pro, Mini 4 Pro, Air 3",
        r"\[rel_alt ?:",
        position=_NAMED,
        order="named latitude and longitude",
        height=_RELATIVE,
        altitude=_ABSOLUTE,
        latitude_first=True,
    ),
    _row(
        "F",
        "Air 2",
        "Mavic Air 2, Air 2S",
        r"SrtCnt|\[latitude:",
        position=_NAMED,
        order="named latitude and longitude",
        height=_ALTITUDE,
        zero_stated=False,
        latitude_first=True,
        may_be_radians=True,
    ),
    _row(
        "E",
        "Mavic 2",
        "Mavic 2 Pro, Mavic 2 Zoom",
        r"\[latitude ",
        position=_NAMED,
        order="named latitude and longitude",
        height=_ALTITUDE,
        zero_stated=False,
        latitude_first=True,
        may_be_radians=True,
    ),
    _row(
        "D",
        "Mavic Air",
        "Mavic Air (2018)",
        r"\[iso ?:",
        position=None,
        order="no position in this dialect",
    ),
)

WITHOUT_TIMING = _row(
    "E0",
    "Mavic 2 without timing lines",
    "Mavic 2 style files that lack the --> line",
    r"\[latitude ?:",
    position=_NAMED,
    order="named latitude and longitude",
    height=_ALTITUDE,
    zero_stated=False,
    latitude_first=True,
    may_be_radians=True,
    has_timing_lines=False,
)
