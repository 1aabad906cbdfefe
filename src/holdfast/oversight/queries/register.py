# SPDX-License-Identifier: Apache-2.0
"""The register as lists show it: public, so nobody is refused it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from holdfast.oversight.models import Approval, PermissionRow, Technology
from holdfast.oversight.models.technologies import FIELDS
from holdfast.oversight.queries.approvals import in_force
from holdfast.oversight.queries.finding import find_technology

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home


def register_lines(_viewer: Person, now: datetime) -> list[dict[str, Any]]:
    """Give every technology with its stage and the approvals in force."""
    approvals: dict[str, list[str]] = defaultdict(list)
    for number, technology in in_force(Approval.objects.all(), now).values_list(
        "number", "technology"
    ):
        approvals[technology].append(number)
    return [
        {
            "id": one.number,
            "name": one.name,
            "kind": one.kind,
            "stage": one.stage,
            "ours": one.ours,
            "latent": one.latent,
            "approvals_in_force": approvals[one.number],
        }
        for one in Technology.objects.all()
    ]


def register_told(_viewer: Person, _home: Home, number: str, now: datetime) -> dict[str, Any]:
    """Give one technology in plain values. Raises NotOnRegisterError."""
    found = find_technology(number)
    rows = PermissionRow.objects.filter(technology=number, ended_at__isnull=True)
    told = {
        "id": found.number,
        "name": found.name,
        "kind": found.kind,
        "maker": found.maker,
        "model": found.model,
        "description": found.description,
        "parent": found.parent_id or "",
        "stage": found.stage,
        "latent": found.latent,
        "captures_others": found.captures_others,
        "contact": found.contact,
        "open_trigger": found.open_trigger,
    }
    told |= {name: found.fields.get(name, "") for name in FIELDS if name not in told}
    return told | {
        "assessments": list(found.assessments.values_list("kind", flat=True)),
        "approvals_in_force": [one.number for one in in_force(found.approvals.all(), now)],
        "rows": list(rows.values_list("sentence", flat=True)),
    }
