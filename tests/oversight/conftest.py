# SPDX-License-Identifier: Apache-2.0
"""An agency with a drone, a tool of somebody else's and a hidden function of that, told day by day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ROLES
from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person
from homes import Template, copy_of, make_template
from oversight import desk as at_the_desk
from oversight.story import Governed, begin
from oversight.telling import FOUNDED, Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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


def _with_a_person_a_role(home: Home) -> None:
    day = at_the_desk.FOUNDED
    first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=day)
    for role in ("operator", "investigator", "exhibit_officer", "governance", "auditor"):
        enrol_person(
            home=home, actor=first, username=role, name=f"Pat {role}", roles=[role], now=day
        )


@pytest.fixture(scope="session")
def _desk_template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("desk"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=at_the_desk.FOUNDED,
            found=_with_a_person_a_role,
        )


@pytest.fixture
def desk(
    tmp_path: Path, _desk_template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[at_the_desk.Desk]:
    """Give a home for stories about what comes from outside."""
    with django_db_blocker.unblock(), copy_of(_desk_template, tmp_path / "desk") as made:
        people = {person.username: person for person in Person.objects.all()}
        yield at_the_desk.Desk(made, people)


_GOVERNED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def _with_usernames_of_roles(home: Home) -> None:
    first = found_home(
        home=home, username="administrator", name="Sam Reti", os_user="sam", now=_GOVERNED
    )
    for role in ROLES:
        if role != "administrator":
            enrol_person(
                home=home, actor=first, username=role, name=f"The {role}", roles=[role],
                now=_GOVERNED,
            )  # fmt: skip
    Person.objects.filter(pk=first.pk).update(roles=["administrator"])


@pytest.fixture(scope="session")
def _governed_template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("governed"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=_GOVERNED,
            found=_with_usernames_of_roles,
        )


@pytest.fixture
def governed(
    tmp_path: Path, _governed_template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Governed]:
    """Give a home with its baseline alone, for stories about register, decisions and rows."""
    with django_db_blocker.unblock(), copy_of(_governed_template, tmp_path / "governed") as made:
        yield begin(made, {person.username: person for person in Person.objects.all()})


@pytest.fixture
def people(governed: Governed) -> Mapping[str, Person]:
    """One person a role of the governed home, by role."""
    return governed.people
