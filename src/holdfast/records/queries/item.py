# SPDX-License-Identifier: Apache-2.0
"""One item: its files, its four times, its facts with their sources, and its flight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.analysis import PROCESSORS
from holdfast.records.access import find_item, no_such_item, visible_cases
from holdfast.records.findings import StoredFinding, read_finding
from holdfast.records.models import CaseItem, Correction, Finding, ItemFile
from holdfast.records.queries.lines import holds_on_item, item_lines, person_name
from holdfast.records.queries.values import (
    CorrectionLine,
    DeviceMatch,
    FactLine,
    FileLine,
    FourTimes,
    ItemCase,
    ItemDetail,
    ReadingLine,
    SignLine,
    Track,
    TrackLine,
)
from holdfast.records.words import time_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Item
    from holdfast.records.permitted import View

_READING = "reading"


def item(viewer: Person, home: Home, number: int) -> ItemDetail:
    """Give everything that is said about an item, but for its custody. Raises NotFoundError."""
    found = find_item(viewer, number)
    files = _files(number)
    readings = [(file, _reading(home, file)) for file in files]
    corrections = _corrections(found)
    facts, signs, warnings = _said(readings)
    return ItemDetail(
        item=item_lines([found])[0],
        acquisition=found.acquisition_id,
        offence_class=found.offence_class,
        retention_class=found.retention_class,
        times=_times(found, corrections),
        files=files,
        cases=_cases(viewer, number),
        facts=facts,
        signs=signs,
        warnings=warnings,
        device=_device(found),
        corrections=corrections,
        holds=holds_on_item(number),
        readings=_endings(files),
    )


def content_file(view: View, sha256: str) -> FileLine:
    """Give a file of the item that was opened. Raises NotFoundError when it has no such file."""
    file = next((file for file in _files(view.item) if file.sha256 == sha256), None)
    if file is None or not view.entered:
        raise no_such_item(view.item)
    return file


def main_file(number: int) -> FileLine | None:
    """Give an item's main file, for whoever was let at the item before."""
    return next((file for file in _files(number) if file.role == "main"), None)


def track(viewer: Person, home: Home, number: int) -> Track | None:
    """Give the item's flight, or None when no file of it carries one. Raises NotFoundError."""
    find_item(viewer, number)
    best: Track | None = None
    for file in _files(number):
        finding = _reading(home, file).finding
        points = tuple(TrackLine(**point) for point in finding.get("track", ()))
        fixes = sum(point.lat is not None for point in points)
        if fixes > 1 and (best is None or fixes > len(best.points) - best.without_fix):
            best = Track(
                item=number,
                file=file.name,
                dialect=finding["dialect"] or "",
                source=_track_source(finding),
                points=points,
                without_fix=len(points) - fixes,
                cues_read=finding["cues_read"],
                cues_skipped=finding["cues_skipped"],
            )
    return best


def _track_source(finding: Any) -> str:  # noqa: ANN401 # a reading as JSON
    """Say where the positions come from, in the words of the reader that read them."""
    for fact in finding["facts"]:
        if "position" in fact["name"].lower() or "coordinate" in fact["name"].lower():
            return f"{fact['value']} ({fact['source']})"
    return str(finding["format"])


def _files(number: int) -> tuple[FileLine, ...]:
    rows = ItemFile.objects.filter(item=number).select_related("original").order_by("position")
    return tuple(
        FileLine(
            sha256=row.original_id,
            size=row.original.size,
            blocks_root=row.original.blocks_root,
            role=row.role,
            path=row.path,
            name=row.path.rpartition("/")[2],
            condition=row.original.condition,
            damaged_blocks=tuple(row.original.damaged_blocks),
            checked_at=row.original.checked_at,
        )
        for row in rows
    )


def _reading(home: Home, file: FileLine) -> StoredFinding:
    found = read_finding(home, file.sha256, _READING, PROCESSORS[_READING].version)
    return found or StoredFinding("not read yet", "", {})


def _said(
    readings: Sequence[tuple[FileLine, StoredFinding]],
) -> tuple[tuple[FactLine, ...], tuple[SignLine, ...], tuple[str, ...]]:
    facts: list[FactLine] = []
    signs: list[SignLine] = []
    warnings: list[str] = []
    for file, reading in readings:
        found = reading.finding
        facts += [
            FactLine(fact["name"], fact["value"], fact["source"], file.name)
            for fact in found.get("facts", ())
        ]
        signs += [
            SignLine(sign["what"], sign["why"], sign["means"], file.name)
            for sign in found.get("signs", ())
        ]
        warnings += [f"{file.name}: {warning}" for warning in found.get("warnings", ())]
    return tuple(facts), tuple(signs), tuple(warnings)


def _times(found: Item, corrections: Sequence[CorrectionLine]) -> FourTimes:
    by = [one for one in corrections if one.what == "time"]
    return FourTimes(
        claimed=found.claimed_at,
        claimed_zone=found.claimed_zone,
        claimed_source=found.claimed_source,
        corrected=found.corrected_at,
        corrected_by=by[-1] if by else None,
        file_system=found.file_system_time,
        received=found.received_at,
    )


def _corrections(found: Item) -> tuple[CorrectionLine, ...]:
    rows = Correction.objects.filter(item=found).select_related("by", "entry").order_by("id")
    zone = found.claimed_zone
    lines = []
    for row in rows:
        old, new = row.old, row.new
        if row.what == "time":
            old, new = time_in_words(old, zone), time_in_words(new)
            zone = "UTC"
        by = person_name(row.by)
        lines.append(CorrectionLine(row.what, old, new, row.reason, row.at, by, row.entry.index))
    return tuple(lines)


def _cases(viewer: Person, number: int) -> tuple[ItemCase, ...]:
    links = CaseItem.objects.filter(item=number, case__in=visible_cases(viewer))
    return tuple(
        ItemCase(
            link.case_id, link.case.reference, link.case.title, link.exhibit_number, link.reason
        )
        for link in links.select_related("case").order_by("case_id")
    )


def _device(found: Item) -> DeviceMatch | None:
    device = found.device
    if device is None:
        return None
    return DeviceMatch(device.asset, device.maker, device.model, device.technology)


def _endings(files: Sequence[FileLine]) -> tuple[ReadingLine, ...]:
    names = {file.sha256: file.name for file in files}
    rows = Finding.objects.filter(original__in=names).order_by("processor", "version", "original")
    return tuple(
        ReadingLine(
            names[row.original_id],
            row.original_id,
            row.processor,
            row.version,
            row.outcome,
            row.reason,
        )
        for row in rows
    )
