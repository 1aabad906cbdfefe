# SPDX-License-Identifier: Apache-2.0
"""What an administrator asks of the machine: room, who is writing, which versions run.

Promises: reads the file system and nothing of any recording; every figure is true at the moment
of asking. A lock's holder is what the holder wrote into the lock file while it holds it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import django
from django.db import connection

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home

_PACKAGES = ("django-allauth", "cryptography", "av", "pillow", "pytsk3", "waitress")


@dataclass(frozen=True, slots=True)
class Room:
    """The file system that the vault is on. `low` under 10 % or 20 GiB free."""

    total: int
    free: int

    @property
    def used(self) -> int:
        """Bytes that are taken."""
        return self.total - self.free

    @property
    def low(self) -> bool:
        """Whether an administrator should act before the next card."""
        return self.free < min(self.total // 10, 20 << 30)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who holds a lock of the home: the command, its process and since when."""

    lock: str
    command: str
    process: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the program and its version."""

    name: str
    version: str


def room(home: Home) -> Room:
    """Ask the file system of the vault."""
    found = shutil.disk_usage(home.vault)
    return Room(total=found.total, free=found.free)


def writers(home: Home) -> list[Writer]:
    """Who is writing to the home now, by its two locks."""
    found = (_holder(path) for path in (home.ledger_lock, home.intake_lock))
    return [writer for writer in found if writer is not None]


def _holder(path: Path) -> Writer | None:
    """Read what a holder wrote; an empty or missing file means that nobody holds the lock."""
    try:
        said = json.loads(path.read_bytes())
        return Writer(
            lock=path.name,
            command=str(said["command"]),
            process=int(said["pid"]),
            since=datetime.fromisoformat(said["since"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def database() -> str:
    """Name the database in words, with its version."""
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, in the home"
    major, minor = divmod(int(getattr(connection, "pg_version", 0)), 10_000)
    return f"PostgreSQL {major}.{minor}"


def components() -> list[Component]:
    """List what runs, with versions."""
    found = [
        Component("Holdfast", _version("holdfast")),
        Component("Python", sys.version.split()[0]),
        Component("Django", django.get_version()),
        *(Component(name, _version(name)) for name in _PACKAGES),
        Component("Kernel", os.uname().release),
    ]
    return [one for one in found if one.version]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
