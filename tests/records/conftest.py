# SPDX-License-Identifier: Apache-2.0
"""A real home in a folder of its own, with a real database, people and cards."""

from __future__ import annotations

import itertools
import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

import postgresql
from holdfast.accounts.models import Person
from holdfast.records.founding import lay_out_home
from holdfast.records.services import enrol_person, found_home, prepare_database
from records.making import Agency, small_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

FOUNDED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> str:
    """Make the tables once; every home begins with a copy."""
    with django_db_blocker.unblock():
        if postgresql.wanted():
            postgresql.server().run("createdb", "records_template")
            name = "records_template"
        else:
            name = str(tmp_path_factory.mktemp("template") / "records.sqlite3")
        with _connected_to(name):
            prepare_database()
    return name


class _connected_to:  # noqa: N801 # reads as a statement
    """Have Django speak to that database for the length of a block."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._before = connections[DEFAULT_DB_ALIAS]

    def __enter__(self) -> None:
        # A connection of its own: the one of other tests may be to a database in memory, which
        # would be lost with it.
        made = connections.create_connection(DEFAULT_DB_ALIAS)
        made.settings_dict = {**self._before.settings_dict, "NAME": self._name}
        connections[DEFAULT_DB_ALIAS] = made

    def __exit__(self, *_: object) -> None:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = self._before


@pytest.fixture
def home(tmp_path: Path, _template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Home]:
    """Make a home whose database is made and empty."""
    name, url = str(tmp_path / "home" / "records.sqlite3"), ""
    if postgresql.wanted():
        name = f"home{os.getpid()}x{next(_numbers)}"
        postgresql.server().run("createdb", "-T", _template, name)
        url = postgresql.server().url(name)
    made = lay_out_home(
        tmp_path / "home", agency="Te Tai Police", now=FOUNDED, database=url, origin="te-tai/log"
    )
    if not postgresql.wanted():
        shutil.copy(_template, name)
    with django_db_blocker.unblock(), _connected_to(name):
        yield made


@pytest.fixture
def agency(home: Home) -> Agency:
    """Found the home and enrol one person a role."""
    first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED)
    for role in ("operator", "investigator", "exhibit_officer", "governance", "auditor"):
        enrol_person(
            home=home, actor=first, username=role, name=f"Pat {role}", roles=[role], now=FOUNDED
        )
    return Agency(home, {person.username: person for person in Person.objects.all()})


@pytest.fixture(scope="session")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one small card for all tests; nobody changes it."""
    return small_card(tmp_path_factory.mktemp("cards") / "card", faults=("missing-number",))
