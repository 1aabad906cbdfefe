# SPDX-License-Identifier: Apache-2.0
"""The tables of a home's database: made at once in an empty one, brought up to date in another.

Promises: both ways end with the same tables, and a test holds them equal; an empty database is one
without a single table of ours. Replaying every migration since the first takes seconds, in which
nothing can be done with a home that is only being made or rebuilt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models import Model


def prepare_database() -> None:
    """Bring the tables of the database to this version of Holdfast."""
    if connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
        return
    # One transaction: a process that is stopped here leaves an empty database.
    with connection.schema_editor() as editor:
        _make_tables(editor)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _make_tables(editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables as the models say, and note every migration as done."""
    recorder = MigrationRecorder(connection)
    models: list[type[Model]] = [*apps.get_models(), recorder.Migration]
    for model in models:
        if model._meta.can_migrate(connection):  # noqa: SLF001 # documented by Django
            editor.create_model(model)
    for app, name in MigrationLoader(connection).disk_migrations:
        recorder.record_applied(app, name)
