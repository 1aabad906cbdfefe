# SPDX-License-Identifier: Apache-2.0
"""The gate agrees with an independent oracle in every small world there is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from gate.making import (
    AGENCY,
    ASK,
    DAY,
    NOW,
    Shelf,
    approval,
    ban,
    permit,
    policy,
    request,
    technology,
)
from gate.oracle import may
from holdfast.gate import DeniedError, Gate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.gate import Permit, Policy, Request, Row

_TIMES = (None, NOW - DAY, NOW, NOW + DAY)
_DRONES = (technology("mavic"), technology("matrice", "adopted"))
_APPROVALS = (approval(), approval("ETA-2026-002", technology="matrice"))
_USES = tuple(
    product(("mavic", "matrice"), ("crime-scene", "fire-scene"), ("unclassified", "evidential"))
)


def _ask(gate: Gate, asked: Request) -> Permit | None:
    try:
        return gate.permit(asked, NOW)
    except DeniedError as denied:
        if denied.reason == "policy-error":
            raise
        return None


def _first_allowed(world: Policy, asked: Request) -> str | None:
    use = (asked.technology, asked.purpose, asked.data_class)
    return next((role for role in asked.roles if may(world, (role, *use), NOW)), None)


def _compare(world: Policy, asked: list[Request]) -> int:
    """Ask everything of one world; give how often the answer was a permit."""
    gate = Gate(Shelf(world), AGENCY, ASK)
    allowed = 0
    for one in asked:
        given = _ask(gate, one)
        role = None if given is None else given.role
        assert role == _first_allowed(world, one), (world, one)
        if given is not None:
            allowed += 1
            row = next(row for row in world.rows if row.id == given.row)
            assert (row.kind, row.approval) == ("permit", given.approval)
            assert given.role in row.roles
    return allowed


def _bans() -> Iterator[tuple[Row, ...]]:
    yield ()
    for roles, drone, purposes, classes in product(
        ((), ("investigator",)),
        ("", "mavic", "matrice"),
        ((), ("crime-scene",)),
        ((), ("unclassified",)),
    ):
        yield (ban(roles=roles, technology=drone, purposes=purposes, data_classes=classes),)


_BANS = list(_bans())


@pytest.mark.parametrize("banned", _BANS, ids=range(len(_BANS)))
def test_every_shape_of_rows_says_what_the_oracle_says(banned: tuple[Row, ...]) -> None:
    other = permit(
        "P-002", roles=("operator",), technology="matrice", purposes=("fire-scene",),
        data_classes=("evidential",), approval="ETA-2026-002",
    )  # fmt: skip
    asked = [
        request(technology=drone, purpose=purpose, data_class=kind, roles=roles)
        for drone, purpose, kind in _USES
        for roles in (("investigator", "operator"), ("operator", "investigator"), ("operator",))
    ]
    for roles, purposes, classes in product(
        (("investigator",), ("operator", "investigator")),
        (("crime-scene",), ("fire-scene", "crime-scene")),
        (("unclassified",), ("unclassified", "evidential")),
    ):
        row = permit(roles=roles, purposes=purposes, data_classes=classes)
        rows = (other, row, *banned)
        _compare(policy(*rows, approvals=_APPROVALS, technologies=_DRONES), asked)


_STAGES = ("proposed", "assessed", "trial", "adopted", "suspended", "retired")


@pytest.mark.parametrize("stage", _STAGES)
def test_every_state_of_approval_row_and_ban_says_what_the_oracle_says(stage: str) -> None:
    worlds, allowed = 0, 0
    states = product(
        (NOW - DAY, NOW, NOW + DAY),  # the approval's start
        _TIMES,  # its end
        (False, True),  # suspended
        _TIMES,  # to be confirmed by
        _TIMES,  # the row's end
        ("no ban", NOW, NOW + DAY),  # the ban's end
    )
    for start, until, suspended, confirm_by, row_until, ban_until in states:
        state = approval(start=start, until=until, suspended=suspended, confirm_by=confirm_by)
        rows = [permit(until=row_until)]
        if ban_until != "no ban":
            rows.append(ban(until=ban_until))
        world = policy(*rows, approvals=(state,), technologies=(technology(stage=stage),))
        worlds += 1
        allowed += _compare(world, [request()])
    assert worlds == 3 * 4 * 2 * 4 * 4 * 3
    # 2 starts, 2 ends, not suspended, 2 confirmations, 2 ends of the row, no ban or one that ended.
    assert allowed == (2 * 2 * 2 * 2 * 2 if stage in {"trial", "adopted"} else 0)


def test_an_approval_of_another_technology_allows_nothing() -> None:
    world = policy(permit(approval="ETA-2026-002"), approvals=_APPROVALS, technologies=_DRONES)
    with pytest.raises(DeniedError) as denied:
        Gate(Shelf(world), AGENCY, ASK).permit(request(), NOW)
    assert not may(world, ("investigator", "mavic", "crime-scene", "unclassified"), NOW)
    assert "not on record for this technology" in str(denied.value)
