# SPDX-License-Identifier: Apache-2.0
"""How the demonstration agency governs its technologies, over two quarters and a part of a third.

A register, decisions, an oral one that lapsed, a trial that ended, bans, uses and refusals.

All of it is invented, and all of it is done by the services as the people who would do it.
"""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from holdfast.demo.complaining import plan_complaints
from holdfast.demo.people import find
from holdfast.gate import DeniedError, Row, Support
from holdfast.oversight import services, uses
from holdfast.oversight.models import Advice, Approval
from holdfast.oversight.services.reports import make_report
from holdfast.oversight.services.tool_logs import take_in_tool_log
from holdfast.publication import Quarter
from holdfast.records.models import Case, Entry
from holdfast.records.services import add_member, open_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.demo.calendar import Act, Calendar
    from holdfast.home import Home

_GOVERNS: Final = "h.wiremu"
_CONTACT: Final = "technology@police.example"
_FLYING: Final = (
    "crash-scene",
    "crime-scene",
    "fire-scene",
    "search-and-rescue",
    "situational-awareness",
)
_TRIAL_DAYS: Final = 60
_LOG_DAYS: Final = 5
_TOOL_PURPOSES: Final = ("investigation", "disclosure")
# case that stands behind what was flown and searched before the cases with pictures were opened
STANDING_CASE: Final = "2026-0100"
_FLIGHTS: Final = (
    # (every so many days, technology, purpose, minutes)
    (9, "dji-mavic-2-pro", "crash-scene", 11),
    (13, "dji-mavic-pro", "crime-scene", 14),
    (17, "dji-phantom-4", "fire-scene", 9),
    (29, "dji-matrice-300-rtk", "search-and-rescue", 26),
)


def technologies() -> Sequence[Mapping[str, Any]]:
    """Give the technologies of the demonstration, in their order."""
    text = files("holdfast.demo").joinpath("technologies.toml").read_text(encoding="utf-8")
    rows: Sequence[Mapping[str, Any]] = tomllib.loads(text)["technologies"]
    return rows


def technology_of(model: str) -> str:
    """Give the id of a drone's model on the register."""
    return next(str(row["id"]) for row in technologies() if row["model"] == model)


def plan_governing(calendar: Calendar, home: Home, founded: datetime, now: datetime) -> None:
    """Put it all into the calendar."""
    on = partial(_on, calendar, founded, now)
    on(1, partial(_register, home), "the register of technologies")
    on(2, partial(_assess, home))
    on(3, partial(_ask_panel, home))
    on(4, partial(_approve_drones, home))
    on(5, partial(_approve_tools, home))
    on(6, partial(_permit, home), "permissions and bans")
    on(6, partial(_open_standing_case, home))
    on(31, partial(_panel_answers, home))
    for days, number in ((8, 3), (21, 5), (44, 4), (101, 6), (140, 5)):
        on(days, partial(_use_tool, home, "nuix", number))
    for days, number in ((11, 2), (52, 3), (118, 2)):
        on(days, partial(_use_tool, home, "cellebrite", number))
    on(25, partial(_use_tool, home, "briefcam", 1))
    on(38, partial(_refused, home, "nuix/face-search"))
    on(70, partial(_refused, home, "briefcam"))
    for days, technology in ((3, "nuix/face-search"), (2, "body-worn-camera")):
        calendar.on(now - timedelta(days=days), partial(_refused, home, technology))
    on(50, partial(_approve_body_worn, home))
    on(58, partial(_stop_orally, home), "an instruction that was only spoken")
    on(63, partial(_pause_in_writing, home))
    on(95, partial(_incident, home))
    plan_complaints(calendar, home, founded, now)
    _plan_reports(calendar, home, founded, now)
    for every, technology, purpose, minutes in _FLIGHTS:
        for days in range(7 + every, (now - founded).days - 1, every):
            on(days, partial(_fly, home, technology, purpose, minutes))


