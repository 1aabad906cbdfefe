# SPDX-License-Identifier: Apache-2.0
"""The agency of the news story: founded, with one person a role, before anybody decided anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person
from homes import Template, copy_of, make_template
from stories.telling import FOUNDED, Agency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home


def _found(home: Home) -> None:
    first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED)
    for role in ("operator", "investigator", "exhibit_officer", "governance", "auditor"):
        enrol_person(
            home=home, actor=first, username=role, name=f"Pat {role}", roles=[role], now=FOUNDED
        )
    for number in range(4):
        enrol_person(
            home=home,
            actor=first,
            username=f"specialist{number}",
            name="A specialist",
            roles=["investigator"],
            now=FOUNDED,
        )


@pytest.fixture(scope="session")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("story"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=FOUNDED,
            found=_found,
        )


@pytest.fixture
def agency(
    tmp_path: Path, _template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Agency]:
    """Give the agency as it was founded."""
    with django_db_blocker.unblock(), copy_of(_template, tmp_path / "home") as made:
        yield Agency(made)
