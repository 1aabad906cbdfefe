# SPDX-License-Identifier: Apache-2.0
"""The answer of putting two recordings on one clock, with what speaks for it.

Promises: an offset is either given with its evidence or refused with its reason; nothing between.
Seconds and parts in a million are numbers of B's clock as seen on A's: a moment `t` of B happened
at `offset_s + t * (1 + drift_ppm / 1_000_000)` of A.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of B through which one straight line holds.

    Times are seconds of B, of the middle of the first and the last place that lie on the line:
    where it ends is known to a few seconds.
    `residual_s`: half of the places compared lie nearer to the line than this.
    `drift_within_ppm`: how exactly the drift is known; it is given as nought when it is less.
    """

    from_s: float
    to_s: float
    offset_s: float
    drift_ppm: float
    drift_within_ppm: float
    residual_s: float
    places: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where B begins on A's clock.

    `confidence` from 0 to 1: of the places where both are heard, the share that agrees, less when
    they are few. `places`: compared, agreeing and disagreeing. `method`: "waveform" (the sound
    itself, to a fraction of a millisecond) or "loudness" (its rise and fall, to about 10 ms).
    More than one piece means that a clock jumped or a recording was paused. `unsure_s`: how far the
    offset may be off because an echo is as loud as the sound; 0 when there is none, or it is known.
    """

    offset_s: float | None
    drift_ppm: float | None
    confidence: float
    refused: bool
    why: str
    method: str
    pieces: tuple[Piece, ...]
    compared: int
    agreeing: int
    disagreeing: int
    overlap_s: float
    a_seconds: float
    b_seconds: float
    notes: tuple[str, ...]
    unsure_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the answer as the command prints it."""
        return {
            **asdict(self),
            "pieces": [asdict(piece) for piece in self.pieces],
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Alignment:
        """Read an answer that `to_json` gave."""
        pieces = tuple(Piece(**piece) for piece in said["pieces"])
        return cls(**{**said, "pieces": pieces, "notes": tuple(said["notes"])})
