# SPDX-License-Identifier: Apache-2.0
"""Who could do what tomorrow that they cannot today: exact, and in sentences."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings

from gate.making import AGENCY, NOW, ROLES, approval, ban, permit, policy, technology
from gate.oracle import may
from gate.worlds import POLICIES
from holdfast.gate import Change, Policy, difference

if TYPE_CHECKING:
    from collections.abc import Iterable

    Combination = tuple[str, str, str, str]


def _difference(before: Policy, after: Policy) -> tuple[Change, ...]:
    return difference(before, after, roles=ROLES, agency=AGENCY, now=NOW)


def _spread(changes: Iterable[Change]) -> list[Combination]:
    return [
        combination
        for one in changes
        for combination in product(one.roles, (one.technology,), one.purposes, one.data_classes)
    ]


def _allowed(world: Policy, technologies: Iterable[str]) -> set[Combination]:
    everything = product(ROLES, technologies, AGENCY.purposes.entries, AGENCY.data_classes.entries)
    return {combination for combination in everything if may(world, combination, NOW)}


def test_a_first_row_reads_like_this() -> None:
    row = permit(roles=("exhibit_officer", "investigator"))
    (change,) = _difference(policy(), policy(row))
    assert change.sentence == (
        "An exhibit officer or an investigator could then use the drone DJI Mavic 2 Pro to examine "
        "a crime scene, on unclassified recordings, and cannot today."
    )


def test_a_ban_reads_like_this() -> None:
    (change,) = _difference(policy(permit()), policy(permit(), ban()))
    assert not change.gained
    assert change.sentence == (
        "An investigator could no longer use the drone DJI Mavic 2 Pro to examine a crime scene, "
        "on unclassified recordings, and can today."
    )


def test_a_row_that_changes_nothing_says_nothing() -> None:
    assert _difference(policy(permit()), policy(permit(), permit("P-002"))) == ()
    assert _difference(policy(), policy(ban())) == ()


def test_a_suspension_a_stage_and_a_technology_taken_away_are_losses() -> None:
    before = policy(permit())
    for after in (
        policy(permit(), approvals=(approval(suspended=True),)),
        policy(permit(), technologies=(technology(stage="suspended"),)),
        policy(permit(), technologies=()),
    ):
        (change,) = _difference(before, after)
        assert not change.gained
        assert "the drone DJI Mavic 2 Pro" in change.sentence


def test_a_hundred_combinations_are_one_sentence() -> None:
    row = permit(
        roles=tuple(ROLES),
        purposes=tuple(AGENCY.purposes.entries),
        data_classes=tuple(AGENCY.data_classes.entries),
    )
    (change,) = _difference(policy(), policy(row))
    everything = list(product(row.roles, row.purposes, row.data_classes))
    assert len(everything) > 100
    assert len(_spread([change])) == len(everything)


def test_a_row_whose_approval_is_gone_takes_away_what_it_names() -> None:
    (change,) = _difference(
        policy(permit()), policy(permit(), permit("P-002", approval="ETA-2026-404"))
    )
    assert not change.gained


@settings(deadline=None)  # other work on the machine is no fault of the gate
@given(POLICIES, POLICIES)
def test_each_combination_that_changes_stands_in_exactly_one_sentence(
    before: Policy, after: Policy
) -> None:
    changes = _difference(before, after)
    names = {one.id for one in (*before.technologies, *after.technologies)}
    could, can = _allowed(before, names), _allowed(after, names)
    gained = _spread(one for one in changes if one.gained)
    lost = _spread(one for one in changes if not one.gained)
    assert len(set(gained)) == len(gained)
    assert len(set(lost)) == len(lost)
    assert set(gained) == can - could
    assert set(lost) == could - can
