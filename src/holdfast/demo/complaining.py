# SPDX-License-Identifier: Apache-2.0
"""What the public of the demonstration complained of and asked for, and what became of it.

All of it is invented, and all of it comes in by the services behind the public pages.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from holdfast.demo.people import find
from holdfast.oversight import services
from holdfast.oversight.models import Complaint
from holdfast.oversight.public_person import member_of_the_public

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.demo.calendar import Calendar
    from holdfast.home import Home

_GOVERNS: Final = "h.wiremu"
_ANSWERED_AFTER: Final = timedelta(days=16)


def plan_complaints(calendar: Calendar, home: Home, founded: datetime, now: datetime) -> None:
    """Put it all into the calendar: one complaint that was answered, one that waits, two requests."""
    calendar.on(founded + timedelta(days=84, hours=4), partial(_complain_of_drone, home))
    calendar.on(founded + timedelta(days=84, hours=4) + _ANSWERED_AFTER, partial(_answer, home))
    calendar.on(now - timedelta(days=34), partial(_complain_of_search, home))
    calendar.on(now - timedelta(days=12), partial(_ask_for_figures, home))
    calendar.on(now - timedelta(days=6), partial(_ask_about_oneself, home))


def _complain_of_drone(home: Home, now: datetime) -> None:
    services.receive_complaint(
        home=home,
        actor=member_of_the_public(),
        about="technology",
        technology="dji-mavic-2-pro",
        text="A police drone hung over our garden for twenty minutes while my children played.",
        contact="by the code on the receipt",
        where_and_when="Kaiwharawhara, a Saturday afternoon",
        now=now,
    )


def _answer(home: Home, now: datetime) -> None:
    first = Complaint.objects.earliest("number").number
    services.answer_complaint(
        home=home,
        actor=find(_GOVERNS),
        number=first,
        finding="not-upheld",
        words="The drone photographed a crash on the road behind your house for eleven minutes. "
        "What it recorded of your garden is unclassified and is opened by nobody.",
        now=now,
    )


def _complain_of_search(home: Home, now: datetime) -> None:
    """Complain of something that nobody has answered in time: it is overdue, and says so."""
    services.receive_complaint(
        home=home,
        actor=member_of_the_public(),
        about="technology",
        technology="nuix",
        text="I was told that my computer was searched for faces. Was it?",
        contact="a letter box in the capital",
        now=now,
    )


def _ask_for_figures(home: Home, now: datetime) -> None:
    services.receive_request(
        home=home,
        actor=member_of_the_public(),
        subjects=("anything-else",),
        requester="A reporter",
        contact="news desk",
        text="How many times were drones flown this year, for how many minutes, and what for?",
        now=now,
    )


def _ask_about_oneself(home: Home, now: datetime) -> None:
    services.receive_request(
        home=home,
        actor=member_of_the_public(),
        subjects=("the-asker",),
        requester="Somebody who walked along the coast that day",
        contact="by the code on the receipt",
        text="Was a drone used on me, on the Kaikōura coast?",
        now=now,
    )
