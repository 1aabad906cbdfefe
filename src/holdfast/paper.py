# SPDX-License-Identifier: Apache-2.0
"""Paper: what every PDF that Holdfast makes has in common.

Promises: text in any script that DejaVu Sans holds is shown, control characters are shown as
escapes and no text is read as markup; pages are numbered "1 of n" so that a missing one is
noticed; the same content gives the same bytes. Never fetches anything: the fonts are those of the pinned packages of the pages.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from holdfast.errors import HoldfastError
from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

_FONTS = {
    "Holdfast": "DejaVuSans.ttf",
    "Holdfast-Mono": "DejaVuSansMono.ttf",
    "Holdfast-Bold": "DejaVuSans-Bold.ttf",
}
_MARGIN = 18 * mm
WIDTH = A4[0] - 2 * _MARGIN
TEXT = ParagraphStyle("text", fontName="Holdfast", fontSize=9, leading=12)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7, leading=9, wordWrap="CJK")
HEAD = ParagraphStyle("head", parent=TEXT, fontName="Holdfast-Bold", fontSize=11, spaceBefore=10)
TITLE = ParagraphStyle("title", parent=HEAD, fontSize=16, leading=20, spaceBefore=0)
MONO = ParagraphStyle("mono", fontName="Holdfast-Mono", fontSize=6.5, leading=8)
_GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
]


class MissingFontError(HoldfastError):
    """The fonts for paper are not installed; no evidence is touched."""


def make_pdf(story: Sequence[Flowable], *, title: str, author: str, footer: str) -> bytes:
    """Set the story on A4, with the footer and the page's number. Raises MissingFontError."""
    _register_fonts()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        author=author,
        lang="en-NZ",
        invariant=1,
    )
    document.build(list(story), canvasmaker=_numbered(footer))
    return out.getvalue()


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Set a text that came from anywhere: as it is, never as markup."""
    _register_fonts()
    return Paragraph(escape(shown(text)), style)


def table(
    rows: list[list[Paragraph]],
    *,
    widths: Sequence[float] = (32 * mm, 142 * mm),
    repeated: int = 0,
    style: Sequence[object] = (),
) -> LongTable:
    """Set rows with a line under each; the first `repeated` come again on each page."""
    return LongTable(rows, colWidths=list(widths), style=[*_GRID, *style], repeatRows=repeated)


def _numbered(line: str) -> type[Canvas]:
    """Make a canvas that writes "page 1 of n" once n is known."""

    class NumberedCanvas(Canvas):  # type: ignore[misc] # reportlab ships no types
        def __init__(self, *args: Any, **keywords: Any) -> None:  # noqa: ANN401 # reportlab's own
            super().__init__(*args, **keywords)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 # reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._kept, start=1):
                self.__dict__.update(page)
                self.setFont("Holdfast", 7)
                self.drawString(_MARGIN, 10 * mm, shown(line))
                self.drawRightString(
                    A4[0] - _MARGIN, 10 * mm, f"page {number} of {len(self._kept)}"
                )
                super().showPage()
            super().save()

    return NumberedCanvas


@cache
def _register_fonts() -> None:
    """Hand DejaVu to reportlab, once a process. Raises MissingFontError."""
    for name, file in _FONTS.items():
        with as_file(_font(file)) as path:
            pdfmetrics.registerFont(TTFont(name, path))


def _font(name: str) -> Any:  # noqa: ANN401 # a Traversable
    vendor = files("holdfast").joinpath("web", "static", "vendor")
    if vendor.is_dir():
        for package in vendor.iterdir():
            if package.name.startswith("dejavu") and package.joinpath(name).is_file():
                return package.joinpath(name)
    checkout = Path(__file__).parents[2] / "node_modules" / "dejavu-fonts-ttf" / "ttf" / name
    if checkout.is_file():
        return checkout
    raise MissingFontError(
        "The fonts for PDF files are missing from this installation. Evidence and what was to be "
        "printed are unharmed. Install Holdfast again, or in a checkout run 'make demo' once."
    )
