# SPDX-License-Identifier: Apache-2.0
"""What may be set for motion analysis, and the limits that hold whatever is set.

A result is known by its settings (they are part of its provenance), so each has a fixed default.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

PIXELS_MOST: Final = 8192 * 4608  # 8K, and what cameras call 8K
SIDE_MOST: Final = 16384
SLOW_FPS: Final = 12.5
ACROSS: Final = 560  # the small picture is at most so wide, or high if that is the longer side


@dataclass(frozen=True, slots=True)
class Settings:
    """How motion is looked for.

    `every_s`: analyse a picture when so many seconds passed since the last one, but every picture
    of a recording that has no more than SLOW_FPS of them a second; `least_share`: of
    the picture, smaller is not followed; `triage`: decode only stretches in which key frames or
    packet sizes show that something happens; `stand_s`: an object that stands so long becomes part
    of the scene; `least_s`: shorter tracks are left out, and counted.
    """

    every_s: float = 0.15
    least_share: float = 0.0004
    triage: bool = True
    stand_s: float = 600.0
    least_s: float = 0.5

    def to_json(self) -> dict[str, object]:
        """Give the settings as plain values."""
        return asdict(self)
