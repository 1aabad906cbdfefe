# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.permissions import ROLE_ACTS
from holdfast.agency import read_agency
from holdfast.fleet.acts import APPLY as FLEET_APPLY
from holdfast.ledger.acts import ACTS
from holdfast.oversight import uses
from holdfast.oversight.acts import APPLY as OVERSIGHT_APPLY
from holdfast.records import queries, services
from holdfast.records.acts import APPLY
from holdfast.records.errors import (
    NotFoundError,
    NotPermittedError,
    PurposeNeededError,
    RefusedError,
)
from holdfast.records.models import Entry, Item, Original
from holdfast.records.words import sentence
from records.making import SESSION, Agency, files_of
from records.overseeing import approve_model

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(agency: Agency, tmp_path: Path) -> int:
    """Open case C-1 with the items 1, 2 and 3; the investigator works in it."""
    number = agency.open_case()
    agency.take_in(files_of(tmp_path / "m", a__txt=b"a", b__txt=b"b", c__txt=b"c"))
    return number


def said(agency: Agency, item: int) -> list[str]:
    events = queries.item_custody(agency["auditor"], agency.home, item)
    return [event.sentence for event in events]


def test_every_act_of_the_ledger_can_be_replayed_and_is_given_to_a_role() -> None:
    every = (*APPLY, *OVERSIGHT_APPLY, *FLEET_APPLY)
    assert sorted(every) == sorted(ACTS)
    assert ROLE_ACTS.keys() == ACTS.keys()


def test_classifying_several_items_is_one_entry_with_a_line_each(agency: Agency, case: int) -> None:
    recorded = services.classify(
        home=agency.home,
        actor=agency["exhibit_officer"],
        items=[1, 3],
        status="evidential",
        offence_class="Arson",
        reason="seat of the fire",
    )
    entry = Entry.objects.get(index=recorded.entry)
    assert (entry.count, entry.unit, entry.lines_count) == (2, "items", 2)
    body = json.loads(bytes(entry.body or b""))
    assert not [one for one in body["subjects"] if one["kind"] == "item"]
    assert queries.case_overview(agency["investigator"], case).by_status == {
        "evidential": 2,
        "unclassified": 1,
    }
    assert said(agency, 1)[-1] == (
        "classified it as evidential (it was unclassified), offence class Arson, "
        "because: seat of the fire"
    )
    assert len(said(agency, 2)) == 2


def test_an_exhibit_number_is_used_once_in_a_case(agency: Agency, case: int) -> None:
    officer = agency["exhibit_officer"]
    for item, number in ((1, "EX 1"), (2, "EX 2"), (1, "EX 9")):
        services.give_exhibit_number(
            home=agency.home, actor=officer, case=case, item=item, exhibit_number=number
        )
    with pytest.raises(RefusedError, match="in use"):
        services.give_exhibit_number(
            home=agency.home, actor=officer, case=case, item=3, exhibit_number="EX 2"
        )
    assert said(agency, 1)[-1] == "gave it the exhibit number EX 9 instead of EX 1"
    lines = queries.case_items(officer, case).rows
    assert [line.exhibit_number for line in lines] == ["EX 9", "EX 2", ""]


def test_an_item_belongs_to_many_cases_and_never_to_none(agency: Agency, case: int) -> None:
    other = agency.open_case("C-2")
    officer = agency["exhibit_officer"]
    services.link(home=agency.home, actor=officer, items=[1, 2], case=other, reason="same car")
    with pytest.raises(RefusedError, match="already"):
        services.link(home=agency.home, actor=officer, items=[1], case=other, reason="again")
    services.unlink(home=agency.home, actor=officer, items=[1], case=case, reason="wrong case")
    with pytest.raises(RefusedError, match="no other case"):
        services.unlink(home=agency.home, actor=officer, items=[1], case=other, reason="too")
    cases = queries.item(officer, agency.home, 1).cases
    assert [one.reference for one in cases] == ["C-2"]
    assert "linked it to case C-2, because: same car" in said(agency, 1)


def test_a_correction_keeps_the_original_and_the_claim(agency: Agency, case: int) -> None:
    officer = agency["exhibit_officer"]
    right = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    services.correct_title(
        home=agency.home, actor=officer, item=1, title="The gate", reason="a name tells nothing"
    )
    services.correct_time(
        home=agency.home, actor=officer, item=1, corrected_at=right, reason="clock was fast"
    )
    detail = queries.item(officer, agency.home, 1)
    assert detail.item.title == "The gate"
    assert [(one.what, one.old) for one in detail.corrections] == [("title", "a.txt"), ("time", "")]
    assert detail.times.corrected == right
    assert detail.times.claimed is None
    assert str(detail.item.day) == "2026-03-02"
    assert "corrected its title from “a.txt” to “The gate”" in said(agency, 1)[-2]
    assert said(agency, 1)[-1] == (
        "corrected its time from none to 2026-03-01 23:30:00 UTC, because: clock was fast"
    )
    with pytest.raises(RefusedError, match="reason"):
        services.correct_title(home=agency.home, actor=officer, item=1, title="x", reason=" ")
    with pytest.raises(RefusedError, match="zone"):
        services.correct_time(
            home=agency.home,
            actor=officer,
            item=1,
            corrected_at=right.replace(tzinfo=None),
            reason="no zone",
        )
    assert case


