# SPDX-License-Identifier: Apache-2.0
"""The register: a technology put on it, and what it says of one changed.

Promises: every change is public at once; nothing is ever taken off the register (`stages` retires).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.entry import FIELDS, fitting
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Approval, Technology
from holdfast.oversight.models.technologies import KINDS
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.approvals import in_force
from holdfast.oversight.queries.finding import find_technology
from holdfast.records.drafts import Subject
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.drafts import Draft

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}(/[a-z0-9][a-z0-9.-]{0,59})?\Z")
_LONGEST: Final = 200


def register_technology(
    *,
    home: Home,
    actor: Person,
    number: str,
    name: str,
    kind: str,
    phrase: str = "",
    maker: str = "",
    model: str = "",
    description: str = "",
    parent: str = "",
    latent: bool = False,
    captures_others: bool = False,
    contact: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Put a technology on the register, at the stage *proposed*.

    A function of a tool has its own row: its id is `tool/function` and `parent` the tool. `latent`:
    it is there and not approved. Raises NotDecidedError, NotOnRegisterError.
    """
    role = authorise(actor, "technology.register")
    told = technology_record(
        number=number,
        name=name,
        kind=kind,
        phrase=phrase,
        maker=maker,
        model=model,
        description=description,
        parent=parent,
        latent=latent,
        captures_others=captures_others,
        contact=contact,
    )
    with writing(home=home, actor=actor, command="registering a technology", now=now) as writer:
        if Technology.objects.filter(number=told["id"]).exists():
            raise NotDecidedError(
                f"{told['id']} is on the register already. Nothing was changed. Choose another id, "
                "or change what the register says of it."
            )
        if told["parent"]:
            find_technology(told["parent"])
        writer.record(
            public_draft(
                "technology.register",
                {"technology": told},
                role=role,
                technology=told["id"],
                subjects=(Subject("technology", told["id"]),),
                unit="technologies",
            )
        )
    return writer.recorded()


def technology_record(
    *,
    number: str,
    name: str,
    kind: str,
    phrase: str = "",
    maker: str = "",
    model: str = "",
    description: str = "",
    parent: str = "",
    latent: bool = False,
    captures_others: bool = False,
    contact: str = "",
    ours: bool = False,
) -> dict[str, Any]:
    """Give what the register says of a new technology. Raises NotDecidedError."""
    if not _SLUG.match(number):
        raise NotDecidedError(
            f"{number!r} cannot be an id: small letters, digits, dot and hyphen, as dji-mavic-2; a "
            "function of a tool as nuix/face-search. Nothing was changed."
        )
    if kind not in KINDS:
        raise NotDecidedError(f"A technology is one of {', '.join(KINDS)}. Nothing was changed.")
    above = number.rpartition("/")[0]
    if above != parent:
        raise NotDecidedError(
            f"The id of a function begins with that of its tool: {parent or above}/… Nothing was "
            "changed."
        )
    words = " ".join(name.split())
    if not words or len(words) > _LONGEST:
        raise NotDecidedError(f"A technology has a name of 1 to {_LONGEST} characters.")
    return {
        "id": number,
        "name": words,
        "phrase": " ".join(phrase.split()) or words,
        "kind": kind,
        "maker": maker.strip(),
        "model": model.strip(),
        "description": description.strip(),
        "parent": parent,
        "ours": ours,
        "latent": latent,
        "captures_others": captures_others,
        "contact": contact.strip(),
        "devices": [],
    }


def change_technology(
    *,
    home: Home,
    actor: Person,
    number: str,
    fields: Mapping[str, object],
    trigger: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Change what the register says. `trigger` (of the agency's list) opens a new assessment."""
    role = authorise(actor, "technology.change")
    unknown = sorted(set(fields) - FIELDS.keys())
    if unknown or not (fields or trigger):
        raise NotDecidedError(
            f"What may be changed is {', '.join(FIELDS)}"
            + (f", and not {', '.join(unknown)}" if unknown else ", and nothing was named")
            + ". Nothing was changed."
        )
    kept = {name: fitting(name, value) for name, value in fields.items()}
    need_listed_trigger(home, trigger)
    with writing(home=home, actor=actor, command="changing the register", now=now) as writer:
        find_technology(number)
        if kept.get("name") == "":
            raise NotDecidedError("A technology has a name. Nothing was changed.")
        _need_not_latent_while_approved(number, kept, writer.now)
        writer.record(changed(number, kept, trigger=trigger, role=role))
    return writer.recorded()


def changed(number: str, fields: Mapping[str, object], *, role: str, trigger: str = "") -> Draft:
    """Draft a change of what the register says."""
    return public_draft(
        "technology.change",
        {"id": number, "fields": dict(fields), "trigger": trigger},
        role=role,
        technology=number,
        subjects=(Subject("technology", number),),
        unit="technologies",
    )


def not_in_future(day: date, now: datetime, what: str) -> None:
    """Refuse a day that has not begun anywhere yet. Raises NotDecidedError."""
    if (day - now.date()).days > 1:
        raise NotDecidedError(
            f"{what} cannot be dated {day.isoformat()}, which is still to come. Nothing was "
            "changed. Give the day on which it was made."
        )


def _need_not_latent_while_approved(
    number: str, fields: Mapping[str, object], now: datetime
) -> None:
    if fields.get("latent") and in_force(Approval.objects.filter(technology=number), now).exists():
        raise NotDecidedError(
            f"{number} has an approval in force, so it is not present without one. Nothing was "
            "changed. End the approval by a decision first."
        )


def need_listed_trigger(home: Home, trigger: str) -> None:
    """Refuse a trigger that is not on the agency's list. Raises NotDecidedError."""
    if trigger and home.lists.triggers.get(trigger) is None:
        known = ", ".join(one.id for one in home.lists.triggers)
        raise NotDecidedError(f"What opens an assessment is one of {known}. Nothing was changed.")
