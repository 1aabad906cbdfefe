# SPDX-License-Identifier: Apache-2.0
"""What a new home begins with, and what one of an earlier version is brought to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.gate import DeniedError
from holdfast.gate.own import own_technologies
from holdfast.oversight import uses
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.founding import add_baseline
from holdfast.oversight.models import Decision, PermissionRow, Technology
from holdfast.oversight.services.reports import compute_both
from holdfast.records.drafts import Draft, Subject
from holdfast.records.queries.values import Wanted
from holdfast.records.services import homes
from holdfast.records.stores import view_log
from holdfast.records.writing import writing
from homes import Template, copy_of, make_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home
    from oversight.story import Governed

FOUNDED = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)


def _found_as_before(home: Home) -> None:
    """Found a home as version 0.1.0 did: no baseline, and nothing published of people."""
    first = homes.found_home(
        home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED
    )
    with writing(home=home, actor=first, command="enrolling", now=FOUNDED) as writer:
        for number in range(6):
            name = f"governance{number}"
            writer.record(
                Draft(
                    act="person.enrol",
                    details={"name": name, "roles": ["governance"], "district": ""},
                    subjects=(Subject("person", name),),
                    role="administrator",
                )
            )


@pytest.fixture
def old(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Home]:
    with django_db_blocker.unblock():
        template: Template = make_template(
            tmp_path / "template", agency="Te Tai", origin="te-tai/log", now=FOUNDED,
            found=_found_as_before,
        )  # fmt: skip
        with copy_of(template, tmp_path / "old") as home:
            yield home


def test_a_new_home_can_do_what_it_is_made_for_and_names_it_as_baseline(governed: Governed) -> None:
    assert governed.home
    own = {one.id for one in own_technologies()}
    assert set(Technology.objects.filter(ours=True, stage="adopted").values_list("number", flat=True)) == own  # fmt: skip
    first = Decision.objects.order_by("number").first()
    assert first is not None
    assert first.title.startswith("Baseline")
    rows = PermissionRow.objects.filter(technology__in=own)
    assert {row.technology for row in rows} == own
    assert not any("training" in row.purposes for row in rows)
    assert not PermissionRow.objects.filter(kind="ban").exists()


def test_a_home_of_an_earlier_version_denies_every_use_until_the_baseline_is_recorded(
    old: Home,
) -> None:
    officer = Person.objects.get(username="admin")
    asked = {"home": old, "actor": officer, "wanted": Wanted(text="x"), "session": "s"}
    with pytest.raises(DeniedError):
        uses.search(**asked, now=FOUNDED + timedelta(hours=1))  # type: ignore[arg-type] # as named
    governs = Person.objects.get(username="governance0")
    add_baseline(home=old, actor=governs, now=FOUNDED + timedelta(hours=2))
    assert uses.search(**asked, now=FOUNDED + timedelta(hours=3)).rows == ()  # type: ignore[arg-type] # as named
    with pytest.raises(NotDecidedError, match="has its baseline"):
        add_baseline(home=old, actor=governs, now=FOUNDED + timedelta(hours=4))


def test_people_who_were_enrolled_before_are_counted_from_then_on(old: Home) -> None:
    governs = Person.objects.get(username="governance0")
    add_baseline(home=old, actor=governs, now=FOUNDED + timedelta(hours=2))
    _, full = compute_both(old, view_log(old), "2026Q3", FOUNDED.date())
    assert full["totals"]["people_by_role"]["governance"] == 6
    assert full["totals"]["people_by_role"]["operator"] == 1
    assert Person.objects.get(username="governance3").roles == ["governance"]
