# SPDX-License-Identifier: Apache-2.0
"""What our papers have in common: fonts, styles, tables, and pages numbered "1 of n".

Promises: text in any script that DejaVu Sans holds is shown, and control characters are shown as
escapes; the same content gives the same bytes; nothing is fetched. Pages are numbered so that a
missing one is noticed.
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

_FONTS = {
    "Holdfast": "DejaVuSans.ttf",
    "Holdfast-Mono": "DejaVuSansMono.ttf",
    "Holdfast-Bold": "DejaVuSans-Bold.ttf",
}
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
TEXT = ParagraphStyle("text", fontName="Holdfast", fontSize=9, leading=12)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7, leading=9, wordWrap="CJK")
HEAD = ParagraphStyle("head", parent=TEXT, fontName="Holdfast-Bold", fontSize=11, spaceBefore=10)
TITLE = ParagraphStyle("title", parent=HEAD, fontSize=16, leading=20, spaceBefore=0)
MONO = ParagraphStyle("mono", fontName="Holdfast-Mono", fontSize=6.5, leading=8)
GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
]


class MissingFontError(HoldfastError):
    """The fonts for papers are not installed; no evidence is touched."""


def print_paper(story: Sequence[Flowable], *, title: str, author: str, line: str) -> bytes:
    """Return the PDF of `story`; `line` stands at the foot of every page. Raises MissingFontError.

    Register the fonts first (`register_fonts`): a story is measured as it is made.
    """
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author=author,
        lang="en-NZ",
        invariant=1,
    )
    document.build(list(story), canvasmaker=_numbered(line))
    return out.getvalue()


def table(
    rows: list[list[Paragraph]],
    *,
    widths: Sequence[float],
    repeated: int = 0,
    style: Sequence[object] = (),
) -> LongTable:
    """Return a table that goes on over pages, its first rows repeated on each."""
    return LongTable(rows, colWidths=list(widths), style=[*GRID, *style], repeatRows=repeated)


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph of plain text: no mark-up in it is obeyed."""
    return Paragraph(escape(shown(text)), style)


def shown(text: str, *, newlines: bool = False) -> str:
    """Write control characters and lone surrogates as escapes."""
    return "".join(
        letter
        if letter.isprintable() or (newlines and letter == "\n")
        else letter.encode("unicode_escape").decode()
        for letter in text
    )


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
                self.drawString(MARGIN, 10 * mm, line)
                self.drawRightString(A4[0] - MARGIN, 10 * mm, f"page {number} of {len(self._kept)}")
                super().showPage()
            super().save()

    return NumberedCanvas


@cache
def register_fonts() -> None:
    """Find DejaVu among the pinned packages of the pages, and hand it to reportlab."""
    for name, file in _FONTS.items():
        with as_file(_font(file)) as path:
            pdfmetrics.registerFont(TTFont(name, path))


def _font(name: str) -> Any:  # noqa: ANN401 # a Traversable
    vendor = files("holdfast.web").joinpath("static", "vendor")
    if vendor.is_dir():
        for package in vendor.iterdir():
            if package.name.startswith("dejavu") and package.joinpath(name).is_file():
                return package.joinpath(name)
    checkout = Path(__file__).parents[3] / "node_modules" / "dejavu-fonts-ttf" / "ttf" / name
    if checkout.is_file():
        return checkout
    raise MissingFontError(
        "The fonts for papers are missing from this installation. Evidence and what the paper would "
        "say are unharmed. Install Holdfast again, or run 'make setup'."
    )
