# SPDX-License-Identifier: Apache-2.0
"""A network test is recorded from captures that were taken in, under a permit, and can be proven."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from fleet.isolation.drones import DAY, DRONE, MAKER, MAPS, NEW, OLD, SERIAL, phases, talking
from holdfast.accounts.roles import ROLES
from holdfast.demo.traffic import DEVICE, DEVICE_ADDRESS, ROUTER_ADDRESS
from holdfast.fleet.durations import Known
from holdfast.fleet.facts import FlightTold
from holdfast.fleet.models import NetworkTest
from holdfast.fleet.queries.isolation import compared, listed_tests, network_test, stale_tests
from holdfast.fleet.services import computed_again, record_flight
from holdfast.gate import DeniedError, Support
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.queries.about import history_of
from holdfast.oversight.services import end_row, publish_bundle
from holdfast.publication.audit import audit
from holdfast.records.errors import NotFoundError, NotPermittedError, RefusedError
from holdfast.records.models import Entry, Item
from holdfast.records.queries.custody import item_custody
from holdfast.records.rebuild import rebuild
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from pathlib import Path

    from fleet.isolation.drones import Tester

FIRST, SECOND = "NT-2026-0001", "NT-2026-0002"


def now() -> datetime:
    return datetime.now(UTC)


def standing(tester: Tester) -> dict[str, str]:
    return {one.number: one.standing.state for one in listed_tests(tester.home, DRONE, now())}


def published(tester: Tester, number: str) -> dict[str, Any]:
    entry = NetworkTest.objects.get(number=number).entry.index or 0
    body: dict[str, Any] = json.loads(view_log(tester.home).body(entry) or b"")["published"]
    return body


def test_a_drone_that_talks_was_seen_contacting_and_a_silent_one_was_not(tester: Tester) -> None:
    verdicts = dict(NetworkTest.objects.values_list("number", "verdict"))
    assert verdicts == {FIRST: "contacted", SECOND: "none seen in this capture"}
    detail = network_test(tester.governed.people["operator"], tester.home, FIRST, now())
    assert detail.report is not None
    names = {name.name for one in detail.report.destinations for name in one.names}
    assert {MAKER, MAPS} <= names
    assert [one.name for one in detail.report.captures] == ["old.pcap"]
    assert [one.name for one in detail.report.coverage.phases] == [one.name for one in phases()]


def test_the_public_record_names_what_is_outside_and_nothing_of_the_agencys_own(
    tester: Tester,
) -> None:
    record = published(tester, FIRST)
    assert record["verdict"] == "contacted"
    assert (record["firmware"], record["tester"]) == (OLD, "Network security, of the agency")
    assert sum(record["destinations"].values()) == len(record["contacted"]) > 2
    assert record["cannot_see"]
    assert MAKER in repr(record["contacted"])
    plain = json.dumps(record).casefold()
    bare = "".join(one for one in plain if one.isalnum())
    for own in (DEVICE, DEVICE_ADDRESS, ROUTER_ADDRESS, "UAV-001"):
        assert own.casefold() not in plain
    assert SERIAL.casefold() not in bare
    assert DEVICE.replace(":", "") not in bare
    assert "a number of the device in it, withheld" in plain


def test_the_report_is_kept_byte_for_byte_and_comes_out_the_same_again(tester: Tester) -> None:
    row = NetworkTest.objects.get(number=FIRST)
    assert sha256(bytes(row.report)).hexdigest() == row.report_sha256
    assert published(tester, FIRST)["report_sha256"] == row.report_sha256
    uses = Entry.objects.filter(technology="holdfast-isolation", act="item.process").count()
    assert computed_again(home=tester.home, actor=tester.governed.people["operator"], number=FIRST)
    again = Entry.objects.filter(technology="holdfast-isolation", act="item.process").count()
    assert again == uses + 1


def test_the_use_the_test_and_the_custody_of_the_capture_are_on_the_ledger(tester: Tester) -> None:
    row = NetworkTest.objects.get(number=FIRST)
    use = Entry.objects.filter(technology="holdfast-isolation", act="item.process").earliest("pk")
    assert (use.purpose, use.data_class, use.outcome) == ("oversight", "unclassified", "done")
    assert use.pk < row.entry_id
    assert row.entry.technology == DRONE
    operator = tester.governed.people["operator"]
    told = [one.sentence for one in item_custody(operator, tester.home, row.captures[0]["item"])]
    assert any("had isolation 1 examine the traffic in it" in one for one in told)
    assert told[-1] == "recorded a network test of a technology"
    history = history_of(tester.home, DRONE).rows
    assert (
        history[0].sentence == f"Network test {SECOND} of firmware {NEW}: none seen in this capture"
    )


def test_a_test_goes_stale_when_another_firmware_is_registered(tester: Tester) -> None:
    assert standing(tester) == {FIRST: "current", SECOND: "stale"}
    tester.device("UAV-002", NEW)
    assert standing(tester) == {FIRST: "current", SECOND: "current"}
    assert stale_tests(tester.home, now()) == ()
    tester.device("UAV-001", NEW)
    assert standing(tester) == {FIRST: "stale", SECOND: "current"}
    tester.device("UAV-002", "01.00.0900")
    assert standing(tester) == {FIRST: "stale", SECOND: "stale"}
    (stale,) = stale_tests(tester.home, now())
    assert stale.number == SECOND
    assert "UAV-002 has 01.00.0900" in stale.standing.reasons[0]


def test_a_test_goes_stale_by_its_age_alone(tester: Tester) -> None:
    later = DAY + timedelta(days=400)
    assert {one.standing.state for one in listed_tests(tester.home, DRONE, later)} == {"stale"}


def test_who_reads_the_whole_report_is_a_matter_of_the_role(tester: Tester) -> None:
    for role in ROLES:
        detail = network_test(tester.governed.people[role], tester.home, FIRST, now())
        whole = role != "investigator"
        assert (detail.report is not None) == bool(detail.captures) == bool(detail.asset) == whole
        assert detail.line.sentence == "Destinations outside were contacted."
        assert detail.digests
        pair = compared(tester.governed.people[role], tester.home, FIRST, SECOND, now())
        assert (pair is not None) == whole


def test_who_runs_no_tests_records_none(tester: Tester) -> None:
    for role in ("investigator", "governance", "auditor", "administrator"):
        with pytest.raises(NotPermittedError, match="operator"):
            tester.record(items=[1], who=role)
    assert NetworkTest.objects.count() == 2


def test_two_tests_are_compared_in_the_order_of_their_days(tester: Tester) -> None:
    auditor = tester.governed.people["auditor"]
    found = compared(auditor, tester.home, SECOND, FIRST, now())
    assert found is not None
    before, after, comparison = found
    assert (before.line.number, after.line.number) == (FIRST, SECOND)
    assert {one.change for one in comparison.destinations} == {"gone"}


def test_what_cannot_be_a_test_is_refused_and_changes_nothing(tester: Tester) -> None:
    size = view_log(tester.home).size
    items = [int(NetworkTest.objects.get(number=FIRST).captures[0]["item"])]
    for error, more in (
        (NotOnRegisterError, {"technology": "dji-nothing"}),
        (NotDecidedError, {"technology": "holdfast-viewer", "asset": ""}),
        (NotDecidedError, {"asset": "UAV-777"}),
        (NotDecidedError, {"firmware": "  "}),
        (NotDecidedError, {"tester": ""}),
        (NotDecidedError, {"network": "somebody's"}),
        (NotDecidedError, {"firmware": "x" * 61}),
        (NotDecidedError, {"device": "the drone"}),
        (NotDecidedError, {"data_mode": f"Local Data Mode on {SERIAL.lower()}"}),
        (NotDecidedError, {"tester": f"whoever has {DEVICE.upper()}"}),
    ):
        with pytest.raises(error):
            tester.record(items=items, **more)
    with pytest.raises(NotFoundError, match="no item 777"):
        tester.record(items=[777])
    assert view_log(tester.home).size == size


def test_what_is_no_capture_is_kept_and_no_test_is_recorded(tester: Tester) -> None:
    no_capture = tester.folder / "letter.txt"
    no_capture.write_text("Dear inspector,\n" * 40)
    with pytest.raises(RefusedError, match="kept and unharmed, and no test was recorded"):
        tester.record(no_capture)
    assert NetworkTest.objects.count() == 2


def test_a_quarantined_capture_is_not_examined(tester: Tester) -> None:
    item = int(NetworkTest.objects.get(number=FIRST).captures[0]["item"])
    Item.objects.filter(number=item).update(quarantine="its device is not approved")
    with pytest.raises(RefusedError, match="quarantined: its device is not approved"):
        tester.record(items=[item])


def test_without_a_permission_nothing_is_examined_and_the_denial_is_on_the_ledger(
    tester: Tester,
) -> None:
    from holdfast.oversight.models import PermissionRow

    row = PermissionRow.objects.get(technology="holdfast-isolation")
    end_row(
        home=tester.home,
        actor=tester.governed.people["governance"],
        number=row.number,
        reason="Stop.",
    )
    with pytest.raises(DeniedError):
        tester.record(items=[int(NetworkTest.objects.get(number=FIRST).captures[0]["item"])])
    denied = Entry.objects.latest("pk")
    assert (denied.outcome, denied.technology) == ("denied", "holdfast-isolation")
    assert NetworkTest.objects.count() == 2


def test_several_captures_are_one_test(tester: Tester) -> None:
    one = talking(tester.folder / "one.pcap", telemetry=False)
    other = talking(tester.folder / "other.pcap", DAY + timedelta(minutes=10))
    number = tester.record(one, other, phases=(), firmware="01.00.0001")
    detail = network_test(tester.governed.people["operator"], tester.home, number, now())
    assert detail.report is not None
    assert [each.name for each in detail.report.captures] == ["one.pcap", "other.pcap"]
    assert len(published(tester, number)["captures_sha256"]) == 2


def test_a_flight_within_the_test_is_held_against_the_capture(tester: Tester) -> None:
    for minute, length in ((2, 60), (5, 600)):
        told = FlightTold(
            pilot="operator",
            aircraft="UAV-001",
            start=DAY + timedelta(minutes=minute),
            known=(Known("typed", float(length)),),
            purpose="crime-scene",
            support=Support("case", "260117/4410"),
        )
        record_flight(home=tester.home, actor=tester.governed.people["operator"], told=told)
    one = talking(tester.folder / "flown.pcap", telemetry=False)
    number = tester.record(one, firmware="01.00.0002")
    detail = network_test(tester.governed.people["operator"], tester.home, number, now())
    assert detail.report is not None
    flown = [(each.name[:2], each.covered) for each in detail.report.coverage.flights]
    assert flown == [("F-", True), ("F-", False)]
    assert "F-2026" not in json.dumps(published(tester, number))
    assert computed_again(home=tester.home, actor=tester.governed.people["operator"], number=number)


def test_a_bundle_with_tests_in_it_proves_itself(tester: Tester, tmp_path: Path) -> None:
    to = tmp_path / "public"
    publish_bundle(home=tester.home, actor=tester.governed.people["governance"], to=to)
    assert audit(to).problems == ()
    run = [sys.executable, "-I", str(to / "verify.py"), str(to)]
    told = subprocess.run(run, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    register = json.loads((to / "register.json").read_bytes())
    (drone,) = (one for one in register["technologies"] if one["id"] == DRONE)
    assert drone["network_tests"] == {FIRST: "contacted", SECOND: "none seen in this capture"}
    entry = NetworkTest.objects.get(number=FIRST).entry.index
    assert entry in drone["records"]
    record = to / "records" / f"{entry:07d}.json"
    record.write_bytes(record.read_bytes().replace(b'"contacted"', b'"cannot tell"', 1))
    assert subprocess.run(run, check=False, capture_output=True).returncode == 1


def test_a_rebuild_brings_every_test_back_byte_for_byte(tester: Tester) -> None:
    def rows() -> list[dict[str, Any]]:
        found = list(NetworkTest.objects.order_by("number").values())
        entries = dict(Entry.objects.values_list("pk", "index"))
        return [
            {**row, "report": bytes(row["report"]), "entry_id": entries[row["entry_id"]]}
            for row in found
        ]

    before = rows()
    rebuild(home=tester.home, permits_to_read=lambda: ())
    assert rows() == before
    assert date(2026, 11, 20) == listed_tests(tester.home, DRONE, now())[0].tested_on
