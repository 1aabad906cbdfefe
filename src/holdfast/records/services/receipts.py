# SPDX-License-Identifier: Apache-2.0
"""Receipts confirmed by a person, and take-ins that stopped and can go on."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.records.access import visible_cases
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import RefusedError
from holdfast.records.intake.journal import Journal
from holdfast.records.queries.receipts import find_acquisition
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A take-in that has not ended: the same path again goes on with it."""

    id: str
    path: str
    case: str
    actor: str
    started_at: str
    files_done: int
    files_total: int


def confirm_receipt(
    *, home: Home, actor: Person, acquisition: str, now: datetime | None = None
) -> Recorded:
    """Say that a person has read the receipt and found it right."""
    role = authorise(actor, "acquisition.confirm")
    with writing(home=home, actor=actor, command="confirming a receipt", now=now) as writer:
        found = find_acquisition(actor, acquisition)
        if found.confirmed_at is not None:
            raise RefusedError("The receipt was confirmed before. Nothing was changed.")
        writer.record(
            Draft(
                act="acquisition.confirm",
                details={},
                subjects=(Subject("acquisition", found.number),),
                role=role,
                count=1,
                unit="receipts",
            )
        )
    return writer.recorded()


def interrupted_intakes(viewer: Person, home: Home) -> tuple[Interrupted, ...]:
    """Give the take-ins that stopped: the viewer's own, and those into cases they may see."""
    references = set(visible_cases(viewer).values_list("reference", flat=True))
    return tuple(
        _interrupted(journal)
        for journal in Journal.all(home.intakes)
        if journal.about["actor"] == viewer.username or journal.about["case"] in references
    )


def _interrupted(journal: Journal) -> Interrupted:
    about: dict[str, Any] = journal.about
    path = os.fsdecode(base64.b64decode(about["path"]))
    return Interrupted(
        id=journal.folder.name,
        path=path.encode("utf-8", "replace").decode(),
        case=about["case"],
        actor=about["actor"],
        started_at=about["started_at"],
        files_done=journal.count(),
        files_total=about["files_total"],
    )
