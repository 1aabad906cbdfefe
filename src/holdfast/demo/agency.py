# SPDX-License-Identifier: Apache-2.0
"""Make the demonstration agency: people, 26 drones, cases, and cards taken in by the real services.

Promises: nothing here writes to a database, a vault or a ledger itself; every row and every entry
comes from the services that people use, as the person who would do it. What is invented are the
recordings (`holdfast.demo.card`), the people and the days. Acts carry the invented days, so that
pages look lived in. Not for evidence: the home says in its name what it is.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from holdfast.accounts.roles import (
    ADMINISTRATOR,
    EXHIBIT_OFFICER,
    GOVERNANCE,
    INVESTIGATOR,
    OPERATOR,
)
from holdfast.demo.afterwards import plan_afterwards
from holdfast.demo.calendar import Calendar
from holdfast.demo.card import generate_card
from holdfast.demo.complaining import plan_complaints
from holdfast.demo.contracting import plan_contracting
from holdfast.demo.fleet import DEMONSTRATOR, FIRMWARE, Drone, fleet
from holdfast.demo.flying import after_a_card, plan_flying, put_flight_record, register_parts
from holdfast.demo.governing import plan_governing, technology_of
from holdfast.demo.layout import cards_of, founded, outside_of
from holdfast.demo.people import enrol_everybody, find
from holdfast.demo.story import STORIES, TO_HAND_IN, CardHandedIn, Story
from holdfast.demo.testing import plan_testing
from holdfast.demo.using import plan_using
from holdfast.demo.watching import draw_export, plan_watching
from holdfast.oversight import uses
from holdfast.oversight.asking import stated
from holdfast.oversight.founding import found_home
from holdfast.records.models import Case, Item
from holdfast.records.services import add_member, open_case, register_device

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from holdfast.home import Home

_HOURS_UNTIL_HANDED_IN = 3
_NZ_SUMMER = timedelta(hours=13)
_AT_ONCE = 2
_REPAIRED = "UAS-16"
_FRAMES_PER_SECOND = 15


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made: a card that may be handed in, a pack, and the damaged original's digest."""

    card_to_hand_in: Path
    pack: Path
    damaged: str


def fill_demonstration(
    home: Home, *, os_user: str, now: datetime, tell: Callable[[str], None]
) -> Demonstration:
    """Make everything in a home that was just laid out. Django is set up for it."""
    begun = founded(now)
    tell("people")
    roles = (OPERATOR, INVESTIGATOR, EXHIBIT_OFFICER, GOVERNANCE, ADMINISTRATOR)
    founder = found_home(
        home=home,
        username=DEMONSTRATOR,
        name="Whoever runs this demonstration",
        os_user=os_user,
        roles=roles,
        now=begun,
    )
    outside = outside_of(home.root)
    cards = cards_of(home.root)
    serials = _make_cards(cards, now, tell)
    calendar = Calendar()
    calendar.on(begun, lambda day: enrol_everybody(home=home, actor=founder, now=day))
    plan_governing(calendar, home, begun, now)
    plan_using(calendar, home, begun, now)
    plan_flying(calendar, home, begun, now)
    plan_complaints(calendar, home, begun, now)
    calendar.on(
        begun + timedelta(days=4, hours=3), partial(_register_fleet, home, serials), "26 drones"
    )
    plan_testing(calendar, home, outside / "captures", now)
    for story in STORIES:
        _plan_story(calendar, home, story, cards, now)
    plan_watching(calendar, home, cards, now)
    plan_contracting(calendar, home, outside=outside, now=now)
    harmed = plan_afterwards(calendar, home, founder=founder, outside=outside, now=now)
    calendar.live(tell)
    return Demonstration(
        card_to_hand_in=cards / TO_HAND_IN.name, pack=harmed.pack, damaged=harmed.damaged
    )


def _drone(asset: str) -> Drone:
    return next(drone for drone in fleet() if drone.asset == asset)


