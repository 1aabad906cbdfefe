# SPDX-License-Identifier: Apache-2.0
"""What a new home begins with: a first decision, and baseline rows for the work it is made for.

Promises: the baseline is named as such in the ledger and on the register; each of Holdfast's own
technologies is registered, approved and permitted by records like any other, and can be taken away
like any other; everything else is denied until somebody decides. No ban, no drone and no outside
tool is in it.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ADMINISTRATOR, GOVERNANCE
from holdfast.gate import Policy, Row, TechnologyState, sentence_of
from holdfast.gate.own import own_technologies
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Approval, Decision, Technology
from holdfast.oversight.publishing import instant, public_draft
from holdfast.oversight.services.decisions import decision_draft
from holdfast.oversight.services.rows import next_row_number, row_draft, words_of
from holdfast.oversight.services.technologies import technology_record
from holdfast.records.drafts import Draft, Subject
from holdfast.records.models import Entry
from holdfast.records.numbers import next_number
from holdfast.records.services import homes
from holdfast.records.services.people import of_roles
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.home import Home
    from holdfast.records.writing import Writer

BASELINE: Final = "baseline"
_MAKER: Final = "Whoever made this home"
_AUTHORITY: Final = "Founding of the home; no other decision exists yet"
_REASON: Final = (
    "A new home can do the work that it is made for: take in, read, view, search and pack, by the "
    "roles that need to. Everything else waits for a decision."
)


def found_home(
    *,
    home: Home,
    username: str,
    name: str,
    os_user: str,
    roles: Sequence[str] = homes.FIRST_ROLES,
    now: datetime | None = None,
) -> Person:
    """Make the database of a new home, its first person, and the baseline; give the person."""
    return homes.found_home(
        home=home,
        username=username,
        name=name,
        os_user=os_user,
        roles=roles,
        further=lambda writer: write_baseline(writer, role=ADMINISTRATOR),
        now=now,
    )


def add_baseline(*, home: Home, actor: Person, now: datetime | None = None) -> None:
    """Record the baseline, or what of it is missing, in a home of an earlier version.

    Parts that are on the register are left as governance has them. Raises NotDecidedError.
    """
    role = authorise(actor, "decision.record")
    with writing(home=home, actor=actor, command="recording the baseline", now=now) as writer:
        if not missing_parts():
            raise NotDecidedError(
                "This home has its baseline. Nothing was changed. What it may do is on the "
                "register."
            )
        write_baseline(writer, role=role)
        _count_people(writer, role)


def missing_parts() -> tuple[str, ...]:
    """Name the parts of Holdfast that this home's register does not have yet."""
    known = set(Technology.objects.filter(ours=True).values_list("number", flat=True))
    return tuple(one.name for one in own_technologies() if one.id not in known)


def _count_people(writer: Writer, role: str) -> None:
    """Publish which roles people hold who were enrolled before that was published.

    For the oversight body and without a name, so that a report counts them too.
    """
    counted = {
        subject["id"]
        for face, body in Entry.objects.filter(act="person.enrol").values_list("face", "body")
        if body and "published" in json.loads(bytes(face))
        for subject in json.loads(bytes(body))["subjects"]
    }
    for person in Person.objects.filter(is_active=True).exclude(username__in=counted):
        roles = list(person.roles)
        writer.record(
            Draft(
                act="person.roles",
                details={
                    "was": roles,
                    "roles": roles,
                    "active": True,
                    "reason": "Counted for the reports; nothing changed",
                },
                subjects=(Subject("person", person.username),),
                role=role,
                count=1,
                unit="people",
                published=of_roles("person.roles", gained=roles, lost=()),
            )
        )


def write_baseline(writer: Writer, *, role: str = GOVERNANCE) -> None:
    """Record what is missing of the baseline: technologies, a decision and approval each, rows."""
    approvals: dict[str, str] = {}
    known = set(Technology.objects.filter(ours=True).values_list("number", flat=True))
    for one in own_technologies():
        if one.id in known:
            continue
        _register(writer, one.id, role)
        approvals[one.id] = _approve(writer, one.id, one.name, role)
    states = tuple(
        TechnologyState(one.id, one.name, one.phrase, "adopted") for one in own_technologies()
    )
    words = words_of(writer.home, Policy(0, states, (), ()))
    for told in _rows():
        if str(told["technology"]) not in approvals:
            continue
        row = Row(
            id=next_row_number("permit"),
            kind="permit",
            roles=tuple(told["roles"]),
            technology=str(told["technology"]),
            purposes=_purposes(writer.home, told["purposes"]),
            data_classes=tuple(told.get("data_classes") or _document()["data_classes"]),
            approval=approvals[str(told["technology"])],
        )
        decision = str(Approval.objects.get(number=row.approval).decision_id)
        writer.record(row_draft(row, sentence_of(row, words), decision=decision, role=role))


def _register(writer: Writer, number: str, role: str) -> None:
    own = next(one for one in own_technologies() if one.id == number)
    told = technology_record(
        number=number,
        name=own.name,
        kind=own.kind,
        phrase=own.phrase,
        maker="Holdfast",
        model=own.id,
        description=own.description,
        ours=True,
    )
    writer.record(
        public_draft(
            "technology.register",
            {"technology": told},
            role=role,
            technology=number,
            subjects=(Subject("technology", number),),
            unit="technologies",
        )
    )


def _approve(writer: Writer, number: str, name: str, role: str) -> str:
    """Record the founding decision about one technology and move it into use; give the approval."""
    decision = next_number(Decision, "D", writer.now)
    approval: Mapping[str, Any] = {
        "id": next_number(Approval, "ETA", writer.now),
        "technology": number,
        "kind": BASELINE,
        "from": instant(writer.now),
        "until": "",
        "confirm_by": "",
        "conditions": "",
        "expected": {},
        "review_on": "",
    }
    writer.record(
        decision_draft(
            number=decision,
            title=f"Baseline: {name}",
            kind="approve",
            form="written",
            made_on=writer.now.date(),
            recorded_on=writer.now.date(),
            maker=_MAKER,
            authority=_AUTHORITY,
            reason=_REASON,
            technology=number,
            approval=approval,
            role=role,
        )
    )
    writer.record(
        public_draft(
            "technology.stage",
            {
                "id": number,
                "from": "proposed",
                "to": "adopted",
                "decision": decision,
                "reason": "Baseline of a new home",
            },
            role=role,
            technology=number,
            subjects=(Subject("technology", number),),
            unit="technologies",
        )
    )
    return str(approval["id"])


def _purposes(home: Home, told: str | Sequence[str]) -> tuple[str, ...]:
    if told != "all":
        return tuple(told)
    left_out = set(_document()["not_by_baseline"])
    return tuple(one.id for one in home.lists.purposes if one.id not in left_out)


def _rows() -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = _document()["rows"]
    return rows


@cache
def _document() -> Mapping[str, Any]:
    text = files("holdfast.oversight").joinpath("baseline.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
