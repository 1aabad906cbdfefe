# SPDX-License-Identifier: Apache-2.0
"""A new database has the tables of one that every version brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection

import postgresql
from holdfast.records.tables import prepare_database
from homes import connected_to, new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pytest_django import DjangoDbBlocker, Settings


@pytest.fixture(autouse=True)
def _with_migrations(django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[None]:
    """Let the migrations be found, which other tests need not wait for."""
    settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock():
        yield


def _shape(prepare: Callable[[], object], name: str) -> dict[str, Any]:
    """Give every table with its columns, and its constraints without the names that SQLite counts."""
    with connected_to(name):
        prepare()
        found: dict[str, Any] = {}
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                if table == "auth_group_permissions":
                    continue  # Django's, empty: its number is wider when it is made today
                columns = connection.introspection.get_table_description(cursor, table)
                rules = connection.introspection.get_constraints(cursor, table)
                found[table] = (
                    {(one.name, str(one.type_code), one.null_ok) for one in columns},
                    sorted(_rule(name, rule) for name, rule in rules.items()),
                )
            cursor.execute("SELECT app, name FROM django_migrations")
            found["migrations done"] = sorted(cursor.fetchall())
            cursor.execute("SELECT codename FROM auth_permission")
            found["permissions"] = sorted(cursor.fetchall())
    return found


def _rule(name: str, rule: Mapping[str, Any]) -> str:
    counted = name.startswith(("fk_", "__unnamed")) or postgresql.wanted()
    return f"{'' if counted else name} {sorted((key, str(value)) for key, value in rule.items())}"


def test_a_new_database_has_the_tables_that_all_the_migrations_make(tmp_path: Path) -> None:
    replayed = _shape(
        lambda: call_command("migrate", interactive=False, verbosity=0),
        new_database(tmp_path / "replayed.sqlite3"),
    )
    assert _shape(prepare_database, new_database(tmp_path / "at-once.sqlite3")) == replayed


def test_an_older_database_is_brought_up_to_date(tmp_path: Path) -> None:
    name = new_database(tmp_path / "older.sqlite3")
    with connected_to(name):
        call_command("migrate", "records", "0001", interactive=False, verbosity=0)
    whole = _shape(prepare_database, new_database(tmp_path / "new.sqlite3"))
    assert _shape(prepare_database, name) == whole
