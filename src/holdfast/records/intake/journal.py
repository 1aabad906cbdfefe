# SPDX-License-Identifier: Apache-2.0
"""Where a take-in stands, so that one that was stopped can go on: `HOME/work/intakes/ID`.

Promises: a line is written only for an object that is durably in the vault; a torn last line is
ignored; what the journal says is believed only for a file of the same path, size and times on
the same medium, whose object is in the vault. Losing the journal loses nothing but time.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from holdfast.home import HomeNotWritableError
from holdfast.vault import StoredObject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.records.intake.medium import Medium
    from holdfast.records.intake.seen import Seen

_ABOUT = "intake.json"
_FILES = "files.jsonl"


@dataclass(slots=True)
class Journal:
    """One take-in under way; `about` is what it was begun with, `done` what is stored of it."""

    folder: Path
    about: dict[str, Any]
    done: dict[tuple[str, tuple[int, ...]], StoredObject] = field(default_factory=dict)

    @classmethod
    def begin(cls, intakes: Path, medium: Medium, about: dict[str, Any]) -> Self:
        """Begin a new journal. Raises HomeNotWritableError."""
        folder = intakes / secrets.token_hex(8)
        everything = {**about, "path": _text(medium.path), "identity": medium.identity}
        try:
            folder.mkdir(parents=True)
            part = folder / f"{_ABOUT}.part"
            part.write_text(json.dumps(everything), encoding="utf-8")
            part.rename(folder / _ABOUT)
        except OSError as error:
            raise HomeNotWritableError(
                f"The home cannot be written to ({error.strerror}: {folder}). What is kept is "
                "unharmed and nothing was copied. Free space, then try again."
            ) from error
        return cls(folder, everything)

    @classmethod
    def of(cls, intakes: Path, medium: Medium, *, case: str) -> Self | None:
        """Give the journal of an earlier take-in of this medium into this case, or None."""
        for journal in cls.all(intakes):
            about = journal.about
            if (about["path"], about["identity"], about["case"]) == (
                _text(medium.path),
                medium.identity,
                case,
            ):
                journal.read_files()
                return journal
        return None

    @classmethod
    def all(cls, intakes: Path) -> Iterator[Self]:
        """Every journal there is, oldest first; without the files."""
        found = []
        for path in intakes.glob(f"*/{_ABOUT}"):
            try:
                found.append(cls(path.parent, json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError):
                continue
        yield from sorted(found, key=lambda journal: str(journal.about["started_at"]))

    def add(self, seen: Seen, stored: StoredObject) -> None:
        """Note that a file's object is durable in the vault."""
        line = [
            _coded(seen.path),
            list(seen.fingerprint),
            stored.sha256,
            stored.size,
            stored.blocks_root,
            stored.read_back,
        ]
        descriptor = os.open(
            self.folder / _FILES, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        try:
            os.write(descriptor, json.dumps(line).encode() + b"\n")
        finally:
            os.close(descriptor)

    def count(self) -> int:
        """How many files the journal holds, by its lines."""
        try:
            return (self.folder / _FILES).read_bytes().count(b"\n")
        except OSError:
            return 0

    def stored(self, seen: Seen) -> StoredObject | None:
        """Give what was stored of a file before, when it is still the same file."""
        return self.done.get((_coded(seen.path), seen.fingerprint))

    def end(self) -> None:
        """Remove the journal: the take-in is on the ledger."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def read_files(self) -> None:
        """Read what was stored."""
        try:
            data = (self.folder / _FILES).read_bytes()
        except OSError:
            return
        for line in data.split(b"\n")[:-1]:
            try:
                path, fingerprint, sha256, size, blocks_root, read_back = json.loads(line)
            except ValueError:
                continue
            self.done[path, tuple(fingerprint)] = StoredObject(
                sha256=sha256, size=size, blocks_root=blocks_root, new=True, read_back=read_back
            )


def _coded(path: bytes) -> str:
    return base64.b64encode(path).decode()


def _text(path: Path) -> str:
    return _coded(os.fsencode(path))
