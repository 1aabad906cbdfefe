# SPDX-License-Identifier: Apache-2.0
"""Acquisitions and their receipts, for those who may see the case or took the medium in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from holdfast.records.access import visible_acquisitions
from holdfast.records.errors import NotFoundError
from holdfast.records.models import Finding, Item, ManifestLine
from holdfast.records.purposes import purpose_in_words
from holdfast.records.queries.lines import acquisition_lines, person_name
from holdfast.records.queries.paging import page_of
from holdfast.records.receipt import DamagedFile, DeviceStatement, Receipt, ReceiptFile
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Acquisition
    from holdfast.records.queries.values import AcquisitionLine, Page

_FINE = ("done", "nothing to do")
_NEVER_READ = ("other", "card image")
_BYTES_ONLY = (
    "What was deleted, and the space between files, cannot be seen in a plain copy: only an image "
    "of the whole card shows it."
)


def acquisitions(
    viewer: Person, *, case: int | None = None, after: str | None = None, limit: int = 50
) -> Page[AcquisitionLine]:
    """Give the acquisitions, newest first."""
    rows = visible_acquisitions(viewer).select_related("case", "taken_by")
    if case is not None:
        rows = rows.filter(case=case)
    return page_of(
        rows.order_by("-number"),
        after=after,
        limit=limit,
        key=lambda row: row.number,
        since=lambda found, number: found.filter(number__lt=str(number)),
        lines=acquisition_lines,
    )


def receipt_files(
    viewer: Person,
    number: str,
    *,
    disposition: str = "",
    after: str | None = None,
    limit: int = 200,
) -> Page[ReceiptFile]:
    """Give the files of an acquisition, in the order seen. Raises NotFoundError."""
    rows = ManifestLine.objects.filter(acquisition=find_acquisition(viewer, number))
    if disposition:
        rows = rows.filter(disposition=disposition)
    return page_of(
        rows.order_by("position"),
        after=after,
        limit=limit,
        key=lambda row: row.position,
        since=lambda found, position: found.filter(position__gt=int(position)),
        lines=lambda found: tuple(map(_file, found)),
    )


def receipt(viewer: Person, home: Home, number: str, *, with_files: bool = True) -> Receipt:
    """Give the receipt. Raises NotFoundError. Without files for a page that lists them itself."""
    row = find_acquisition(viewer, number)
    lines = ManifestLine.objects.filter(acquisition=row)
    items = _items_on(lines)
    notes = row.notes
    log = view_log(home)
    entry = row.entry.index
    if entry is None:
        raise NotFoundError(f"The receipt {number} is not under a checkpoint yet. Try again.")
    return Receipt(
        acquisition=row.number,
        agency=home.config.agency,
        case=row.case.reference,
        case_title=row.case.title,
        taken_by=person_name(row.taken_by),
        purpose=row.purpose,
        purpose_words=purpose_in_words(home.lists, row.purpose),
        purpose_text=row.purpose_text,
        whose=row.whose,
        authority=row.authority,
        medium=row.medium,
        started_at=row.started_at,
        finished_at=row.finished_at,
        confirmed_at=row.confirmed_at,
        seen=row.seen,
        stored=row.stored,
        duplicate=row.duplicate,
        excluded=row.excluded,
        unreadable=row.unreadable,
        bytes_seen=row.bytes_seen,
        bytes_stored=row.bytes_stored,
        items=items.count(),
        read_back=row.read_back,
        resumed_files=notes["resumed_files"],
        gaps=tuple(notes["gaps"]),
        split_recordings=tuple(tuple(run) for run in notes["split_recordings"]),
        notes=_notes(row),
        deleted=tuple(notes["deleted"]),
        deleted_total=notes["deleted_total"],
        recovered=notes["recovered"],
        readings=_readings(lines),
        kinds=dict(items.values_list("kind").annotate(n=Count("pk")).order_by("kind")),
        damaged=_damaged(lines),
        devices=_devices(items),
        lines_root=row.lines_root,
        entry=entry,
        checkpoint=log.checkpoint().data.decode(),
        proof=log.inclusion(entry).render().decode(),
        files=tuple(map(_file, lines.order_by("position"))) if with_files else (),
    )


def find_acquisition(viewer: Person, number: str) -> Acquisition:
    """Give the acquisition, or NotFoundError whether it does not exist or may not be seen."""
    rows = visible_acquisitions(viewer).select_related("case", "taken_by", "entry")
    row = rows.filter(number=number.strip()).first()
    if row is None:
        raise NotFoundError(
            f"There is no receipt {number} that you may see. Check the number, or ask an exhibit "
            "officer to add you to its case."
        )
    return row


def _items_on(lines: QuerySet[ManifestLine]) -> QuerySet[Item]:
    return Item.objects.filter(number__in=lines.filter(item__isnull=False).values("item"))


def _notes(row: Acquisition) -> tuple[str, ...]:
    notes = [*row.notes["layout"]]
    if row.notes["resumed_files"]:
        notes.append(
            f"This went on from an earlier attempt that was interrupted: {row.notes['resumed_files']}"
            " files were in the vault already and were not read again."
        )
    if row.notes["swept"]:
        notes.append(f"{row.notes['swept']} unfinished files of an earlier attempt were removed.")
    if not row.read_back:
        notes.append("The copies were not read back from the disk.")
    if row.medium_kind != "card image":
        notes.append(_BYTES_ONLY)
    return tuple(notes)


def _readings(lines: QuerySet[ManifestLine]) -> dict[str, int]:
    digests = lines.exclude(sha256="").values("sha256")
    rows = Finding.objects.filter(processor="reading", original__in=digests)
    return dict(rows.values_list("outcome").annotate(n=Count("original", distinct=True)))


def _damaged(lines: QuerySet[ManifestLine]) -> tuple[DamagedFile, ...]:
    """List what could not be read as it should be; a file of no known format is not damaged.

    Nor is a card image: what it holds was listed file by file.
    """
    digests = lines.exclude(sha256="").values("sha256")
    rows = Finding.objects.filter(processor="reading", original__in=digests)
    found = {row.original_id: row for row in rows.filter(~Q(outcome__in=_FINE) | Q(warned=True))}
    named = lines.filter(sha256__in=found).order_by("position")
    return tuple(
        DamagedFile(path, sha256, _outcome(found[sha256]), _reason(found[sha256]))
        for path, sha256, kind in named.values_list("path", "sha256", "item__kind")
        if found[sha256].summary.get("kind") != "unknown" or kind not in _NEVER_READ
    )


def _outcome(finding: Finding) -> str:
    return "odd" if finding.outcome in _FINE else finding.outcome


def _reason(finding: Finding) -> str:
    return finding.reason or " ".join(finding.summary.get("warnings", ()))


def _devices(items: QuerySet[Item]) -> tuple[DeviceStatement, ...]:
    rows = (
        items.exclude(device_text="", device__isnull=True)
        .values_list("device_text", "device", "quarantine")
        .annotate(n=Count("pk"))
        .order_by("device_text", "device", "quarantine")
    )
    return tuple(
        DeviceStatement(text, asset or "", False if held else (True if asset else None), held, n)
        for text, asset, held, n in rows
    )


def _file(row: ManifestLine) -> ReceiptFile:
    return ReceiptFile(
        position=row.position,
        path=row.path,
        size=row.size,
        sha256=row.sha256,
        file_system_time=row.file_system_time,
        disposition=row.disposition,
        reason=row.reason,
        item=row.item_id,
        role=row.role,
        certainty=row.certainty,
    )
