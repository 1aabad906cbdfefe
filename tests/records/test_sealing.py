# SPDX-License-Identifier: Apache-2.0
"""Database and ledger stay together, or say that they do not."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection

import postgresql
from holdfast.ledger.errors import LogWriteError
from holdfast.ledger.log import Log
from holdfast.records import queries, services
from holdfast.records.errors import LedgerDisagreesError, NotSealedError
from holdfast.records.models import Entry
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.making import Agency


def test_a_database_older_than_the_ledger_catches_up(agency: Agency) -> None:
    if postgresql.wanted():
        pytest.skip("an older copy is put back as a file, which only SQLite has")
    database = agency.home.database
    connection.close()
    shutil.copy(database, database.with_suffix(".older"))
    agency.open_case("LATER")
    connection.close()
    for name in ("records.sqlite3-wal", "records.sqlite3-shm"):
        database.with_name(name).unlink(missing_ok=True)
    shutil.copy(database.with_suffix(".older"), database)
    assert queries.list_cases(agency["investigator"]).rows == ()
    assert services.heal(home=agency.home) == 1
    assert queries.case_by_reference(agency["investigator"], "LATER").number == 1


def test_a_ledger_put_back_to_an_older_state_stops_every_writer(agency: Agency) -> None:
    older = agency.home.root / "older"
    shutil.copytree(agency.home.ledger, older)
    agency.open_case()
    shutil.rmtree(agency.home.ledger)
    older.rename(agency.home.ledger)
    before = Entry.objects.count()
    with pytest.raises(LedgerDisagreesError, match="do not belong together"):
        agency.open_case("C-2")
    assert Entry.objects.count() == before


def test_a_ledger_that_cannot_be_written_keeps_the_change_and_says_so(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Log, _entries: Sequence[tuple[bytes, bytes]], *, now: datetime) -> None:
        assert now
        raise LogWriteError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Log, "append", full)
        with pytest.raises(NotSealedError, match="kept, but"):
            services.open_case(home=agency.home, actor=agency["investigator"], reference="C-1")
    assert Entry.objects.filter(index__isnull=True).count() == 1
    services.open_case(home=agency.home, actor=agency["investigator"], reference="C-2")
    assert not Entry.objects.filter(index__isnull=True).exists()
    assert view_log(agency.home).size == Entry.objects.count()


def test_every_entry_is_bound_to_its_body(agency: Agency) -> None:
    agency.open_case("C-1", now=datetime(2026, 11, 23, 9, 15, 2, 123456, tzinfo=UTC))
    entry = Entry.objects.order_by("-index").first()
    assert entry is not None
    assert b'"at":"2026-11-23T09:15:02.123456Z"' in bytes(entry.body or b"")
    log = view_log(agency.home)
    assert log.verify_all().problems == ()
    assert log.face(entry.index or 0) == bytes(entry.face)
    assert queries.ledger_entry(agency["investigator"], agency.home, entry.index or 0).sentence == (
        "opened the case C-1, “C-1”"
    )
