# SPDX-License-Identifier: Apache-2.0
"""Permissions and bans: what is refused, what a preview tells, and ten thousand of them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.gate import Request, RowError, Support
from holdfast.oversight.models import Approval, PermissionRow
from holdfast.oversight.policy import gate_of
from holdfast.oversight.queries import rows as queries
from holdfast.oversight.services import add_row, end_row, preview_row
from holdfast.records.models import Entry
from oversight.story import MARKUP, Governed, approval_of, ban_row, permit_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person

pytestmark = pytest.mark.django_db
DRONE = "mavic"
MANY = 10_000


@pytest.fixture
def trial(governed: Governed) -> Governed:
    governed.register(DRONE, MARKUP)
    governed.put_in_use(DRONE)
    return governed


def _now() -> datetime:
    return datetime.now(UTC)


def test_a_permission_that_contradicts_a_ban_is_refused_whole_or_in_part(trial: Governed) -> None:
    ban = add_row(**trial.who, row=ban_row("", purposes=("training",)))
    before = Entry.objects.count()
    row = permit_row(DRONE, approval_of(DRONE), purposes=("crime-scene", "training"))
    with pytest.raises(RowError, match=f"contradicts the ban {ban}") as refused:
        add_row(**trial.who, row=row)
    assert refused.value.row == ban
    assert Entry.objects.count() == before
    end_row(**trial.who, number=ban, reason="Training is decided on.")
    assert add_row(**trial.who, row=row).startswith("P-")


def test_a_permission_needs_an_approval_of_its_own_technology(trial: Governed) -> None:
    baseline = Approval.objects.filter(technology="holdfast-viewer").get().number
    for approval, reason in (
        ("", "names no approval"),
        ("ETA-1", "no decision"),
        (baseline, "is for"),
    ):
        with pytest.raises(RowError, match=reason):
            add_row(**trial.who, row=permit_row(DRONE, approval))


def test_a_role_that_never_opens_content_gets_no_permission_for_it(trial: Governed) -> None:
    approval = Approval.objects.filter(technology="holdfast-viewer").get().number
    row = permit_row(
        "holdfast-viewer", approval, roles=("governance",), data_classes=("evidential",)
    )
    with pytest.raises(RowError, match="never open content"):
        add_row(**trial.who, row=row)


def test_a_preview_tells_who_gains_and_changes_nothing(
    trial: Governed, people: Mapping[str, Person]
) -> None:
    before = Entry.objects.count()
    row = permit_row(DRONE, approval_of(DRONE), id="P-999", roles=("investigator", "operator"))
    found = preview_row(home=trial.home, actor=people["governance"], row=row, now=_now())
    assert (found.touched, found.people) == ((2,), 2)
    assert found.changes[0].gained
    assert MARKUP in found.sentence
    assert Entry.objects.count() == before


def test_a_row_stands_on_the_decision_that_gave_its_approval(trial: Governed) -> None:
    number = trial.permit(DRONE, approval_of(DRONE))
    detail = queries.row(trial.home, number, _now())
    assert detail.line.decision == Approval.objects.get(technology=DRONE).decision_id
    assert detail.cedar.startswith(f'@id("{number}")')
    assert f'"id": "{number}"' in detail.register_entry


def test_a_row_in_force_sleeps_and_ends(trial: Governed, people: Mapping[str, Person]) -> None:
    number = trial.permit(DRONE, approval_of(DRONE))

    def standing() -> tuple[str, set[str]]:
        line = queries.row(trial.home, number, _now()).line
        listed = {
            name
            for name in queries.STANDINGS
            for one in queries.rows(_now(), technology=DRONE, standing=name).rows
            if one.number == number
        }
        return line.standing, listed

    assert standing() == ("in force", {"in force"})
    trial.touch("pause", approval_of(DRONE))
    assert standing() == ("not in force", {"not in force"})
    mine = queries.my_permissions(people["investigator"], _now())
    assert [row.number for row in mine.asleep] == [number]
    assert "is paused" in mine.asleep[0].why
    end_row(**trial.who, number=number, reason="Done.")
    assert standing() == ("ended", {"ended"})


def test_a_row_with_an_end_of_its_own_ends_by_itself(trial: Governed) -> None:
    soon = _now() + timedelta(days=1)
    number = trial.permit(DRONE, approval_of(DRONE), until=soon)
    later = soon + timedelta(seconds=1)
    assert queries.row(trial.home, number, later).line.standing == "ended"
    assert queries.rows(later, technology=DRONE, standing="in force").rows == ()
    assert queries.rows(later, technology=DRONE, standing="not in force").rows == ()


def test_ten_thousand_rows_page_fast_and_the_gate_still_answers(
    trial: Governed, people: Mapping[str, Person]
) -> None:
    approval = approval_of(DRONE)
    trial.permit(DRONE, approval)
    entry = Entry.objects.order_by("pk").last()
    assert entry is not None
    made = [
        Entry(
            pk=entry.pk + 1 + number, act="row.add", day=entry.day, role="governance",
            outcome="done", at=entry.at, actor="governance", leaf="", face=b"",
        )
        for number in range(MANY)
    ]  # fmt: skip
    Entry.objects.bulk_create(made, batch_size=500)
    PermissionRow.objects.bulk_create(
        [
            PermissionRow(
                number=f"P-{number + 1000}", kind="permit", roles=["operator"], technology=DRONE,
                purposes=["fire-scene"], data_classes=["live-flight"], approval_id=approval,
                sentence="An operator may.", added_at=entry.at, entry=one,
            )
            for number, one in enumerate(made)
        ],
        batch_size=500,
    )  # fmt: skip
    assert queries.count_rows(_now(), role="operator", technology=DRONE) == MANY
    after, seen, slowest = None, 0, 0.0
    for _ in range(200):
        began = time.perf_counter()
        page = queries.rows(_now(), role="operator", technology=DRONE, after=after)
        slowest = max(slowest, time.perf_counter() - began)
        seen, after = seen + len(page.rows), page.next
        if after is None:
            break
    assert (seen, after) == (MANY, None)
    assert slowest < 1
    assert queries.my_permissions(people["operator"], _now()).more
    request = Request(
        act="use.record", technology=DRONE, purpose="fire-scene", data_class="live-flight",
        support=Support("case", "260117/4410"), person="operator", roles=("operator",), active=True,
    )  # fmt: skip
    assert gate_of(trial.home).permit(request, _now()).row.startswith("P-")
