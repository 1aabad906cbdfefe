# SPDX-License-Identifier: Apache-2.0
"""The register as the ledger tells of it: registered, changed, moved along, assessed, advised on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.oversight.acts.revision import policy_changed
from holdfast.oversight.models import (
    Advice,
    Assessment,
    StageMove,
    Technology,
    TechnologyChange,
)

if TYPE_CHECKING:
    from holdfast.records.acts import Act

# What stands in a column of its own; every other changed value goes into `fields`.
COLUMNS = (
    "name",
    "phrase",
    "maker",
    "model",
    "description",
    "latent",
    "captures_others",
    "contact",
)


def register(act: Act) -> None:
    """Put the technology on the register, proposed unless it is part of the baseline."""
    told = act.published["technology"]
    Technology.objects.create(
        number=told["id"],
        name=told["name"],
        phrase=told["phrase"],
        kind=told["kind"],
        maker=told["maker"],
        model=told["model"],
        description=told["description"],
        parent_id=told["parent"] or None,
        ours=told["ours"],
        latent=told["latent"],
        captures_others=told["captures_others"],
        contact=told["contact"],
        registered_at=act.at,
        entry=act.entry,
    )
    policy_changed()


def change(act: Act) -> None:
    """Change what the register says; the old values stay readable."""
    told = act.published
    technology = Technology.objects.get(number=told["id"])
    new = dict(told["fields"])
    old = {name: _value(technology, name) for name in new}
    for name in [name for name in new if name in COLUMNS]:
        setattr(technology, name, new[name])
    technology.fields |= {name: new[name] for name in new if name not in COLUMNS}
    if told["trigger"]:
        technology.open_trigger = told["trigger"]
    technology.save()
    TechnologyChange.objects.create(
        technology=technology, old=old, new=new, trigger=told["trigger"], at=act.at, entry=act.entry
    )
    policy_changed()


def move(act: Act) -> None:
    """Move the technology to another stage."""
    told = act.published
    Technology.objects.filter(number=told["id"]).update(stage=told["to"])
    StageMove.objects.create(
        technology_id=told["id"],
        was=told["from"],
        stage=told["to"],
        decision=told["decision"],
        reason=told["reason"],
        at=act.at,
        entry=act.entry,
    )
    policy_changed()


def assess(act: Act) -> None:
    """Attach the assessment; one made for an open trigger closes it."""
    told = act.published
    Assessment.objects.create(
        technology_id=told["id"],
        kind=told["kind"],
        done_on=date.fromisoformat(told["done_on"]),
        trigger=told["trigger"],
        summary=told["summary"],
        alternative=told["alternative"],
        document_sha256=told["document_sha256"],
        principles=told["principles"],
        at=act.at,
        entry=act.entry,
    )
    if told["trigger"]:
        Technology.objects.filter(number=told["id"], open_trigger=told["trigger"]).update(
            open_trigger=""
        )


def advise(act: Act) -> None:
    """Write down the question, or the answer to it."""
    told = act.published
    answered = told["answered_on"]
    Advice.objects.update_or_create(
        number=told["number"],
        defaults={
            "technology_id": told["id"],
            "question": told["question"],
            "asked_on": date.fromisoformat(told["asked_on"]),
            "answered_on": date.fromisoformat(answered) if answered else None,
            "answer": act.details.get("answer", told["answer"]),
            "withheld_ground": told["withheld_ground"],
            "response": told["response"],
            "entry": act.entry,
        },
    )


def _value(technology: Technology, name: str) -> object:
    return getattr(technology, name) if name in COLUMNS else technology.fields.get(name, "")
