# SPDX-License-Identifier: Apache-2.0
"""All that a home knows and keeps, as plain values that a test can compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import AutoField

from holdfast.accounts.models import Person
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from django.db.models import Model

    from holdfast.home import Home


def tables(*labels: str) -> dict[str, list[dict[str, Any]]]:
    """Give every row of every table, of the records and of oversight by default, without made-up keys."""
    people = dict(Person.objects.values_list("pk", "username"))
    entries = dict(Entry.objects.values_list("pk", "index"))
    named: dict[type[Model], Mapping[Any, Any]] = {Person: people, Entry: entries}
    found: dict[str, list[dict[str, Any]]] = {}
    for label in labels or ("records", "oversight"):
        for model in apps.get_app_config(label).get_models():
            fields = [one for one in model._meta.fields if not isinstance(one, AutoField)]
            rows = []
            for row in model._default_manager.values(*(one.attname for one in fields)):
                for one in fields:
                    keys = named.get(one.related_model) if one.related_model else None
                    if keys is not None and row[one.attname] is not None:
                        row[one.attname] = keys[row[one.attname]]
                rows.append({name: _plain(value) for name, value in row.items()})
            found[model.__name__] = sorted(rows, key=repr)
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def files(*folders: Path) -> set[Path]:
    """Give every file in these folders."""
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def everything(home: Home, *more: Path) -> tuple[dict[str, list[dict[str, Any]]], set[Path]]:
    """Give the tables, and the files of vault, index and pages and of the folders named."""
    kept = {
        path
        for path in files(home.vault, home.index, home.work, *more)
        if not path.name.endswith(".lock")
    }
    return tables(), kept