def _on(  # noqa: PLR0917 # bound once, above
    calendar: Calendar, founded: datetime, now: datetime, days: int, act: Act, words: str = ""
) -> None:
    moment = founded + timedelta(days=days, hours=2)
    if moment < now - timedelta(hours=1):
        calendar.on(moment, act, words)


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


def _register(home: Home, now: datetime) -> None:
    for row in technologies():
        told = {"maker": "DJI", "description": "", **row}
        drone = told["kind"] == "drone"
        services.register_technology(
            home=home,
            actor=find(_GOVERNS),
            number=str(told["id"]),
            name=str(told["name"]),
            kind=str(told["kind"]),
            phrase=f"the drone {told['name']}" if drone else str(told.get("phrase", "")),
            maker=str(told["maker"]),
            model=str(told["model"]),
            description=str(told["description"])
            or "Photographs and films scenes from the air. What it records goes to its card.",
            parent=str(told.get("parent", "")),
            latent=bool(told.get("latent")),
            captures_others=drone or told["kind"] == "camera",
            contact=_CONTACT,
            now=now,
        )


def _assess(home: Home, now: datetime) -> None:
    for row in technologies():
        if row.get("latent"):
            continue
        for kind in ("privacy", "security"):
            services.attach_assessment(
                home=home,
                actor=find(_GOVERNS),
                number=str(row["id"]),
                kind=kind,
                done_on=now.date(),
                summary=f"Invented for the demonstration: {kind} assessment of {row['name']}.",
                alternative="A camera on a pole, where that reaches far enough"
                if row["kind"] == "drone"
                else "Looking through it by hand",
                principles={
                    "necessity": "Scenes that cannot be walked over without harm to them",
                    "privacy": "People who happen to be there are recorded; kept as unclassified",
                    "transparency": "On the public register, with its uses",
                },
                now=now,
            )
        services.move_technology(
            home=home, actor=find(_GOVERNS), number=str(row["id"]), stage="assessed", now=now
        )


def _ask_panel(home: Home, now: datetime) -> None:
    services.ask_panel(
        home=home,
        actor=find(_GOVERNS),
        technology="briefcam",
        question="May a trial begin on evidential video, without the functions that compare faces?",
        asked_on=now.date(),
        now=now,
    )


def _panel_answers(home: Home, now: datetime) -> None:
    services.answer_of_panel(
        home=home,
        actor=find("l.sorensen"),
        number=Advice.objects.earliest("number").number,
        answer="A short trial, on evidential video alone, with its uses published.",
        answered_on=now.date(),
        response="Followed: the permission names evidential recordings and nothing else.",
        now=now,
    )


def _approve(
    home: Home,
    technology: str,
    kind: str,
    now: datetime,
    *,
    until: datetime | None = None,
    expected: Mapping[str, int] | None = None,
    review_on: date | None = None,
) -> None:
    """Decide for one technology, say how it was bought, and move it along."""
    actor = find(_GOVERNS)
    services.change_technology(
        home=home,
        actor=actor,
        number=technology,
        fields={
            "procurement_reason": "Bought off the shelf, below the sum from which a notice is due",
            "supplier": "A reseller",
        },
        now=now,
    )
    decision = services.record_decision(
        home=home,
        actor=actor,
        title=f"{'Trial' if kind == 'trial' else 'Use'} of {_name(technology)}",
        kind="approve",
        form="written",
        made_on=now.date() - timedelta(days=1),
        maker="Executive committee for emergent technology",
        authority="Delegation of the Commissioner, instrument 2026/3 (invented)",
        reason="It does what is needed and nothing less intrusive would",
        alternatives="To go on without it",
        technology=technology,
        approve=kind,
        until=until,
        expected=expected,
        review_on=review_on,
        conditions="Never live, and never to compare faces",
        now=now,
    )
    services.move_technology(
        home=home,
        actor=actor,
        number=technology,
        stage="trial" if kind == "trial" else "adopted",
        decision=decision,
        now=now,
    )


def _name(technology: str) -> str:
    return next(str(row["name"]) for row in technologies() if row["id"] == technology)