def _make_cards(folder: Path, now: datetime, tell: Callable[[str], None]) -> dict[str, str]:
    """Make every card, two at a time; return the serial number in its files, by asset number."""
    handed_in = [*(card for story in STORIES for card in story.cards), TO_HAND_IN]
    serials: dict[str, str] = {}
    with ProcessPoolExecutor(max_workers=_AT_ONCE) as executor:
        export = executor.submit(draw_export, folder, now)
        made = executor.map(
            _make_card, [folder / card.name for card in handed_in], handed_in, repeat(now)
        )
        for card, serial in zip(handed_in, made, strict=True):
            serials[card.asset] = serial
            tell(f"card {card.name}")
        export.result()
    return serials


def _make_card(folder: Path, card: CardHandedIn, now: datetime) -> str:
    flown = now - timedelta(days=card.days_ago, hours=_HOURS_UNTIL_HANDED_IN)
    made = generate_card(
        folder,
        seed=int(card.asset.removeprefix("UAS-")) * 100 + card.place,
        model=_drone(card.asset).card_model,
        start=(flown + _NZ_SUMMER).replace(tzinfo=None, microsecond=0),
        place=card.place,
        photographs=card.photographs,
        videos=card.videos,
        video_seconds=card.seconds,
        video_size=card.picture,
        frames_per_second=_FRAMES_PER_SECOND,
        faults=card.faults,
    )
    if card.flight_record_s:
        put_flight_record(folder, made, started=flown, seconds=card.flight_record_s)
    return made.serial


def _register_fleet(home: Home, serials: dict[str, str], now: datetime) -> None:
    governance = find("h.wiremu")
    for drone in fleet():
        # One came back from repair with another serial number, and nobody registered it.
        known = drone.asset in serials and drone.asset != _REPAIRED
        in_files = [serials[drone.asset]] if known else []
        register_device(
            home=home,
            actor=governance,
            asset=drone.asset,
            maker="DJI",
            model=drone.model,
            serials=[drone.serial, *in_files],
            district=drone.district,
            custodian=drone.custodian,
            technology=technology_of(drone.model),
            kind="aircraft",
            firmware=FIRMWARE[drone.card_model],
            now=now,
        )
    register_parts(home, governance, now)


def _plan_story(calendar: Calendar, home: Home, story: Story, cards: Path, now: datetime) -> None:
    opened = now - timedelta(days=story.days_ago, hours=_HOURS_UNTIL_HANDED_IN - 1)
    calendar.on(opened, partial(_open, home, story))
    for card in story.cards:
        calendar.on(
            now - timedelta(days=card.days_ago),
            partial(_take_in, home, story, card, cards),
            f"taking in {card.name}, and making its pictures",
        )


def _open(home: Home, story: Story, now: datetime) -> None:
    opener = find(story.opened_by)
    open_case(
        home=home,
        actor=opener,
        reference=story.reference,
        title=story.title,
        access_class=story.access_class,
        now=now,
    )
    case = Case.objects.get(reference=story.reference).number
    for member in story.members:
        add_member(home=home, actor=opener, case=case, username=member, now=now)


def _take_in(home: Home, story: Story, card: CardHandedIn, cards: Path, now: datetime) -> None:
    actor = find(card.taken_by)
    number = uses.take_in_medium(
        home=home,
        actor=actor,
        path=cards / card.name,
        case=story.reference,
        purpose=card.purpose,
        authority=card.authority,
        medium_name=f"microSD from {card.asset}",
        now=now,
    )
    pictured = Item.objects.filter(acquisition=number, kind__in=("photograph", "video"))
    uses.make_pictures(
        home=home,
        actor=actor,
        items=list(pictured.order_by("number").values_list("number", flat=True)),
        processors=("thumbnail", "poster", "playable"),
        purpose=stated(home, card.purpose),
        case=story.reference,
        now=now,
    )
    after_a_card(home, card, now)
