# SPDX-License-Identifier: Apache-2.0
"""An agency with a drone, a tool of somebody else's and a hidden function of that, told day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person
from homes import Template, copy_of, make_template
from oversight.telling import FOUNDED, Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home


def _found(home: Home) -> None:
    first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED)
    for role in ("operator", "investigator", "governance", "auditor"):
        enrol_person(
            home=home, actor=first, username=role, name=f"Pat {role}", roles=[role], now=FOUNDED
        )
    for number in range(6):
        username = f"operator{number}"
        enrol_person(
            home=home, actor=first, username=username, name="Pat", roles=["operator"], now=FOUNDED
        )
    Story(home).equip()


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
    """Give a founded home with its technologies approved and permitted on its first days."""
    with django_db_blocker.unblock(), copy_of(_template, tmp_path / "home") as made:
        yield made


@pytest.fixture
def story(home: Home) -> Story:
    """Give the teller of what happens next."""
    assert Person.objects.filter(username="governance").exists()
    return Story(home)
