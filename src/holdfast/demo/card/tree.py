# SPDX-License-Identifier: Apache-2.0
"""A folder of real files as a tree to be written into a card image."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file: its name on the card, where its bytes are, and whether it is deleted again."""

    name: str
    path: Path
    size: int
    modified: datetime
    deleted: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder and what is in it, in order of name."""

    name: str
    modified: datetime
    children: tuple[Folder | Leaf, ...]


def read_tree(
    folder: Path, deleted: frozenset[str], *, ahead_of_utc: timedelta, inside: str = ""
) -> Folder:
    """Read a folder; times become those of a wall clock that runs `ahead_of_utc`."""
    children: list[Folder | Leaf] = []
    for path in sorted(folder.iterdir()):
        name = f"{inside}{path.name}"
        if path.is_dir():
            children.append(read_tree(path, deleted, ahead_of_utc=ahead_of_utc, inside=f"{name}/"))
        else:
            facts = path.stat()
            children.append(
                Leaf(
                    path.name,
                    path,
                    facts.st_size,
                    datetime.fromtimestamp(facts.st_mtime, UTC) + ahead_of_utc,
                    name in deleted,
                )
            )
    newest = max((child.modified for child in children), default=datetime(2026, 1, 1, tzinfo=UTC))
    return Folder(folder.name, newest, tuple(children))
