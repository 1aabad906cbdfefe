# SPDX-License-Identifier: Apache-2.0
"""How much is kept, and in what condition it was found, for those who keep the machine.

Figures only: which original is damaged, and what it belongs to, is for those who may see it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, Sum

from holdfast.accounts.permissions import may_open
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry, Original

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is kept, in figures; `oldest_check` is of the one checked longest ago."""

    originals: int
    bytes: int
    sound: int
    damaged: int
    missing: int
    never_checked: int
    oldest_check: datetime | None


def standing(viewer: Person) -> Standing:
    """Count what is kept. Raises NotPermittedError."""
    if may_open(viewer, "system") is None:
        raise NotPermittedError("The state of the machine is for administrators and auditors.")
    found = Original.objects.aggregate(
        originals=Count("pk"),
        total=Sum("size"),
        sound=Count("pk", filter=Q(condition="sound")),
        damaged=Count("pk", filter=Q(condition="damaged")),
        missing=Count("pk", filter=Q(condition="missing")),
        never_checked=Count("pk", filter=Q(checked_at__isnull=True)),
        oldest=Min("checked_at"),
    )
    return Standing(
        originals=found["originals"],
        bytes=found["total"] or 0,
        sound=found["sound"],
        damaged=found["damaged"],
        missing=found["missing"],
        never_checked=found["never_checked"],
        oldest_check=found["oldest"],
    )


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The newest checkpoint that witnesses cosigned: its size, and how many did."""

    size: int
    witnesses: int


def newest_cosigned() -> Cosigned | None:
    """Give it, or None; for everybody, because the checkpoint is public.

    A cosignature is itself an entry, so the newest checkpoint is mostly a later one.
    """
    entries = Entry.objects.filter(act="ledger.cosign", outcome="done", index__isnull=False)
    entry = entries.order_by("-index").first()
    if entry is None or entry.body is None:
        return None
    return Cosigned(json.loads(bytes(entry.body))["details"]["size"], entry.count)
