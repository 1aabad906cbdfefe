# SPDX-License-Identifier: Apache-2.0
"""A medium that was taken in: its acquisition, every line of its manifest, and the items made.

Promises: memory stays bounded however many files a medium holds; the same lines give the same
rows, live or in a replay. Items and originals that were there before are never changed here.
"""

from __future__ import annotations

import base64
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.records.acts.bulk import insert
from holdfast.records.acts.links import add_links, changing
from holdfast.records.models import (
    Acquisition,
    CaseItem,
    Item,
    ItemFile,
    ManifestLine,
    Original,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.records.acts.act import Act

_BATCH = 2000


def take_in(act: Act) -> None:
    """Make the acquisition with all its lines, originals and items."""
    details = act.details
    acquisition = Acquisition.objects.create(
        number=act.subject("acquisition"),
        case_id=act.subject("case"),
        taken_by=Person.objects.get(username=act.actor),
        purpose=act.purpose,
        purpose_text=details["purpose_text"],
        authority=details["authority"],
        medium_kind=details["medium"]["kind"],
        medium_name=details["medium"]["name"],
        medium=details["medium"],
        whose=details.get("whose", "agency"),
        started_at=datetime.fromisoformat(details["started_at"]),
        finished_at=act.at,
        bytes_seen=details["bytes_seen"],
        bytes_stored=details["bytes_stored"],
        read_back=details["read_back"],
        resumed=details["resumed"],
        lines_root=act.lines_root,
        notes=details["notes"],
        entry=act.entry,
        **details["counts"],
    )
    rows = act.rows() if act.lines_root else iter(())
    while batch := list(islice(rows, _BATCH)):
        _write(act, acquisition, batch)


def confirm(act: Act) -> None:
    """Note that a person has read the receipt."""
    Acquisition.objects.filter(number=act.subject("acquisition")).update(confirmed_at=act.at)


def _write(act: Act, acquisition: Acquisition, rows: Sequence[Mapping[str, Any]]) -> None:
    insert(
        Original,
        ("sha256", "size", "blocks_root", "received_at", "condition", "damaged_blocks"),
        (
            (row["sha256"], row["size"], row["blocks_root"], act.at, "sound", [])
            for row in rows
            if row["disposition"] == "stored"
        ),
    )
    insert(Item, _ITEM, (_item(act, acquisition, row) for row in rows if row.get("new_item")))
    insert(ManifestLine, _LINE, (_line(acquisition, row) for row in rows))
    insert(
        ItemFile,
        ("item", "original", "role", "path", "position"),
        (
            (row["item"], row["sha256"], row["role"], row["path"], row["place"])
            for row in rows
            if row.get("place") is not None
        ),
    )
    _link(act, acquisition, rows)


_ITEM = (
    "number",
    "title",
    "kind",
    "status",
    "offence_class",
    "retention_class",
    "access_class",
    "acquisition",
    "received_at",
    "claimed_zone",
    "claimed_source",
    "file_system_time",
    "has_track",
    "device_text",
    "condition",
    "quarantine",
)


def _item(act: Act, acquisition: Acquisition, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        row["item"],
        row["title"],
        row["kind"],
        "unclassified",
        "",
        "",
        "standard",
        acquisition.number,
        act.at,
        "",
        "",
        row["file_system_time"],
        False,
        "",
        "unread",
        "",
    )


_LINE = (
    "acquisition",
    "position",
    "path",
    "path_bytes",
    "size",
    "file_system_time",
    "sha256",
    "blocks_root",
    "disposition",
    "reason",
    "item",
    "role",
    "certainty",
)


def _line(acquisition: Acquisition, row: Mapping[str, Any]) -> tuple[Any, ...]:
    raw = row.get("path_bytes")
    return (
        acquisition.number,
        row["position"],
        row["path"],
        base64.b64decode(raw) if raw else None,
        row["size"],
        row["file_system_time"],
        row["sha256"],
        row["blocks_root"],
        row["disposition"],
        row["reason"],
        row["item"],
        row["role"],
        row.get("certainty", ""),
    )


def _link(act: Act, acquisition: Acquisition, rows: Sequence[Mapping[str, Any]]) -> None:
    """Link every item on the medium to the case, once."""
    numbers = {row["item"] for row in rows if row["item"] is not None and row["role"] == "main"}
    already = CaseItem.objects.filter(case=acquisition.case_id, item__in=numbers)
    numbers -= set(already.values_list("item_id", flat=True))
    with changing(numbers):
        add_links(
            acquisition.case_id,
            sorted(numbers),
            at=act.at,
            reason=f"taken in with {acquisition.number}",
        )
