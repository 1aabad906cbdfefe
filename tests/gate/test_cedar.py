# SPDX-License-Identifier: Apache-2.0
"""The traps of Cedar, each sprung once, and rows that come back out of it as they went in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cedarpy import Decision, Entities, PolicySet, is_authorized, policies_to_json_str

from gate.making import NOW, approval, ban, permit, policy, request, shelf_and_gate
from holdfast.gate import DeniedError, PolicyUnreadableError, RowError, cedar_of
from holdfast.gate.cedar import parse_policies, read_schema

if TYPE_CHECKING:
    from holdfast.gate import Gate, Row
    from holdfast.gate.cedar import Slice

_COMBINATION = ("investigator", "mavic", "crime-scene", "unclassified")
# Fits the schema, and errs when it is evaluated, because there is no such approval.
_ERRING_FORBID = """
@id("B-900")
forbid (principal, action in Action::"use", resource) when { Approval::"gone".suspended };
"""


def _plant(gate: Gate, **changes: Any) -> Slice:
    """Put hand-written policies where the gate keeps its parsed ones."""
    gate.permit(request(), NOW)
    assert gate._index is not None
    planted: Slice = replace(gate._index.slice_for(*_COMBINATION), **changes)
    gate._index._slices[_COMBINATION] = planted
    return planted


def _reason(gate: Gate, **changes: Any) -> str:
    with pytest.raises(DeniedError) as denied:
        gate.permit(request(**changes), NOW)
    return denied.value.reason


def test_a_forbid_that_errs_is_skipped_by_cedar_and_denied_by_the_gate() -> None:
    _, gate = shelf_and_gate(permit())
    hand_written = parse_policies(cedar_of(permit()) + _ERRING_FORBID, read_schema())
    planted = _plant(gate, policies=hand_written)
    answer = planted.answer("item.view", NOW)
    assert answer.decision == "Allow"  # the trap
    assert answer.errors
    assert not answer.allowed
    assert _reason(gate) == "policy-error"


def test_no_decision_is_no_permission() -> None:
    _, gate = shelf_and_gate(permit())
    answer = _plant(gate).answer("item.lend", NOW)
    assert answer.decision == "NoDecision"
    assert not answer.allowed
    assert answer.errors
    assert _reason(gate, act="item.lend") == "act-unknown"


def test_a_request_that_does_not_fit_the_schema_is_no_permission() -> None:
    _, gate = shelf_and_gate(permit())
    slice_ = _plant(gate)
    for context in (
        {"purpose": {"__entity": {"type": "Purpose", "id": "crime-scene"}}},
        {"purpose": "crime-scene", "data_class": "unclassified", "now": "2026-11-27"},
        {},
    ):
        asked = {
            "principal": 'Role::"investigator"',
            "action": 'Action::"item.view"',
            "resource": 'Technology::"mavic"',
            "context": context,
        }
        answer = is_authorized(asked, slice_.policies, slice_.entities, slice_.schema)
        assert answer.decision is Decision.NoDecision


def test_an_approval_without_one_of_its_attributes_is_refused_by_the_schema() -> None:
    whole = {
        "technology": {"__entity": {"type": "Technology", "id": "mavic"}},
        "suspended": False,
        **{
            name: {"__extn": {"fn": "datetime", "arg": "2026-11-27T00:00:00.000Z"}}
            for name in ("start", "until", "confirm_by")
        },
    }
    uid = {"type": "Approval", "id": "ETA-2026-001"}
    assert Entities.from_json_str(
        json.dumps([{"uid": uid, "attrs": whole, "parents": []}]), read_schema()
    )
    for missing in whole:
        attributes = {name: value for name, value in whole.items() if name != missing}
        with pytest.raises(ValueError, match="does not conform"):
            Entities.from_json_str(
                json.dumps([{"uid": uid, "attrs": attributes, "parents": []}]), read_schema()
            )


def test_a_row_whose_approval_is_gone_denies_what_it_names_and_nothing_else() -> None:
    rows = (
        permit(),
        permit("P-002", approval="ETA-2026-404"),
        permit("P-003", purposes=("fire-scene",)),
    )
    _, gate = shelf_and_gate(*rows)
    assert _reason(gate) == "policy-error"
    assert gate.permit(request(purpose="fire-scene"), NOW).row == "P-003"


@pytest.mark.parametrize(
    "text",
    [
        'permit (principal, action in Action::"use", resource) when { context.purpse == 1 };',
        'permit (principal, action in Action::"use", resource) when { resource.stag == "trial" };',
        'permit (principal, action == Action::"item.vieuw", resource);',
        'permit (principal == Rolle::"investigator", action, resource);',
        'permit (principal, action in Action::"use", resource) when { principal in [] };',
        "permit (principal, action, resource",
    ],
)
def test_policies_that_do_not_fit_the_schema_are_refused(text: str) -> None:
    with pytest.raises(PolicyUnreadableError):
        parse_policies(text, read_schema())


def test_the_row_that_allowed_is_known_by_its_id_and_not_by_its_place() -> None:
    _, gate = shelf_and_gate(ban("B-007", roles=("operator",)), permit("P-042"))
    slice_ = _plant(gate)
    answer = slice_.answer("item.view", NOW)
    assert answer.rows == ("P-042",)
    assert gate.permit(request(), NOW).row == "P-042"


def test_an_allow_by_a_policy_that_is_no_row_is_a_denial() -> None:
    for name in ('@id("P-999")\n', ""):
        _, gate = shelf_and_gate(permit())
        text = f'{name}permit (principal, action in Action::"use", resource);'
        planted = _plant(gate, policies=PolicySet.from_str(text))
        assert planted.answer("item.view", NOW).decision == "Allow"
        assert _reason(gate) == "policy-error"


def test_an_allow_with_which_the_second_evaluation_disagrees_is_a_denial() -> None:
    shelf, gate = shelf_and_gate(permit())
    wide = PolicySet.from_str('@id("P-001")\npermit (principal, action, resource);')
    shelf.put(policy(permit(), approvals=(approval(suspended=True),)))
    assert _reason(gate) == "approval-suspended"
    assert gate._index is not None
    kept = gate._index.slice_for(*_COMBINATION)
    gate._index._slices[_COMBINATION] = replace(kept, policies=wide)
    assert _reason(gate) == "policy-error"


def test_a_denial_with_which_the_second_evaluation_disagrees_stays_a_denial() -> None:
    _, gate = shelf_and_gate(permit())
    _plant(gate, policies=PolicySet.from_str(""))
    assert _reason(gate) == "policy-error"


def _round_trip(row: Row) -> dict[str, Any]:
    document = json.loads(policies_to_json_str(cedar_of(row)))
    (only,) = document["staticPolicies"].values()
    assert isinstance(only, dict)
    return only


_HOSTILE = (
    'the "eye"',
    "back\\slash",
    "new\nline\r\t\0",
    '"); permit (principal, action, resource); //',
    "<script>alert(1)</script>",
    "{{ braces }} %s %d */ /* //",
    "kōwhai 🚁 \u202e\ufeff\x7f",
    "*",
    "",
)


@pytest.mark.parametrize("name", [name for name in _HOSTILE if name])
def test_a_hostile_name_comes_back_as_it_went_in(name: str) -> None:
    row = permit(
        name, roles=(name,), technology=name, purposes=(name,), data_classes=(name,), approval=name
    )
    only = _round_trip(row)
    assert only["annotations"] == {"id": name}
    assert only["resource"]["entity"] == {"type": "Technology", "id": name}
    said = json.dumps(only["conditions"])
    for kind in ("Role", "Purpose", "DataClass", "Approval"):
        assert json.dumps({"type": kind, "id": name})[1:-1] in said
    assert len(PolicySet.from_str(cedar_of(row))) == 1


def test_a_hostile_name_permits_itself_alone() -> None:
    name = _HOSTILE[3]
    _, gate = shelf_and_gate(permit(roles=(name,)))
    assert gate.permit(request(roles=(name,)), NOW).role == name
    assert _reason(gate, roles=("investigator",)) == "no-row"


def test_a_permit_that_leaves_something_out_is_no_policy() -> None:
    for changes in (
        {"roles": ()},
        {"technology": ""},
        {"purposes": ()},
        {"data_classes": ()},
        {"approval": ""},
    ):
        row = permit(**changes)
        with pytest.raises(RowError, match="without naming"):
            cedar_of(row)
        _, gate = shelf_and_gate(row)
        assert _reason(gate) in {"no-row", "policy-error"}


def test_a_row_reads_as_cedar_like_this() -> None:
    assert cedar_of(permit(roles=("exhibit_officer", "investigator"), until=NOW)) == (
        '@id("P-001")\n'
        'permit (principal, action in Action::"use", resource == Technology::"mavic")\n'
        'when { principal in [Role::"exhibit_officer", Role::"investigator"] }\n'
        'when { context.purpose in [Purpose::"crime-scene"] }\n'
        'when { context.data_class in [DataClass::"unclassified"] }\n'
        'when { ["trial", "adopted"].contains(resource.stage) }\n'
        'when { Approval::"ETA-2026-001".technology == resource }\n'
        'when { !Approval::"ETA-2026-001".suspended }\n'
        'when { Approval::"ETA-2026-001".start <= context.now }\n'
        'when { context.now < Approval::"ETA-2026-001".until }\n'
        'when { context.now < Approval::"ETA-2026-001".confirm_by }\n'
        'when { context.now < datetime("2026-11-27T09:30:00.000Z") };\n'
    )
    assert cedar_of(ban()) == (
        '@id("B-001")\nforbid (principal, action in Action::"use", resource);\n'
    )
