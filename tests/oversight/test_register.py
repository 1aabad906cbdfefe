# SPDX-License-Identifier: Apache-2.0
"""The register: how a technology moves along, and what the list and the entry say of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Technology
from holdfast.oversight.queries.about import advice_on, history_of
from holdfast.oversight.queries.register import technologies, technology
from holdfast.oversight.services import (
    answer_of_panel,
    ask_panel,
    attach_assessment,
    change_technology,
    end_row,
    move_technology,
    register_technology,
)
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry
from oversight.story import MARKUP, Governed, approval_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person

pytestmark = pytest.mark.django_db
TOOL = "nuix"


def _now() -> datetime:
    return datetime.now(UTC)


def _move(governed: Governed, stage: str, **more: Any) -> None:
    move_technology(**governed.who, number=TOOL, stage=stage, **more)


def test_each_step_says_what_is_missing(governed: Governed) -> None:
    governed.register(TOOL, kind="outside-tool")
    with pytest.raises(NotDecidedError, match="cannot become 'adopted'"):
        _move(governed, "adopted")
    with pytest.raises(NotDecidedError, match="privacy and security assessment is missing"):
        _move(governed, "assessed")
    governed.assess(TOOL)
    decision = governed.approve(TOOL, "adoption")
    with pytest.raises(NotDecidedError, match="neither what notice"):
        _move(governed, "adopted", decision=decision)
    change_technology(**governed.who, number=TOOL, fields={"procurement_notice": "GETS 30112233"})
    governed.touch("pause", approval_of(TOOL))
    with pytest.raises(NotDecidedError, match="no approval in force"):
        _move(governed, "adopted", decision=decision)
    governed.touch("resume", approval_of(TOOL))
    _move(governed, "adopted", decision=decision)
    assert Technology.objects.get(number=TOOL).stage == "adopted"


def test_what_is_in_use_is_not_retired(governed: Governed) -> None:
    governed.register(TOOL, kind="outside-tool")
    decision = governed.put_in_use(TOOL)
    row = governed.permit(TOOL, approval_of(TOOL))
    with pytest.raises(NotDecidedError, match=f"is in use: {row} is in force"):
        _move(governed, "retired", decision=decision)
    end_row(**governed.who, number=row, reason="It is retired.")
    _move(governed, "retired", decision=decision)
    assert not any(hasattr(Technology, name) for name in ("remove", "delete_technology"))


def test_a_trigger_opens_an_assessment_and_the_assessment_closes_it(governed: Governed) -> None:
    governed.register(TOOL, kind="outside-tool")
    governed.put_in_use(TOOL)
    change_technology(**governed.who, number=TOOL, fields={}, trigger="sharing")
    assert technology(governed.home, TOOL, _now()).trigger_words.startswith("It, or what it makes")
    with pytest.raises(NotDecidedError, match="a new assessment is missing"):
        _move(governed, "assessed")
    attach_assessment(
        **governed.who,
        number=TOOL,
        kind="privacy",
        done_on=_now().date(),
        summary="Shared with nobody.",
        trigger="sharing",
    )
    assert technology(governed.home, TOOL, _now()).line.open_trigger == ""


def test_what_is_approved_is_no_longer_latent(governed: Governed) -> None:
    governed.register(TOOL, kind="outside-tool")
    number = f"{TOOL}/face-search"
    register_technology(
        **governed.who, number=number, name=MARKUP, kind="function", parent=TOOL, latent=True
    )
    lines = technologies(governed.home, _now(), latent=True)
    assert [line.name for line in lines] == [MARKUP]
    governed.put_in_use(number)
    assert not Technology.objects.get(number=number).latent
    assert technologies(governed.home, _now(), latent=True) == ()
    with pytest.raises(NotDecidedError, match="has an approval in force"):
        change_technology(**governed.who, number=number, fields={"latent": True})


@pytest.mark.parametrize(
    "fields",
    [
        {"cost_nzd_year": "a lot"},
        {"review_on": "soon"},
        {"latent": "yes"},
        {"name": " "},
        {"stage": "adopted"},
        {},
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(
    governed: Governed, fields: Mapping[str, object]
) -> None:
    governed.register(TOOL, kind="outside-tool")
    before = Entry.objects.count()
    with pytest.raises(NotDecidedError, match=r"[Nn]othing was"):
        change_technology(**governed.who, number=TOOL, fields=fields)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("number", ["Nuix", "nuix/a/b", "../x", "<b>", "", "a" * 61])
def test_an_id_is_plain(governed: Governed, number: str) -> None:
    with pytest.raises(NotDecidedError, match="cannot be an id"):
        register_technology(**governed.who, number=number, name="x", kind="camera")


def test_a_document_is_named_by_a_digest(governed: Governed) -> None:
    governed.register(TOOL, kind="outside-tool")
    with pytest.raises(NotDecidedError, match="64 hex digits"):
        attach_assessment(
            **governed.who,
            number=TOOL,
            kind="privacy",
            done_on=_now().date(),
            summary="x",
            document_sha256="xyz",
        )
    with pytest.raises(NotDecidedError, match="still to come"):
        attach_assessment(
            **governed.who,
            number=TOOL,
            kind="privacy",
            done_on=_now().date() + timedelta(days=3),
            summary="x",
        )


def test_an_answer_that_is_withheld_is_read_by_the_panel_alone(
    governed: Governed, people: Mapping[str, Person]
) -> None:
    governed.register(TOOL, kind="outside-tool")
    number = ask_panel(**governed.who, technology=TOOL, question="May it?", asked_on=_now().date())
    answer_of_panel(
        home=governed.home,
        actor=people["auditor"],
        number=number,
        answer="No, and here is why.",
        answered_on=_now().date(),
        withheld_ground="oia-9-2-a",
    )
    for role, reads in (("auditor", True), ("governance", True), ("operator", False)):
        (line,) = advice_on(people[role], governed.home, TOOL)
        assert bool(line.answer) is reads
        assert "privacy of natural persons" in line.withheld


def test_the_history_says_each_act_in_a_sentence(governed: Governed) -> None:
    governed.register(TOOL, "Nuix Workstation", kind="outside-tool")
    governed.put_in_use(TOOL)
    page = history_of(governed.home, TOOL)
    sentences = [line.sentence for line in page.rows]
    assert sentences[-1] == "Put on the register as Nuix Workstation"
    assert any(one.startswith("From assessed to trial, by D-") for one in sentences)
    shorter = history_of(governed.home, TOOL, limit=2)
    assert [one.sentence for one in history_of(governed.home, TOOL, after=shorter.next).rows] == (
        sentences[2:]
    )


@pytest.mark.parametrize("role", ["operator", "investigator", "auditor", "administrator"])
def test_governance_alone_writes_the_register(
    governed: Governed, people: Mapping[str, Person], role: str
) -> None:
    with pytest.raises(NotPermittedError, match="it needs the role technology governance"):
        register_technology(
            home=governed.home, actor=people[role], number="x", name="x", kind="camera"
        )
