# SPDX-License-Identifier: Apache-2.0
"""A home with something to show the public, and private things that must never be shown.

`PRIVATE` are the words that no public page and no public file may hold.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.fleet.durations import TYPED, Known
from holdfast.fleet.facts import FlightTold
from holdfast.fleet.services import record_flight
from holdfast.gate import DeniedError, Row, Support
from holdfast.home import Home
from holdfast.ledger import SignatureType, Signer
from holdfast.oversight import services, uses
from holdfast.oversight.models import Approval
from holdfast.records.models import Item
from holdfast.records.services import correct_title, enrol_person, open_case
from holdfast.records.stores import open_log

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.accounts.models import Person

CASE = "Q7/260714/4410"
PRIVATE = (
    "k.paratahi", "Keoni Paratahi", "Sam Reti", CASE, "Letterbox on Rimu Road", "Skids by the kerb",
    "Somebody left a screen unlocked", "7 Rimu Road", "-41.2901", "rimu-road-0001", "It costs too much, quietly",
)  # fmt: skip
WITNESS = Signer("registry.example/w1", bytes(31) + b"\x05", SignatureType.COSIGNATURE_ED25519)


def fly(home: Home, pilot: Person) -> None:
    """Record a flight of eleven and a half minutes, with a drone that nobody approved."""
    told = FlightTold(
        pilot=pilot.username,
        start=datetime.now(UTC) - timedelta(hours=2),
        aircraft_words="A drone of a contractor",
        known=(Known(TYPED, 690.0),),
        purpose="crash-scene",
        locality="7 Rimu Road",
        latitude=-41.2901,
        longitude=174.7812,
    )
    record_flight(home=home, actor=pilot, told=told)


def govern(home: Home, people: Mapping[str, Person], folder: Path) -> None:
    """Have governance put tools on the register and decide, and the others use them.

    `people` are by role. What is private is in a case, an item, an incident and a person.
    """
    governs = people["governance"]
    enrol_person(
        home=home, actor=people["administrator"], username="k.paratahi", name="Keoni Paratahi",
        roles=["investigator"],
    )  # fmt: skip
    _register(home, governs)
    approval = _approve(home, governs, "nuix")
    rows = (
        Row("P-0", "permit", ("investigator",), "nuix", ("investigation",), ("phone-extraction",), approval),
        Row("B-0", "ban", (), "nuix/face-search", (), (), ""),
    )  # fmt: skip
    for row in rows:
        services.add_row(home=home, actor=governs, row=row)
    fly(home, people["operator"])
    number = services.ask_panel(
        home=home, actor=governs, technology="nuix", asked_on=_today(),
        question="May it search what was seized?",
    )  # fmt: skip
    services.answer_of_panel(
        home=home, actor=people["auditor"], number=number, answer="It costs too much, quietly", answered_on=_today(),
        withheld_ground="oia-9-2-g-i",
    )  # fmt: skip
    services.record_incident(
        home=home, actor=governs, technology="nuix", kind="other", summary="A screen was left open.",
        private="Somebody left a screen unlocked: Keoni Paratahi",
    )  # fmt: skip
    _use(home, people, folder)


def _register(home: Home, governs: Person) -> None:
    services.register_technology(
        home=home, actor=governs, number="nuix", name="Nuix <b>Workstation</b>", kind="outside-tool",
        maker="Nuix", description="Sorts and searches the contents of seized computers.",
        contact="technology@police.example",
    )  # fmt: skip
    services.register_technology(
        home=home, actor=governs, number="nuix/face-search", name="Nuix: search for faces",
        kind="function", parent="nuix", latent=True, captures_others=True,
    )  # fmt: skip
    services.register_technology(
        home=home, actor=governs, number="helmet-camera", name="Helmet camera", kind="camera"
    )


def _approve(home: Home, governs: Person, technology: str) -> str:
    for kind in ("privacy", "security"):
        services.attach_assessment(
            home=home, actor=governs, number=technology, kind=kind, done_on=_today(),
            summary="It reads what was lawfully seized.", alternative="Reading it by hand",
            principles={"necessity": "Nobody can read a million files"},
        )  # fmt: skip
    services.move_technology(home=home, actor=governs, number=technology, stage="assessed")
    services.change_technology(
        home=home, actor=governs, number=technology,
        fields={"procurement_reason": "Bought off the shelf", "cost_nzd_year": 120000},
    )  # fmt: skip
    decision = services.record_decision(
        home=home, actor=governs, title=f"Use of {technology}", kind="approve", form="written",
        made_on=_today() - timedelta(days=1), maker="Executive committee", authority="A delegation",
        reason="It is needed", alternatives="To go on without it", technology=technology,
        approve="adoption", expected={"searches": 4}, conditions="Never to compare faces",
    )  # fmt: skip
    services.move_technology(
        home=home, actor=governs, number=technology, stage="adopted", decision=decision
    )
    return Approval.objects.get(decision=decision).number


def _use(home: Home, people: Mapping[str, Person], folder: Path) -> None:
    looks = people["investigator"]
    open_case(home=home, actor=looks, reference=CASE, title="Letterbox on Rimu Road")
    card = folder / "rimu-road"
    card.mkdir()
    (card / "rimu-road-0001.txt").write_text("skid marks", encoding="utf-8")
    uses.take_in_medium(
        home=home, actor=people["exhibit_officer"], path=card, case=CASE, purpose="investigation"
    )
    correct_title(
        home=home, actor=people["exhibit_officer"], item=Item.objects.get().number,
        title="Skids by the kerb", reason="to tell it apart",
    )  # fmt: skip
    for technology in ("nuix", "nuix", "nuix/face-search"):
        with suppress(DeniedError):
            uses.record_use(
                home=home, actor=looks, technology=technology, purpose="investigation",
                data_class="phone-extraction", support=Support("case", CASE), count=3,
                unit="searches", happened_at=datetime.now(UTC),
            )  # fmt: skip


def cosign(home: Home, *, run_by: str = "", signer: Signer = WITNESS) -> Home:
    """Configure a witness, have it cosign the newest checkpoint, and give the home as it is then."""
    stated = f'run_by = "{run_by}"\n' if run_by else ""
    told = (
        f'\n[[ledger.witness]]\nname = "{signer.name}"\nurl = "https://{signer.name}"\n'
        f'vkey = "{signer.verifier.vkey}"\n{stated}'
    )
    settings = home.root / "holdfast.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + told, encoding="utf-8")
    log = open_log(home)
    log.add_cosignatures(log.size, [signer.sign(log.head.note.text, datetime.now(UTC))])
    return Home.open(home.root)


def _today() -> date:
    return datetime.now(UTC).date()
