# SPDX-License-Identifier: Apache-2.0
"""Contractors who flew for the demonstration agency: one kept its word, one is late, one broke it.

All of it is invented: firms, people, documents. Everything is done by the services that people use.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from holdfast.demo.people import find
from holdfast.demo.story import ARSON, CRASH
from holdfast.fleet import services
from holdfast.fleet.models import Engagement
from holdfast.fleet.services import Document, Evidence, Flying
from holdfast.oversight import uses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from holdfast.demo.calendar import Calendar
    from holdfast.demo.story import Story
    from holdfast.home import Home

_OFFICER: Final = "j.faleolo"
_GOVERNS: Final = "h.wiremu"
_KEPT: Final = "Kererū Aerial Survey (invented)"
_LATE: Final = "Long Cloud Drones (invented)"
_BROKE: Final = "Southern Rotor (invented)"


def plan_contracting(calendar: Calendar, home: Home, *, outside: Path, now: datetime) -> None:
    """Put the three engagements into the calendar."""

    def on(days: float, act: Callable[[datetime], object], words: str = "") -> None:
        calendar.on(now - timedelta(days=days), act, words)

    cards = outside / "contractors"
    stated = ("no-cloud", "copies-destroyed", "no-subcontractor")
    on(18.9, partial(_engage, home, ARSON, _KEPT, 1), "contractors")
    on(18.5, partial(_engage, home, ARSON, _LATE, 1))
    on(17, partial(_hand_over, home, _KEPT, cards / "survey", ARSON))
    on(16, partial(_hand_over, home, _LATE, cards / "roof", ARSON))
    on(15, partial(_attest, home, _KEPT, stated))
    on(14.5, partial(_sign, home, _KEPT))
    on(14, partial(_close, home, _KEPT))
    on(10.8, partial(_engage, home, CRASH, _BROKE, 1))
    on(8, partial(_attest, home, _LATE, stated))
    on(6, partial(_break, home, _BROKE))
    on(5, partial(_remind, home, _BROKE))
    # Its attestation was due two days ago.
    on(0.5, partial(_remind, home, _LATE))


def _engage(home: Home, story: Story, contractor: str, after: int, now: datetime) -> None:
    first = (now + timedelta(days=after)).date()
    services.open_engagement(
        home=home,
        actor=find(_OFFICER),
        contractor=contractor,
        contact="The duty pilot\n1 Invented Street",
        case=story.reference,
        purpose=story.cards[0].purpose,
        work="Photograph the ground from above, by day, as the officer on the spot asks",
        flying=Flying("DJI Matrice 350 RTK", certificate="Invented 102/77", rule_part="Part 102"),
        starts_on=first,
        ends_on=first + timedelta(days=1),
        conditions=[one.id for one in home.lists.engagement_conditions if one.usual],
        agreement=_document("agreement", contractor),
        now=now,
    )


def _hand_over(home: Home, contractor: str, card: Path, story: Story, now: datetime) -> None:
    card.mkdir(parents=True, exist_ok=True)
    (card / "flight-notes.txt").write_text(
        f"{card.name}: four passes at 60 m, and back. Invented.\n", encoding="utf-8"
    )
    receipt = uses.take_in_medium(
        home=home,
        actor=find(_OFFICER),
        path=card,
        case=story.reference,
        purpose=story.cards[0].purpose,
        authority="Engagement of a contractor",
        medium_name="microSD of the contractor",
        whose="outside",
        now=now,
    )
    _meet(home, contractor, "handed-over-on-media", Evidence(acquisition=receipt), now)


def _attest(home: Home, contractor: str, conditions: tuple[str, ...], now: datetime) -> None:
    for condition in conditions:
        said = Evidence("The duty pilot", "Cards, controller and telephone were formatted twice")
        _meet(home, contractor, condition, said, now)


def _sign(home: Home, contractor: str, now: datetime) -> None:
    document = Evidence("The director", "", _document("attestation", contractor))
    _meet(home, contractor, "attestation-signed", document, now)


def _meet(home: Home, contractor: str, condition: str, said: Evidence, now: datetime) -> None:
    services.meet_condition(
        home=home,
        actor=find(_OFFICER),
        number=_number(contractor),
        condition=condition,
        evidence=said,
        now=now,
    )


def _close(home: Home, contractor: str, now: datetime) -> None:
    services.close_engagement(home=home, actor=find(_GOVERNS), number=_number(contractor), now=now)


def _break(home: Home, contractor: str, now: datetime) -> None:
    services.record_breach(
        home=home,
        actor=find(_GOVERNS),
        number=_number(contractor),
        condition="no-cloud",
        summary="A contractor's tablet synchronised its flight log with the maker's servers.",
        private="The firm told us itself; the log held positions and no pictures.",
        now=now,
    )


def _remind(home: Home, contractor: str, now: datetime) -> None:
    services.remind_contractor(
        home=home,
        actor=find(_GOVERNS),
        number=_number(contractor),
        how="By post, with acknowledgement of receipt",
        now=now,
    )


def _document(what: str, contractor: str) -> Document:
    """Name a document that nobody wrote: the digest of its invented name."""
    return Document(f"{what}.pdf", sha256(f"invented {what} {contractor}".encode()).hexdigest())


def _number(contractor: str) -> str:
    return Engagement.objects.get(contractor=contractor).number
