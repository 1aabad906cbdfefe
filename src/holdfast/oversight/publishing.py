# SPDX-License-Identifier: Apache-2.0
"""Drafts of acts that make something public: the record, and the face that carries its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.publication.records import PUBLIC, make_record
from holdfast.records.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from holdfast.records.drafts import Subject


def public_draft(
    act: str,
    fields: Mapping[str, Any],
    *,
    role: str,
    unit: str,
    technology: str = "",
    approval: str = "",
    details: Mapping[str, Any] | None = None,
    subjects: tuple[Subject, ...] = (),
    count: int = 1,
    rows: Iterable[Mapping[str, Any]] | None = None,
) -> Draft:
    """Draft an act whose record is for everybody. Raises PublishedRecordError."""
    return Draft(
        act=act,
        details=dict(details or {}),
        subjects=subjects,
        role=role,
        technology=technology,
        approval=approval,
        count=count,
        unit=unit,
        published=make_record(act, PUBLIC, fields),
        rows=rows,
    )


def instant(moment: datetime | None) -> str:
    """Write a time as records have it: UTC, with Z; "" for none."""
    return "" if moment is None else moment.isoformat().replace("+00:00", "Z")
