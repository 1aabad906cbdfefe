# SPDX-License-Identifier: Apache-2.0
"""A real home in a folder of its own, with a real database, people and cards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person
from homes import Template, copy_of, make_template
from records.making import Agency, small_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

# Before every other day in these tests: the gate says no when its clock is behind the ledger.
FOUNDED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def _found(home: Home) -> None:
    """Found the home and enrol one person a role."""
    first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED)
    for role in ("operator", "investigator", "exhibit_officer", "governance", "auditor"):
        enrol_person(
            home=home, actor=first, username=role, name=f"Pat {role}", roles=[role], now=FOUNDED
        )


@pytest.fixture(scope="session")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("template"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=FOUNDED,
            found=_found,
        )


@pytest.fixture
def home(tmp_path: Path, _template: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[Home]:
    """Give a founded home in which one person a role is enrolled."""
    with django_db_blocker.unblock(), copy_of(_template, tmp_path / "home") as made:
        yield made


@pytest.fixture
def agency(home: Home) -> Agency:
    """Give the home with its people."""
    return Agency(home, {person.username: person for person in Person.objects.all()})


@pytest.fixture(scope="session")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one small card for all tests; nobody changes it."""
    return small_card(tmp_path_factory.mktemp("cards") / "card", faults=("missing-number",))
