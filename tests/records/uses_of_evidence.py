# SPDX-License-Identifier: Apache-2.0
"""Every use of evidence once: by its service with a permit, and by `oversight.uses` without one.

`READY` says what stands before each can be tried: a case, a photograph and a text taken in by the
investigator and not read, and a purpose stated in a session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from PIL import Image

from holdfast.fleet.durations import Known
from holdfast.fleet.facts import FlightTold
from holdfast.fleet.seen import seen_of
from holdfast.fleet.services import record_flight
from holdfast.fleet.services.flights import enter_permitted
from holdfast.gate import Support
from holdfast.oversight import uses
from holdfast.oversight.asking import stated
from holdfast.oversight.services import outside
from holdfast.records import services
from holdfast.records.models import Item
from holdfast.records.queries.values import Wanted
from records.making import SESSION, files_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.gate import Permit
    from records.making import Agency

WHO = "investigator"
BEGAN = datetime.now(UTC) - timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class UseOfEvidence:
    """One use: act, technology and unit, the service under a permit, and the asking for it."""

    act: str
    technology: str
    unit: str
    given: Callable[[Agency, Permit, Path], object]
    asked: Callable[[Agency, Path], object]

    def __str__(self) -> str:
        return self.act


def make_ready(agency: Agency, tmp_path: Path) -> None:
    """Take in what the uses are tried on: item 1 is a photograph, item 2 a text."""
    folder = files_of(tmp_path / "medium", z__txt=b"text")
    Image.effect_noise((64, 48), 60).convert("RGB").save(folder / "a.jpg")
    files_of(tmp_path / "another", b__txt=b"another text")
    case = agency.open_case("C-1")
    _have_an_aircraft(agency)
    agency.take_in(folder, who=WHO, read=False)
    Item.objects.filter(number=1).update(kind="photograph")
    services.state_purpose(
        home=agency.home, actor=agency[WHO], case=case, purpose="crime-scene", session=SESSION
    )


def _have_an_aircraft(agency: Agency) -> None:
    """Register an aircraft whose model is ours, and let flights be unclassified recordings."""
    services.register_device(
        home=agency.home,
        actor=agency["governance"],
        asset="UAS-01",
        maker="M",
        model="N",
        serials=[],
        technology="holdfast-viewer",
    )
    ours = files("holdfast.agency").joinpath("data", "settings.toml").read_text("utf-8")
    folder = agency.home.root / "agency"
    folder.mkdir(exist_ok=True)
    text = ours.replace('"live-flight"', '"unclassified"')
    (folder / "settings.toml").write_text(text, encoding="utf-8")


def _on(agency: Agency) -> dict[str, Any]:
    return {"home": agency.home, "actor": agency[WHO]}


def flown() -> FlightTold:
    """Tell of a flight that was just over, of an aircraft of the viewer's model."""
    return FlightTold(
        pilot=WHO,
        aircraft="UAS-01",
        start=BEGAN,
        known=(Known("typed", 30.0),),
        purpose="crime-scene",
        support=Support("case", "C-1"),
    )


USES = (
    UseOfEvidence(
        "acquisition.take_in",
        "holdfast-intake",
        "files",
        lambda agency, permit, folder: services.take_in(
            **_on(agency), permit=permit, path=folder / "another", case="C-1"
        ),
        lambda agency, folder: uses.take_in_medium(
            **_on(agency),
            path=folder / "another",
            case="C-1",
            purpose="crime-scene",
            read=False,
        ),
    ),
    UseOfEvidence(
        "item.read",
        "holdfast-reading",
        "items",
        lambda agency, permit, _: services.read_items(
            **_on(agency), permits=[permit], approved=frozenset(), items=[1, 2]
        ),
        lambda agency, _: uses.read_waiting(**_on(agency)),
    ),
    UseOfEvidence(
        "item.view",
        "holdfast-viewer",
        "items",
        lambda agency, permit, _: services.open_view(
            **_on(agency), permit=permit, item=1, session=SESSION
        ),
        lambda agency, _: uses.open_item(**_on(agency), item=1, session=SESSION),
    ),
    UseOfEvidence(
        "item.process",
        "holdfast-thumbnail",
        "items",
        lambda agency, permit, _: services.process(
            **_on(agency), permits=[permit], processor="thumbnail", items=[1]
        ),
        lambda agency, _: uses.make_pictures(
            **_on(agency),
            items=[1],
            processors=["thumbnail"],
            purpose=stated(agency.home, "crime-scene"),
            case="C-1",
        ),
    ),
    UseOfEvidence(
        "pack.make",
        "holdfast-packs",
        "files",
        lambda agency, permit, folder: services.make_pack(
            **_on(agency), permits=[permit], case="C-1", to=folder / "out" / "pack"
        ),
        lambda agency, folder: uses.make_pack(
            **_on(agency),
            case="C-1",
            purpose="crime-scene",
            to=folder / "out" / "pack",
            copies=False,
        ),
    ),
    UseOfEvidence(
        "search.run",
        "holdfast-search",
        "searches",
        lambda agency, permit, _: services.search(
            **_on(agency), permits=[permit], wanted=Wanted(text="a"), session=SESSION
        ),
        lambda agency, _: uses.search(
            **_on(agency),
            wanted=Wanted(text="a"),
            session=SESSION,
            purpose="crime-scene",
            case="C-1",
        ),
    ),
    UseOfEvidence(
        "use.record",
        "holdfast-viewer",
        "uses",
        lambda agency, permit, _: outside.record_use(
            **_on(agency), permit=permit, count=1, unit="uses"
        ),
        lambda agency, _: uses.record_use(
            **_on(agency),
            technology="holdfast-viewer",
            purpose="crime-scene",
            data_class="unclassified",
            support=Support("case", "C-1"),
            count=1,
            unit="uses",
        ),
    ),
    UseOfEvidence(
        "flight.record",
        "holdfast-viewer",
        "minutes",
        lambda agency, permit, _: enter_permitted(
            **_on(agency),
            permit=permit,
            told=flown(),
            seen=seen_of(agency.home, flown()),
            now=datetime.now(UTC),
        ),
        lambda agency, _: record_flight(**_on(agency), told=flown()),
    ),
)