def _approve_drones(home: Home, now: datetime) -> None:
    for row in technologies():
        if row["kind"] == "drone":
            _approve(
                home,
                str(row["id"]),
                "adoption",
                now,
                expected={"flights": 4, "minutes": 60},
                review_on=now.date() + timedelta(days=150 if row["id"] == "dji-spark" else 330),
            )


def _approve_tools(home: Home, now: datetime) -> None:
    for tool in ("nuix", "cellebrite"):
        _approve(home, tool, "adoption", now, expected={"searches": 20})
    _approve(home, "briefcam", "trial", now, until=now + timedelta(days=_TRIAL_DAYS))
    _approve(home, "taser-camera", "adoption", now)


def _permit(home: Home, now: datetime) -> None:
    for row in technologies():
        number = str(row["id"])
        if row["kind"] == "drone":
            _add(home, now, number, ("operator",), _FLYING, ("live-flight",))
        elif row.get("latent"):
            ban = Row("B-000", "ban", (), number, (), (), "")
            services.add_row(home=home, actor=find(_GOVERNS), row=ban, now=now)
    for tool in ("nuix", "cellebrite"):
        _add(home, now, tool, ("investigator",), _TOOL_PURPOSES, ("phone-extraction",))
    _add(home, now, "briefcam", ("investigator",), ("investigation",), ("evidential",))


def _add(  # noqa: PLR0917 # one call a line, above
    home: Home,
    now: datetime,
    technology: str,
    roles: tuple[str, ...],
    purposes: tuple[str, ...],
    data_classes: tuple[str, ...],
) -> None:
    approval = Approval.objects.filter(technology=technology).latest("number").number
    row = Row("P-000", "permit", roles, technology, purposes, data_classes, approval)
    services.add_row(home=home, actor=find(_GOVERNS), row=row, now=now)


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
    add_member(home=home, actor=opener, case=number, username="m.okeefe", now=now)


def _fly(  # bound once, above
    home: Home, technology: str, purpose: str, minutes: int, now: datetime
) -> None:
    for count, unit in ((1, "flights"), (minutes, "minutes")):
        uses.record_use(
            home=home,
            actor=find("m.okeefe"),
            technology=technology,
            purpose=purpose,
            data_class="live-flight",
            support=Support("case", STANDING_CASE),
            count=count,
            unit=unit,
            happened_at=now,
            now=now,
        )


def _use_tool(home: Home, technology: str, searches: int, now: datetime) -> None:
    uses.record_use(
        home=home,
        actor=find("a.tamihana"),
        technology=technology,
        purpose="investigation",
        data_class="evidential" if technology == "briefcam" else "phone-extraction",
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


def _approve_body_worn(home: Home, now: datetime) -> None:
    _approve(home, "body-worn-camera", "trial", now, until=now + timedelta(days=365))


def _stop_orally(home: Home, now: datetime) -> None:
    services.record_decision(
        home=home,
        actor=find(_GOVERNS),
        title="Stop work on body-worn cameras",
        kind="other",
        form="oral",
        made_on=now.date(),
        maker="Deputy Commissioner",
        authority="Said on the telephone; no directive was written",
        reason="Work is to stop for the time being",
        technology="body-worn-camera",
        now=now,
    )


def _pause_in_writing(home: Home, now: datetime) -> None:
    services.record_decision(
        home=home,
        actor=find(_GOVERNS),
        title="Work on body-worn cameras is paused",
        kind="pause",
        affects=[Approval.objects.get(technology="body-worn-camera").number],
        form="written",
        made_on=now.date() - timedelta(days=1),
        maker="Deputy Commissioner",
        authority="Delegation of the Commissioner, instrument 2026/3 (invented)",
        reason="Storage and privacy are not settled; the oral instruction before it has lapsed",
        alternatives="To go on with a trial in one district",
        technology="body-worn-camera",
        now=now,
    )


def _incident(home: Home, now: datetime) -> None:
    services.record_incident(
        home=home,
        actor=find(_GOVERNS),
        technology="taser-camera",
        kind="failure",
        summary="Three files of ageing cameras were cut off; what there is was kept.",
        now=now,
    )
