# SPDX-License-Identifier: Apache-2.0
"""An integrity report on paper, for a court: every finding with its sentences, and what is not said.

Promises: nothing of the report is left out; the classes are kept apart; the page says which file it
is about by its SHA-256, what made the report, and which entry of the ledger says so; the same report
gives the same bytes. How text is set and pages are numbered is in holdfast.paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from holdfast.analysis.integrity.words import NOT_SAID, SAID, clock, where
from holdfast.paper import HEAD, SMALL, TEXT, TITLE, WIDTH, make_pdf, paragraph, table
from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportlab.platypus import Flowable

    from holdfast.analysis.integrity import Finding, IntegrityReport
    from holdfast.analysis.salvage import SalvageResult
    from holdfast.records.queries.values import CustodyEvent, FileLine, ItemDetail

_CLASSES: Final = {
    "unreadable": "Unreadable",
    "damaged": "Damaged",
    "incomplete": "Incomplete",
    "unusual": "Unusual, and normal",
}
_NEVER: Final = (
    "It does not say that what the recording shows is true, when or where it was made, or who made it.",
    "It does not say that the recording was edited, or that it was not: a file cannot show that.",
    "It does not say why something is missing or harmed, or that anybody did it.",
    "It does not say that anything was missing before the file was taken in, or after.",
)
_HEADED: Final = ParagraphStyle("headed", parent=HEAD, spaceAfter=4, keepWithNext=1)
_VERDICT: Final = ParagraphStyle("verdict", parent=_HEADED, fontSize=13, leading=17)
_CELL: Final = ParagraphStyle("cell", parent=TEXT, fontSize=7.5, leading=9.5, splitLongWords=1)
_INNER: Final = WIDTH - 12
_SHADE: Final = [("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.93, 0.94, 0.95))]
_NAME_W: Final = 100.0
_LANE_H: Final = 13.0
_FILLS: Final = {
    "held": colors.Color(0.75, 0.78, 0.8),
    "damaged": colors.Color(0.1, 0.1, 0.1),
    "unreadable": colors.Color(0.1, 0.1, 0.1),
    "incomplete": colors.white,
    "unusual": colors.Color(0.88, 0.88, 0.88),
}


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """A playable copy that was made: its digest and size, the verdict on it, and what it tells."""

    sha256: str
    size: int
    verdict: str
    result: SalvageResult


@dataclass(frozen=True, slots=True)
class PaperReport:
    """Everything that goes on paper; `examined` is the event in the item's custody."""

    agency: str
    detail: ItemDetail
    main: FileLine
    report: IntegrityReport
    report_sha256: str
    provenance: Mapping[str, Any]
    examined: CustodyEvent | None
    copies: tuple[PaperCopy, ...]


def integrity_pdf(one: PaperReport) -> bytes:
    """Give the report as a PDF. Raises MissingFontError."""
    number = one.detail.item.number
    return make_pdf(
        story(one),
        title=f"Integrity report of item {number}",
        author=one.agency,
        footer=f"{one.agency} · item {number} · SHA-256 {one.main.sha256}",
    )


def story(one: PaperReport) -> list[Flowable]:
    """Give everything that is set on paper, in its order."""
    return [
        *_heading(one),
        *_time_line(one.report),
        *_findings(one.report),
        *_facts(one.report),
        *_signs(one.report),
        *(part for copy in one.copies for part in _copied(copy)),
        *_list("What this report does not say", (*_NEVER, NOT_SAID)),
        *_provenance(one),
    ]


def _heading(one: PaperReport) -> Iterator[Flowable]:
    item, report = one.detail.item, one.report
    yield paragraph("Integrity report: is this recording whole?", TITLE)
    yield paragraph(item.title, TEXT)
    yield paragraph(SAID[report.verdict], _VERDICT)
    counts = dict.fromkeys(_CLASSES, 0)
    for each in report.findings:
        counts[str(each.verdict)] += 1
    told = [f"{name}: {counts[key]}" for key, name in _CLASSES.items() if key != "unreadable"]
    yield paragraph(f"Findings, by class. {'. '.join(told)}.", TEXT)
    yield Spacer(1, 6)
    cases = [
        f"{case.reference}: {case.title}"
        + (f" (exhibit {case.exhibit_number})" if case.exhibit_number else "")
        for case in one.detail.cases
    ]
    yield _rows(
        ("Agency", one.agency),
        ("Item", f"{item.number}, taken in with {one.detail.acquisition}"),
        ("Case", "; ".join(cases) or "none that may be named"),
        ("File", f"{one.main.path}, {one.main.size:,} bytes"),
        ("SHA-256 of the original", one.main.sha256),
        ("SHA-256 that was examined", report.facts.sha256),
        ("Compared with", report.compared_with or "no other recording"),
    )


