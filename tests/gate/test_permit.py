# SPDX-License-Identifier: Apache-2.0
"""Only the gate makes a permit, and a permit of one thing never becomes a permit of another."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from typing import Any

import pytest

from architecture.tree import python
from gate.making import ASK, CASE, NOW, permit, request, shelf_and_gate
from holdfast.gate import (
    DeniedError,
    ForgedPermitError,
    Gate,
    Permit,
    Support,
    WrongPermitError,
)


@pytest.fixture
def given() -> Permit:
    _, gate = shelf_and_gate(permit())
    return gate.permit(request(), NOW)


def _parts(given: Permit) -> dict[str, Any]:
    names = ("request", "role", "row", "approval", "granted_at", "_gate")
    return {name: getattr(given, name) for name in names}


@pytest.mark.parametrize("seal", [None, object(), True, "", 0])
def test_nothing_but_the_gate_makes_a_permit(given: Permit, seal: object) -> None:
    with pytest.raises(ForgedPermitError):
        Permit(**_parts(given), _seal=seal)
    with pytest.raises(TypeError):
        Permit(**_parts(given))


def test_what_makes_permits_is_named_in_one_file_alone() -> None:
    holders = [str(path) for path, text in python("src") if "_THE_GATES_" + "OWN" in text]
    assert holders == ["src/holdfast/gate/gate.py"]


def test_a_permit_cannot_be_replaced_by_one_of_something_else(given: Permit) -> None:
    other = request(technology="nuix")
    with pytest.raises((ForgedPermitError, ValueError)):
        dataclasses.replace(given, request=other)  # type: ignore[call-arg] # mypy refuses it too
    with pytest.raises(ForgedPermitError):
        dataclasses.replace(given, request=other, _seal=object())


@pytest.mark.parametrize("name", ["request", "role", "row", "approval", "granted_at", "_gate"])
def test_a_permit_cannot_be_changed(given: Permit, name: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(given, name, "another")
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(given, name)


def test_a_copy_is_the_permit_itself(given: Permit) -> None:
    assert copy.copy(given) is given
    assert copy.deepcopy(given) is given


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_permit_cannot_be_stored(given: Permit, protocol: int) -> None:
    with pytest.raises(ForgedPermitError):
        pickle.dumps(given, protocol)
    with pytest.raises(TypeError):
        json.dumps(given)  # nor does anything turn it into text by itself


def test_a_state_cannot_be_put_into_a_permit(given: Permit) -> None:
    blank = object.__new__(Permit)
    for each in (given, blank):
        with pytest.raises(ForgedPermitError):
            each.__setstate__(["anything"])
    with pytest.raises(AttributeError):
        blank.require(act="item.view", technology="mavic")


def test_there_is_no_other_kind_of_permit() -> None:
    with pytest.raises(ForgedPermitError):
        type("Passes", (Permit,), {"confirm": lambda self, _now: self})


def test_a_permit_whose_memory_was_written_into_is_evaluated_for_what_it_says(
    given: Permit,
) -> None:
    object.__setattr__(given, "request", request(data_class="evidential"))
    with pytest.raises(DeniedError):
        given.confirm(NOW)


def test_a_permit_is_for_its_own_use_alone(given: Permit) -> None:
    given.require(act="item.view", technology="mavic")
    given.require(
        act="item.view",
        technology="mavic",
        person="hana.ngata",
        data_class="unclassified",
        support=CASE,
    )
    plain: dict[str, Any] = {"act": "item.view", "technology": "mavic"}
    for wrong in (
        {"act": "pack.make"},
        {"technology": "nuix"},
        {"technology": ""},
        {"person": "somebody.else"},
        {"data_class": "evidential"},
        {"support": Support("case", "2026/0002")},
    ):
        with pytest.raises(WrongPermitError, match="Nothing was opened"):
            given.require(**{**plain, **wrong})


def test_the_gate_is_not_shown_in_what_a_permit_prints(given: Permit) -> None:
    assert "_gate" not in repr(given)
    assert ASK not in repr(given)
    assert isinstance(given._gate, Gate)
