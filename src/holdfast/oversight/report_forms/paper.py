# SPDX-License-Identifier: Apache-2.0
"""report.pdf: the report on paper, with every number, the two checkpoints and what is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from holdfast.oversight.report_forms import outline
from holdfast.paper import HEAD, SMALL, TEXT, TITLE, make_pdf, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportlab.platypus import Flowable

    from holdfast.oversight.report_forms.outline import Part

_STRONG = ParagraphStyle("strong", parent=SMALL, fontName="Holdfast-Bold")
_WIDTHS = [84 * mm, 24 * mm, 66 * mm]


def report_paper(report: Mapping[str, Any]) -> bytes:
    """Give the PDF. Raises MissingFontError."""
    return make_pdf(
        list(_story(report)),
        title=outline.title(report),
        author=str(report["agency"]),
        footer=(
            f"{report['agency']} · {report['quarter']} · checkpoint {report['closing']['size']}"
        ),
    )


def _story(report: Mapping[str, Any]) -> Iterator[Flowable]:
    yield paragraph(outline.title(report), TITLE)
    yield paragraph(str(report["agency"]), TEXT)
    yield Spacer(1, 6)
    for said in (outline.standing(report), outline.tie(report), outline.withheld(report)):
        if said:
            yield paragraph(said, TEXT)
    for part in outline.parts(report):
        yield paragraph(part.title, HEAD)
        for said in part.said:
            yield paragraph(said, SMALL)
        yield _numbers(report, part)


def _numbers(report: Mapping[str, Any], part: Part) -> Flowable:
    rows = [[paragraph(word, SMALL) for word in ("What", "Number", "Which")]]
    for cell in part.cells:
        number = cell.text if cell.value is None else f"{cell.value:,}"
        which = str(report["ground"]) if cell.withheld else ", ".join(cell.among)
        style = _STRONG if cell.withheld else SMALL
        rows.append(
            [paragraph(cell.words, SMALL), paragraph(number, style), paragraph(which, SMALL)]
        )
    return table(rows, widths=_WIDTHS, repeated=1)