def _rows(*rows: tuple[str, str]) -> Flowable:
    return table([[paragraph(name, SMALL), paragraph(text, _CELL)] for name, text in rows])


def _time_line(report: IntegrityReport) -> Iterator[Flowable]:
    lanes = _lanes(report)
    ends = [stop for _, _, bars in lanes for _, stop in bars]
    if not ends:
        return
    last = max(*ends, report.facts.declared_s or 0.0)
    first = min(0.0, *(start for _, _, bars in lanes for start, _ in bars))
    if last <= first:
        return
    scale = (_INNER - _NAME_W) / (last - first)
    high = _LANE_H * len(lanes) + 14
    drawing = Drawing(_INNER, high)
    for row, (key, name, bars) in enumerate(lanes):
        base = high - _LANE_H * (row + 1)
        drawing.add(String(0, base + 3, name, fontName="Holdfast", fontSize=7.5))
        drawing.add(
            Line(_NAME_W, base, _INNER, base, strokeColor=colors.lightgrey, strokeWidth=0.4)
        )
        for start, stop in bars:
            x = _NAME_W + (start - first) * scale
            width = min(max(1.5, (stop - start) * scale), _INNER - x + 1.5)
            drawing.add(
                Rect(
                    x, base + 2, width, _LANE_H - 5,
                    fillColor=_FILLS[key], strokeColor=colors.black, strokeWidth=0.5,
                    strokeDashArray=[2, 1.5] if key == "incomplete" else None,
                )
            )  # fmt: skip
    for at, anchor in ((first, "start"), (last, "end")):
        x = _NAME_W + (at - first) * scale
        drawing.add(String(x, 2, clock(at), fontName="Holdfast", fontSize=7, textAnchor=anchor))
    words = "Along the recording, by its own timestamps. Solid black: damaged. Dashed: incomplete. Grey: unusual, or what was found."
    yield KeepTogether([paragraph("Time line", _HEADED), drawing, paragraph(words, SMALL)])


def _lanes(report: IntegrityReport) -> list[tuple[str, str, list[tuple[float, float]]]]:
    lanes = [
        ("held", f"{one.kind.capitalize()} found", [(one.first_s, one.last_s)])
        for one in report.facts.streams
        if one.first_s is not None and one.last_s is not None
    ]
    for key, name in _CLASSES.items():
        bars = [
            (one.from_s, one.from_s if one.to_s is None else one.to_s)
            for one in report.findings
            if str(one.verdict) == key and one.from_s is not None
        ]
        if bars:
            lanes.append((key, name, bars))
    return lanes


def _findings(report: IntegrityReport) -> Iterator[Flowable]:
    numbered = list(enumerate(report.findings, 1))
    opened = str(report.verdict) != "unreadable"
    nothing = "nothing was found" if opened else "could not be looked for in what does not open"
    for key, name in _CLASSES.items():
        found = [(number, one) for number, one in numbered if str(one.verdict) == key]
        if not found:
            if key != "unreadable":
                yield paragraph(f"{name}: {nothing}", _HEADED)
            continue
        yield paragraph(f"{name}: {len(found)}", _HEADED)
        head = ("", "When", "What, and how it is known", "What it means", "What it does not mean")
        rows = [[paragraph(text, SMALL) for text in head]]
        rows += [[paragraph(text, _CELL) for text in _cells(number, one)] for number, one in found]
        widths = [8 * mm, 27 * mm, 61 * mm, 39 * mm, 39 * mm]
        yield table(rows, widths=widths, repeated=1, style=_SHADE)


