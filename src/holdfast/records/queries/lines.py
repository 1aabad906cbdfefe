# SPDX-License-Identifier: Apache-2.0
"""From rows of the database to the values that lists show: one place for each noun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from holdfast.records.models import CaseItem, Hold, Item, ItemFile
from holdfast.records.queries.values import (
    AcquisitionLine,
    HoldLine,
    ItemLine,
    Member,
    PackLine,
    PersonName,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.accounts.models import Person
    from holdfast.records.models import Acquisition, CaseMember, PackMade

_ALARMING = frozenset({"damaged", "failed"})
_FROM_THE_PUBLIC = PersonName("~public", "A member of the public, by a complaint")


def person_name(person: Person) -> PersonName:
    """Name a person."""
    return PersonName(person.username, person.name)


def item_lines(items: Sequence[Item], *, case: int | None = None) -> tuple[ItemLine, ...]:
    """Give lines for items, looking up files, holds and exhibit numbers once for all of them."""
    numbers = [item.number for item in items]
    main: dict[int, str] = {}
    sidecars: dict[int, int] = dict.fromkeys(numbers, 0)
    harmed: dict[int, str] = {}
    files = ItemFile.objects.filter(item__in=numbers).values_list(
        "item_id", "original_id", "role", "original__condition"
    )
    for number, digest, role, condition in files:
        if condition != "sound":
            harmed[number] = condition
        if role == "main":
            main[number] = digest
        else:
            sidecars[number] += 1
    exhibits = (
        dict(
            CaseItem.objects.filter(case=case, item__in=numbers).values_list(
                "item_id", "exhibit_number"
            )
        )
        if case is not None
        else {}
    )
    held = _held(numbers)
    return tuple(
        _item_line(
            item,
            main,
            sidecars,
            exhibits,
            held=item.number in held,
            condition=harmed.get(item.number, item.condition),
        )
        for item in items
    )


def _item_line(
    item: Item,
    main: Mapping[int, str],
    sidecars: Mapping[int, int],
    exhibits: Mapping[int, str],
    *,
    held: bool,
    condition: str,
) -> ItemLine:
    return ItemLine(
        number=item.number,
        title=item.title,
        kind=item.kind,
        status=item.status,
        exhibit_number=exhibits.get(item.number, ""),
        access_class=item.access_class,
        received_at=item.received_at,
        day=item.day,
        shown_at=item.corrected_at or item.claimed_at,
        shown_zone="UTC" if item.corrected_at else item.claimed_zone,
        corrected=item.corrected_at is not None,
        duration_s=item.duration_s,
        device_text=item.device_text,
        has_track=item.has_track,
        latitude=item.latitude,
        longitude=item.longitude,
        held=held,
        condition=condition,
        main=main.get(item.number, ""),
        sidecars=sidecars[item.number],
        quarantine=item.quarantine,
    )


def _held(numbers: Sequence[int]) -> set[int]:
    """Which of the items are held, by themselves or through a case."""
    by_item = Hold.objects.filter(item__in=numbers, released_at__isnull=True)
    by_case = CaseItem.objects.filter(
        item__in=numbers,
        case__in=Hold.objects.filter(case__isnull=False, released_at__isnull=True).values("case"),
    )
    return {
        *by_item.values_list("item_id", flat=True),
        *by_case.values_list("item_id", flat=True),
    } - {None}


def acquisition_line(row: Acquisition, *, troubled: frozenset[str]) -> AcquisitionLine:
    """Give one acquisition; `troubled` holds the numbers whose files could not all be read."""
    gaps = len(row.notes.get("gaps", ()))
    return AcquisitionLine(
        number=row.number,
        case=row.case.reference,
        medium_name=row.medium_name,
        medium_kind=row.medium_kind,
        taken_by=person_name(row.taken_by),
        finished_at=row.finished_at,
        seen=row.seen,
        stored=row.stored,
        duplicate=row.duplicate,
        excluded=row.excluded,
        unreadable=row.unreadable,
        bytes_stored=row.bytes_stored,
        gaps=gaps,
        confirmed_at=row.confirmed_at,
        flagged=bool(row.unreadable or gaps or row.number in troubled),
    )


def acquisition_lines(rows: Sequence[Acquisition]) -> tuple[AcquisitionLine, ...]:
    """Give lines for acquisitions fetched with their case and person."""
    troubled = frozenset(
        Item.objects.filter(
            acquisition__in=[row.number for row in rows], condition__in=_ALARMING
        ).values_list("acquisition_id", flat=True)
    )
    return tuple(acquisition_line(row, troubled=troubled) for row in rows)


def hold_line(row: Hold) -> HoldLine:
    """Give one hold fetched with its case and person."""
    return HoldLine(
        number=row.number,
        item=row.item_id,
        case=row.case.reference if row.case else None,
        reason=row.reason,
        placed_at=row.placed_at,
        placed_by=person_name(row.placed_by) if row.placed_by else _FROM_THE_PUBLIC,
        released_at=row.released_at,
        release_reason=row.release_reason,
    )


def pack_line(row: PackMade) -> PackLine:
    """Give one pack fetched with its case, person and entry."""
    return PackLine(
        number=row.number,
        case=row.case.reference,
        made_by=person_name(row.made_by),
        made_at=row.made_at,
        recipient=row.recipient,
        purpose=row.purpose,
        items=row.items,
        files=row.files,
        manifest_sha256=row.manifest_sha256,
        entry=row.entry.index,
    )


def member_line(row: CaseMember) -> Member:
    """Give one member fetched with the person."""
    return Member(person_name(row.person), row.via, row.since, row.until, row.reason)


def open_holds(**narrowed: Any) -> tuple[HoldLine, ...]:  # noqa: ANN401 # fields of Hold
    """Give the holds that were not released, oldest first."""
    rows = Hold.objects.filter(released_at__isnull=True, **narrowed)
    return tuple(map(hold_line, rows.select_related("case", "placed_by").order_by("placed_at")))


def holds_on_item(item: int) -> tuple[HoldLine, ...]:
    """Give every hold on the item, released ones too."""
    rows = Hold.objects.filter(Q(item=item)).select_related("case", "placed_by")
    return tuple(map(hold_line, rows.order_by("placed_at", "number")))
