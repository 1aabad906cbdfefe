# SPDX-License-Identifier: Apache-2.0
"""A home that was made before there was a baseline is offered one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.gate.own import own_technologies
from holdfast.oversight.models import (
    Approval,
    Decision,
    PermissionRow,
    StageMove,
    Technology,
)
from holdfast.records.services import enrol_person, found_home
from homes import copy_of, make_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home


def _without_a_baseline(home: Home) -> None:
    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="sam")
    for role in ("governance", "operator"):
        enrol_person(home=home, actor=first, username=role, name=f"The {role}", roles=[role])


@pytest.fixture
def home(tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker) -> Iterator[Home]:
    with django_db_blocker.unblock():
        template = make_template(
            tmp_path / "template",
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=_without_a_baseline,
        )
        with copy_of(template, tmp_path / "home") as made:
            settings.HOLDFAST_HOME = made.root
            settings.SECOND_FACTOR_REQUIRED = False
            yield made


def test_a_home_without_a_baseline_is_offered_one(browse: Callable[[str], Client]) -> None:
    client = browse("governance")
    assert "This home has no baseline" in client.get("/technologies/").content.decode()
    page = browse("operator").get("/technologies/").content.decode()
    assert "has no baseline" not in page
    assert client.post("/technologies/baseline/")["Location"] == "/technologies/"
    assert Technology.objects.filter(ours=True, stage="adopted").exists()
    assert client.post("/technologies/baseline/").status_code == 409


def test_parts_that_came_with_a_later_version_are_offered_and_the_others_left_alone(
    home: Home, browse: Callable[[str], Client]
) -> None:
    client = browse("governance")
    client.post("/technologies/baseline/")
    rows = PermissionRow.objects.count()
    later = Technology.objects.get(number="holdfast-cleaning")
    PermissionRow.objects.filter(technology=later.number).delete()
    for made in (StageMove, Approval, Decision):
        made.objects.filter(technology=later.number).delete()
    later.delete()
    page = client.get("/technologies/").content.decode()
    assert "New parts of Holdfast are not on the register" in page
    assert later.name in page
    assert client.post("/technologies/baseline/")["Location"] == "/technologies/"
    assert Technology.objects.get(number="holdfast-cleaning").stage == "adopted"
    assert PermissionRow.objects.count() == rows
    assert Technology.objects.filter(ours=True).count() == len(own_technologies())
    assert home.root.is_dir()
