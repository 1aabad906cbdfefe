# SPDX-License-Identifier: Apache-2.0
"""A card with recordings of fixed cameras whose truth is known, for the pages about movement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.motion.known import COLOURS, CROSSING, TURNING
from analysis.motion.scenes import film

if TYPE_CHECKING:
    from pathlib import Path

GATE, YARD, MAST, NOTES = "GATE.mp4", "YARD.mp4", "MAST.mp4", "NOTES.mp4"


def card_of_cameras(folder: Path) -> Path:
    """Write four files that are called videos.

    GATE: red walks right and blue walks left, from ten at night on a clock in New Zealand. YARD: six
    colours walk right, at a time that is not known. MAST: the camera turns. NOTES: words.
    """
    folder.mkdir(parents=True)
    film(folder / GATE, CROSSING, begun="2026-11-20T09:00:00Z")
    film(folder / YARD, COLOURS)
    film(folder / MAST, TURNING)
    (folder / NOTES).write_text("What the guard saw that night, in words alone.\n" * 60)
    return folder
