# SPDX-License-Identifier: Apache-2.0
"""At least one of everything that governance and the desk do, for a home that is made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.gate import DeniedError, Row, Support
from holdfast.oversight import services as oversight
from holdfast.oversight import uses
from holdfast.oversight.services.answers import Linked, drafted
from holdfast.records.models import Item
from records.overseeing import approve_model, decide

if TYPE_CHECKING:
    from datetime import datetime

    from records.making import Agency


def tell_a_story_of_oversight(agency: Agency, begun: datetime) -> None:
    """Do at least one of everything that technology governance does, and use what it permits."""
    home, governance = agency.home, agency["governance"]
    approval = approve_model(agency, "mavic-pro", now=begun)
    oversight.change_technology(
        home=home,
        actor=governance,
        number="mavic-pro",
        fields={"supplier": "A shop", "procurement_reason": "Below the threshold"},
        trigger="money",
        now=begun,
    )
    question = oversight.ask_panel(
        home=home,
        actor=governance,
        technology="mavic-pro",
        question="May it fly at night?",
        asked_on=begun.date(),
        now=begun,
    )
    oversight.answer_of_panel(
        home=home,
        actor=agency["auditor"],
        number=question,
        answer="Not yet",
        answered_on=begun.date(),
        now=begun,
    )
    row = Row(
        "", "permit", ("operator",), "mavic-pro", ("crime-scene",), ("live-flight",), approval
    )  # fmt: skip
    flights = oversight.add_row(home=home, actor=governance, row=row, now=begun)
    flight: dict[str, Any] = {
        "home": home,
        "actor": agency["operator"],
        "technology": "mavic-pro",
        "purpose": "crime-scene",
        "data_class": "live-flight",
        "count": 2,
        "unit": "flights",
        "now": begun,
    }
    uses.record_use(support=Support("case", "C-1"), **flight)
    pause = decide(agency, "pause", affects=(approval,), now=begun)
    with pytest.raises(DeniedError, match="suspended"):
        uses.record_use(support=Support("case", "C-1"), **flight)
    decide(agency, "resume", affects=(approval,), now=begun)
    spoken = oversight.record_decision(
        home=home,
        actor=governance,
        title="To look at the night",
        kind="other",
        form="oral",
        made_on=begun.date(),
        maker="The director of operations",
        authority="A delegation",
        reason="It was asked for",
        now=begun,
    )
    oversight.confirm_decision(home=home, actor=governance, number=spoken, now=begun)
    ban = replace(row, kind="ban", roles=(), purposes=("interview",), approval="")
    oversight.add_row(home=home, actor=governance, row=ban, decision=pause, now=begun)
    uses.release_items(
        home=home,
        actor=governance,
        items=list(Item.objects.exclude(quarantine="").values_list("number", flat=True)[:1]),
        reason="it is ours",
        decision=spoken,
        now=begun,
    )
    oversight.end_row(home=home, actor=governance, number=flights, reason="over", now=begun)
    oversight.record_incident(
        home=home,
        actor=governance,
        technology="mavic-pro",
        kind="failure",
        summary="It fell",
        private="on a car",
        now=begun,
    )
    oversight.withdraw_support(
        home=home, actor=governance, kind="case", reference="C-1", reason="mistaken", now=begun
    )


def tell_a_story_of_the_desk(agency: Agency, begun: datetime) -> None:
    """Receive a complaint and a person's own question, answer both; a log and a report."""
    on: dict[str, Any] = {"home": agency.home, "actor": agency["governance"], "now": begun}
    complaint = oversight.receive_complaint(
        **on, about="technology", technology="mavic-pro", text="It hung over my garden"
    )
    oversight.freeze_case(**on, number=complaint.number, reference="C-2", reason="it may be in it")
    oversight.answer_complaint(
        **on, number=complaint.number, finding="not-upheld", words="It was not ours"
    )
    (asked,) = oversight.receive_request(
        **on,
        subjects=["the-asker"],
        text="Was it used on me?",
        requester="Moana Rewi",
        contact="moana@example.nz",
    )
    officer = {**on, "actor": agency["exhibit_officer"]}
    oversight.propose_answer(
        **officer,
        number=asked.number,
        linked=Linked((1,)),
        identity="Passport seen at the counter.",
        text="This is what we hold.",
    )
    draft = drafted(asked.number).entry.index
    assert draft is not None
    oversight.approve_answer(**on, number=asked.number, draft=draft)
    oversight.give_answer(**on, number=asked.number)
    oversight.take_in_tool_log(
        **on,
        technology="mavic-pro",
        data=b"reference,started_at\nF-1,2026-02-12T09:00:00Z\n",
        name="flights.csv",
        first=(begun - timedelta(days=2)).date(),
        last=(begun - timedelta(days=1)).date(),
    )
    oversight.make_report(**on, quarter="2026Q1")
