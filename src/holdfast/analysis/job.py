# SPDX-License-Identifier: Apache-2.0
"""One piece of work for a processor, and how it ended.

A result is known by its provenance: the digests of the originals, the processor's name and
version, and its settings. What has no result yet is the work to do, so there is no queue to lose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.gate import Permit

Setting = str | int | float | bool | None


class State(StrEnum):
    """The ways in which work on one file ends; the counts over them add up to the files."""

    DONE = "done"
    NOTHING_TO_DO = "nothing to do"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Source:
    """An original to work on: its digest, where its bytes are, and the name it had on its medium."""

    sha256: str
    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take; beyond it the work ends as failed and says which limit."""

    memory_bytes: int = 2 << 30
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    output_bytes: int = 64 << 20
    answer_bytes: int = 64 << 20
    open_files: int = 64


@dataclass(frozen=True, slots=True)
class Job:
    """One processor on one source (with its companions, if it has any), under a permit for it.

    `output` is where the derivative is to be written: a path that does not exist yet, in a folder
    that does; empty for a processor that only finds. `token` is the caller's own reference; it
    never reaches the child process.
    """

    processor: str
    permit: Permit
    source: Source
    output: Path | None = None
    companions: tuple[Source, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    limits: Limits | None = None
    token: object = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result was made of and by what: equal provenance means an equal result."""

    sources: tuple[str, ...]
    processor: str
    version: str
    settings: Mapping[str, Setting]

    def to_json(self) -> dict[str, object]:
        """Give the provenance as plain values."""
        return {
            "sources": list(self.sources),
            "processor": self.processor,
            "version": self.version,
            "settings": dict(self.settings),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the work ended: the state, the reason in words when it is not done, and the result.

    `finding` is what was found, as plain JSON values. `output`, `output_sha256`, `output_size` and
    `media_type` tell of a derivative; they are empty when none was made.
    """

    state: State
    provenance: Provenance
    reason: str = ""
    finding: Mapping[str, object] | None = None
    output: Path | None = None
    output_sha256: str | None = None
    output_size: int | None = None
    media_type: str | None = None
    seconds: float = 0.0
