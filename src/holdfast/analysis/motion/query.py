# SPDX-License-Identifier: Apache-2.0
"""What may be asked of tracks.

Promises: every condition must hold; one that is not set asks nothing. Areas and lines are drawn as
shares of the picture, so that the same drawing fits every recording of one camera. A question is
written as plain values and read again unchanged; equal questions are written with equal letters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final, Self

from holdfast.analysis.motion.colours import NAMES
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.analysis.motion.geometry import Point

DIRECTIONS: Final = {"right": 0.0, "up": 90.0, "left": 180.0, "down": 270.0}
_CORNERS_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions on a track, all of which must hold.

    `direction_deg` with `direction_within`: 0 right, 90 up. `colour`: one of the eleven names, of
    which it has at least `colour_share`; `picked`: red, green, blue, with `picked_within` (of the
    distance from black to white). `area`: it was inside; `entered` and `left`: it came in or went
    out in sight; `inside_s`: it was inside so long. `crossed`: it crossed the line; `crossed_to`: 1
    only from the line's left to its right, -1 only back, 0 either way. `longer_s` and `shorter_s`:
    how long it was in sight. `stood_s`: it stood so long. Sizes are shares of the picture, speeds
    widths of the picture in a second. `from_at`, `until_at`: in sight at some moment between them.
    `clock`: in sight between two times of day, as a clock in the recording's zone shows; the second
    may be before the first, over midnight.
    """

    direction_deg: float | None = None
    direction_within: float = 45.0
    colour: str | None = None
    colour_share: float = 0.15
    picked: tuple[int, int, int] | None = None
    picked_within: float = 0.15
    area: tuple[Point, ...] = ()
    entered: bool = False
    left: bool = False
    inside_s: float = 0.0
    crossed: tuple[Point, Point] | None = None
    crossed_to: int = 0
    longer_s: float = 0.0
    shorter_s: float | None = None
    stood_s: float = 0.0
    larger: float = 0.0
    smaller: float | None = None
    faster: float = 0.0
    slower: float | None = None
    from_s: float | None = None
    until_s: float | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    clock: tuple[time, time] | None = None

    def __post_init__(self) -> None:
        """Refuse what can match nothing because it is wrongly asked."""
        if self.colour is not None and self.colour not in NAMES:
            raise WrongUsageError(
                f"There is no colour called {self.colour!r}. Nothing was searched. "
                f"The colours are: {', '.join(NAMES)}."
            )
        if self.area and len(self.area) < _CORNERS_LEAST:
            raise WrongUsageError(
                "An area needs at least three corners. Nothing was searched. Draw one more."
            )
        if (self.entered or self.left or self.inside_s) and not self.area:
            raise WrongUsageError(
                "Entering, leaving and being inside need an area. Nothing was searched. Draw one."
            )
        for at in (self.from_at, self.until_at):
            if at is not None and at.tzinfo is None:
                raise WrongUsageError(
                    "A time without its zone was given. Nothing was searched. Say the zone."
                )

    def to_json(self) -> dict[str, object]:
        """Give what is asked as plain values: only the conditions that are set."""
        return {
            one.name: _plain(value)
            for one in fields(self)
            if (value := getattr(self, one.name)) != one.default
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave. Raises WrongUsageError."""
        try:
            return cls(**{name: _read(name, value) for name, value in told.items()})
        except (AttributeError, TypeError, ValueError) as error:
            raise WrongUsageError(
                f"This is no question that was written down: {error}. Nothing was searched. Ask anew."
            ) from error

    def written(self) -> str:
        """Give what is asked as one line of JSON, "" when nothing is."""
        told = self.to_json()
        return json.dumps(told, sort_keys=True, separators=(",", ":")) if told else ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `written` gave. Raises WrongUsageError."""
        try:
            return cls.from_json(json.loads(text or "{}"))
        except json.JSONDecodeError as error:
            raise WrongUsageError(
                f"This is no question that was written down: {error}. Nothing was searched. Ask anew."
            ) from error


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a condition holds
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, time):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - as above
    if name in {"from_at", "until_at"}:
        return datetime.fromisoformat(value)
    if name == "clock":
        start, stop = value
        return time.fromisoformat(start), time.fromisoformat(stop)
    if name in {"area", "crossed"}:
        return tuple((float(across), float(down)) for across, down in value)
    if name != "colour" and isinstance(value, str):
        raise ValueError(f"{name} is given in words")
    return tuple(int(each) for each in value) if name == "picked" else value
