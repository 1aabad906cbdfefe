# SPDX-License-Identifier: Apache-2.0
"""A published record in one sentence, for the history of a technology.

Promises: says nothing that the public record does not hold; a record of an unknown type is named
by its type.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.entry import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.agency import Agency

_EFFECTS: Final = {"pause": "Pauses", "resume": "Resumes", "end": "Ends"}


def told(lists: Agency, record: Mapping[str, Any]) -> str:
    """Say what a record made public."""
    say = _TOLD.get(str(record["type"]))
    return say(lists, record) if say else str(record["type"])


def in_a_sentence(day: str) -> str:
    """Write a day of a record, 2026-12-17, as 17 December 2026."""
    try:
        found = date.fromisoformat(day[:10])
    except ValueError:
        return day
    return f"{found.day} {found:%B %Y}"


def effect_of(kind: str, approval: Mapping[str, Any] | None, affects: list[str]) -> str:
    """Say what a decision does, in a few words."""
    if approval is not None:
        end = (
            f" until {in_a_sentence(str(approval['until']))}"
            if approval["until"]
            else ", no end set"
        )
        return f"{str(approval['kind']).capitalize()} {approval['id']}{end}"
    if kind in _EFFECTS:
        return f"{_EFFECTS[kind]} {', '.join(affects)}"
    return {"propose": "Proposes", "stage": "About a stage"}.get(kind, "No approval touched")


def _changed(lists: Agency, record: Mapping[str, Any]) -> str:
    names = [FIELDS[name].words if name in FIELDS else name for name in record["fields"]]
    words = f"The register was changed: {'; '.join(names)}" if names else ""
    if record["trigger"]:
        trigger = lists.triggers.get(record["trigger"])
        opened = trigger.words if trigger else record["trigger"]
        words += f"{'. ' if words else ''}A new assessment is asked for: {opened}"
    return words


def _assessed(lists: Agency, record: Mapping[str, Any]) -> str:
    kind = lists.assessments.get(record["kind"])
    return (
        f"{kind.words if kind else record['kind']} of {in_a_sentence(record['done_on'])} attached"
    )


def _advised(_: Agency, record: Mapping[str, Any]) -> str:
    if not record["answered_on"]:
        return f"The panel was asked ({record['number']}): {record['question']}"
    withheld = " The answer is withheld." if record["withheld_ground"] else ""
    return f"The panel answered {record['number']}.{withheld}"


def _decided(_: Agency, record: Mapping[str, Any]) -> str:
    effect = effect_of(record["kind"], record["approval"], list(record["affects"]))
    return (
        f"{record['form'].capitalize()} decision {record['number']}: {record['title']}. {effect}. "
        f"Made on {in_a_sentence(record['made_on'])}"
    )


def _moved(_: Agency, record: Mapping[str, Any]) -> str:
    by = f", by {record['decision']}" if record["decision"] else ""
    why = f": {record['reason']}" if record["reason"] else ""
    return f"From {record['from']} to {record['to']}{by}{why}"


def _row_ended(_: Agency, record: Mapping[str, Any]) -> str:
    return f"{record['row']} taken out of force: {record['reason']}"


_ENGAGEMENT: Final = {
    "met": "met",
    "waived": "waived",
    "breached": "breached",
    "moved": "has another day",
    "agreed": "the written agreement is named",
}


def _condition(lists: Agency, record: Mapping[str, Any]) -> str:
    found = lists.engagement_conditions.get(record["condition"])
    words = found.words if found else record["condition"]
    return f"“{words}” " if words else ""


_TOLD: Final[Mapping[str, Callable[[Agency, Mapping[str, Any]], str]]] = {
    "technology.register": lambda _, r: f"Put on the register as {r['technology']['name']}",
    "technology.change": _changed,
    "technology.stage": _moved,
    "technology.assess": _assessed,
    "technology.advice": _advised,
    "decision.record": _decided,
    "decision.confirm": lambda _, r: f"Oral decision {r['number']} confirmed in writing",
    "row.add": lambda _, r: f"{r['row']['id']} put in force: {r['sentence']}",
    "row.end": _row_ended,
    "incident.record": lambda _, r: f"Incident {r['number']} ({r['kind']}): {r['summary']}",
    "toollog.take_in": lambda _, r: (
        f"Its own log from {r['from']} to {r['to']} handed in: {r['matched']} lines match"
    ),
    "engagement.open": lambda _, r: (
        f"A contractor engaged ({r['number']}), on {len(r['conditions'])} conditions"
    ),
    "engagement.step": lambda lists, r: (
        f"Engagement {r['number']}: {_condition(lists, r)}{_ENGAGEMENT[r['step']]}"
    ),
    "engagement.link": lambda _, r: f"A medium was handed over under {r['number']}",
    "engagement.remind": lambda _, r: f"The contractor of {r['number']} was reminded",
    "engagement.close": lambda _, r: (
        f"Engagement {r['number']} closed, {len(r['outstanding'])} conditions outstanding"
    ),
    "isolation.record": lambda _, r: (
        f"Network test {r['test']} of firmware {r['firmware']}: {r['verdict']}"
    ),
    "complaint.receive": lambda _, r: f"Complaint {r['number']} received, about its {r['about']}",
    "complaint.step": lambda _, r: f"Complaint {r['number']}: {r['step']}",
}
