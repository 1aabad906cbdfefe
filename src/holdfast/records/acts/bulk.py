# SPDX-License-Identifier: Apache-2.0
"""Writes many rows with one prepared statement: a card of 100,000 files in seconds, not minutes.

Promises: values go through the model's own fields where a database needs them changed (times,
JSON, bytes); column names come from the models; memory does not grow with the rows. The ORM's own
bulk operations build one statement a batch, which takes ten times as long as the writing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import connection
from django.db.models import BinaryField, DateField, Field, JSONField, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_ADAPTED = (DateField, JSONField, BinaryField)


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unless_there: Sequence[str] = (),
) -> None:
    """Insert rows of values in the order of `columns` (fields by name).

    With `unless_there` (the fields of a unique constraint), a row that is there is brought up to
    date instead.
    """
    fields = _fields(model, columns)
    names = ", ".join(_column(field) for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_table(model)} ({names}) VALUES ({holes})"  # noqa: S608 # names of models only
    if unless_there:
        keys = _fields(model, unless_there)
        changed = ", ".join(
            f"{_column(field)} = excluded.{_column(field)}" for field in fields if field not in keys
        )
        named = ", ".join(_column(field) for field in keys)
        statement += f" ON CONFLICT ({named}) DO UPDATE SET {changed}"
    _run(statement, fields, rows)


def update(
    model: type[Model], columns: Sequence[str], key: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Update rows: values in the order of `columns`, then the value of `key`."""
    fields = _fields(model, [*columns, key])
    changed = ", ".join(f"{_column(field)} = %s" for field in fields[:-1])
    statement = f"UPDATE {_table(model)} SET {changed} WHERE {_column(fields[-1])} = %s"  # noqa: S608 # names of models only
    _run(statement, fields, rows)


def _run(statement: str, fields: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]]) -> None:
    adapters = [_adapter(field) for field in fields]

    def adapted() -> Iterator[list[Any]]:
        for row in rows:
            yield [
                value if adapt is None or value is None else adapt(value)
                for adapt, value in zip(adapters, row, strict=True)
            ]

    with connection.cursor() as cursor:
        cursor.executemany(statement, cast("Any", adapted()))  # an iterator serves both databases


def _adapter(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Give what changes a value for this database, or None where nothing does."""
    if not isinstance(field, _ADAPTED):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _fields(model: type[Model], names: Sequence[str]) -> list[Field[Any, Any]]:
    found = [model._meta.get_field(name) for name in names]  # noqa: SLF001 # Django's documented way
    return [field for field in found if isinstance(field, Field)]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 # the same


def _column(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))
