# SPDX-License-Identifier: Apache-2.0
"""The ledger is enough: every query about the fleet answers everybody as before the rebuild."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fleet.making import ROLES, told_flight
from holdfast.errors import HoldfastError
from holdfast.fleet import queries, services
from holdfast.fleet.durations import Known
from holdfast.oversight import uses
from holdfast.records.rebuild import rebuild
from records.projection import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from fleet.making import Programme

NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)


def tell(programme: Programme) -> None:
    """Do at least one of everything."""
    home, governance = programme.home, programme["governance"]
    programme.pilot()
    programme.pilot("Sam Outside", practised_on=None)
    programme.fly(preparation=programme.prepare())
    programme.fly(day=11, aircraft="UAS-02", occurrence="A bird", known=(Known("typed", 61.5),))
    programme.fly(day=12, aircraft="", aircraft_words="Borrowed", pilot="Sam Outside")
    when = datetime(2026, 1, 12, 18, tzinfo=UTC)
    services.correct_flight(
        home=home, actor=governance, number="F-2026-0001", now=when, reason="Misread",
        told=told_flight(datetime(2026, 1, 10, 10, 5, tzinfo=UTC), batteries=("BAT-01",)),
    )  # fmt: skip
    services.withdraw_flight(
        home=home, actor=governance, number="F-2026-0003", reason="Not ours", now=when
    )
    number = programme.prepare(day=13)
    programme.prepare(day=14)
    services.cancel_preparation(
        home=home, actor=programme["operator"], number=number, reason="Wind",
        now=datetime(2026, 1, 14, 12, tzinfo=UTC),
    )  # fmt: skip
    told: dict[str, Any] = {"asset": "UAS-01", "day": datetime(2026, 1, 15, tzinfo=UTC).date()}
    done: tuple[dict[str, Any], ...] = (
        {"kind": "inspection", "due_minutes": 10}, {"kind": "firmware", "firmware": "2.0"},
        {"kind": "grounded", "note": "Cracked"}, {"kind": "returned"},
        {"kind": "battery", "asset": "BAT-01", "cycles": 300, "health": 70},
    )  # fmt: skip
    for more in done:
        services.record_upkeep(
            home=home, actor=governance, told=services.UpkeepTold(**{**told, **more}),
            now=datetime(2026, 1, 16, tzinfo=UTC),
        )  # fmt: skip


def answers(programme: Programme) -> dict[str, Any]:
    """Ask every query as everybody; a refusal is an answer."""
    found: dict[str, Any] = {}
    home, everything = programme.home, queries.WantedFlights(withdrawn=True)
    for who in (*ROLES, "operator2", "keeper"):

        def ask(query: Callable[..., object], *about: Any, asked: str = who, **more: Any) -> None:
            name = f"{asked} {query.__name__} {about} {more}"
            try:
                found[name] = query(programme[asked], home, *about, **more)
            except HoldfastError as refusal:
                found[name] = (type(refusal).__name__, str(refusal))

        for dated in (queries.assets, queries.pilots, queries.unmatched):
            ask(dated, now=NOW)
        ask(queries.flights, everything)
        ask(queries.preparations, waiting=False, now=NOW)
        for plain in (queries.totals, queries.logbook_csv, queries.choices):
            ask(plain)
        for number in ("F-2026-0001", "F-2026-0002", "F-2026-0003", "F-2026-0004"):
            ask(queries.flight, number, now=NOW)
        for asset in ("UAS-01", "BAT-01", "UAS-99"):
            ask(queries.asset, asset, now=NOW)
    return found


def test_the_fleet_is_made_again_from_the_ledger(programme: Programme) -> None:
    tell(programme)
    labels = ("records", "oversight", "fleet")
    before, kept = answers(programme), tables(*labels)
    assert before["governance totals () {}"].all.flights == 2
    home = programme.home
    rebuild(
        home=home,
        permits_to_read=lambda: uses.permits_to_read_again(home=home, actor=programme["admin"]),
        now=NOW,
    )
    assert tables(*labels) == kept
    assert answers(programme) == before
