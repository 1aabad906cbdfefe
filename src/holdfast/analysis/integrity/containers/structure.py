# SPDX-License-Identifier: Apache-2.0
"""What the walk of a container gives: its kind, its shape, what it declares, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from holdfast.analysis.integrity.report import Finding

MOST_FINDINGS: Final = 200
"""A walk tells at most so many findings; the examination says how many more there were."""

_LOOK: Final = 1 << 20


@dataclass(slots=True)
class Structure:
    """A container as walked. `shape` is what a reference of the same model would have as well."""

    container: str
    layout: str = ""
    findings: list[Finding] = field(default_factory=list)
    declared_s: float | None = None
    written_by: list[str] = field(default_factory=list)
    shape: list[str] = field(default_factory=list)
    declared_packets: dict[int, int] = field(default_factory=dict)
    limits: list[str] = field(default_factory=list)
    lost_at: list[int] = field(default_factory=list)
    untold: int = 0

    def tell(self, finding: Finding) -> None:
        """Keep a finding, or count it when there are too many already."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.untold += 1


def read_at(file: BinaryIO, at: int, length: int) -> bytes:
    """Read `length` bytes at a place; fewer at the end of the file."""
    file.seek(at)
    return file.read(max(0, length))


def only_zeros(file: BinaryIO, at: int, end: int) -> bool:
    """Whether nothing but zeros lies between two places."""
    file.seek(at)
    left = end - at
    while left > 0:
        data = file.read(min(left, _LOOK))
        if not data:
            return True
        if data.count(0) != len(data):
            return False
        left -= len(data)
    return True