def test_a_hold_is_placed_and_released_with_reasons(agency: Agency, case: int) -> None:
    officer = agency["exhibit_officer"]
    on_item = services.place_hold(home=agency.home, actor=officer, item=1, reason="appeal")
    on_case = services.place_hold(home=agency.home, actor=officer, case=case, reason="coroner")
    assert (on_item, on_case) == (
        f"H-{datetime.now(UTC).year}-0001",
        f"H-{datetime.now(UTC).year}-0002",
    )
    assert all(line.held for line in queries.case_items(officer, case).rows)
    assert [hold.number for hold in queries.today(officer).holds] == [on_item, on_case]
    services.release_hold(home=agency.home, actor=officer, hold=on_case, reason="inquest over")
    held = [line.number for line in queries.case_items(officer, case).rows if line.held]
    assert held == [1]
    with pytest.raises(RefusedError, match="released before"):
        services.release_hold(home=agency.home, actor=officer, hold=on_case, reason="again")
    with pytest.raises(NotFoundError):
        services.release_hold(home=agency.home, actor=officer, hold="H-1999-0001", reason="x")


def test_content_opens_after_a_purpose_and_is_on_the_ledger_first(
    agency: Agency, case: int
) -> None:
    viewer = agency["investigator"]
    with pytest.raises(PurposeNeededError) as needed:
        uses.open_item(home=agency.home, actor=viewer, item=1, session=SESSION)
    assert needed.value.cases == (case,)
    services.state_purpose(
        home=agency.home, actor=viewer, case=case, purpose="court", session=SESSION
    )
    before = Entry.objects.count()
    for _ in range(3):
        uses.open_item(home=agency.home, actor=viewer, item=1, session=SESSION)
    assert Entry.objects.count() == before + 1
    assert said(agency, 1)[-1] == "opened its content, for: Use in court"
    with pytest.raises(PurposeNeededError):
        uses.open_item(home=agency.home, actor=viewer, item=1, session="another session")
    later = datetime.now(UTC) + timedelta(hours=13)
    with pytest.raises(PurposeNeededError):
        uses.open_item(home=agency.home, actor=viewer, item=1, session=SESSION, now=later)
    assert SESSION not in str(Entry.objects.values_list("body", flat=True))


def test_who_may_not_open_is_refused_and_the_refusal_is_an_entry(agency: Agency, case: int) -> None:
    with pytest.raises(NotPermittedError, match="may not open its content"):
        uses.open_item(home=agency.home, actor=agency["auditor"], item=1, session=SESSION)
    with pytest.raises(NotFoundError, match="There is no item 1 that you may see"):
        uses.open_item(home=agency.home, actor=agency["governance"], item=1, session=SESSION)
    with pytest.raises(NotFoundError, match="There is no item 99 that you may see"):
        uses.open_item(home=agency.home, actor=agency["governance"], item=99, session=SESSION)
    denied = Entry.objects.filter(act="item.view", outcome="denied")
    assert [entry.index is not None for entry in denied] == [True, True]
    assert said(agency, 1)[-1] == "was refused: viewed an item's content"
    assert case


def test_the_glass_is_broken_for_a_day_with_an_alert(agency: Agency, tmp_path: Path) -> None:
    services.open_case(
        home=agency.home,
        actor=agency["exhibit_officer"],
        reference="CONDUCT",
        access_class="restricted",
    )
    agency.take_in(files_of(tmp_path / "m", a__txt=b"a"), case="CONDUCT")
    viewer = agency["investigator"]
    with pytest.raises(NotFoundError):
        queries.case_by_reference(viewer, "CONDUCT")
    with pytest.raises(RefusedError, match="reason"):
        services.break_glass(home=agency.home, actor=viewer, reference="CONDUCT", reason="")
    number = services.break_glass(
        home=agency.home, actor=viewer, reference="CONDUCT", reason="a life is at risk"
    )
    assert queries.case_overview(viewer, number).case.items == 1
    alerts = queries.today(agency["auditor"]).alerts
    assert [(alert.case, alert.reason) for alert in alerts] == [("CONDUCT", "a life is at risk")]
    assert queries.today(viewer).alerts == ()
    with pytest.raises(NotFoundError):
        services.break_glass(home=agency.home, actor=viewer, reference="NOT", reason="guessing")
    assert Entry.objects.filter(act="case.break_glass", outcome="denied").count() == 1
    with pytest.raises(NotFoundError):
        services.place_hold(
            home=agency.home,
            actor=viewer,
            case=number,
            reason="too late",
            now=datetime.now(UTC) + timedelta(hours=25),
        )


