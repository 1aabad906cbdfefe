# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import dataclass

import pytest

from holdfast.accounts.errors import UnknownRoleError
from holdfast.accounts.permissions import ROLE_ACTS, SECTIONS, may, may_open, sees_content
from holdfast.accounts.roles import ADMINISTRATOR, AUDITOR, GOVERNANCE, ROLES, parse_roles
from holdfast.ledger.acts import ACTS


@dataclass(frozen=True, slots=True)
class Somebody:
    roles: tuple[str, ...]
    is_active: bool = True


def test_every_act_of_the_ledger_is_in_the_matrix_and_nothing_else() -> None:
    assert set(ROLE_ACTS) == set(ACTS)


def test_the_matrix_names_known_roles_only() -> None:
    for allowed in (*ROLE_ACTS.values(), *SECTIONS.values()):
        assert allowed <= set(ROLES)
        assert allowed


@pytest.mark.parametrize("role", [ADMINISTRATOR, AUDITOR, GOVERNANCE])
@pytest.mark.parametrize(
    "act",
    ["item.view", "case.purpose", "case.break_glass", "acquisition.take_in", "pack.make"],
)
def test_administrators_auditors_and_governance_have_no_act_on_content(role: str, act: str) -> None:
    assert may(Somebody((role,)), act) is None
    assert not sees_content(Somebody((role,)))


def test_an_auditor_changes_nothing_about_people_cases_or_items() -> None:
    changes = [act for act in ACTS if act.split(".")[0] in {"person", "case", "item", "hold"}]
    assert [act for act in changes if may(Somebody((AUDITOR,)), act)] == []


def test_only_an_administrator_changes_who_may_come_in() -> None:
    for act in ("person.enrol", "person.roles", "person.identify", "person.code"):
        assert ROLE_ACTS[act] == {ADMINISTRATOR}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_person_without_a_role_may_do_nothing(act: str) -> None:
    assert may(Somebody(()), act) is None


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_closed_account_may_do_nothing_in_any_role(act: str) -> None:
    assert may(Somebody(tuple(ROLES), is_active=False), act) is None


def test_an_act_that_nobody_knows_is_refused() -> None:
    assert may(Somebody(tuple(ROLES)), "item.destroy") is None


def test_a_person_with_several_roles_acts_in_the_first_that_allows_it() -> None:
    person = Somebody(("administrator", "operator", "investigator"))
    assert may(person, "acquisition.take_in") == "investigator"
    assert may(person, "person.enrol") == "administrator"


def test_everybody_reads_the_faces_of_the_ledger() -> None:
    assert all(may_open(Somebody((role,)), "ledger") for role in ROLES)


@pytest.mark.parametrize("role", [ADMINISTRATOR, GOVERNANCE])
def test_administrators_and_governance_do_not_open_cases(role: str) -> None:
    assert may_open(Somebody((role,)), "cases") is None
    assert may_open(Somebody((role,)), "find") is None


def test_an_unknown_role_is_named_and_refused() -> None:
    with pytest.raises(UnknownRoleError, match="superuser"):
        parse_roles(["operator", "superuser"])


def test_roles_are_kept_once_and_in_their_order() -> None:
    assert parse_roles(["administrator", "operator", "operator"]) == ["operator", "administrator"]
