# SPDX-License-Identifier: Apache-2.0
"""An agency with a small fleet: one model approved for two purposes, one that nobody approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.fleet import services
from holdfast.fleet.durations import Known
from holdfast.fleet.facts import FlightTold, PreparationTold
from holdfast.gate import Row, Support
from holdfast.oversight.founding import found_home
from holdfast.oversight.services import (
    add_row,
    attach_assessment,
    change_technology,
    move_technology,
    record_decision,
    register_technology,
)
from holdfast.records.models import Case
from holdfast.records.services import add_member, enrol_person, open_case, register_device

if TYPE_CHECKING:
    from holdfast.fleet.services import RecordedFlight
    from holdfast.home import Home

# Monday, and before every other day in these tests: the gate wants a clock that goes on.
FOUNDED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CASE, HIDDEN = "2026-0417", "2026-0451"
APPROVED, UNAPPROVED = "mavic-2", "spark"
ROLES = ("operator", "investigator", "exhibit_officer", "governance", "auditor")
DISTRICT = "Capital"


def found(home: Home) -> None:
    """Found the home, enrol one person a role and a second pilot, and equip them."""
    first = found_home(home=home, username="admin", name="Ada Min", os_user="ada", now=FOUNDED)
    for role in (*ROLES, "operator2"):
        enrol_person(
            home=home, actor=first, username=role, name=f"Pat {role.title()}",
            roles=[role.rstrip("2")], district=DISTRICT, now=FOUNDED,
        )  # fmt: skip
    enrol_person(
        home=home, actor=first, username="keeper", name="Kim Keeper", roles=["administrator"],
        now=FOUNDED,
    )  # fmt: skip
    programme = Programme(home)
    programme.approve()
    programme.register()
    programme.open_cases()


@dataclass(frozen=True, slots=True)
class Programme:
    """A founded home, and what is told of its fleet."""

    home: Home

    def __getitem__(self, username: str) -> Person:
        return Person.objects.get(username=username)

    def approve(self) -> None:
        """Register two models, and approve one of them with what is assumed of a quarter."""
        day = FOUNDED + timedelta(hours=1)
        told: Any = {"home": self.home, "actor": self["governance"], "now": day}
        for number, name in ((APPROVED, "DJI Mavic 2 Pro"), (UNAPPROVED, "DJI Spark")):
            register_technology(number=number, name=name, kind="drone", **told)
            for kind in ("privacy", "security"):
                attach_assessment(
                    number=number, kind=kind, done_on=day.date(), summary="Looked at.", **told
                )
            move_technology(number=number, stage="assessed", reason="Assessed.", **told)
        decision = record_decision(
            title="Use of the Mavic 2 Pro", kind="approve", form="written", made_on=day.date(),
            maker="The director", authority="A delegation", reason="It is needed.",
            technology=APPROVED, approve="adoption", expected={"flights": 2, "minutes": 30}, **told,
        )  # fmt: skip
        change_technology(number=APPROVED, fields={"procurement_reason": "A small sum"}, **told)
        move_technology(
            number=APPROVED, stage="adopted", reason="Approved.", decision=decision, **told
        )
        row = Row(
            "P-000", "permit", ("operator",), APPROVED, ("crash-scene", "fire-scene"),
            ("live-flight",), self.approval,
        )  # fmt: skip
        add_row(row=row, decision=decision, **told)

    @property
    def approval(self) -> str:
        """The number of the one approval of an aircraft."""
        from holdfast.oversight.models import Approval

        return str(Approval.objects.get(technology=APPROVED).number)

    def register(self) -> None:
        """Register two aircraft, a camera fitted to one, a battery and a controller."""
        for asset, kind, model, serial, technology, part_of in (
            ("UAS-01", "aircraft", "Mavic 2 Pro", "163ZAIRCRAFT01", APPROVED, ""),
            ("UAS-02", "aircraft", "Spark", "0ASZAIRCRAFT02", UNAPPROVED, ""),
            ("CAM-01", "camera", "L1D-20c", "163ZCAMERA0001", "", "UAS-01"),
            ("BAT-01", "battery", "Mavic 2 battery", "0TBZBATTERY001", "", ""),
            ("RC-01", "controller", "Mavic 2 controller", "0V1ZCONTROL001", "", ""),
        ):
            self.device(
                asset, kind=kind, model=model, serials=[serial], technology=technology,
                part_of=part_of,
            )  # fmt: skip

    def device(self, asset: str, **more: Any) -> None:
        """Register a device of the agency's own."""
        told = {
            "maker": "DJI", "model": "Mavic 2 Pro", "serials": [], "district": DISTRICT,
            "kind": "aircraft", "now": FOUNDED + timedelta(hours=2), **more,
        }  # fmt: skip
        register_device(home=self.home, actor=self["governance"], asset=asset, **told)

    def open_cases(self) -> None:
        """Open a case that the first operator works in, and a restricted one."""
        day = FOUNDED + timedelta(hours=3)
        who: Any = {"home": self.home, "actor": self["investigator"], "now": day}
        open_case(reference=CASE, title="Crash", **who)
        open_case(reference=HIDDEN, title="Conduct", access_class="restricted", **who)
        number = Case.objects.get(reference=CASE).number
        add_member(case=number, username="operator", **who)

    def pilot(self, key: str = "operator", **more: Any) -> None:
        """Record a pilot who practised on the day of the founding."""
        certificate = services.Certificate(kind="part-101", number="UAS/77")
        told = {
            "certificates": (certificate,), "practised_on": FOUNDED.date(), "district": DISTRICT,
            **more,
        }  # fmt: skip
        when = told.pop("now", FOUNDED + timedelta(hours=4))
        services.record_pilot(
            home=self.home, actor=self["governance"],
            told=services.PilotTold(key=key, **told), now=when,
        )  # fmt: skip

    def fly(
        self, day: int = 10, hour: int = 10, *, who: str = "operator", **more: Any
    ) -> RecordedFlight:
        """Record a flight of January 2026 two hours after it began; a crash scene by default."""
        start = datetime(2026, 1, day, hour, 0, tzinfo=UTC)
        now = more.pop("now", start + timedelta(hours=2))
        return services.record_flight(
            home=self.home, actor=self[who], told=told_flight(start, **more), now=now
        )

    def prepare(self, day: int = 10, **more: Any) -> str:
        """Check the aircraft before a flight of that day; give the check's number."""
        now = datetime(2026, 1, day, 9, 30, tzinfo=UTC)
        told = {
            "pilot": "operator", "aircraft": "UAS-01", "purpose": "crash-scene",
            "support": Support("case", CASE), "district": DISTRICT,
            "checked": ("aircraft-sound", "batteries"), **more,
        }  # fmt: skip
        return services.prepare_flight(
            home=self.home, actor=self["operator"], told=PreparationTold(**told), now=now
        )


def told_flight(start: datetime, **more: Any) -> FlightTold:
    """Tell of a flight of eleven and a half minutes over Wellington, as its record says."""
    told = {
        "pilot": "operator", "aircraft": "UAS-01", "start": start, "start_zone": "UTC",
        "known": (Known("flight-record", 690.0, "a.txt"), Known("typed", 720.0)),
        "purpose": "crash-scene", "support": Support("case", CASE), "job": "P0412345",
        "district": DISTRICT, "latitude": -41.2865, "longitude": 174.7762, "locality": "Te Aro",
        "rule": "101", "consent": "not-needed", "consent_words": "Nobody was below",
        "cameras": ("CAM-01",) if more.get("aircraft", "UAS-01") == "UAS-01" else (), **more,
    }  # fmt: skip
    return FlightTold(**told)
