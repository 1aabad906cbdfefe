# SPDX-License-Identifier: Apache-2.0
"""A founded home with a person a role, for stories about what comes from outside."""

from __future__ import annotations

import itertools
import os
import shutil
from typing import TYPE_CHECKING

import pytest

import postgresql
from holdfast.accounts.models import Person
from holdfast.home import Home
from holdfast.oversight.founding import found_home
from holdfast.records.founding import lay_out_home
from holdfast.records.services import enrol_person, prepare_database
from oversight.desk import FOUNDED, Desk
from records.conftest import _connected_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _founded(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> tuple[Path, str]:
    """Found a home with its baseline and a person a role, once; give it and its database's name."""
    folder = tmp_path_factory.mktemp("founded") / "home"
    name, url = str(folder / "records.sqlite3"), ""
    if postgresql.wanted():
        name = "desk_template"
        postgresql.server().run("createdb", name)
        url = postgresql.server().url(name)
    home = lay_out_home(
        folder, agency="Te Tai Police", now=FOUNDED, database=url, origin="te-tai/log"
    )
    with django_db_blocker.unblock(), _connected_to(name):
        prepare_database()
        first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED)
        for role in ("operator", "investigator", "exhibit_officer", "governance", "auditor"):
            enrol_person(
                home=home, actor=first, username=role, name=f"Pat {role}", roles=[role], now=FOUNDED
            )
    return folder, name


@pytest.fixture
def desk(
    tmp_path: Path, _founded: tuple[Path, str], django_db_blocker: DjangoDbBlocker
) -> Iterator[Desk]:
    """Give a copy of the founded home, so that every test begins with the same."""
    template, database = _founded
    folder = tmp_path / "home"
    shutil.copytree(template, folder)
    name = str(folder / "records.sqlite3")
    if postgresql.wanted():
        name = f"desk{os.getpid()}x{next(_numbers)}"
        server = postgresql.server()
        server.run("createdb", "-T", database, name)
        settings = folder / "holdfast.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(server.url(database), server.url(name)), encoding="utf-8")
    with django_db_blocker.unblock(), _connected_to(name):
        yield Desk(Home.open(folder), {person.username: person for person in Person.objects.all()})
