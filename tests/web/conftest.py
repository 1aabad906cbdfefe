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
from holdfast.records.founding import lay_out_home
from holdfast.records.services import enrol_person, found_home

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from holdfast.home import Home

PASSWORD = "nine kererū over the harbour"  # noqa: S105 # a password of these tests


@pytest.fixture
def home(tmp_path: Path, settings: Settings, db: None) -> Home:  # noqa: ARG001 # opens the database
    made = lay_out_home(tmp_path / "home", agency="Te Tai Police", now=datetime.now(UTC))
    settings.HOLDFAST_HOME = made.root
    settings.SECOND_FACTOR_REQUIRED = False
    return made


@pytest.fixture
def people(home: Home) -> Mapping[str, Person]:
    """One person a role, by role; the username is the role."""
    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="sam")
    for role in ROLES:
        if role != "administrator":
            enrol_person(home=home, actor=first, username=role, name=f"The {role}", roles=[role])
    Person.objects.filter(pk=first.pk).update(roles=["administrator"])
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
