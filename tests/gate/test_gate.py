# SPDX-License-Identifier: Apache-2.0
"""What the gate lets through, and each of its denials in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from gate.making import (
    AGENCY,
    ASK,
    CASE,
    DAY,
    NOW,
    Shelf,
    approval,
    ban,
    permit,
    policy,
    request,
    shelf_and_gate,
    technology,
)
from holdfast.gate import (
    REASONS,
    USES,
    DeniedError,
    Gate,
    PolicyUnreadableError,
    RowError,
    Support,
)
from holdfast.ledger.acts import ACTS


def denial(gate: Gate, now: datetime = NOW, **changes: Any) -> DeniedError:
    """Ask, and give the denial."""
    with pytest.raises(DeniedError) as denied:
        gate.permit(request(**changes), now)
    assert denied.value.reason in REASONS
    assert "Nothing was opened and nothing was run." in str(denied.value)
    assert str(denied.value).endswith(f"Ask {ASK}.")
    return denied.value


def test_a_use_that_a_row_names_is_permitted_and_the_permit_says_by_what() -> None:
    _, gate = shelf_and_gate(permit())
    given = gate.permit(request(), NOW)
    assert (given.role, given.row, given.approval) == ("investigator", "P-001", "ETA-2026-001")
    assert (given.act, given.technology) == ("item.view", "mavic")
    assert (given.purpose, given.data_class) == ("crime-scene", "unclassified")
    assert (given.person, given.support, given.granted_at) == ("hana.ngata", CASE, NOW)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"active": False}, "not active"),
        ({"roles": ()}, "no role"),
        ({"roles": ("",)}, "no role"),
        ({"person": ""}, "Only a person"),
        ({"person": "  "}, "Only a person"),
        ({"person": "system"}, "Only a person"),
        ({"person": "SYSTEM"}, "Only a person"),
    ],
)
def test_nobody_without_an_active_account_and_a_role_passes(
    changes: dict[str, Any], says: str
) -> None:
    _, gate = shelf_and_gate(permit())
    denied = denial(gate, **changes)
    assert denied.reason == "person"
    assert says in str(denied)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"act": "item.classify"}, "act-unknown"),
        ({"technology": "clearview"}, "technology-unknown"),
        ({"purpose": "curiosity"}, "purpose-unknown"),
        ({"data_class": "dreams"}, "class-unknown"),
        ({"support": None}, "support-missing"),
        ({"support": Support("case", "")}, "support-missing"),
        ({"support": Support("complaint", "K-2026-001")}, "support-missing"),
        ({"support": Support("case", "2026/9999")}, "support-unknown"),
        ({"roles": ("operator",)}, "no-row"),
        ({"purpose": "fire-scene"}, "no-row"),
        ({"data_class": "evidential"}, "no-row"),
    ],
)
def test_what_no_row_names_is_denied(changes: dict[str, Any], reason: str) -> None:
    _, gate = shelf_and_gate(permit())
    assert denial(gate, **changes).reason == reason


def test_the_denial_says_which_row_is_missing() -> None:
    _, gate = shelf_and_gate(permit())
    assert str(denial(gate, data_class="evidential")) == (
        "In the role investigator, the drone DJI Mavic 2 Pro may not be used to examine a crime "
        "scene, on evidential recordings: no permission row says so. Nothing was opened and "
        f"nothing was run. Ask {ASK}."
    )


@pytest.mark.parametrize("stage", ["proposed", "assessed", "suspended", "retired", "", "Trial"])
def test_a_technology_neither_in_trial_nor_adopted_is_denied(stage: str) -> None:
    _, gate = shelf_and_gate(permit(), technologies=(technology(stage=stage),))
    assert denial(gate).reason == "technology-stage"


@pytest.mark.parametrize(
    ("changes", "reason", "says"),
    [
        ({"suspended": True}, "approval-suspended", "ETA-2026-001"),
        ({"until": NOW}, "approval-ended", "27 November 2026, 09:30 UTC"),
        ({"start": NOW + DAY}, "approval-not-begun", "28 November 2026, 09:30 UTC"),
        ({"confirm_by": NOW}, "approval-unconfirmed", "not confirmed in writing"),
    ],
)
def test_an_approval_that_is_not_in_force_is_named(
    changes: dict[str, Any], reason: str, says: str
) -> None:
    _, gate = shelf_and_gate(permit(), approvals=(approval(**changes),))
    denied = denial(gate)
    assert (denied.reason, denied.approval, denied.row) == (reason, "ETA-2026-001", "P-001")
    assert says in str(denied)


def test_an_end_is_exclusive_to_the_millisecond_and_never_later() -> None:
    end = NOW + timedelta(microseconds=1500)
    _, gate = shelf_and_gate(permit(), approvals=(approval(until=end),))
    assert gate.permit(request(), NOW + timedelta(microseconds=999))
    assert denial(gate, NOW + timedelta(microseconds=1000)).reason == "approval-ended"
    start = NOW + timedelta(microseconds=1)
    _, gate = shelf_and_gate(permit(), approvals=(approval(start=start),))
    assert denial(gate, NOW + timedelta(microseconds=999)).reason == "approval-not-begun"
    assert gate.permit(request(), NOW + timedelta(microseconds=1000))


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    auckland = timezone(timedelta(hours=13))
    end = (NOW + DAY).astimezone(auckland)
    _, gate = shelf_and_gate(permit(until=end), approvals=(approval(until=end),))
    assert gate.permit(request(), (NOW + DAY - timedelta(seconds=1)).astimezone(auckland))
    assert denial(gate, (NOW + DAY).astimezone(auckland)).reason == "no-row"


def test_a_row_that_has_ended_is_named() -> None:
    _, gate = shelf_and_gate(permit(until=NOW - DAY))
    denied = denial(gate)
    assert (denied.reason, denied.row) == ("no-row", "P-001")
    assert "the permission P-001 ended on 26 November 2026, 09:30 UTC" in str(denied)


def test_a_ban_wins_over_every_permit_and_is_named() -> None:
    _, gate = shelf_and_gate(permit(), ban())
    denied = denial(gate)
    assert (denied.reason, denied.row) == ("ban", "B-001")
    assert "the ban B-001 is in force" in str(denied)


def test_a_ban_bites_only_in_the_role_acted_in() -> None:
    rows = (permit(roles=("operator", "investigator")), ban(roles=("operator",)))
    _, gate = shelf_and_gate(*rows)
    assert gate.permit(request(roles=("operator", "investigator")), NOW).role == "investigator"
    assert denial(gate, roles=("operator",)).reason == "ban"


def test_the_first_role_that_is_allowed_is_acted_in() -> None:
    _, gate = shelf_and_gate(permit(roles=("operator", "investigator")))
    assert gate.permit(request(roles=("operator", "investigator")), NOW).role == "operator"
    assert gate.permit(request(roles=("auditor", "investigator")), NOW).role == "investigator"


def test_what_a_decision_could_mend_soonest_is_told() -> None:
    rows = (permit(roles=("operator",)), ban(roles=("investigator",)))
    _, gate = shelf_and_gate(*rows, approvals=(approval(suspended=True),))
    denied = denial(gate, roles=("exhibit_officer", "investigator", "operator"))
    assert denied.reason == "approval-suspended"


def test_of_rows_that_say_the_same_the_one_that_lasts_longest_is_named_and_then_the_first() -> None:
    rows = (permit("P-007", until=NOW + DAY), permit("P-003"), permit("P-005"))
    _, gate = shelf_and_gate(*rows)
    assert gate.permit(request(), NOW).row == "P-003"
    both = (approval(), approval("ETA-2026-002"))
    _, gate = shelf_and_gate(permit("P-009", approval="ETA-2026-002"), *rows, approvals=both)
    assert gate.permit(request(), NOW).row == "P-009"


def test_a_withdrawn_support_is_denied() -> None:
    shelf, gate = shelf_and_gate(permit())
    shelf.supports[CASE] = "withdrawn"
    assert denial(gate).reason == "support-withdrawn"


def test_a_case_that_is_yet_to_be_opened_supports_taking_in_alone() -> None:
    shelf, gate = shelf_and_gate(permit())
    shelf.supports[CASE] = "to be opened"
    assert gate.permit(request(act="acquisition.take_in"), NOW)
    assert denial(gate).reason == "support-unknown"


def test_an_answer_about_a_support_that_nobody_knows_is_a_denial() -> None:
    shelf, gate = shelf_and_gate(permit())
    shelf.supports[CASE] = "Standing"
    assert denial(gate).reason == "support-unknown"


def test_a_clock_behind_the_ledger_is_denied_beyond_two_minutes() -> None:
    shelf, gate = shelf_and_gate(permit())
    shelf.newest_entry = NOW + timedelta(minutes=2)
    assert gate.permit(request(), NOW)
    shelf.newest_entry = NOW + timedelta(minutes=2, microseconds=1)
    assert denial(gate).reason == "clock-behind"
    shelf.newest_entry = None
    assert gate.permit(request(), NOW)


def test_a_time_without_a_zone_is_a_fault_of_the_program() -> None:
    shelf, gate = shelf_and_gate(permit())
    with pytest.raises(RowError, match="no time zone"):
        gate.permit(request(), NOW.replace(tzinfo=None))
    shelf.newest_entry = NOW.replace(tzinfo=None)
    assert denial(gate).reason == "policy-unreadable"


@pytest.mark.parametrize("method", ["stands", "load"])
def test_whatever_cannot_be_read_is_denied(method: str) -> None:
    shelf, gate = shelf_and_gate(permit())
    shelf.fault = PolicyUnreadableError("The table of rows is damaged.")
    shelf.broken = frozenset({method})
    denied = denial(gate)
    assert denied.reason == "policy-unreadable"
    assert "The table of rows is damaged." in str(denied)


def test_a_policy_that_was_read_once_is_no_answer_when_it_cannot_be_read_again() -> None:
    shelf, gate = shelf_and_gate(permit())
    assert gate.permit(request(), NOW)
    shelf.put(policy(permit()))
    shelf.fault, shelf.broken = PolicyUnreadableError("Gone."), frozenset({"load"})
    assert denial(gate).reason == "policy-unreadable"


@pytest.mark.parametrize("what", ["rows", "approvals", "technologies"])
def test_two_things_of_one_id_are_no_policy(what: str) -> None:
    plain = policy(permit())
    with pytest.raises(PolicyUnreadableError, match="nobody can say which"):
        replace(plain, **{what: getattr(plain, what) * 2})


def test_a_policy_is_read_once_for_each_revision() -> None:
    shelf, gate = shelf_and_gate(permit())
    for _ in range(5):
        gate.permit(request(), NOW)
    assert shelf.loads == 1
    shelf.put(policy(permit(), ban()))
    assert denial(gate).reason == "ban"
    assert shelf.loads == 2


def test_a_suspended_approval_stops_the_next_use_and_the_confirmation_of_the_last() -> None:
    shelf, gate = shelf_and_gate(permit())
    given = gate.permit(request(), NOW)
    assert given.confirm(NOW).granted_at == NOW
    shelf.put(policy(permit(), approvals=(approval(suspended=True),)))
    assert denial(gate).reason == "approval-suspended"
    with pytest.raises(DeniedError) as denied:
        given.confirm(NOW)
    assert denied.value.reason == "approval-suspended"


def test_an_approval_that_ends_between_permit_and_use_stops_the_use() -> None:
    _, gate = shelf_and_gate(permit(), approvals=(approval(until=NOW + DAY),))
    given = gate.permit(request(), NOW)
    with pytest.raises(DeniedError) as denied:
        given.confirm(NOW + DAY)
    assert denied.value.reason == "approval-ended"


def test_a_support_withdrawn_between_permit_and_use_stops_the_use() -> None:
    shelf, gate = shelf_and_gate(permit())
    given = gate.permit(request(), NOW)
    shelf.supports[CASE] = "withdrawn"
    with pytest.raises(DeniedError):
        given.confirm(NOW)


def test_an_empty_policy_allows_nothing() -> None:
    gate = Gate(Shelf(policy(approvals=(), technologies=())), AGENCY, ASK)
    assert denial(gate).reason == "technology-unknown"
    _, gate = shelf_and_gate()
    assert denial(gate).reason == "no-row"


def test_every_use_is_an_act_of_the_ledger() -> None:
    assert USES.keys() <= ACTS.keys()
