# SPDX-License-Identifier: Apache-2.0
"""Packs that left the building: for which case, for whom, and the digest of their manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.records.models import PackMade

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act


def make(act: Act) -> None:
    """Write the pack down."""
    PackMade.objects.create(
        number=act.subject("pack"),
        case_id=act.subject("case"),
        made_by=Person.objects.get(username=act.actor),
        made_at=act.at,
        purpose=act.purpose,
        purpose_text=act.details["purpose_text"],
        recipient=act.details["recipient"],
        files=act.details["files"],
        items=act.details["items"],
        manifest_sha256=act.details["manifest_sha256"],
        entry=act.entry,
    )
