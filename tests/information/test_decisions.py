# SPDX-License-Identifier: Apache-2.0
"""A decision that does not stand in law cannot become a letter."""

from __future__ import annotations

import ast

import pytest

from architecture.tree import python
from holdfast.agency import read_agency
from holdfast.information import (
    DecisionRefusedError,
    Reason,
    UnknownRequestKindError,
    check_decision,
)

AGENCY = read_agency(None)
_WEIGHED = "Counts are published instead; a name would add nothing to them."
PRIVACY = Reason("oia-9-2-a", public_interest=_WEIGHED)
LAW = Reason("oia-6-c")
COLLATION = Reason(
    "oia-18-f",
    considered={
        "consultation": "asked on 3 May to name a district; she wants them all",
        "charge": "would not make it possible",
        "extension": "would not make it possible",
    },
)


def _faults(kind: str, outcome: str, *reasons: Reason) -> tuple[str, ...]:
    with pytest.raises(DecisionRefusedError) as caught:
        check_decision(kind, outcome, reasons, agency=AGENCY)
    assert "no letter was made" in str(caught.value)
    return caught.value.faults


@pytest.mark.parametrize(
    ("kind", "outcome", "reasons"),
    [
        ("oia", "granted", ()),
        ("oia", "refused", (LAW,)),
        ("oia", "granted-in-part", (PRIVACY, LAW)),
        ("oia", "refused", (COLLATION,)),
        ("oia", "refused", (Reason("oia-18-a"), LAW)),
        ("oia", "refused", (Reason("oia-18-b"), Reason("oia-10"))),
        ("privacy", "refused", (Reason("privacy-53-c"),)),
        ("privacy", "refused", (Reason("privacy-52", public_interest="p"),)),
        (
            "privacy",
            "refused",
            (Reason("privacy-49-1-b", considered={"practitioner": "Dr A, by telephone"}),),
        ),
        ("cda", "granted-in-part", (Reason("cda-16-1-a"),)),
    ],
)
def test_a_decision_that_stands_is_given_back(
    kind: str, outcome: str, reasons: tuple[Reason, ...]
) -> None:
    decision = check_decision(kind, outcome, reasons, agency=AGENCY)
    assert (decision.kind, decision.outcome) == (kind, outcome)
    assert decision.grounds == tuple(reason.ground for reason in reasons)


def test_a_refusal_without_any_ground_is_refused() -> None:
    (fault,) = _faults("oia", "refused")
    assert "only on a ground, and none is named" in fault
    assert _faults("oia", "granted-in-part") == (fault,)


def test_what_is_granted_whole_has_no_ground() -> None:
    assert "granted whole" in _faults("oia", "granted", LAW)[0]


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_balanced_ground_without_a_public_interest_reason_is_refused(text: str) -> None:
    for ground in AGENCY.grounds:
        if ground.balanced:
            (fault,) = _faults(ground.kind, "refused", Reason(ground.id, public_interest=text))
            assert ground.act in fault
            assert "weighed against the public interest" in fault


def test_section_6_asks_for_no_public_interest_reason_and_takes_none() -> None:
    (fault,) = _faults("oia", "refused", Reason("oia-6-c", public_interest=_WEIGHED))
    assert "s 6(c) is not weighed against the public interest" in fault


def test_18_e_and_f_without_consultation_considered_are_refused() -> None:
    (fault,) = _faults("oia", "refused", Reason("oia-18-e"))
    assert "s 18(e) asks to consider first whether consulting the person" in fault
    faults = _faults("oia", "refused", Reason("oia-18-f", considered={"consultation": "done"}))
    assert [word for word in ("charge", "extending") if any(word in one for one in faults)] == [
        "charge",
        "extending",
    ]


def test_a_consideration_that_no_ground_asks_for_is_refused() -> None:
    (fault,) = _faults("oia", "refused", Reason("oia-6-c", considered={"consultation": "done"}))
    assert "s 6(c) asks for no consultation" in fault


def test_a_ground_of_another_act_is_refused() -> None:
    (fault,) = _faults("privacy", "refused", PRIVACY)
    assert fault == (
        "Official Information Act 1982 s 9(2)(a) is no ground for a request under the Privacy Act "
        "2020"
    )


def test_an_umbrella_says_nothing_alone() -> None:
    assert "s 18(a) says nothing alone" in _faults("oia", "refused", Reason("oia-18-a"))[0]
    assert "says nothing alone" in _faults("oia", "refused", Reason("oia-18-b"), LAW)[0]


def test_every_fault_is_named_at_once() -> None:
    faults = _faults(
        "oia",
        "perhaps",
        Reason("oia-9-2-a"),
        Reason("oia-9-2-a"),
        Reason("oia-99"),
        Reason("cda-17"),
    )
    said = "; ".join(faults)
    for part in (
        "'perhaps'",
        "named twice",
        "public interest",
        "oia-99 is no ground",
        "s 17 is no",
    ):
        assert part in said
    with pytest.raises(UnknownRequestKindError):
        check_decision("foi", "refused", [LAW], agency=AGENCY)


def test_only_the_check_makes_a_checked_decision() -> None:
    makers = {
        path.name
        for path, text in python("src")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "CheckedDecision"
    }
    assert makers == {"grounds.py"}