def _cells(number: int, one: Finding) -> tuple[str, ...]:
    place = where(one.from_s, one.to_s) or "not known"
    if one.stream is not None:
        place += f", stream {one.stream}"
    if one.at_byte is not None:
        place += f", byte {one.at_byte:,}"
    return str(number), place, f"{one.what} {one.how}", one.means, one.does_not_mean


def _facts(report: IntegrityReport) -> Iterator[Flowable]:
    facts = report.facts
    yield paragraph("What the file declares, and what was found", _HEADED)
    head = ("", "Declared", "Found")
    rows = [[paragraph(text, SMALL) for text in head]]
    told = [
        ("Container", "", f"{facts.container}, {facts.layout}".rstrip(", ")),
        ("Length", _seconds(facts.declared_s), _seconds(facts.found_s)),
    ]
    for one in facts.streams:
        packets = "not said" if one.declared_packets is None else f"{one.declared_packets:,}"
        rate = "" if one.rate is None else f", {one.rate:g} pictures a second"
        told += [
            (f"Stream {one.index}: {one.kind}", f"{one.codec}, {one.shape}", rate.lstrip(", ")),
            (f"Stream {one.index}: length", _seconds(one.declared_s), _seconds(one.found_s)),
            (
                f"Stream {one.index}: packets",
                packets,
                f"{one.packets:,}, of which {one.decoded:,} decoded",
            ),
        ]
    rows += [[paragraph(text, _CELL) for text in row] for row in told]
    yield table(rows, widths=[50 * mm, 58 * mm, 66 * mm], repeated=1, style=_SHADE)
    yield from _list("Says it was written by", facts.written_by)


def _signs(report: IntegrityReport) -> Iterator[Flowable]:
    yield from _list(
        "Signs of how it was made. They never change the verdict",
        [f"{one.what}. {one.how} {one.means} {one.does_not_mean}" for one in report.signs],
    )
    yield from _list(
        "What was not looked at", report.limits, none="Nothing was left out by a limit."
    )


def _copied(copy: PaperCopy) -> Iterator[Flowable]:
    result = copy.result
    yield paragraph("Playable copy of what is left. A derivative, never the original", _HEADED)
    yield _rows(
        ("SHA-256 of the copy", f"{copy.sha256} ({copy.size:,} bytes, {result.container})"),
        ("How it was made", f"{result.method}. Nothing was encoded again. {result.tool}"),
        ("Reference", result.reference_sha256 or "none was needed"),
        ("The copy, examined again", copy.verdict),
        (
            "Bytes",
            (
                f"{result.bytes_used:,} of {result.bytes_total:,} are in the copy; "
                f"{result.bytes_unused:,} are not (container, or not recovered)"
            ),
        ),
        *(
            ("Recovered", f"{one.kind}, {where(one.from_s, one.to_s)}, {one.pieces:,} pieces")
            for one in result.recovered
        ),
        *(
            (
                "Not recovered",
                f"{one.kind}, {where(one.from_s, one.to_s) or 'time not known'}: {one.what}",
            )
            for one in result.lost
        ),
        *(("Assumed", one) for one in result.assumptions),
    )


def _provenance(one: PaperReport) -> Iterator[Flowable]:
    made, event = one.provenance, one.examined
    settings = ", ".join(
        f"{name} {value}" for name, value in made["settings"].items() if value != ""
    )
    yield paragraph("What made this report", _HEADED)
    told = "not on the ledger of this item"
    if event is not None:
        told = f"{event.at:%d %b %Y %H:%M:%S} UTC, {event.actor.name} {event.sentence}" + (
            "" if event.entry is None else f"; entry {event.entry} of the ledger"
        )
    yield _rows(
        ("Tool", f"{one.report.tool}; processor {made['processor']}, version {made['version']}"),
        ("Settings", settings),
        ("Examined", told),
        ("SHA-256 of the report as JSON", one.report_sha256),
        (
            "To check it",
            "Run 'holdfast integrity' on the original. The same version gives the same report.",
        ),
    )


def _list(head: str, rows: tuple[str, ...] | list[str], none: str = "") -> Iterator[Flowable]:
    if not rows and not none:
        return
    yield paragraph(head, _HEADED)
    for row in rows or (none,):
        yield paragraph(f"• {shown(row)}" if rows else row, TEXT)


def _seconds(value: float | None) -> str:
    return "not said" if value is None else f"{value:.3f} s"
