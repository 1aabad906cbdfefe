# SPDX-License-Identifier: Apache-2.0
"""A short video that shows the tracks of a recording together, each with its true time.

Placement is greedy on a grid (docs/adr/0025-synopsis.md); figures are cut out of the recording and
drawn on a backdrop that changes with the time of day. For looking, never instead of the recording.

    synopsis = make_synopsis(path, motion, to, tracks=chosen, settings=SynopsisSettings(density=0.2))
    synopsis.to_json()      FR, CR, OR, CD, the table of placements, what was left out
"""

from __future__ import annotations

from holdfast.analysis.synopsis.measures import Measures
from holdfast.analysis.synopsis.synopsis import (
    LeftOut,
    Synopsis,
    SynopsisSettings,
    make_synopsis,
    plan,
    planned,
)

__all__ = [
    "LeftOut",
    "Measures",
    "Synopsis",
    "SynopsisSettings",
    "make_synopsis",
    "plan",
    "planned",
]
