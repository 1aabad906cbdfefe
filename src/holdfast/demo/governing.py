# SPDX-License-Identifier: Apache-2.0
"""How the demonstration agency governs its technologies, over two quarters and a part of a third.

A register, assessments, decisions, an oral one that lapsed, a trial that ended, permissions and bans.

All of it is invented, and all of it is done by the services as the people who would do it.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from holdfast.demo.people import find
from holdfast.gate import Row
from holdfast.oversight import services
from holdfast.oversight.models import Advice, Approval

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
_TOOL_PURPOSES: Final = ("investigation", "disclosure")


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

    def on(days: int, act: Act, words: str = "") -> None:
        calendar.after(founded, days, act, words, before=now)

    on(1, partial(_register, home), "the register of technologies")
    on(2, partial(_assess, home))
    on(3, partial(_ask_panel, home))
    on(4, partial(_approve_drones, home))
    on(5, partial(_approve_tools, home))
    on(6, partial(_permit, home), "permissions and bans")
    on(31, partial(_panel_answers, home))
    on(50, partial(_approve_body_worn, home))
    on(58, partial(_stop_orally, home), "an instruction that was only spoken")
    on(63, partial(_pause_in_writing, home))
    on(95, partial(_incident, home))


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
                expected={"flights": 14, "minutes": 150},
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


def _approve_body_worn(home: Home, now: datetime) -> None:
    _approve(home, "body-worn-camera", "trial", now, until=now + timedelta(days=365))
    _add(home, now, "body-worn-camera", ("investigator",), ("investigation",), ("evidential",))


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
