# SPDX-License-Identifier: Apache-2.0
"""A home with two network tests of one drone, of two firmwares, made once and copied for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleet.isolation.drones import DAY, NEW, Tester, silent, talking
from holdfast.accounts.models import Person
from holdfast.accounts.roles import ROLES
from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person
from homes import Template, copy_of, make_template
from oversight.story import Governed, begin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home


def _people() -> dict[str, Person]:
    return {person.username: person for person in Person.objects.all()}


def _found(home: Home) -> None:
    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="sam")
    for role in ROLES:
        if role != "administrator":
            enrol_person(home=home, actor=first, username=role, name=f"The {role}", roles=[role])
    governed = begin(home, _people())
    folder = home.root.parent / "captures"
    folder.mkdir()
    tester = Tester(governed, folder).prepare()
    tester.record(talking(folder / "old.pcap"))
    tester.record(silent(folder / "new.pcap"), firmware=NEW, data_mode="Local Data Mode")
    Person.objects.filter(pk=first.pk).update(roles=["administrator"])


@pytest.fixture(scope="session")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("tested"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=DAY,
            found=_found,
        )


@pytest.fixture
def tester(
    tmp_path: Path, _template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Tester]:
    """Give whoever tests drones, with two tests recorded: NT-…-0001 talks, NT-…-0002 does not."""
    folder = tmp_path / "captures"
    folder.mkdir()
    with django_db_blocker.unblock(), copy_of(_template, tmp_path / "home") as made:
        yield Tester(Governed(made, _people()), folder)
