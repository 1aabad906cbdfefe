# SPDX-License-Identifier: Apache-2.0
"""What happened at the demonstration agency: its cases and the cards that were handed in.

All of it is invented. Days are counted back from the day the demonstration is made, so that what
should look recent does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CardHandedIn:
    """One card: which drone flew, where, how much it holds, and what is wrong with it."""

    name: str
    asset: str
    place: int
    days_ago: int
    photographs: int
    videos: int
    seconds: float
    taken_by: str
    purpose: str
    authority: str
    faults: tuple[str, ...] = ()
    picture: tuple[int, int] = (768, 432)
    # How long the aircraft's own flight record beside the card says that it flew; 0 for none.
    flight_record_s: float = 0.0
    # Minutes that the pilot wrote down when the flight was recorded; None: nobody recorded it.
    typed_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One case: who opened it, who works in it, and its cards."""

    reference: str
    title: str
    opened_by: str
    days_ago: int
    members: tuple[str, ...]
    cards: tuple[CardHandedIn, ...]
    access_class: str = "standard"


ARSON: Final = Story(
    reference="2026-0417",
    title="Arson, timber yard, Kaiwharawhara",
    opened_by="a.tamihana",
    days_ago=19,
    members=("m.okeefe", "j.faleolo"),
    cards=(
        CardHandedIn(
            name="scene-morning",
            asset="UAS-07",
            place=0,
            days_ago=19,
            photographs=8,
            videos=2,
            seconds=14.0,
            taken_by="m.okeefe",
            purpose="fire-scene",
            authority="Search warrant 2026/1182",
            faults=("missing-number",),
            flight_record_s=702.4,
            typed_minutes=12,
        ),
        CardHandedIn(
            name="scene-afternoon",
            asset="UAS-01",
            place=0,
            days_ago=18,
            photographs=4,
            videos=1,
            seconds=8.0,
            taken_by="m.okeefe",
            purpose="fire-scene",
            authority="Search warrant 2026/1182",
            faults=("edited-photograph",),
            typed_minutes=9,
        ),
    ),
)

CRASH: Final = Story(
    reference="2026-0433",
    title="Fatal crash, State Highway 5 near Taupō",
    opened_by="a.tamihana",
    days_ago=11,
    members=("m.okeefe", "j.faleolo", "r.patel"),
    cards=(
        CardHandedIn(
            name="crash-scene",
            asset="UAS-25",
            place=1,
            days_ago=11,
            photographs=4,
            videos=1,
            seconds=6.0,
            taken_by="m.okeefe",
            purpose="crash-scene",
            authority="Duty of the serious crash unit",
            faults=("truncated-video", "empty-subtitle", "newline-name", "unknown-file"),
        ),
        CardHandedIn(
            name="crash-skid-marks",
            asset="UAS-16",
            place=1,
            days_ago=10,
            photographs=5,
            videos=0,
            seconds=0.0,
            taken_by="r.patel",
            purpose="crash-scene",
            authority="Duty of the serious crash unit",
            faults=("text-photograph",),
        ),
    ),
)

SEARCH: Final = Story(
    reference="2026-0440",
    title="Search for a missing walker, Kaikōura coast",
    opened_by="r.patel",
    days_ago=5,
    members=("m.okeefe", "j.faleolo", "a.tamihana"),
    cards=(
        CardHandedIn(
            name="search-coast",
            asset="UAS-20",
            place=2,
            days_ago=5,
            photographs=3,
            videos=1,
            seconds=30.0,
            taken_by="r.patel",
            purpose="search-and-rescue",
            authority="Duty to preserve life",
            picture=(1280, 720),
            flight_record_s=1517.0,
            typed_minutes=25,
        ),
        CardHandedIn(
            name="search-island",
            asset="UAS-02",
            place=6,
            days_ago=3,
            photographs=3,
            videos=1,
            seconds=8.0,
            taken_by="m.okeefe",
            purpose="search-and-rescue",
            authority="Duty to preserve life",
            faults=("missing-number", "truncated-subtitle"),
        ),
    ),
)

CONDUCT: Final = Story(
    reference="2026-0451",
    title="Conduct inquiry, members of the inquiry only",
    opened_by="a.tamihana",
    days_ago=2,
    members=(),
    cards=(
        CardHandedIn(
            name="inquiry",
            asset="UAS-03",
            place=4,
            days_ago=2,
            photographs=3,
            videos=0,
            seconds=0.0,
            taken_by="a.tamihana",
            purpose="complaint",
            authority="Instruction of the district commander, in writing",
        ),
    ),
    access_class="restricted",
)

# Its recordings are of fixed cameras and no card of a drone: see `holdfast.demo.watching`.
BAG: Final = Story(
    reference="2026-0458",
    title="Bag left at a shop's entrance, Willis Street",
    opened_by="a.tamihana",
    days_ago=2,
    members=("j.faleolo", "r.patel"),
    cards=(),
)

STORIES: Final = (ARSON, CRASH, SEARCH, CONDUCT)

# The card that a newcomer may hand in themselves.
TO_HAND_IN: Final = CardHandedIn(
    name="card-to-hand-in",
    asset="UAS-08",
    place=3,
    days_ago=0,
    photographs=4,
    videos=1,
    seconds=8.0,
    taken_by="m.okeefe",
    purpose="crime-scene",
    authority="Consent of the owner",
    faults=("missing-number", "unknown-file"),
)
