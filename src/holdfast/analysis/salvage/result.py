# SPDX-License-Identifier: Apache-2.0
"""What a salvage tells: what was recovered, what was not, by which method, and on what assumptions.

Promises: every number that was not read from the damaged file itself stands in `assumptions`; what
is lost is told by time where it can be known, and as unknown where it cannot.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one kind of content, in seconds of the salvaged file."""

    kind: str
    from_s: float
    to_s: float
    pieces: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What was not recovered; seconds are None where the time is not known."""

    kind: str
    from_s: float | None
    to_s: float | None
    what: str


@dataclass(frozen=True, slots=True)
class SalvageResult:
    """One salvage. Bytes are of the damaged file; `apart_s` is how much longer the pictures last."""

    method: str
    source_sha256: str
    output_sha256: str
    reference_sha256: str | None
    container: str
    streams: tuple[str, ...]
    recovered: tuple[Span, ...]
    lost: tuple[Loss, ...]
    assumptions: tuple[str, ...]
    bytes_total: int
    bytes_used: int
    bytes_unused: int
    apart_s: float | None
    tool: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be lost."""
        return not self.lost

    def to_json(self) -> dict[str, object]:
        """Return the result as plain JSON values."""
        said = asdict(self)
        for name in ("streams", "recovered", "lost", "assumptions"):
            said[name] = list(said[name])
        return said

    @classmethod
    def from_json(cls, said: Mapping[str, object]) -> SalvageResult:
        """Read back what `to_json` wrote. Raises KeyError, TypeError or ValueError on anything else."""
        rest = {**said}
        parts = {
            name: _list(rest.pop(name)) for name in ("streams", "recovered", "lost", "assumptions")
        }
        return cls(
            streams=tuple(str(each) for each in parts["streams"]),
            recovered=tuple(Span(**each) for each in map(_mapping, parts["recovered"])),  # type: ignore[arg-type] # JSON values
            lost=tuple(Loss(**each) for each in map(_mapping, parts["lost"])),  # type: ignore[arg-type] # likewise
            assumptions=tuple(str(each) for each in parts["assumptions"]),
            **rest,  # type: ignore[arg-type] # JSON values; the class names every field
        )


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value
