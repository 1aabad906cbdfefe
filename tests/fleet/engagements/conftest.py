# SPDX-License-Identifier: Apache-2.0
"""A home whose people engage contractors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleet.engagements.engaging import CASE, FOUNDED, Programme
from holdfast.oversight.founding import found_home
from holdfast.records.services import enrol_person
from homes import Template, copy_of, make_template

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
    Programme(home).case(CASE)


@pytest.fixture(scope="session")
def _engaging(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("engaging"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=FOUNDED,
            found=_found,
        )


@pytest.fixture
def programme(
    tmp_path: Path, _engaging: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Programme]:
    """Give a home for a story of an engagement."""
    with django_db_blocker.unblock(), copy_of(_engaging, tmp_path / "home") as made:
        yield Programme(made)
