# SPDX-License-Identifier: Apache-2.0
"""An integrity report on paper, for court. How text is set and pages are numbered is in holdfast.paper.

Promises: every finding stands with where, how it is known, what it means and what it does not mean;
limits and signs are not left out; equal reports give equal bytes. The day it was made, and by whom,
are the caller's to give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.styles import ParagraphStyle

from holdfast.analysis.integrity.report import Verdict
from holdfast.paper import HEAD, MONO, SMALL, TEXT, TITLE, make_pdf, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable, Paragraph

    from holdfast.analysis.integrity.report import Finding, IntegrityReport, StreamFacts

_SAID: Final = {
    Verdict.SOUND: "Sound: nothing was found that is damaged, incomplete or unusual.",
    Verdict.UNUSUAL: "Unusual, and normal: nothing was found that is damaged or incomplete.",
    Verdict.INCOMPLETE: "Incomplete: something of this recording is missing.",
    Verdict.DAMAGED: "Damaged: something in this recording is harmed.",
    Verdict.UNREADABLE: "Unreadable: no picture and no sound can be had from this file as it is.",
}
_BOUNDS: Final = (
    "This report says whether the file is whole, not whether what it shows is true. It does not say "
    "that a recording was or was not edited: a file cannot show that. A change of single bits may be "
    "invisible to it; the SHA-256 shows it."
)
_VERDICT: Final = ParagraphStyle("verdict", parent=HEAD, fontSize=12, leading=16, spaceBefore=4)


def report_pdf(report: IntegrityReport, *, name: str, made: str, author: str) -> bytes:
    """Give the report as a PDF. `made` says when and by whom, in words. Raises MissingFontError."""
    return make_pdf(
        list(_story(report, name, made)),
        title=f"Integrity report: {name}",
        author=author,
        footer=f"Integrity report · SHA-256 {report.facts.sha256}",
    )


def _story(report: IntegrityReport, name: str, made: str) -> Iterator[Flowable]:
    yield paragraph("Integrity report", TITLE)
    yield paragraph(_SAID[report.verdict], _VERDICT)
    yield table(
        [[paragraph(one, SMALL), paragraph(two, TEXT)] for one, two in _rows(report, name, made)]
    )
    yield paragraph("Findings", HEAD)
    if not report.findings:
        yield paragraph("None.", TEXT)
    for finding in report.findings:
        yield paragraph(f"{str(finding.verdict).capitalize()}. {finding.what}", _VERDICT)
        yield table(_finding(finding))
    if report.signs:
        yield paragraph("Signs (they do not change the verdict)", HEAD)
    for sign in report.signs:
        yield paragraph(f"{sign.what}. {sign.means} {sign.does_not_mean}", TEXT)
    if report.limits:
        yield paragraph("Not looked at", HEAD)
    for limit in report.limits:
        yield paragraph(limit, TEXT)
    yield paragraph("What this report is not", HEAD)
    yield paragraph(_BOUNDS, TEXT)
    yield paragraph(report.tool, MONO)


def _rows(report: IntegrityReport, name: str, made: str) -> Iterator[tuple[str, str]]:
    facts = report.facts
    yield "File", name
    yield "SHA-256", facts.sha256
    yield "Size", f"{facts.size:,} bytes"
    yield "Made", made
    yield "Container", f"{facts.container}{', ' * bool(facts.layout)}{facts.layout}"
    yield (
        "Length declared",
        "not declared" if facts.declared_s is None else f"{facts.declared_s:.3f} s",
    )
    yield "Length found", "none" if facts.found_s is None else f"{facts.found_s:.3f} s"
    for stream in facts.streams:
        yield f"Stream {stream.index}", _stream(stream)
    if facts.written_by:
        yield "Says it was written by", ", ".join(facts.written_by)
    if report.compared_with is not None:
        yield "Compared with", report.compared_with


def _stream(stream: StreamFacts) -> str:
    rate = "" if stream.rate is None else f", {stream.rate:g} a second"
    varies = " (varies)" if stream.rate_varies else ""
    return (
        f"{stream.kind}, {stream.codec}, {stream.shape}{rate}{varies}; {stream.packets:,} packets, "
        f"{stream.decoded:,} decoded"
    )


def _finding(finding: Finding) -> list[list[Paragraph]]:
    rows = [
        ("Where", _where(finding)),
        ("How known", finding.how),
        ("Means", finding.means),
        ("Does not mean", finding.does_not_mean),
    ]
    return [[paragraph(one, SMALL), paragraph(two, TEXT)] for one, two in rows]


def _where(finding: Finding) -> str:
    parts = []
    if finding.from_s is not None:
        until = "" if finding.to_s is None else f" to {finding.to_s:.3f} s"
        parts.append(f"{finding.from_s:.3f} s{until} of the recording")
    if finding.stream is not None:
        parts.append(f"stream {finding.stream}")
    if finding.at_byte is not None:
        parts.append(f"byte {finding.at_byte:,}")
    return ", ".join(parts) or "the file as a whole"
