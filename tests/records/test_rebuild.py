# SPDX-License-Identifier: Apache-2.0
"""Vault and ledger are enough: every query answers everybody as before the rebuild."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

import postgresql
from holdfast.errors import HoldfastError
from holdfast.oversight import uses
from holdfast.oversight.asking import stated
from holdfast.records import queries, services
from holdfast.records.models import Entry, Item
from holdfast.records.queries.values import Wanted
from holdfast.records.rebuild import rebuild
from holdfast.records.services.placed_how import ClockShown
from records.engaging import tell_a_story_of_an_engagement
from records.making import SESSION, Agency, files_of
from records.oversight_story import tell_a_story_of_oversight, tell_a_story_of_the_desk
from records.projection import tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.gate import Permit

BEGUN = datetime(2026, 2, 10, 9, 0, tzinfo=UTC)
# Their homes are made again in tests/fleet, from stories of their own.
TOLD_ELSEWHERE = {
    "Flight", "FlightAsset", "FlightItem", "FlightVersion", "NetworkTest", "Pilot", "Preparation",
    "Upkeep",
}  # fmt: skip
STATUSES = ("unclassified", "evidential", "non-evidential")
PEOPLE = ("admin", "operator", "investigator", "exhibit_officer", "governance", "auditor")


def answers(agency: Agency) -> dict[str, Any]:
    """Ask every query, as every person, about everything; a refusal is an answer."""
    found: dict[str, Any] = {}
    home, now = agency.home, datetime(2026, 12, 1, tzinfo=UTC)
    for who in PEOPLE:
        viewer = agency[who]

        def ask(query: Callable[..., object], *about: Any, asked: str = who, **more: Any) -> None:
            name = f"{asked} {query.__name__} {about[1:]} {more}"
            try:
                found[name] = query(*about, **more)
            except HoldfastError as refusal:
                found[name] = (type(refusal).__name__, str(refusal))

        for query in (
            queries.list_cases,
            queries.flights,
            queries.acquisitions,
            queries.checks,
            queries.devices,
            queries.people,
            queries.colleagues,
        ):
            ask(query, viewer)
        ask(queries.find, viewer, Wanted(), STATUSES)
        ask(queries.find, viewer, Wanted(text="DJI"), STATUSES)
        ask(queries.today, viewer, now=now)
        ask(queries.ledger_page, viewer, limit=1000)
        for index in range(Entry.objects.count()):
            ask(queries.ledger_entry, viewer, home, index)
            ask(queries.entry_proof, viewer, home, index)
        for case in (1, 2, 3):
            ask(queries.case_overview, viewer, case)
            ask(queries.case_items, viewer, case)
            ask(queries.item_days, viewer, case)
            ask(queries.notes_of_case, viewer, case)
            ask(queries.purpose_stated, viewer, session=SESSION, case=case)
        for number in range(1, 16):
            ask(queries.item, viewer, home, number)
            ask(queries.item_custody, viewer, home, number)
            ask(queries.item_access, viewer, home, number)
            ask(queries.track, viewer, home, number)
            ask(queries.notes_of_item, viewer, number)
        for acquisition in ("A-2026-0001", "A-2026-0002", "A-2026-0003"):
            ask(queries.receipt, viewer, home, acquisition)
            ask(queries.receipt_files, viewer, acquisition)
    return found


def reading_by(agency: Agency) -> Callable[[], tuple[Permit, ...]]:
    return lambda: uses.permits_to_read_again(home=agency.home, actor=agency["admin"])


def tell_a_story(agency: Agency, card: Path, tmp_path: Path) -> None:
    """Do at least one of everything."""
    home, officer = agency.home, agency["exhibit_officer"]
    investigator = agency["investigator"]
    begun = BEGUN
    services.register_device(
        home=home,
        actor=agency["governance"],
        asset="UAS-01",
        maker="DJI",
        model="Mavic Pro",
        serials=["1", "2"],
        technology="mavic-pro",
        now=begun,
    )
    case = agency.open_case("C-1", title="Burnt shed", now=begun)
    services.open_case(
        home=home, actor=officer, reference="C-2", access_class="restricted", now=begun
    )
    agency.take_in(card, case="C-1", now=begun)
    agency.take_in(files_of(tmp_path / "m", a__txt=b"a", empty__txt=b""), case="C-2", now=begun)
    agency.take_in(card, case="C-2", who="exhibit_officer", now=begun)
    services.set_case_title(
        home=home, actor=investigator, case=case, title="Burnt barn", reason="bigger", now=begun
    )
    services.add_member(
        home=home,
        actor=investigator,
        case=case,
        username="operator",
        until=begun + timedelta(days=3650),
        now=begun,
    )
    services.classify(home=home, actor=officer, items=[1, 2], status="evidential", now=begun)
    services.classify(home=home, actor=officer, items=[3], status="non-evidential", now=begun)
    services.give_exhibit_number(
        home=home, actor=officer, case=case, item=1, exhibit_number="EX/1", now=begun
    )
    services.correct_title(
        home=home, actor=officer, item=1, title="Gate", reason="clearer", now=begun
    )
    services.correct_time(
        home=home, actor=officer, item=1, corrected_at=begun, reason="fast clock", now=begun
    )
    services.unlink(home=home, actor=officer, items=[2], case=2, reason="not of it", now=begun)
    services.link(home=home, actor=officer, items=[2], case=2, reason="it is", now=begun)
    services.set_access(
        home=home, actor=officer, items=[2], access_class="restricted", reason="x", now=begun
    )
    hold = services.place_hold(home=home, actor=officer, item=1, reason="appeal", now=begun)
    services.place_hold(home=home, actor=officer, case=case, reason="coroner", now=begun)
    services.release_hold(home=home, actor=officer, hold=hold, reason="over", now=begun)
    services.break_glass(home=home, actor=investigator, reference="C-2", reason="life", now=begun)
    services.state_purpose(
        home=home, actor=investigator, case=case, purpose="court", session=SESSION, now=begun
    )
    uses.open_item(home=home, actor=investigator, item=1, session=SESSION, now=begun)
    services.place_recording(
        home=home,
        actor=investigator,
        item=Item.objects.filter(kind="video", links__case=case)[0].number,
        how=ClockShown(0.5, begun, fast_s=2.0),
        reason="compared with a radio clock",
        now=begun,
    )
    with pytest.raises(HoldfastError):
        uses.open_item(home=home, actor=agency["auditor"], item=1, session=SESSION, now=begun)
    film = Item.objects.filter(kind="video", links__case=case).values_list("number", flat=True)[0]
    for at, until in ((0.5, None), (0.0, 0.75)):
        note = services.write_note(
            home=home, actor=investigator, item=film, at_s=at, until_s=until, text="gate", now=begun
        )
    services.withdraw_note(home=home, actor=officer, note=note, reason="a bird", now=begun)
    agency.find("investigator", Wanted(text="DJI"), now=begun)
    agency.find("auditor", now=begun)
    uses.make_pictures(
        home=home,
        actor=investigator,
        items=[1, 2],
        processors=["thumbnail"],
        purpose=stated(home, "court"),
        case="C-1",
        now=begun,
    )
    uses.make_pack(
        home=home,
        actor=investigator,
        case="C-1",
        items=[1],
        purpose="disclosure",
        to=tmp_path / "pack",
        copies=False,
        now=begun,
    )
    services.publish(home=home, actor=agency["auditor"], to=tmp_path / "public", now=begun)
    services.confirm_receipt(home=home, actor=officer, acquisition="A-2026-0001", now=begun)
    services.identify_os_user(
        home=home, actor=agency["admin"], username="operator", os_user="op", now=begun
    )
    services.set_roles(
        home=home,
        actor=agency["admin"],
        username="governance",
        roles=["governance", "auditor"],
        now=begun,
    )
    services.close_case(home=home, actor=investigator, case=case, reason="done", now=begun)
    services.run_check(home=home, actor=agency["admin"], now=begun + timedelta(days=1))


def test_database_and_index_are_made_again_from_vault_and_ledger(
    agency: Agency, card: Path, tmp_path: Path
) -> None:
    tell_a_story(agency, card, tmp_path)
    tell_a_story_of_oversight(agency, BEGUN + timedelta(days=2))
    tell_a_story_of_the_desk(agency, BEGUN + timedelta(days=3))
    tell_a_story_of_an_engagement(agency, BEGUN + timedelta(days=4))
    before, kept = answers(agency), tables()
    assert {name for name, rows in kept.items() if not rows} <= TOLD_ELSEWHERE
    if not postgresql.wanted():
        connection.close()
        agency.home.database.unlink()
    shutil.rmtree(agency.home.index)
    result = rebuild(home=agency.home, permits_to_read=reading_by(agency))
    assert result.entries == Entry.objects.count()
    assert result.destroyed == 0
    after = answers(agency)
    assert after.keys() == before.keys()
    for question, answer in before.items():
        assert after[question] == answer, question
    for name, rows in tables().items():
        assert rows == kept[name], name
    assert all(person.must_enrol for person in agency.people.values())


def test_a_rebuilt_home_goes_on_where_it_was(agency: Agency, card: Path, tmp_path: Path) -> None:
    agency.open_case()
    agency.take_in(card)
    rebuild(home=agency.home, permits_to_read=reading_by(agency))
    again = agency.take_in(card)
    assert again.stored == 0
    assert again.acquisition.endswith("0002")
    fresh = agency.take_in(files_of(tmp_path / "m", new__txt=b"new"))
    assert fresh.files[0].item == again.items + 1
