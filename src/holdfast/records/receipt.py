# SPDX-License-Identifier: Apache-2.0
"""The receipt of an acquisition: every file seen, what came of it, and the proof.

Promises: `seen` is the sum of stored, duplicate, excluded and unreadable; what the card said of
itself, its gaps and its deleted files stand beside the files; the proof is a C2SP tlog-proof of
the entry that commits to every line. What only a plain copy cannot see is said, not hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.records.person_name import PersonName


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """One line of the manifest."""

    position: int
    path: str
    size: int
    sha256: str
    file_system_time: str
    disposition: str
    reason: str
    item: int | None
    role: str
    certainty: str

    def to_json(self) -> dict[str, Any]:
        """Give the file with the keys of `holdfast intake --json`, and a few more."""
        return {
            "path": self.path,
            "size": self.size,
            "sha256": self.sha256 or None,
            "disposition": self.disposition,
            "reason": self.reason or None,
            "item": self.item,
            "role": self.role or None,
            "file_system_time": self.file_system_time or None,
            "certainty": self.certainty or None,
        }


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A file that was kept and is damaged, odd or not what its name says, with the reason."""

    path: str
    sha256: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceStatement:
    """What recordings on the medium say made them, and the registered device that matches.

    `approved` is None where no device of ours is meant. `quarantine` says why the recordings may
    not be analysed yet, "" when they may.
    """

    text: str
    asset: str
    approved: bool | None
    quarantine: str
    items: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One acquisition, whole. `files` is in the order seen."""

    acquisition: str
    agency: str
    case: str
    case_title: str
    taken_by: PersonName
    purpose: str
    purpose_words: str
    purpose_text: str
    whose: str
    authority: str
    medium: Mapping[str, Any]
    started_at: datetime
    finished_at: datetime
    confirmed_at: datetime | None
    seen: int
    stored: int
    duplicate: int
    excluded: int
    unreadable: int
    bytes_seen: int
    bytes_stored: int
    items: int
    read_back: bool
    resumed_files: int
    gaps: tuple[str, ...]
    split_recordings: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    deleted: tuple[Mapping[str, Any], ...]
    deleted_total: int
    recovered: int
    readings: Mapping[str, int]
    kinds: Mapping[str, int]
    damaged: tuple[DamagedFile, ...]
    devices: tuple[DeviceStatement, ...]
    lines_root: str
    entry: int
    checkpoint: str
    proof: str
    files: tuple[ReceiptFile, ...]

    @property
    def stores_nothing(self) -> bool:
        """Whether everything on the medium was in the vault before."""
        return self.stored == 0 and self.duplicate > 0

    @property
    def summary(self) -> str:
        """Say in one sentence how it came out."""
        if not self.seen:
            return "No file was found on the medium."
        parts = [
            f"{count} {word}"
            for count, word in (
                (self.stored, "stored"),
                (self.duplicate, "in the vault already or twice on the medium"),
                (self.excluded, "excluded by rule"),
                (self.unreadable, "unreadable"),
            )
            if count
        ]
        files = "1 file was" if self.seen == 1 else f"{self.seen} files were"
        said = f"{files} seen: {', '.join(parts)}."
        return f"{said} Nothing new was stored." if self.stores_nothing else said

    def to_json(self) -> dict[str, Any]:
        """Give what `holdfast intake --json` prints."""
        return {
            "acquisition": self.acquisition,
            "case": self.case,
            "seen": self.seen,
            "stored": self.stored,
            "duplicate": self.duplicate,
            "excluded": self.excluded,
            "unreadable": self.unreadable,
            "gaps": list(self.gaps),
            "files": [file.to_json() for file in self.files],
            "items": self.items,
            "checkpoint": self.checkpoint,
            "summary": self.summary,
            "bytes_seen": self.bytes_seen,
            "bytes_stored": self.bytes_stored,
            "taken_by": self.taken_by.username,
            "purpose": self.purpose,
            "purpose_text": self.purpose_text or None,
            "whose_device": self.whose,
            "authority": self.authority or None,
            "medium": dict(self.medium),
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "read_back": self.read_back,
            "resumed_files": self.resumed_files,
            "split_recordings": [list(run) for run in self.split_recordings],
            "notes": list(self.notes),
            "deleted": [dict(one) for one in self.deleted],
            "deleted_total": self.deleted_total,
            "recovered": self.recovered,
            "readings": dict(self.readings),
            "kinds": dict(self.kinds),
            "damaged": [
                {
                    "path": one.path,
                    "sha256": one.sha256,
                    "outcome": one.outcome,
                    "reason": one.reason,
                }
                for one in self.damaged
            ],
            "devices": [
                {
                    "says": one.text,
                    "asset": one.asset or None,
                    "approved": one.approved,
                    "quarantine": one.quarantine or None,
                    "items": one.items,
                }
                for one in self.devices
            ],
            "lines_root": self.lines_root or None,
            "entry": self.entry,
            "proof": self.proof,
        }
