# SPDX-License-Identifier: Apache-2.0
"""Network tests of the demonstration agency's drones: two firmwares of one model, and a stale test.

The captures are invented (`holdfast.demo.traffic`), and are taken in, examined and recorded by the
real services. Days are counted back from the day the demonstration is made.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from holdfast.analysis.isolation import Phase
from holdfast.demo.people import find
from holdfast.demo.traffic import DEVICE, Capture
from holdfast.fleet.services import AboutTest, record_test
from holdfast.oversight import uses
from holdfast.records.models import Case, Device
from holdfast.records.services import add_member, open_case, register_device
from holdfast.records.services.take_in import items_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.demo.calendar import Calendar
    from holdfast.home import Home

CASE: Final = "2026-0200"
_TESTER: Final = "Network security, of the agency itself (invented)"
_MAKER, _MAPS, _TELEMETRY = "active.maker.example", "tiles.maps.example", "log.telemetry.example"
_OLD, _NEW, _PRO_OLD, _PRO_NEW = "01.00.0670", "01.00.0770", "01.04.0300", "01.04.0600"
_MODEL, _STALE_MODEL = "dji-mavic-2-pro", "dji-mavic-pro"
_PHASES: Final = ("power on", "app start", "take-off", "landing", "media copy", "idle")
_PHASE: Final = timedelta(minutes=2)
_HOSTS: Final = """
# Invented, for the demonstration's own captures.
demonstration-maker = { words = "The maker (invented)", kind = "vendor", endings = ["maker.example"], why = "Accounts and activation", published = "Invented for the demonstration" }
demonstration-maps = { words = "A maker of maps (invented)", kind = "map", endings = ["maps.example"], why = "Map pictures", published = "Invented for the demonstration" }
demonstration-telemetry = { words = "A kit that measures use (invented)", kind = "analytics", endings = ["telemetry.example"], why = "Reports of use", published = "Invented for the demonstration" }
"""


def plan_testing(calendar: Calendar, home: Home, folder: Path, now: datetime) -> None:
    """Put it all into the calendar; captures are written into `folder`."""
    _list_hosts(home)

    def on(days: int, act: Callable[[Home, Path, datetime], None], words: str = "") -> None:
        calendar.on(now - timedelta(days=days), partial(act, home, folder), words)

    on(75, _open, "network tests of drones")
    on(70, partial(_test, technology=_STALE_MODEL, firmware=_PRO_OLD, asset="UAS-01"))
    on(62, partial(_test, technology=_MODEL, firmware=_OLD, asset="UAS-07"))
    on(33, _update)
    on(12, partial(_test, technology=_MODEL, firmware=_NEW, asset="UAS-08", silent=True))


def _open(home: Home, _folder: Path, now: datetime) -> None:
    """Open the file the tests are kept under, and say what firmware the two models have."""
    opener = find("a.tamihana")
    open_case(home=home, actor=opener, reference=CASE, title="Network tests of drones", now=now)
    number = Case.objects.get(reference=CASE).number
    add_member(home=home, actor=opener, case=number, username="m.okeefe", now=now)
    for device in Device.objects.filter(technology=_MODEL):
        _firmware(home, device, _OLD, now)
    for device in Device.objects.filter(technology=_STALE_MODEL):
        _firmware(home, device, _PRO_OLD, now)


def _update(home: Home, _folder: Path, now: datetime) -> None:
    """Bring some of the devices to another firmware, which one of the models was not tested with."""
    for asset, firmware in (("UAS-08", _NEW), ("UAS-09", _NEW), ("UAS-02", _PRO_NEW)):
        _firmware(home, Device.objects.get(asset=asset), firmware, now)


def _firmware(home: Home, device: Device, firmware: str, now: datetime) -> None:
    register_device(
        home=home,
        actor=find("h.wiremu"),
        asset=device.asset,
        maker=device.maker,
        model=device.model,
        serials=device.serials,
        kind=device.kind,
        district=device.district,
        custodian=device.custodian,
        technology=device.technology,
        firmware=firmware,
        now=now,
    )


def _test(
    home: Home,
    folder: Path,
    now: datetime,
    *,
    technology: str,
    firmware: str,
    asset: str,
    silent: bool = False,
) -> None:
    """Capture, take in, examine and record; the capture was made two hours before."""
    start = (now - timedelta(hours=2)).replace(microsecond=0)
    medium = folder / f"{technology}-{firmware}"
    medium.mkdir(parents=True)
    _captured(start, silent=silent).write(medium / f"{technology}-{firmware}.pcap")
    tester = find("m.okeefe")
    receipt = uses.take_in_medium(
        home=home,
        actor=tester,
        path=medium,
        case=CASE,
        purpose="oversight",
        authority="Network test, as approved",
        medium_name=f"captures of {asset}",
        now=now,
    )
    about = AboutTest(
        technology=technology,
        firmware=firmware,
        tester=_TESTER,
        asset=asset,
        app="DJI GO 4",
        app_version="4.3.64",
        data_mode="Local Data Mode" if silent else "",
        network="made for the test",
        device=DEVICE,
        note="Invented: the capture was written for this demonstration.",
        phases=tuple(
            Phase(name, start + at * _PHASE, start + (at + 1) * _PHASE)
            for at, name in enumerate(_PHASES)
        ),
    )
    record_test(home=home, actor=tester, about=about, items=items_of(receipt), case=CASE, now=now)


def _captured(start: datetime, *, silent: bool) -> Capture:
    """Write twelve minutes of traffic: with the telephone alone, or with the world outside too."""
    made = Capture(start)
    made.appear(1)
    made.local(3, 710, every=5)
    if silent:
        return made
    made.ask(122, _MAKER, "198.51.100.20")
    made.secure(123, _MAKER, "198.51.100.20", sent=4_200, got=9_600)
    made.ask(244, _MAPS, "203.0.113.5")
    for tile in range(6):
        made.plain(246 + 4 * tile, _MAPS, "203.0.113.5", f"/tiles/14/{tile}.png")
    made.ask(485, _TELEMETRY, "203.0.113.80")
    made.secure(486, _TELEMETRY, "203.0.113.80", sent=30_000, got=600)
    made.knock(610, "198.51.100.99", 8883)
    return made


def _list_hosts(home: Home) -> None:
    """Give the home a list of hosts of its own: the one that came with Holdfast, and invented ones."""
    ours = files("holdfast.agency").joinpath("data", "hosts.toml").read_text(encoding="utf-8")
    own = home.root / "agency"
    own.mkdir(exist_ok=True)
    (own / "hosts.toml").write_text(ours + _HOSTS, encoding="utf-8")
