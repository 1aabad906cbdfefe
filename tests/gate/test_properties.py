# SPDX-License-Identifier: Apache-2.0
"""What holds for every policy, not only for the small ones that can be listed."""

from __future__ import annotations

import json

import pytest
from cedarpy import policies_to_json_str
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.making import AGENCY, ASK, NOW, ROLES, Shelf, permit, policy, request
from gate.oracle import may
from gate.worlds import CLASSES, POLICIES, PURPOSES, TECHNOLOGIES
from holdfast.gate import REASONS, DeniedError, Gate, Policy, Request, cedar_of

_REQUESTS = st.builds(
    request,
    technology=st.sampled_from(TECHNOLOGIES),
    purpose=st.sampled_from(PURPOSES),
    data_class=st.sampled_from(CLASSES),
    roles=st.permutations(list(ROLES)).map(tuple),
)


@settings(deadline=None)  # other work on the machine is no fault of the gate
@given(POLICIES, _REQUESTS)
def test_the_gate_says_what_the_oracle_says(world: Policy, asked: Request) -> None:
    gate = Gate(Shelf(world), AGENCY, ASK)
    use = (asked.technology, asked.purpose, asked.data_class)
    allowed = [role for role in asked.roles if may(world, (role, *use), NOW)]
    if allowed:
        given_ = gate.permit(asked, NOW)
        assert given_.role == allowed[0]
        assert given_.confirm(NOW) == given_
    else:
        with pytest.raises(DeniedError) as denied:
            gate.permit(asked, NOW)
        assert denied.value.reason in REASONS
        rows = {row.id: row for row in world.rows}
        if denied.value.reason == "ban":
            assert rows[denied.value.row].is_ban
        if denied.value.approval:
            assert rows[denied.value.row].approval == denied.value.approval


@settings(deadline=None)  # other work on the machine is no fault of the gate
@given(POLICIES, _REQUESTS, st.data())
def test_taking_a_permit_away_or_adding_a_ban_never_allows_more(
    world: Policy, asked: Request, data: st.DataObject
) -> None:
    one_role = request(
        technology=asked.technology,
        purpose=asked.purpose,
        data_class=asked.data_class,
        roles=asked.roles[:1],
    )
    kept = tuple(row for row in world.rows if row.is_ban or data.draw(st.booleans()))
    fewer = Policy(2, world.technologies, kept, world.approvals)
    if _allows(fewer, one_role):
        assert _allows(world, one_role)


def _allows(world: Policy, asked: Request) -> bool:
    try:
        Gate(Shelf(world), AGENCY, ASK).permit(asked, NOW)
    except DeniedError:
        return False
    return True


@settings(deadline=None)  # other work on the machine is no fault of the gate
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_from_cedar_as_it_went_in(name: str) -> None:
    row = permit(name, roles=(name,), technology=name, purposes=(name,), approval=name)
    document = json.loads(policies_to_json_str(cedar_of(row)))
    (only,) = document["staticPolicies"].values()
    assert only["annotations"]["id"] == name
    assert only["resource"]["entity"]["id"] == name
    assert json.dumps({"type": "Purpose", "id": name}) in json.dumps(only["conditions"])


@settings(deadline=None)  # other work on the machine is no fault of the gate
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_a_role_is_called_the_gate_answers(name: str) -> None:
    gate = Gate(Shelf(policy(permit(roles=(name,)))), AGENCY, ASK)
    assert gate.permit(request(roles=(name,)), NOW).role == name
    with pytest.raises(DeniedError):
        gate.permit(request(roles=(name + "x",)), NOW)
