# SPDX-License-Identifier: Apache-2.0
"""A real home with enrolled people, and browsers (Django's test client) signed in as them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ROLES
from holdfast.accounts.sign_in import SESSION_SEEN, SESSION_START
from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person, set_roles
from homes import Template, copy_of, make_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pytest_django.fixtures import Settings
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

PASSWORD = "nine kererū over the harbour"  # noqa: S105 # a password of these tests


def found_with_people(home: Home) -> None:
    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="sam")
    for role in ROLES:
        if role != "administrator":
            enrol_person(home=home, actor=first, username=role, name=f"The {role}", roles=[role])
    set_roles(home=home, actor=first, username=first.username, roles=["administrator"])


@pytest.fixture(scope="session")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("template"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=found_with_people,
        )


@pytest.fixture
def home(
    tmp_path: Path, settings: Settings, _template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Home]:
    """Give a copy of the module's own `_template`, or of one with people alone."""
    with django_db_blocker.unblock(), copy_of(_template, tmp_path / "home") as made:
        settings.HOLDFAST_HOME = made.root
        settings.SECOND_FACTOR_REQUIRED = False
        yield made


@pytest.fixture
def people(home: Home) -> Mapping[str, Person]:  # noqa: ARG001 # they are in its database
    """One person a role, by role; the username is the role."""
    return {person.username: person for person in Person.objects.all()}


@pytest.fixture
def browse(people: Mapping[str, Person]) -> Callable[[str], Client]:
    """Give a client that is signed in as the person of that role."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        session = client.session
        now = timezone.now().isoformat()
        session[SESSION_START] = now
        session[SESSION_SEEN] = now
        session.save()
        return client

    return signed_in


@pytest.fixture
def officer(browse: Callable[[str], Client]) -> Client:
    """Give a client of the exhibit officer, who stated a purpose for the first case."""
    client = browse("exhibit_officer")
    client.post("/cases/1/purpose/", {"purpose": "investigation"})
    return client
