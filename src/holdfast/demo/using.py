# SPDX-License-Identifier: Apache-2.0
"""What the demonstration agency used its tools for, what was refused, and what was reported.

Searches of two quarters and a part of a third, all under permits of the gate; refusals
are what somebody tried. All of it is invented.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from holdfast.demo.people import find
from holdfast.gate import DeniedError, Support
from holdfast.oversight import uses
from holdfast.oversight.services.reports import make_report
from holdfast.oversight.services.tool_logs import take_in_tool_log
from holdfast.publication import Quarter
from holdfast.records.models import Case, Entry
from holdfast.records.services import add_member, open_case

if TYPE_CHECKING:
    from holdfast.demo.calendar import Act, Calendar
    from holdfast.home import Home

_GOVERNS: Final = "h.wiremu"
_LOG_DAYS: Final = 5
_ON_VIDEO: Final = ("briefcam", "body-worn-camera")
# case that stands behind what was flown and searched before the cases with pictures were opened
STANDING_CASE: Final = "2026-0100"


def plan_using(calendar: Calendar, home: Home, founded: datetime, now: datetime) -> None:
    """Put it all into the calendar."""

    def on(days: int, act: Act) -> None:
        calendar.after(founded, days, act, before=now)

    on(6, partial(_open_standing_case, home))
    for days, number in ((8, 3), (21, 5), (44, 4), (101, 6), (140, 5)):
        on(days, partial(_use_tool, home, "nuix", number))
    for days, number in ((11, 2), (52, 3), (118, 2)):
        on(days, partial(_use_tool, home, "cellebrite", number))
    on(25, partial(_use_tool, home, "briefcam", 1))
    on(38, partial(_refused, home, "nuix/face-search"))
    on(70, partial(_refused, home, "briefcam"))
    for days, technology in ((3, "nuix/face-search"), (2, "body-worn-camera")):
        calendar.on(now - timedelta(days=days), partial(_refused, home, technology))
    _plan_reports(calendar, home, founded, now)


def _plan_reports(calendar: Calendar, home: Home, founded: datetime, now: datetime) -> None:
    """Have the two quarters that are over reported on, and the tools' own logs handed in before."""
    quarter = Quarter.containing(founded.date())
    for _ in range(2):
        after = datetime.combine(quarter.last_day, time(20), tzinfo=UTC)
        for days, act in (
            (5, partial(_hand_in_log, home, "cellebrite", quarter)),
            (9, partial(_report, home, quarter)),
        ):
            moment = min(after + timedelta(days=days), now - timedelta(minutes=30 - days))
            calendar.on(moment, act, f"the report on {quarter}" if days > _LOG_DAYS else "")
        quarter = quarter.next


def _report(home: Home, quarter: Quarter, now: datetime) -> None:
    make_report(home=home, actor=find(_GOVERNS), quarter=str(quarter), now=now)


def _hand_in_log(home: Home, technology: str, quarter: Quarter, now: datetime) -> None:
    """Hand in the log that the tool's own machine would have written; every use is in it."""
    seen = Entry.objects.filter(
        act="use.record",
        technology=technology,
        outcome="done",
        day__range=(quarter.first_day, quarter.last_day),
    )
    lines = [
        "time,function,reference,count",
        *(
            f"{entry.at:%Y-%m-%dT%H:%M:%SZ},contact graph,{STANDING_CASE},{entry.count}"
            for entry in seen
        ),
    ]
    take_in_tool_log(
        home=home,
        actor=find(_GOVERNS),
        technology=technology,
        data="\n".join(lines).encode(),
        name=f"{technology}-{quarter}.csv",
        first=quarter.first_day,
        last=quarter.last_day,
        now=now,
    )


def _open_standing_case(home: Home, now: datetime) -> None:
    opener = find("a.tamihana")
    open_case(
        home=home,
        actor=opener,
        reference=STANDING_CASE,
        title="Flights and searches of the year, without media",
        now=now,
    )
    number = Case.objects.get(reference=STANDING_CASE).number
    for username in ("m.okeefe", "r.patel"):
        add_member(home=home, actor=opener, case=number, username=username, now=now)


def _use_tool(home: Home, technology: str, searches: int, now: datetime) -> None:
    uses.record_use(
        home=home,
        actor=find("a.tamihana"),
        technology=technology,
        purpose="investigation",
        data_class="evidential" if technology in _ON_VIDEO else "phone-extraction",
        support=Support("case", STANDING_CASE),
        count=searches,
        unit="searches",
        reference=STANDING_CASE,
        happened_at=now,
        now=now,
    )


def _refused(home: Home, technology: str, now: datetime) -> None:
    """Have somebody try what is not permitted: the refusal is what stays."""
    with suppress(DeniedError):
        _use_tool(home, technology, 1, now)
