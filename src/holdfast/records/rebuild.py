# SPDX-License-Identifier: Apache-2.0
"""Makes the database and the index again from vault and ledger alone.

Promises: entries that wait in the old database's outbox are sealed first, when it can still be
read; then the old database goes, every body of the ledger is verified and applied in order by the
same code that applied it live, and what was found in originals is computed again. Credentials are
not in the ledger: everybody enrols again. Stopped in the middle, it is simply run again.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction

from holdfast.home import locked
from holdfast.records.models import Entry, Item
from holdfast.records.sealing import heal, replay
from holdfast.records.services.reading import compute
from holdfast.records.stores import open_log
from holdfast.records.tables import prepare_database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.gate import Permit
    from holdfast.home import Home

_BATCH = 200


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """What was made again; `destroyed` counts bodies that a lawful disposal has destroyed."""

    entries: int
    destroyed: int
    items: int
    files_read: int


def _tell_nobody(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody asked for."""


def rebuild(
    *,
    home: Home,
    permits_to_read: Callable[[], Sequence[Permit]],
    progress: Callable[[str, int, int], None] = _tell_nobody,
    now: datetime | None = None,
) -> RebuildResult:
    """Make database and index again. Raises HomeBusyError, DamagedLogError, ProofError.

    `permits_to_read` is asked once the database is there again, because that is where the
    permissions stand; when it gives none, what files say of themselves is not computed again.
    """
    moment = now or datetime.now(UTC)
    with (
        locked(home.intake_lock, command="rebuilding", now=moment),
        locked(home.ledger_lock, command="rebuilding", now=moment, wait_seconds=10),
    ):
        log = open_log(home)
        try:
            heal(home, log, now=moment)
        except DatabaseError:
            connection.close()
        _clear_database(home)
        shutil.rmtree(home.index, ignore_errors=True)
        home.findings.mkdir(parents=True)
        home.derivatives.mkdir(parents=True)
        prepare_database()
        for start in range(0, log.size, _BATCH):
            with transaction.atomic():
                for index in range(start, min(start + _BATCH, log.size)):
                    replay(home, log, index)
            progress("entries", min(start + _BATCH, log.size), log.size)
    read = Item.objects.exclude(condition="unread").order_by("number")
    numbers = list(read.values_list("number", flat=True))
    permits = permits_to_read()
    files = (
        compute(
            home,
            numbers,
            permits=permits,
            progress=lambda p: progress("files", p.files_done, p.files_total),
        )
        if permits
        else 0
    )
    return RebuildResult(
        entries=log.size,
        destroyed=Entry.objects.filter(body__isnull=True).count(),
        items=Item.objects.count(),
        files_read=files,
    )


def _clear_database(home: Home) -> None:
    """Remove the old database: the file of SQLite, or every table of PostgreSQL."""
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            _with_suffix(home.database, suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def _with_suffix(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
