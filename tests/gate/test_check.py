# SPDX-License-Identifier: Apache-2.0
"""A row that cannot be is refused in words, and one that can be is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gate.making import AGENCY, DAY, NOW, ROLES, approval, ban, permit, policy, technology
from holdfast.gate import Policy, Row, RowError, check_row

if TYPE_CHECKING:
    from datetime import datetime

_TECHNOLOGIES = (technology(), technology("nuix", "adopted"))
_APPROVALS = (approval(until=NOW + 9 * DAY), approval("ETA-2026-002", technology="nuix"))


def _policy(*rows: Row, **parts: Any) -> Policy:
    return policy(*rows, **{"approvals": _APPROVALS, "technologies": _TECHNOLOGIES, **parts})


def _refused(row: Row, world: Policy | None = None, now: datetime = NOW) -> RowError:
    with pytest.raises(RowError) as refused:
        check_row(row, world or _policy(), AGENCY, roles=ROLES, now=now)
    assert "Nothing was changed." in str(refused.value)
    return refused.value


def test_a_permit_and_a_ban_that_can_be_are_accepted() -> None:
    for row in (
        permit(),
        permit(until=NOW + DAY),
        permit(until=NOW + 9 * DAY),
        ban(),
        ban(roles=("operator",), technology="nuix", until=NOW + DAY),
    ):
        check_row(row, _policy(), AGENCY, roles=ROLES, now=NOW)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (permit("1"), "id"),
        (permit("B-001"), "id"),
        (permit("P-001\n"), "id"),
        (ban("P-001"), "id"),
        (permit(roles=()), "incomplete"),
        (permit(technology=""), "incomplete"),
        (permit(purposes=()), "incomplete"),
        (permit(data_classes=()), "incomplete"),
        (permit(approval=""), "incomplete"),
        (permit(roles=("investigator", "robot")), "role-unknown"),
        (permit(technology="clearview"), "technology-unknown"),
        (permit(purposes=("curiosity",)), "purpose-unknown"),
        (permit(data_classes=("dreams",)), "class-unknown"),
        (permit(approval="ETA-1999-001"), "approval-unknown"),
        (permit(approval="ETA-2026-002"), "approval-of-another"),
        (permit(until=NOW), "ended"),
        (permit(until=NOW + 10 * DAY), "outlives-approval"),
        (ban(roles=("robot",)), "role-unknown"),
        (ban(technology="clearview"), "technology-unknown"),
        (ban(purposes=("curiosity",)), "purpose-unknown"),
        (ban(data_classes=("dreams",)), "class-unknown"),
        (ban(until=NOW - DAY), "ended"),
        (ban(approval="ETA-2026-001"), "ban-approval"),
    ],
)
def test_a_row_that_cannot_be_is_refused(row: Row, reason: str) -> None:
    assert _refused(row).reason == reason


def test_an_id_is_used_once() -> None:
    assert _refused(permit(), _policy(permit())).reason == "id-taken"


@pytest.mark.parametrize("end", [{"until": NOW}, {"confirm_by": NOW}])
def test_an_approval_that_has_ended_carries_no_new_row(end: dict[str, Any]) -> None:
    refused = _refused(permit(), _policy(approvals=(approval(**end),)))
    assert refused.reason == "approval-ended"
    assert "ETA-2026-001" in str(refused)


@pytest.mark.parametrize(
    "shut",
    [
        ban(),
        ban(technology="mavic"),
        ban(roles=("operator",)),
        ban(purposes=("fire-scene", "crime-scene"), data_classes=("unclassified",)),
        ban(until=NOW + DAY),
    ],
)
def test_a_permit_that_a_ban_would_shut_wholly_or_in_part_is_refused_and_the_ban_named(
    shut: Row,
) -> None:
    refused = _refused(permit(roles=("operator", "investigator")), _policy(shut))
    assert (refused.reason, refused.row) == ("contradicts-ban", "B-001")
    assert "B-001" in str(refused)


@pytest.mark.parametrize(
    "elsewhere",
    [
        ban(technology="nuix"),
        ban(roles=("operator",)),
        ban(purposes=("fire-scene",)),
        ban(data_classes=("evidential",)),
        ban(until=NOW),
    ],
)
def test_a_ban_of_something_else_or_one_that_has_ended_is_no_contradiction(elsewhere: Row) -> None:
    check_row(permit(), _policy(elsewhere), AGENCY, roles=ROLES, now=NOW)


def test_a_ban_that_ends_before_the_approval_begins_is_no_contradiction() -> None:
    later = (approval(start=NOW + DAY),)
    check_row(
        permit(), _policy(ban(until=NOW + DAY), approvals=later), AGENCY, roles=ROLES, now=NOW
    )
    world = _policy(ban(until=NOW + 2 * DAY), approvals=later)
    assert _refused(permit(), world).reason == "contradicts-ban"


def test_a_time_without_a_zone_is_refused_by_name() -> None:
    naive = NOW.replace(tzinfo=None)
    for make in (
        lambda: permit(until=naive),
        lambda: ban(until=naive),
        lambda: approval(start=naive),
        lambda: approval(until=naive),
        lambda: approval(confirm_by=naive),
    ):
        with pytest.raises(RowError, match="no time zone") as refused:
            make()
        assert refused.value.reason == "time-without-zone"
    assert _refused(permit(), now=naive).reason == "time-without-zone"


def test_what_is_neither_a_permit_nor_a_ban_is_no_row() -> None:
    with pytest.raises(RowError, match="a permit or a ban"):
        permit(kind="allow")
    with pytest.raises(RowError, match="are not a list"):
        permit(roles="investigator")
