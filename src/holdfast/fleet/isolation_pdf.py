# SPDX-License-Identifier: Apache-2.0
"""A network test on paper: the same facts as its page, every destination, and where it ends.

Promises: the verdict never stands without what a capture cannot see; nothing is cut off; the same
test gives the same bytes; how text is set and pages are numbered is in holdfast.paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, Spacer

from holdfast.fleet.isolation.claims import claims_of
from holdfast.fleet.isolation.names import by_name
from holdfast.fleet.isolation.plot import TOP, plot_of
from holdfast.fleet.isolation.plot import WIDTH as PLOT_WIDTH
from holdfast.paper import HEAD as PLAIN_HEAD
from holdfast.paper import MONO, SMALL, TEXT, TITLE, WIDTH, make_pdf, paragraph, table
from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from reportlab.platypus import Flowable

    from holdfast.analysis.isolation import IsolationReport
    from holdfast.fleet.isolation.plot import Plot
    from holdfast.fleet.queries.isolation import NetworkTestDetail

_HEAD: Final = ParagraphStyle("headed", parent=PLAIN_HEAD, spaceAfter=4)
_VERDICT: Final = ParagraphStyle(
    "verdict", parent=_HEAD, fontSize=13, leading=17, spaceBefore=6, spaceAfter=4
)
_CELL: Final = ParagraphStyle("cell", parent=TEXT, fontSize=7.5, leading=9.5, splitLongWords=1)
# The width inside of the frame, which keeps 6 points on each side.
_INNER: Final = WIDTH - 12
_LEAST: Final = 30 * mm
_INK: Final = colors.Color(0.08, 0.1, 0.12)
_ACCENT: Final = colors.Color(0.043, 0.353, 0.451)
_SHADE: Final = colors.Color(0.93, 0.94, 0.95)
_HEADED: Final = [("BACKGROUND", (0, 0), (-1, 0), _SHADE)]


def report_pdf(test: NetworkTestDetail, agency: str) -> bytes:
    """Give the PDF of a test whose report may be read. Raises MissingFontError."""
    assert test.report is not None  # noqa: S101 # the page asks who may read it
    report, line = test.report, test.line
    return make_pdf(
        [
            *_heading(test, report),
            *_plot(report),
            *_destinations(report),
            *_asked(report),
            *_readable(report),
            *_hosts(report),
            *_coverage(report),
            *_provenance(test, report),
        ],
        title=f"Network test {line.number} of {line.name}",
        author=agency,
        footer=f"{agency} · {line.number} · {line.name}, firmware {line.firmware}",
    )


def _heading(test: NetworkTestDetail, report: IsolationReport) -> Iterator[Flowable]:
    line = test.line
    yield paragraph(f"Network test {line.number}", TITLE)
    yield paragraph(f"{line.name}, firmware {line.firmware}", TEXT)
    yield paragraph(line.sentence, _VERDICT)
    for reason in report.reasons:
        yield paragraph(reason, TEXT)
    yield from _headed("What a capture cannot see")
    yield from _bullets(report.cannot_see)
    yield from _headed("Two claims, which are not one")
    for claim in claims_of(report, line.network):
        yield paragraph(f"{claim.claim}: {claim.answer}", TEXT)
    yield from _headed("What was tested")
    standing = line.standing
    yield _facts(
        ("Device", test.asset or "a sample that is not in the fleet"),
        ("Its address in the captures", report.device or "none named: everything was looked at"),
        ("App", line.app or "none named"),
        ("Data mode", line.data_mode or "none named"),
        ("Network captured", line.network),
        ("Tested", f"{_utc(report.first)} to {_utc(report.last)}"),
        ("Who ran it", line.tester),
        ("Approval in force then", line.approval or "none"),
        ("Standing now", " ".join((standing.state.capitalize() + ".", *standing.reasons))),
        ("Note", test.note or "none"),
    )


def _plot(report: IsolationReport) -> Iterator[Flowable]:
    plot = plot_of(report)
    if plot is None or not plot.rows:
        return
    about = f"{_utc(plot.first)} to {_utc(plot.last)}"
    more = f"; {plot.more} more destinations stand in the table alone" if plot.more else ""
    yield KeepTogether(
        [
            paragraph("When each destination was spoken to", _HEAD),
            Spacer(1, 4),
            _drawing(plot),
            paragraph(about + more, SMALL),
        ]
    )


def _drawing(plot: Plot) -> Drawing:
    scale: float = _INNER / PLOT_WIDTH
    high = plot.height
    drawing = Drawing(_INNER, high * scale)

    def up(y: float) -> float:
        return (high - y) * scale

    for at, column in enumerate(plot.columns):
        if column.odd:
            drawing.add(
                Rect(
                    column.x * scale, up(plot.floor), column.width * scale,
                    (plot.floor - TOP + 6) * scale, fillColor=_SHADE, strokeColor=None,
                )
            )  # fmt: skip
        drawing.add(_words(column.middle * scale, up(14 + 14 * (at % 2)), column.name, "middle"))
    for row in plot.rows:
        drawing.add(_words(0, up(row.base), row.label, "start"))
        for x, width in row.bars:
            drawing.add(
                Rect(
                    x * scale, up(row.y + 16), width * scale, 12 * scale,
                    fillColor=_ACCENT, strokeColor=None,
                )
            )  # fmt: skip
    drawing.add(Line(0, up(plot.floor), _INNER, up(plot.floor), strokeColor=_INK, strokeWidth=0.4))
    return drawing


def _words(x: float, y: float, text: str, anchor: str) -> String:
    return String(
        x, y, shown(text), fontName="Holdfast", fontSize=6.5, fillColor=_INK, textAnchor=anchor
    )


def _destinations(report: IsolationReport) -> Iterator[Flowable]:
    yield from _headed(f"Destinations outside ({len(report.destinations)})")
    if not report.destinations:
        yield paragraph("None was seen.", TEXT)
        return
    rows = [("Address and names, and how known", "Owner", "Ports", "Out", "In", "No answer", "When, by phase (UTC)")]  # fmt: skip
    for one in report.destinations:
        names = "; ".join(f"{name} ({how})" for name, how in by_name(one)) or "no name seen"
        phases = "; ".join(
            f"{each.phase or 'no phase'} {each.first:%H:%M:%S} to {each.last:%H:%M:%S}"
            for each in one.phases
        )
        owner = one.owner.kind + (f": {one.owner.name}" if one.owner.name else "")
        readable = f" Readable: {', '.join(one.plain_text)}." if one.plain_text else ""
        rows.append(
            (
                f"{one.address}. {names}.{readable}", owner, " ".join(map(str, one.ports)),
                f"{one.bytes_out:,}", f"{one.bytes_in:,}", str(one.attempts_unanswered), phases,
            )
        )  # fmt: skip
    yield _table(rows, (54, 24, 15, 16, 16, 17, 32))


def _asked(report: IsolationReport) -> Iterator[Flowable]:
    yield from _headed(f"Names outside that were asked for ({len(report.asked_names)})")
    if not report.asked_names:
        yield paragraph("None was seen.", TEXT)
        return
    rows = [("Name", "How", "Asked", "Answered", "Contacted", "Owner")]
    rows += [
        (
            one.name, one.how, str(one.asked), str(one.answered),
            "yes" if one.contacted else "not seen", one.owner.kind,
        )
        for one in report.asked_names
    ]  # fmt: skip
    yield _table(rows, (66, 28, 16, 18, 20, 26))


def _readable(report: IsolationReport) -> Iterator[Flowable]:
    yield from _headed(f"What anybody on the way could read ({len(report.plain_text)})")
    if not report.plain_text:
        yield paragraph("Nothing was seen.", TEXT)
        return
    rows = [("What", "Where", "Shortened", "Also readable, not shown", "Times")]
    rows += [
        (one.what, one.address, one.shown, ", ".join(one.carried), str(one.count))
        for one in report.plain_text
    ]
    yield _table(rows, (26, 36, 62, 36, 14))


def _hosts(report: IsolationReport) -> Iterator[Flowable]:
    yield from _headed("Whose traffic it was")
    rows = [("Host", "Names and addresses", "Out", "In", "Destinations")]
    rows += [
        (
            one.id + (" (the device)" if one.device else ""),
            " ".join((*one.names, *one.addresses)),
            f"{one.bytes_out:,}", f"{one.bytes_in:,}", str(one.destinations),
        )
        for one in report.hosts
    ]  # fmt: skip
    yield _table(rows, (46, 68, 20, 20, 20))


def _coverage(report: IsolationReport) -> Iterator[Flowable]:
    cover = report.coverage
    yield from _headed("How far the captures reach")
    if cover.phases:
        rows = [("Phase", "From", "To", "Packets of the device", "Covered", "Verdict of the phase")]
        rows += [
            (
                one.name, _utc(one.first), _utc(one.last), f"{one.device_packets:,}",
                "yes" if one.covered else "no", one.verdict,
            )
            for one in cover.phases
        ]  # fmt: skip
        yield _table(rows, (28, 36, 36, 24, 16, 34))
    else:
        yield paragraph("No phase was named.", TEXT)
    yield Spacer(1, 6)
    counts = "; ".join(f"{one.what}: {one.count:,}" for one in cover.malformed)
    yield _facts(
        ("The device was seen", "yes" if cover.device_seen else "no"),
        ("Packets", f"{report.packets:,}"),
        ("Malformed", f"{report.malformed:,}" + (f" ({counts})" if counts else "")),
        ("Cut short by the capture", f"{cover.truncated:,}"),
        ("Could not be read", f"{cover.unreadable:,}"),
        ("Enciphered 802.11 among them", f"{cover.encrypted_frames:,}"),
        ("Dropped", "the files do not say" if cover.drops is None else f"{cover.drops:,}"),
        ("Clock went back", f"{cover.clock_back:,} times"),
    )
    gaps = [f"{_utc(one.first)} to {_utc(one.last)}: no packet" for one in cover.gaps]
    yield from _bullets([*cover.warnings, *gaps])


def _provenance(test: NetworkTestDetail, report: IsolationReport) -> Iterator[Flowable]:
    yield from _headed("The captures, and what examined them")
    for one in report.captures:
        fault = f" Reading stopped: {one.fault}." if one.fault else ""
        yield paragraph(
            f"{one.name}: {one.format}, {one.size:,} bytes, {one.packets:,} packets.{fault}", TEXT
        )
        yield paragraph(f"SHA-256 {one.sha256}", MONO)
        yield Spacer(1, 4)
    entry = "not sealed yet" if test.line.entry is None else str(test.line.entry)
    yield _facts(
        ("Examined by", test.examined_by),
        ("List of hosts", f"{report.host_list_source}, {report.host_list_date}"),
        ("Entry of the ledger", entry),
        ("SHA-256 of the report", test.report_sha256),
    )


def _headed(words: str) -> Iterator[Flowable]:
    """Set a heading, on the next page when little is left of this one."""
    yield CondPageBreak(_LEAST)
    yield paragraph(words, _HEAD)


def _facts(*rows: tuple[str, str]) -> Flowable:
    return table([[paragraph(name, SMALL), paragraph(words, TEXT)] for name, words in rows])


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Flowable:
    cells = [[paragraph(cell, _CELL) for cell in row] for row in rows]
    return table(cells, widths=[each * mm for each in widths], repeated=1, style=_HEADED)


def _bullets(rows: Sequence[str]) -> Iterator[Flowable]:
    for row in rows:
        yield paragraph(f"• {row}", TEXT)


def _utc(moment: datetime | None) -> str:
    return "not known" if moment is None else f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"
