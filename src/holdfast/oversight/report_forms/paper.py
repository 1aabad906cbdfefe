# SPDX-License-Identifier: Apache-2.0
"""report.pdf: the report on paper, with every number, the two checkpoints and what is withheld.

Promises: the same report gives the same bytes; nothing is fetched; pages are numbered "1 of n" so
that a missing one is noticed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import SimpleDocTemplate, Spacer

from holdfast.oversight.report_forms import outline
from holdfast.records import paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportlab.platypus import Flowable

    from holdfast.oversight.report_forms.cells import Cell
    from holdfast.oversight.report_forms.outline import Part

_WIDTHS = [84 * mm, 24 * mm, 66 * mm]


def report_paper(report: Mapping[str, Any]) -> bytes:
    """Give the PDF. Raises MissingFontError."""
    paper.register_fonts()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=paper.MARGIN,
        rightMargin=paper.MARGIN,
        topMargin=paper.MARGIN,
        bottomMargin=paper.MARGIN,
        title=outline.title(report),
        author=str(report["agency"]),
        lang="en-NZ",
        invariant=1,
    )
    line = f"{report['agency']} · {report['quarter']} · checkpoint {report['closing']['size']}"
    document.build(list(_story(report)), canvasmaker=paper.numbered(line))
    return out.getvalue()


def _story(report: Mapping[str, Any]) -> Iterator[Flowable]:
    yield paper.paragraph(outline.title(report), paper.TITLE)
    yield paper.paragraph(str(report["agency"]), paper.TEXT)
    yield Spacer(1, 6)
    for said in (outline.standing(report), outline.tie(report), outline.withheld(report)):
        if said:
            yield paper.paragraph(said, paper.TEXT)
    for part in outline.parts(report):
        yield paper.paragraph(part.title, paper.HEAD)
        for said in part.said:
            yield paper.paragraph(said, paper.SMALL)
        yield _numbers(report, part)


def _numbers(report: Mapping[str, Any], part: Part) -> Flowable:
    rows = [[paper.paragraph(word, paper.SMALL) for word in ("What", "Number", "Which")]]
    marked = []
    for at, cell in enumerate(part.cells, start=1):
        rows.append([paper.paragraph(text, paper.SMALL) for text in _row(report, cell)])
        if cell.withheld:
            marked.append(("BACKGROUND", (1, at), (1, at), colors.HexColor("#f3ead2")))
    return paper.table(rows, widths=_WIDTHS, repeated=1, more=marked)


def _row(report: Mapping[str, Any], cell: Cell) -> tuple[str, str, str]:
    number = cell.text if cell.value is None else f"{cell.value:,}"
    which = str(report["ground"]) if cell.withheld else ", ".join(cell.among)
    return cell.words, number, which
