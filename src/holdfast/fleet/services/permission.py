# SPDX-License-Identifier: Apache-2.0
"""Asking the gate for a flight that has happened: a permit, or the denial that is on the ledger.

Promises: it is the pilot's roles that are asked, because it is the pilot who used the aircraft;
for a pilot without an account it is the person who writes the flight down. A denial is an entry
before anything else is done; it never keeps a flight from being recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may_open
from holdfast.fleet.errors import FlightRefusedError
from holdfast.oversight.asking import Errand, Use
from holdfast.records.access import visible_cases
from holdfast.records.purposes import StatedPurpose

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.fleet.facts import FlightSeen, FlightTold
    from holdfast.gate import DeniedError, Support
    from holdfast.home import Home

ACT = "flight.record"
_NO_MODEL = (
    "The model of the aircraft is not on the register of technologies, so no approval covers it. "
    "Technology governance can put it there, and say of which model the aircraft is."
)


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a flight is not approved: the gate's reason, its words, and the entry of the denial."""

    reason: str
    words: str
    entry: int

    def to_json(self) -> dict[str, object]:
        """Give plain values, as the entry of the flight holds them."""
        return {"reason": self.reason, "words": self.words, "entry": self.entry}


def denial_on_ledger(error: DeniedError, technology: str) -> Denial:
    """Give the denial, which has its entry: a flight without a permit is recorded by it alone."""
    if error.entry is None:
        raise AssertionError("a denial is on the ledger before a flight is recorded by it")
    words = str(error) if technology else _NO_MODEL
    return Denial(error.reason, words, error.entry)


def flying(
    home: Home, actor: Person, told: FlightTold, seen: FlightSeen, now: datetime
) -> tuple[Errand, Use]:
    """Put in the gate's words what is asked of it."""
    errand = Errand(
        home,
        actor,
        StatedPurpose(told.purpose, told.purpose_text),
        told.support,
        now,
        user=user_of(seen, actor),
    )
    data_class = str(home.lists.settings["flight_data_class"])
    return errand, Use(ACT, seen.aircraft.technology, data_class)


def user_of(seen: FlightSeen, actor: Person) -> Person:
    """Give who used the aircraft, as the gate knows people: the pilot, or else who writes."""
    return Person.objects.filter(username=seen.pilot.username).first() or actor


def need_known_case(actor: Person, support: Support | None, now: datetime) -> None:
    """Answer alike for a case that is not there and one that the actor may not know of.

    Somebody who opens no cases at all (governance) is answered by the gate. FlightRefusedError.
    """
    if support is None or support.kind != "case" or may_open(actor, "cases") is None:
        return
    if not visible_cases(actor, now).filter(reference=support.id).exists():
        raise FlightRefusedError(
            f"There is no case {support.id!r} that you may see. Nothing was recorded. Leave the case "
            "empty and give the job number, or ask an exhibit officer to add you to the case."
        )
