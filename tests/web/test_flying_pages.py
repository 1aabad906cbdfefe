# SPDX-License-Identifier: Apache-2.0
"""The pages of the drone programme: a flight from its check to its correction, and who sees what."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.accounts.models import Person
from holdfast.fleet.models import Flight, Preparation
from holdfast.records.models import Case, CaseMember, Device
from holdfast.records.services import add_member, register_device
from homes import Template, make_template
from oversight.story import CASE, tell
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

PAGES = (
    "/flights/", "/flights/proposed/", "/flights/does-not-fit/", "/flights/figures/",
    "/flights/fleet/", "/flights/fleet/UAV-001/", "/flights/pilots/", "/flights/logbook.csv",
)  # fmt: skip


def _tell(home: Home) -> None:
    found_with_people(home)
    people = {person.username: person for person in Person.objects.all()}
    tell(home, people)
    case = Case.objects.get(reference=CASE).number
    opener = CaseMember.objects.filter(case=case, via="opened").get().person
    add_member(home=home, actor=opener, case=case, username="operator")
    for asset, kind, part_of in (("UAV-001", "aircraft", ""), ("BAT-001", "battery", "UAV-001")):
        register_device(
            home=home,
            actor=people["governance"],
            asset=asset,
            maker="DJI",
            model="Mavic 2 Pro" if kind == "aircraft" else "Intelligent flight battery",
            serials=[f"163Z{asset}"],
            kind=kind,
            part_of=part_of,
            technology="dji-mavic-2" if kind == "aircraft" else "",
            district="Capital",
        )


@pytest.fixture(scope="session")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("flown"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=_tell,
        )


def _check(**more: object) -> dict[str, object]:
    return {
        "aircraft": "UAV-001",
        "pilot": "operator",
        "purpose": "crime-scene",
        "case": CASE,
        "rule": "101",
        "consent": "obtained",
        "consent_words": "the owner of the yard",
        "checked": ["aircraft-sound", "card"],
        **more,
    }


def _flight(**more: object) -> dict[str, object]:
    began = datetime.now(UTC) - timedelta(hours=1)
    told = _check(
        start=began.strftime("%Y-%m-%dT%H:%M:%S"),
        start_zone="UTC",
        minutes="11.5",
        latitude="-41.2901",
        longitude="174.7812",
        locality="12 Example Road",
    )
    del told["checked"]
    return told | more


def _said(client: Client, address: str, data: Mapping[str, object]) -> str:
    answer = client.post(address, data, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200, re.findall(r"field-error.*?</p>|error-summary.*?</div>", text)
    return text


@pytest.mark.parametrize("role", ["operator", "governance", "auditor", "investigator"])
def test_everybody_who_works_with_flights_opens_the_pages(
    role: str, people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    client = browse(role)
    for address in PAGES:
        assert client.get(address).status_code == 200, address


def test_a_flight_goes_from_its_check_to_its_correction(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    pilot = browse("operator")
    assert "is kept as C-" in _said(pilot, "/flights/~prepare/", _check())
    check = Preparation.objects.get()
    listed = pilot.get("/flights/").content.decode()
    assert check.number in listed
    form = pilot.get(f"/flights/~record/?check={check.number}").content.decode()
    assert 'value="the owner of the yard"' in form
    said = _said(pilot, f"/flights/~record/?check={check.number}", _flight())
    flight = Flight.objects.get()
    assert f"recorded as {flight.number}" in said
    assert (flight.minutes, flight.preparation_id) == (12, check.pk)
    page = pilot.get(f"/flights/number/{flight.number}/").content.decode()
    assert "12 Example Road" in page
    assert "11:30" in page
    assert "Checked before take-off" in page
    corrected = _flight(minutes="9", reason="The clock of the controller was read wrongly")
    said = _said(pilot, f"/flights/number/{flight.number}/correct/", corrected)
    assert "read wrongly" in said
    flight.refresh_from_db()
    assert (flight.minutes, flight.version) == (9, 2)
    said = _said(pilot, f"/flights/number/{flight.number}/withdraw/", {"reason": "Entered twice"})
    assert "Entered twice" in said


def test_a_correction_that_changes_nothing_else_keeps_the_start(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    pilot = browse("operator")
    _said(pilot, "/flights/~record/", _flight())
    flight = Flight.objects.get()
    form = pilot.get(f"/flights/number/{flight.number}/correct/").content.decode()
    shown = re.search(r'name="start" value="([^"]+)"', form)
    assert shown
    told = _flight(start=shown.group(1), weather="Gusts", reason="The weather was left out")
    _said(pilot, f"/flights/number/{flight.number}/correct/", told)
    again = Flight.objects.get()
    assert (again.began, again.told["weather"]) == (flight.began, "Gusts")


def test_a_flight_of_a_model_without_an_approval_is_recorded_and_said_to_be_so(
    people: Mapping[str, Person], browse: Callable[[str], Client], home: Home
) -> None:
    register_device(
        home=home, actor=people["governance"], asset="UAV-009", maker="DJI", model="Mini 3",
        serials=["X"], kind="aircraft",
    )  # fmt: skip
    said = _said(browse("operator"), "/flights/~record/", _flight(aircraft="UAV-009"))
    assert "not approved" in said
    assert Flight.objects.get().approved is False
    lists = browse("governance").get("/flights/does-not-fit/").content.decode()
    assert "Flown without an approval" in lists
    assert Flight.objects.get().number in lists


def test_a_form_that_says_nothing_says_what_is_missing(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    answer = browse("operator").post("/flights/~record/", {"start": "yesterday"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Give day and time as" in text
    assert "Traceback" not in text


def test_governance_keeps_devices_upkeep_and_pilots(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    keeper = browse("governance")
    today = datetime.now(UTC).date().isoformat()
    _said(
        keeper,
        "/flights/fleet/UAV-001/upkeep/",
        {"kind": "firmware", "day": today, "firmware": "v01.00.0510"},
    )
    assert Device.objects.get(asset="UAV-001").firmware == "v01.00.0510"
    said = _said(
        keeper, "/flights/fleet/UAV-001/ground/", {"day": today, "reason": "A cracked arm"}
    )
    assert "Out of service" in said
    told = {"key": "operator", "kind1": "part-101", "number1": "C-77", "practised_on": today}
    assert "The operator" in _said(keeper, "/flights/pilots/~keep/", told)
    assert "C-77" in keeper.get("/flights/pilots/").content.decode()
    assert "C-77" not in browse("investigator").get("/flights/pilots/").content.decode()
    assert "v01.00.0510" in keeper.get("/flights/fleet/UAV-001/").content.decode()
    form = keeper.get("/flights/fleet/~register/?asset=UAV-001").content.decode()
    assert "163ZUAV-001" in form


def test_registering_again_keeps_what_was_said_before(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    keeper = browse("governance")
    told = {
        "asset": "UAV-001", "kind": "aircraft", "maker": "DJI", "model": "Mavic 2 Pro",
        "serials": "163ZUAV-001", "district": "Harbour", "technology": "dji-mavic-2",
    }  # fmt: skip
    _said(keeper, "/flights/fleet/~register/?asset=UAV-001", told)
    page = keeper.get("/flights/fleet/UAV-001/").content.decode()
    assert "Capital → Harbour" in page


def test_an_administrator_registers_devices_and_sees_no_flights_and_no_pilots(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    keeper = browse("administrator")
    assert keeper.get("/flights/fleet/~register/").status_code == 200
    for address in PAGES:
        assert keeper.get(address).status_code == 403, address


@pytest.mark.parametrize(
    "address",
    ["/flights/pilots/~keep/", "/flights/fleet/~register/", "/flights/fleet/UAV-001/upkeep/"],
)
def test_an_operator_does_not_keep_the_fleet(
    address: str, people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    assert browse("operator").get(address).status_code == 403


def test_a_flight_of_a_case_one_may_not_see_is_not_there(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    _said(browse("operator"), "/flights/~record/", _flight())
    number = Flight.objects.get().number
    assert browse("investigator").get("/flights/number/F-2000-0001/").status_code == 404
    seen = browse("governance").get(f"/flights/number/{number}/")
    assert seen.status_code == 200


def test_a_case_shows_its_recorded_flights_beside_its_recordings(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    pilot = browse("operator")
    _said(pilot, "/flights/~record/", _flight())
    case = Case.objects.get(reference=CASE).number
    page = pilot.get(f"/cases/{case}/flights/").content.decode()
    assert Flight.objects.get().number in page
    other = browse("exhibit_officer").get(f"/cases/{case}/flights/").content.decode()
    assert Flight.objects.get().number in other


def test_the_logbook_has_a_row_for_each_flight(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    pilot = browse("operator")
    _said(pilot, "/flights/~record/", _flight())
    content = pilot.get("/flights/logbook.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 2
    assert Flight.objects.get().number in rows[1]


def test_figures_show_the_same_numbers_as_plot_and_table(
    people: Mapping[str, Person], browse: Callable[[str], Client]
) -> None:
    assert people
    pilot = browse("operator")
    _said(pilot, "/flights/~record/", _flight(minutes="11.5"))
    page = pilot.get("/flights/figures/").content.decode()
    assert re.search(r"aria-label=\"Minutes by month: \d{4}-\d\d 12\"", page)
    assert "flying-part-1" in page
