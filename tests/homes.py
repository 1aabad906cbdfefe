# SPDX-License-Identifier: Apache-2.0
"""Founded homes for tests: each kind is made once a session, and every test has a copy of its own.

A copy is the folder and the database. Copies have the key and the origin of their template; no
test compares two of them.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, connections

import postgresql
from holdfast.home import CONFIG_NAME, Home
from holdfast.records.founding import lay_out_home
from holdfast.records.tables import prepare_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Template:
    """A home that was founded, to be copied; `database` is the name of its database."""

    root: Path
    database: str


def make_template(
    folder: Path, *, agency: str, origin: str, now: datetime, found: Callable[[Home], object]
) -> Template:
    """Lay out a home, make its tables, and have `found` found it."""
    home = lay_out_home(folder / "home", agency=agency, now=now, origin=origin)
    name = str(home.database)
    if postgresql.wanted():
        name = _new_name()
        postgresql.server().run("createdb", "-T", _tables(), name)
    else:
        shutil.copy(_tables(), name)
    with connected_to(name):
        found(home)
    return Template(home.root, name)


@cache
def _tables() -> str:
    """Make an empty database with all tables, once a process; give its name."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-tables-"))
    atexit.register(shutil.rmtree, folder)
    name = new_database(folder / "records.sqlite3")
    with connected_to(name):
        prepare_database()
    return name


def new_database(path: Path) -> str:
    """Make an empty database, at `path` where databases are files; give its name."""
    if not postgresql.wanted():
        return str(path)
    name = _new_name()
    postgresql.server().run("createdb", name)
    return name


@contextmanager
def copy_of(template: Template, root: Path) -> Iterator[Home]:
    """Give a copy of the home at `root`; within the block Django speaks to its database."""
    shutil.copytree(template.root, root, symlinks=True)
    name = str(root / Path(template.database).name)
    if postgresql.wanted():
        name = _new_name()
        postgresql.server().run("createdb", "-T", template.database, name)
        settings = root / CONFIG_NAME
        url = postgresql.server().url(name)
        settings.write_text(f'database = "{url}"\n\n{settings.read_text()}')
    with connected_to(name):
        yield Home.open(root)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Have Django speak to that database for the length of a block."""
    before = connections[DEFAULT_DB_ALIAS]
    # A connection of its own: the one of other tests may be to a database in memory, which would
    # be lost with it.
    made = connections.create_connection(DEFAULT_DB_ALIAS)
    made.settings_dict = {**before.settings_dict, "NAME": name}
    connections[DEFAULT_DB_ALIAS] = made
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = before


def _new_name() -> str:
    return f"home{os.getpid()}x{next(_numbers)}"
