# SPDX-License-Identifier: Apache-2.0
"""What an integrity report holds: plain frozen values that go to JSON and come back unchanged.

A report says whether the recording in one file is whole, and where it is not. Every finding says
where, how it is known, what it means and what it does not mean. Never says whether a recording is
true, who touched it, or why something is missing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verdict(StrEnum):
    """The worst thing that was found; in this order, the later the worse."""

    SOUND = "sound"
    UNUSUAL = "unusual"
    INCOMPLETE = "incomplete"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to look before the recording is relied on."""
        return self not in (Verdict.SOUND, Verdict.UNUSUAL)


_WORSE = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: seconds of the recording where they are known, bytes of the file likewise."""

    kind: str
    verdict: Verdict
    what: str
    from_s: float | None
    to_s: float | None
    how: str
    means: str
    does_not_mean: str
    stream: int | None = None
    at_byte: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return the finding as plain JSON values."""
        said = asdict(self)
        said["class"] = str(said.pop("verdict"))
        return said


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What one stream declares and what was found in it; seconds, pictures or packets."""

    index: int
    kind: str
    codec: str
    shape: str
    declared_s: float | None
    first_s: float | None
    last_s: float | None
    packets: int
    declared_packets: int | None
    decoded: int
    rate: float | None
    rate_varies: bool

    @property
    def found_s(self) -> float | None:
        """How long the stream is by its own timestamps."""
        if self.first_s is None or self.last_s is None:
            return None
        return round(self.last_s - self.first_s, 6)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file as a whole declares and holds."""

    container: str
    layout: str
    size: int
    sha256: str
    declared_s: float | None
    found_s: float | None
    written_by: tuple[str, ...]
    streams: tuple[StreamFacts, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that may speak of re-encoding or editing. It never changes the verdict by itself."""

    what: str
    how: str
    means: str
    does_not_mean: str


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """One file, examined. `limits` says what was not looked at because a limit was met."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    facts: FileFacts
    signs: tuple[Sign, ...]
    limits: tuple[str, ...]
    compared_with: str | None
    tool: str

    def to_json(self) -> dict[str, object]:
        """Return the report as plain JSON values."""
        facts = asdict(self.facts)
        facts["streams"] = [
            {**asdict(each), "found_s": each.found_s} for each in self.facts.streams
        ]
        facts["written_by"] = list(self.facts.written_by)
        return {
            "verdict": str(self.verdict),
            "findings": [each.to_json() for each in self.findings],
            "facts": facts,
            "signs": [asdict(each) for each in self.signs],
            "limits": list(self.limits),
            "compared_with": self.compared_with,
            "tool": self.tool,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, object]) -> IntegrityReport:
        """Read back what `to_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        facts = dict(_mapping(said["facts"]))
        streams = tuple(_stream(_mapping(each)) for each in _list(facts.pop("streams")))
        written = tuple(str(each) for each in _list(facts.pop("written_by")))
        compared = said["compared_with"]
        return cls(
            verdict=Verdict(str(said["verdict"])),
            findings=tuple(_finding(_mapping(each)) for each in _list(said["findings"])),
            facts=FileFacts(**facts, written_by=written, streams=streams),  # type: ignore[arg-type] # JSON values; the class names every field
            signs=tuple(Sign(**_mapping(each)) for each in _list(said["signs"])),  # type: ignore[arg-type] # likewise
            limits=tuple(str(each) for each in _list(said["limits"])),
            compared_with=None if compared is None else str(compared),
            tool=str(said["tool"]),
        )


def worst(findings: tuple[Finding, ...]) -> Verdict:
    """Return the worst class among the findings; sound when there is none."""
    return max((each.verdict for each in findings), key=_WORSE.index, default=Verdict.SOUND)


def _finding(said: Mapping[str, object]) -> Finding:
    rest = {name: value for name, value in said.items() if name != "class"}
    return Finding(verdict=Verdict(str(said["class"])), **rest)  # type: ignore[arg-type] # JSON values


def _stream(said: Mapping[str, object]) -> StreamFacts:
    rest = {name: value for name, value in said.items() if name != "found_s"}
    return StreamFacts(**rest)  # type: ignore[arg-type] # JSON values; the class names every field


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return value