def test_a_refused_act_changes_nothing(agency: Agency, case: int) -> None:
    before = Entry.objects.count()
    for role in ("operator", "investigator", "governance", "auditor", "admin"):
        if role == "admin":
            services.set_roles(
                home=agency.home, actor=agency["admin"], username="admin", roles=["administrator"]
            )
            before += 1
        with pytest.raises(NotPermittedError, match="Ask an administrator"):
            services.classify(home=agency.home, actor=agency[role], items=[1], status="evidential")
    assert Entry.objects.count() == before
    assert Item.objects.get(number=1).status == "unclassified"
    assert case


def test_a_closed_account_may_do_nothing(agency: Agency, case: int) -> None:
    services.set_roles(
        home=agency.home,
        actor=agency["admin"],
        username="exhibit_officer",
        roles=["exhibit_officer"],
        active=False,
        reason="left",
    )
    with pytest.raises(NotPermittedError):
        services.classify(
            home=agency.home, actor=agency["exhibit_officer"], items=[1], status="evidential"
        )
    assert queries.list_cases(agency["exhibit_officer"]).rows == ()
    assert case


def test_somebody_stays_administrator(agency: Agency) -> None:
    with pytest.raises(RefusedError, match="stay administrator"):
        services.set_roles(
            home=agency.home, actor=agency["admin"], username="admin", roles=["auditor"]
        )


def test_a_recording_is_matched_to_the_registered_device(agency: Agency, tmp_path: Path) -> None:
    from holdfast.demo.card import generate_card

    made = generate_card(tmp_path / "card", seed=5, model="mavic-2", photographs=1, videos=0)
    services.register_device(
        home=agency.home,
        actor=agency["governance"],
        asset="UAS-07",
        maker="DJI",
        model="Mavic 2 Pro",
        serials=[made.serial],
        technology="dji-mavic-2",
    )
    approve_model(agency, "dji-mavic-2")
    agency.open_case()
    receipt = agency.take_in(tmp_path / "card")
    assert "UAS-07" in {one.asset for one in receipt.devices}
    assert not any(one.quarantine for one in receipt.devices)
    device = queries.devices(agency["governance"])[0]
    assert (device.asset, device.items) == ("UAS-07", 0)
    assert queries.devices(agency["investigator"])[0].items == 1


def test_a_receipt_is_confirmed_once(agency: Agency, case: int) -> None:
    taken = queries.acquisitions(agency["investigator"]).rows[0]
    assert [line.number for line in queries.today(agency["investigator"]).to_confirm] == [
        taken.number
    ]
    services.confirm_receipt(
        home=agency.home, actor=agency["investigator"], acquisition=taken.number
    )
    assert queries.today(agency["investigator"]).to_confirm == ()
    with pytest.raises(RefusedError, match="confirmed before"):
        services.confirm_receipt(
            home=agency.home, actor=agency["investigator"], acquisition=taken.number
        )
    assert case


def test_damage_is_located_recorded_and_shown(agency: Agency, case: int) -> None:
    from holdfast.records.stores import open_vault

    digest = Original.objects.order_by("sha256").first()
    assert digest is not None
    path = open_vault(agency.home).path(digest.sha256)
    path.chmod(0o644)
    path.write_bytes(b"!")
    result = services.run_check(home=agency.home, actor=agency["admin"])
    assert (result.objects, len(result.damaged), result.missing) == (3, 1, ())
    assert result.to_json()["damaged"][0]["blocks"] == [0]
    item = result.damaged[0].items[0]
    assert queries.item(agency["investigator"], agency.home, item).files[0].condition == "damaged"
    assert "found a file of it damaged" in said(agency, item)[-1]
    assert queries.today(agency["exhibit_officer"]).failed_checks
    path.unlink()
    again = services.run_check(home=agency.home, actor=agency["admin"])
    assert [one.sha256 for one in again.missing] == [digest.sha256]
    assert case


def test_a_clock_of_unknown_zone_is_given_none_in_the_chain_of_custody() -> None:
    details = {
        "old": "2026-11-08T10:49:44+00:00",
        "old_zone": "unknown",
        "new": "2026-11-07T20:51:44+00:00",
    }
    assert sentence(read_agency(None), "item.time", details, purpose="", outcome="done") == (
        "corrected its time from 2026-11-08 10:49:44 (zone unknown) to 2026-11-07 20:51:44 UTC"
    )
