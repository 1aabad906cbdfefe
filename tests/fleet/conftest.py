# SPDX-License-Identifier: Apache-2.0
"""A founded home with a small fleet, copied for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleet.making import FOUNDED, Programme, found
from homes import Template, copy_of, make_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker


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
            found=found,
        )


@pytest.fixture
def programme(
    tmp_path: Path, _template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Programme]:
    """Give the home with its fleet."""
    with django_db_blocker.unblock(), copy_of(_template, tmp_path / "home") as made:
        yield Programme(made)
