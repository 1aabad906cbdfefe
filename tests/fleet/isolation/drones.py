# SPDX-License-Identifier: Apache-2.0
"""A home in which a drone is tested: captures of invented traffic, taken in and examined for real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.analysis.isolation import Phase
from holdfast.demo.traffic import DEVICE, Capture
from holdfast.fleet.services import AboutTest, record_test
from holdfast.oversight import uses
from holdfast.records.models import Case
from holdfast.records.services import add_member, register_device
from holdfast.records.services.take_in import items_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home
    from oversight.story import Governed

DRONE = "dji-mavic-2"
OLD, NEW = "01.00.0510", "01.00.0770"
DAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NAMES = ("power on", "app start", "take-off", "landing", "media copy", "idle")
MAKER, MAPS, TELEMETRY = "active.maker.example", "tiles.maps.example", "telemetry.maker.example"
SERIAL = "163ZTEST000001"


def phases(start: datetime = DAY) -> tuple[Phase, ...]:
    """Give the six phases of a test, a minute each."""
    minute = timedelta(minutes=1)
    return tuple(
        Phase(name, start + at * minute, start + (at + 1) * minute) for at, name in enumerate(NAMES)
    )


def talking(path: Path, start: datetime = DAY, *, telemetry: bool = True) -> Path:
    """Write the capture of a drone that speaks with its maker."""
    made = Capture(start)
    made.appear(1)
    made.local(2, 355, every=5)
    made.ask(62, MAKER, "198.51.100.20")
    made.secure(63, MAKER, "198.51.100.20", sent=4_000, got=9_000)
    made.ask(125, MAPS, "203.0.113.5")
    made.plain(126, MAPS, "203.0.113.5", "/tiles/14/1.png")
    if telemetry:
        made.ask(190, TELEMETRY, "198.51.100.77")
        made.knock(191, "198.51.100.77", 8883)
        made.ask(250, f"{SERIAL.lower()}.maker.example", None)
    return made.write(path)


def silent(path: Path, start: datetime = DAY) -> Path:
    """Write the capture of a drone that speaks with nobody but the telephone it is flown with."""
    made = Capture(start)
    made.appear(1)
    made.local(2, 355, every=5)
    return made.write(path)


@dataclass
class Tester:
    """Whoever tests drones in a governed home: the operator."""

    governed: Governed
    folder: Path
    numbers: list[int] = field(default_factory=list)

    @property
    def home(self) -> Home:
        return self.governed.home

    def prepare(self) -> Tester:
        """Put the drone on the register, and a device of it with the old firmware."""
        self.governed.register(DRONE, "DJI Mavic 2 Pro")
        self.device("UAV-001", OLD, serials=[SERIAL])
        return self.join()

    def join(self) -> Tester:
        """Let the operator work in the case."""
        case = Case.objects.get(reference="260117/4410")
        add_member(
            home=self.home,
            actor=self.governed.people["investigator"],
            case=case.number,
            username="operator",
        )
        return self

    def device(self, asset: str, firmware: str, **more: Any) -> None:
        """Register a device of the model, or bring it up to date."""
        given = {"maker": "DJI", "model": "Mavic 2 Pro", "serials": [], **more}
        register_device(
            home=self.home,
            actor=self.governed.people["governance"],
            asset=asset,
            technology=DRONE,
            firmware=firmware,
            **given,
        )

    def take_in(self, *captures: Path) -> list[int]:
        """Take captures in, as a folder; give their items."""
        folder = self.folder / f"medium{len(self.numbers)}"
        self.numbers.append(0)
        folder.mkdir()
        for one in captures:
            (folder / one.name).write_bytes(one.read_bytes())
        receipt = uses.take_in_medium(
            home=self.home,
            actor=self.governed.people["operator"],
            path=folder,
            case="260117/4410",
            purpose="oversight",
        )
        return items_of(receipt)

    def record(self, *captures: Path, who: str = "operator", **more: Any) -> str:
        """Record a test of these captures; give its number."""
        items = more.pop("items", None) or self.take_in(*captures)
        now = more.pop("now", None)
        about = {
            "technology": DRONE, "firmware": OLD, "tester": "Network security, of the agency",
            "asset": "UAV-001", "app": "DJI GO 4", "app_version": "4.3.64", "device": DEVICE,
            "network": "made for the test", "phases": phases(), **more,
        }  # fmt: skip
        return record_test(
            home=self.home,
            actor=self.governed.people[who],
            about=AboutTest(**about),
            items=items,
            case="260117/4410",
            now=now,
        )
