# SPDX-License-Identifier: Apache-2.0
"""A founded home with its baseline, and one person a role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ROLES
from holdfast.oversight.founding import found_home
from holdfast.records.founding import lay_out_home
from holdfast.records.services import enrol_person
from oversight.story import Governed, begin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.home import Home

FOUNDED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, db: None) -> Home:  # noqa: ARG001 # opens the database
    return lay_out_home(tmp_path / "home", agency="Te Tai Police", now=FOUNDED)


@pytest.fixture
def people(home: Home) -> Mapping[str, Person]:
    """One person a role, by role; the username is the role."""
    first = found_home(
        home=home, username="administrator", name="Sam Reti", os_user="sam", now=FOUNDED
    )
    for role in ROLES:
        if role != "administrator":
            enrol_person(
                home=home, actor=first, username=role, name=f"The {role}", roles=[role], now=FOUNDED
            )
    Person.objects.filter(pk=first.pk).update(roles=["administrator"])
    return {person.username: person for person in Person.objects.all()}


@pytest.fixture
def governed(home: Home, people: Mapping[str, Person]) -> Governed:
    return begin(home, people)
