# SPDX-License-Identifier: Apache-2.0
"""Ten thousand rows: the same answers, in bounded memory."""

from __future__ import annotations

from itertools import cycle, islice, product
from typing import TYPE_CHECKING

import pytest

from gate.making import (
    AGENCY,
    ASK,
    DAY,
    NOW,
    ROLES,
    Shelf,
    approval,
    permit,
    policy,
    request,
    technology,
)
from gate.oracle import may
from holdfast.gate import DeniedError, Gate, difference
from holdfast.gate.index import MOST_PARSED_ROWS, MOST_SLICES

if TYPE_CHECKING:
    from holdfast.gate import Policy

_MANY = 10_000
_DRONES = [f"drone-{number}" for number in range(40)]


@pytest.fixture(scope="module")
def large() -> Policy:
    combinations = product(_DRONES, ROLES, AGENCY.purposes.entries, ("unclassified", "evidential"))
    rows = [
        permit(
            f"P-{number:05}",
            technology=drone,
            roles=(role,),
            purposes=(purpose,),
            data_classes=(kind,),
            approval=f"ETA-{drone}",
        )
        for number, (drone, role, purpose, kind) in enumerate(islice(cycle(combinations), _MANY))
    ]
    return policy(
        *rows,
        technologies=tuple(technology(drone) for drone in _DRONES),
        approvals=tuple(
            approval(f"ETA-{drone}", technology=drone, suspended=index % 3 == 0)
            for index, drone in enumerate(_DRONES)
        ),
    )


def test_ten_thousand_rows_say_what_the_oracle_says(large: Policy) -> None:
    gate = Gate(Shelf(large), AGENCY, ASK)
    for drone in _DRONES[::5]:
        for role in ROLES:
            asked = request(technology=drone, roles=(role,))
            use = (role, drone, asked.purpose, asked.data_class)
            if may(large, use, NOW):
                assert gate.permit(asked, NOW).approval == f"ETA-{drone}"
            else:
                with pytest.raises(DeniedError):
                    gate.permit(asked, NOW)


def test_what_is_kept_is_bounded(large: Policy) -> None:
    gate = Gate(Shelf(large), AGENCY, ASK)
    combinations = product(_DRONES, ROLES, list(AGENCY.purposes.entries)[:6], ("unclassified",))
    for drone, role, purpose, _ in islice(combinations, 400):
        asked = request(technology=drone, roles=("auditor", role), purpose=purpose)
        try:
            gate.permit(asked, NOW)
        except DeniedError as denied:
            assert denied.reason in {"approval-suspended", "no-row"}  # noqa: PT017 - either will do
    index = gate._index
    assert index is not None
    assert len(index._slices) <= MOST_SLICES
    assert index._parsed == sum(len(slice_.rows) for slice_ in index._slices.values())
    assert index._parsed <= MOST_PARSED_ROWS


def test_ten_thousand_rows_of_one_combination_are_one_question() -> None:
    rows = [permit(f"P-{number:05}", until=NOW) for number in range(_MANY - 2)]
    last = permit("P-99998", until=NOW + 2 * DAY), permit("P-99999", until=NOW + DAY)
    gate = Gate(Shelf(policy(*rows, *last)), AGENCY, ASK)
    assert gate.permit(request(), NOW).row == "P-99998"
    index = gate._index
    assert index is not None
    assert index._parsed == 1


def test_a_combination_with_more_rows_than_are_kept_is_answered_and_drops_the_others() -> None:
    count = MOST_PARSED_ROWS + 1
    names = [f"ETA-{number:05}" for number in range(count)]
    rows = [permit(f"P-{number:05}", approval=name) for number, name in enumerate(names)]
    world = policy(*rows, approvals=tuple(approval(name) for name in names))
    gate = Gate(Shelf(world), AGENCY, ASK)
    assert gate.permit(request(), NOW).row == "P-00000"
    index = gate._index
    assert index is not None
    assert index._parsed == count
    with pytest.raises(DeniedError):
        gate.permit(request(purpose="court"), NOW)
    assert index._parsed == 0


def test_the_difference_of_ten_thousand_rows_is_one_sentence(large: Policy) -> None:
    row = permit("P-99999", technology="drone-1", roles=("operator",), approval="ETA-drone-1",
                 data_classes=("live-flight",))  # fmt: skip
    after = policy(*large.rows, row, technologies=large.technologies, approvals=large.approvals)
    (change,) = difference(large, after, roles=ROLES, agency=AGENCY, now=NOW)
    assert change.gained
    assert (change.roles, change.data_classes) == (("operator",), ("live-flight",))
