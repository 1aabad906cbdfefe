# SPDX-License-Identifier: Apache-2.0
"""The sentences of the news report, replayed: each ends in a record, a refusal, or a number.

What was said in 2021 could not be checked by anybody. Each test is named after what was said.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.demo.card import generate_card
from holdfast.gate import DeniedError, Row, RowError, Support
from holdfast.oversight import services, uses
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Decision, Technology
from holdfast.oversight.public_person import member_of_the_public
from holdfast.oversight.queries.used import used
from holdfast.oversight.services.reports import make_report
from holdfast.oversight.services.tool_logs import take_in_tool_log
from holdfast.records.models import Acquisition, Case, Hold, Item
from holdfast.records.services import register_device
from stories.telling import FOUNDED, QUARTER, Agency, day, of, report_of

if TYPE_CHECKING:
    from pathlib import Path

_SEARCH = "nuix/face-search"
_FIRST, _LAST = date(2026, 7, 3), date(2026, 9, 30)
_AFTER = FOUNDED + timedelta(days=100)


def _a_drone(agency: Agency, now_day: int = 1, **said: object) -> str:
    """Register, assess and adopt a drone, and permit it; give its approval."""
    now = day(now_day)
    agency.register("dji-mavic-2-pro", "DJI Mavic 2 Pro", "drone", now)
    agency.assess("dji-mavic-2-pro", now)
    approval = agency.adopt("dji-mavic-2-pro", now, **said)
    agency.permit(approval, now)
    agency.open_case("C-1", now)
    return approval


def _a_tool(agency: Agency) -> None:
    """Register a tool that is used, and the function of it that is not approved."""
    agency.register("nuix", "Nuix", "outside-tool", day(1))
    agency.register(
        _SEARCH, "Nuix: search for faces", "function", day(1), parent="nuix", latent=True
    )
    agency.assess("nuix", day(1))
    approval = agency.adopt("nuix", day(2))
    agency.permit(
        approval,
        day(2),
        roles=("investigator",),
        purposes=("investigation",),
        data_classes=("phone-extraction",),
    )
    agency.open_case("C-1", day(2))


def test_not_used_for_searching_faces(agency: Agency, tmp_path: Path) -> None:
    _a_tool(agency)
    agency.ban(_SEARCH, day(3))

    with pytest.raises(DeniedError, match="the ban B-001 is in force") as denied:
        agency.use(
            _SEARCH,
            day(4),
            who="investigator",
            purpose="investigation",
            data_class="phone-extraction",
            unit="searches",
        )
    assert denied.value.reason == "ban"
    refused = agency.entries(act="use.record", outcome="denied")
    assert [(one.technology, one.role) for one in refused] == [(_SEARCH, "investigator")]

    # Without the tool's own log nobody can know: never proved.
    assert _verdict(agency) == "cannot be proved"

    # With a log of the whole period that agrees, it is.
    agency.use(
        "nuix",
        day(10),
        who="investigator",
        purpose="investigation",
        data_class="phone-extraction",
        unit="searches",
    )
    log = b"time,function,reference,count\n2026-07-12T10:30:00Z,text search,C-1,1\n"
    _hand_in(agency, log)
    assert _verdict(agency) == "proved not used"

    # And a line that we have no use for contradicts what was said, for good.
    _hand_in(agency, log + b"2026-08-02T10:30:00Z,face search,C-1,1\n")
    assert _verdict(agency) == "contradicted"

    make_report(**agency.who("governance", _AFTER), quarter=QUARTER)
    assert agency.published(tmp_path / "public", _AFTER)["proven"]
    told = of(report_of(tmp_path / "public"), _SEARCH)
    assert (told["latent"], told["uses"], told["refused"]) == (True, 0, 1)


def _verdict(agency: Agency) -> str:
    return used(agency.home, _SEARCH, first=_FIRST, last=_LAST, now=_AFTER).verdict


def _hand_in(agency: Agency, data: bytes) -> None:
    take_in_tool_log(
        **agency.who("governance", _AFTER),
        technology="nuix",
        data=data,
        name="nuix.csv",
        first=_FIRST,
        last=_LAST,
    )


def test_a_verbal_instruction_and_no_written_directive_exists(agency: Agency) -> None:
    agency.register("body-worn", "Body-worn camera", "camera", day(1))
    agency.assess("body-worn", day(1))
    services.change_technology(
        **agency.who("governance", day(1)),
        number="body-worn",
        fields={"procurement_reason": "Borrowed for the trial"},
    )
    spoken = agency.decide(
        day(2), form="oral", kind="approve", approve="trial", technology="body-worn"
    )
    services.move_technology(
        **agency.who("governance", day(2)), number="body-worn", stage="trial", decision=spoken
    )
    decision = Decision.objects.get(number=spoken)
    approval = decision.approvals.get().number
    agency.permit(approval, day(2))
    agency.open_case("C-1", day(2))
    agency.use("body-worn", day(3), unit="uses")

    # It was not confirmed in writing: the next use is refused, and says so.
    with pytest.raises(DeniedError, match="was not confirmed in writing"):
        agency.use("body-worn", day(6), unit="uses")
    with pytest.raises(NotDecidedError, match="ended on"):
        services.confirm_decision(**agency.who("governance", day(6)), number=spoken)
    # Its uses stay listed.
    assert len(agency.entries(act="use.record", approval=approval, outcome="done")) == 1

    # The day it was made and the day it was recorded are both kept, and it reaches nothing before.
    late = agency.decide(day(20), title="Stop work on body-worn cameras", made_on=day(2).date())
    kept = Decision.objects.get(number=late)
    assert (kept.made_on, kept.recorded_at) == (day(2).date(), day(20))
    with pytest.raises(NotDecidedError, match="still to come"):
        agency.decide(day(20), made_on=day(25).date())


def test_a_pause_is_a_decision_like_any_other_and_stops_the_next_use(agency: Agency) -> None:
    approval = _a_drone(agency)
    agency.use("dji-mavic-2-pro", day(2))
    agency.decide(day(3), title="Pause", kind="pause", affects=[approval])
    with pytest.raises(DeniedError, match="is suspended"):
        agency.use("dji-mavic-2-pro", day(4))
    agency.decide(day(5), title="Go on", kind="resume", affects=[approval])
    agency.use("dji-mavic-2-pro", day(6))
    assert len(agency.entries(act="use.record", outcome="denied")) == 1


def test_used_on_a_relatively_small_scale(agency: Agency, tmp_path: Path) -> None:
    _a_drone(agency, expected={"flights": 2, "minutes": 30})
    for number in range(5, 11):
        agency.use("dji-mavic-2-pro", day(number))
        agency.use("dji-mavic-2-pro", day(number), count=12, unit="minutes")
    make_report(**agency.who("governance", _AFTER), quarter=QUARTER)

    bundle = tmp_path / "public"
    answer = agency.published(bundle, _AFTER)
    assert answer["proven"], answer["problems"]
    told = of(report_of(bundle), "dji-mavic-2-pro")
    assert told["volume"] == {"flights": 6, "minutes": 72}
    assert {one["unit"]: one["percent"] for one in told["drift"]} == {
        "flights": 300,
        "minutes": 240,
    }

    # Somebody who would rather have said three flights is found out by a stranger.
    path = bundle / "reports" / QUARTER / "report.json"
    path.write_text(path.read_text("utf-8").replace('"flights":6', '"flights":3'), "utf-8")
    assert not _checked(bundle)


def _checked(bundle: Path) -> bool:
    from holdfast.publication.audit import audit

    return audit(bundle).proven


def test_bought_off_the_shelf_so_no_notified_procurement(agency: Agency, tmp_path: Path) -> None:
    agency.register("cellebrite", "Cellebrite", "outside-tool", day(1))
    agency.assess("cellebrite", day(1))
    decision = agency.decide(day(2), kind="approve", approve="adoption", technology="cellebrite")
    move: dict[str, Any] = {"number": "cellebrite", "stage": "adopted", "decision": decision}
    with pytest.raises(NotDecidedError, match="neither what notice"):
        services.move_technology(**agency.who("governance", day(2)), **move)

    reason = "Bought off the shelf, below the sum from which a notice is due"
    services.change_technology(
        **agency.who("governance", day(3)),
        number="cellebrite",
        fields={"procurement_reason": reason},
    )
    services.move_technology(**agency.who("governance", day(3)), **move)
    assert Technology.objects.get(number="cellebrite").stage == "adopted"
    agency.published(tmp_path / "public", day(4))
    register = (tmp_path / "public" / "register.json").read_text("utf-8")
    assert reason in register


def test_a_report_every_three_months(agency: Agency, tmp_path: Path) -> None:
    from holdfast.oversight.queries.quarters import overdue

    _a_drone(agency)
    provisional = make_report(**agency.who("auditor", day(10)), quarter=QUARTER)
    assert provisional.public["provisional"]
    assert overdue(agency.home, date(2026, 10, 30)) == ()
    late = overdue(agency.home, date(2026, 11, 9))
    assert [(one.quarter, one.days) for one in late] == [(QUARTER, 10)]

    agency.published(tmp_path / "late", FOUNDED + timedelta(days=130))
    told = json.loads((tmp_path / "late" / "bundle.json").read_text("utf-8"))
    assert told["overdue"] == [{"quarter": QUARTER, "days": 10}]

    make_report(**agency.who("governance", FOUNDED + timedelta(days=131)), quarter=QUARTER)
    assert overdue(agency.home, date(2026, 11, 10)) == ()


def test_a_short_approved_list_and_a_card_from_a_drone_that_is_not_on_it(
    agency: Agency, tmp_path: Path
) -> None:
    _a_drone(agency)
    card = tmp_path / "card"
    made = generate_card(
        card, seed=3, model="mavic-2", photographs=2, videos=0, place=0,
    )  # fmt: skip
    number = uses.take_in_medium(
        **agency.who("operator", day(5)), path=card, case="C-1", purpose="crash-scene"
    )
    # Evidence is never refused: it is kept, and flagged.
    assert Acquisition.objects.get(number=number).unreadable == 0
    held = Item.objects.filter(acquisition=number).exclude(quarantine="")
    assert held.count() == 2
    assert "not on the register" in held.first().quarantine  # type: ignore[union-attr] # there are two

    register_device(
        **agency.who("governance", day(6)),
        asset="UAS-1",
        maker="DJI",
        model="Mavic 2 Pro",
        serials=[made.serial],
        technology="dji-mavic-2-pro",
    )
    decision = agency.decide(day(6), title="The drone is ours and approved")
    uses.release_items(
        **agency.who("exhibit_officer", day(6)),
        items=list(held.values_list("number", flat=True)),
        reason="It was registered",
        decision=decision,
    )
    assert not Item.objects.exclude(quarantine="").exists()


def test_only_five_specialists_use_it(agency: Agency, tmp_path: Path) -> None:
    agency.register("briefcam", "BriefCam", "outside-tool", day(1))
    agency.assess("briefcam", day(1))
    approval = agency.adopt("briefcam", day(2))
    agency.permit(
        approval,
        day(2),
        roles=("exhibit_officer",),
        purposes=("investigation",),
        data_classes=("evidential",),
    )
    make_report(**agency.who("governance", _AFTER), quarter=QUARTER)
    assert agency.published(tmp_path / "public", _AFTER)["proven"]
    assert agency.published(tmp_path / "full", _AFTER, full=True)["proven"]
    # Two people: the public is told that the number is withheld, and why; the panel reads it.
    public, full = report_of(tmp_path / "public"), report_of(tmp_path / "full", "full.json")
    assert of(public, "briefcam")["people_with_access"] is None
    assert any("briefcam" in one["cell"] and one["ground"] for one in public["withheld"])
    assert of(full, "briefcam")["people_with_access"] == 2


def test_an_extra_function_of_an_approved_tool_needs_a_row_of_its_own(agency: Agency) -> None:
    _a_tool(agency)
    approval = Technology.objects.get(number="nuix").approvals.get().number
    row = Row("P-000", "permit", ("investigator",), _SEARCH, ("investigation",),
              ("phone-extraction",), approval)  # fmt: skip
    with pytest.raises(RowError, match="is for 'nuix'"):
        services.add_row(**agency.who("governance", day(3)), row=row)


def test_a_purpose_needs_a_record_and_uses_under_a_withdrawn_one_are_flagged(
    agency: Agency, tmp_path: Path
) -> None:
    _a_drone(agency)
    with pytest.raises(NotOnRegisterError, match="There is no case"):
        agency.use("dji-mavic-2-pro", day(2), case="NO-SUCH-CASE")
    agency.use("dji-mavic-2-pro", day(3))
    flagged = services.withdraw_support(
        **agency.who("investigator", day(4)),
        kind="case",
        reference="C-1",
        reason="The vehicle had not been stolen",
    )
    assert flagged == 1
    with pytest.raises(DeniedError, match="was withdrawn"):
        agency.use("dji-mavic-2-pro", day(5))
    make_report(**agency.who("governance", _AFTER), quarter=QUARTER)
    assert agency.published(tmp_path / "public", _AFTER)["proven"]
    assert report_of(tmp_path / "public")["totals"]["uses_flagged"] == 1


def test_more_power_for_the_public_to_complain(agency: Agency, tmp_path: Path) -> None:
    _a_drone(agency)
    received = services.receive_complaint(
        home=agency.home,
        actor=member_of_the_public(),
        now=day(7),
        about="technology",
        technology="dji-mavic-2-pro",
        text="It flew over our garden. <script>alert(1)</script>",
        stated_reference="C-1",
    )
    # What it concerns is frozen against disposal at once.
    hold = Hold.objects.get(case=Case.objects.get(reference="C-1"))
    assert received.number in hold.reason
    # It can be answered and not be made to vanish from the count.
    services.answer_complaint(
        **agency.who("governance", day(9)), number=received.number, finding="not-upheld",
        words="The flight was for a crash next door.",
    )  # fmt: skip
    make_report(**agency.who("governance", _AFTER), quarter=QUARTER)
    assert agency.published(tmp_path / "public", _AFTER)["proven"]
    report = report_of(tmp_path / "public")
    assert report["totals"]["complaints"]["received"] == 1
    assert of(report, "dji-mavic-2-pro")["complaints"] == 1


def test_nobody_but_a_person_passes(agency: Agency) -> None:
    _a_drone(agency)
    nobody = member_of_the_public()
    for username in ("system", "", nobody.username):
        nobody.username = username
        with pytest.raises(Exception, match=r"may not|[Oo]nly a person|no role"):
            uses.record_use(
                home=agency.home,
                actor=nobody,
                now=day(2),
                technology="dji-mavic-2-pro",
                purpose="crash-scene",
                data_class="live-flight",
                support=Support("case", "C-1"),
                count=1,
                unit="flights",
            )
    assert agency.entries(act="use.record", outcome="done") == []
