# SPDX-License-Identifier: Apache-2.0
"""The receipt on paper: the same facts as the page, with every file and the proof.

Promises: every file of the acquisition is in it; text in any script that DejaVu Sans holds is
shown, and control characters are shown as escapes. Nothing is fetched. Pages are numbered "1 of n"
so that a missing one is noticed.
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
from reportlab.platypus import LongTable, Paragraph, Preformatted, SimpleDocTemplate, Spacer

from holdfast.records.errors import RecordsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.platypus import Flowable

    from holdfast.records.receipt import Receipt, ReceiptFile

_FONTS = {"Holdfast": "DejaVuSans.ttf", "Holdfast-Mono": "DejaVuSansMono.ttf"}
_BOLD = "DejaVuSans-Bold.ttf"
_MARGIN = 18 * mm
_TEXT = ParagraphStyle("text", fontName="Holdfast", fontSize=9, leading=12)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=7, leading=9, wordWrap="CJK")
_HEAD = ParagraphStyle("head", parent=_TEXT, fontName="Holdfast-Bold", fontSize=11, spaceBefore=10)
_TITLE = ParagraphStyle("title", parent=_HEAD, fontSize=16, leading=20, spaceBefore=0)
_MONO = ParagraphStyle("mono", fontName="Holdfast-Mono", fontSize=6.5, leading=8)
_GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
]


class MissingFontError(RecordsError):
    """The fonts for receipts are not installed; no evidence is touched."""


def receipt_pdf(receipt: Receipt) -> bytes:
    """Give the receipt as a PDF. Raises MissingFontError."""
    _register_fonts()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"Receipt {receipt.acquisition}",
        author=receipt.agency,
        lang="en-NZ",
    )
    story = [*_heading(receipt), *_findings(receipt), *_files(receipt.files), *_proof(receipt)]
    document.build(story, canvasmaker=_numbered(f"{receipt.agency} · {receipt.acquisition}"))
    return out.getvalue()


def _heading(receipt: Receipt) -> Iterator[Flowable]:
    yield _paragraph(f"Receipt {receipt.acquisition}", _TITLE)
    yield _paragraph(receipt.summary, _TEXT)
    yield Spacer(1, 6)
    medium = receipt.medium
    rows = [
        ("Agency", receipt.agency),
        ("Case", f"{receipt.case}: {receipt.case_title}"),
        ("Taken in by", f"{receipt.taken_by.name} ({receipt.taken_by.username})"),
        ("Begun", _utc(receipt.started_at)),
        ("Ended", _utc(receipt.finished_at)),
        ("Purpose", f"{receipt.purpose_words}. {receipt.purpose_text}".rstrip(". ")),
        ("Authority", receipt.authority or "none stated"),
        ("Medium", f"{medium['kind']}: {medium['name']}"),
        *(
            (name, str(medium[key]))
            for key, name in (
                ("label", "Label"),
                ("uuid", "Volume serial"),
                ("file_system", "File system"),
            )
            if medium.get(key)
        ),
        *((name, _size(medium[key])) for key, name in _SIZES if medium.get(key) is not None),
        (
            "Counts",
            (
                f"{receipt.seen} seen = {receipt.stored} stored + {receipt.duplicate} duplicate + "
                f"{receipt.excluded} excluded + {receipt.unreadable} unreadable"
            ),
        ),
        ("Bytes", f"{receipt.bytes_seen} seen, {receipt.bytes_stored} stored"),
        ("Items", str(receipt.items)),
        ("Read back", "yes, from the disk, and equal" if receipt.read_back else "no"),
    ]
    yield _table([[_paragraph(name, _SMALL), _paragraph(text, _TEXT)] for name, text in rows])


_ABOUT_GAPS = (
    "A gap is a number that is missing. It can be a deleted file, a failed recording, or a card "
    "used in another aircraft; it is reported, not explained."
)
_SIZES = (("size", "Size of the volume"), ("free", "Free on the volume"))


def _findings(receipt: Receipt) -> Iterator[Flowable]:
    yield from _list(
        "Gaps in the numbering",
        receipt.gaps,
        none="none seen",
        after=_ABOUT_GAPS,
    )
    yield from _list(
        "Recordings in several files", [" → ".join(run) for run in receipt.split_recordings]
    )
    yield from _list(
        "What recordings say made them",
        [
            f"{one.text}: {one.items} items"
            + (f", registered as {one.asset}" if one.asset else ", no registered device matches")
            for one in receipt.devices
        ],
    )
    yield from _list(
        "Kept, and damaged, odd or not what the name says",
        [f"{one.path}: {one.outcome}. {one.reason}" for one in receipt.damaged],
    )
    yield from _list(
        f"Deleted files that were seen and not recovered ({receipt.deleted_total})",
        [f"{one['path']} ({one['size']} bytes): {one['certainty']}" for one in receipt.deleted],
    )
    yield from _list("Notes", receipt.notes)


def _list(head: str, rows: Sequence[str], *, none: str = "", after: str = "") -> Iterator[Flowable]:
    if not rows and not none:
        return
    yield _paragraph(head, _HEAD)
    for row in rows or (none,):
        yield _paragraph(f"• {row}" if rows else row, _TEXT)
    if after and rows:
        yield _paragraph(after, _SMALL)


def _files(files: Sequence[ReceiptFile]) -> Iterator[Flowable]:
    yield _paragraph("Every file seen", _HEAD)
    if not files:
        yield _paragraph("No file was found on the medium.", _TEXT)
        return
    head = ("Path", "Bytes", "What came of it", "SHA-256", "Item")
    rows = [[_paragraph(name, _SMALL) for name in head]]
    for file in files:
        came = file.disposition + (f": {file.reason}" if file.reason else "")
        if file.certainty:
            came += f" (was deleted; {file.certainty})"
        rows.append(
            [
                _paragraph(text, _SMALL)
                for text in (
                    file.path,
                    str(file.size),
                    came,
                    file.sha256,
                    "" if file.item is None else str(file.item),
                )
            ]
        )
    widths = [55 * mm, 19 * mm, 42 * mm, 46 * mm, 12 * mm]
    yield _table(rows, widths=widths, repeated=1)


def _proof(receipt: Receipt) -> Iterator[Flowable]:
    yield _paragraph("Proof", _HEAD)
    yield _paragraph(
        f"Entry {receipt.entry} of the ledger commits to every line of this receipt (root of the "
        f"lines: {receipt.lines_root or 'no lines'}). The proof below is a C2SP tlog-proof; it can "
        "be checked with Holdfast's verifier or any other tool for that format.",
        _TEXT,
    )
    yield Preformatted(_shown(receipt.proof, newlines=True), _MONO)


def _table(
    rows: list[list[Paragraph]], *, widths: list[float] | None = None, repeated: int = 0
) -> LongTable:
    return LongTable(
        rows, colWidths=widths or [32 * mm, 142 * mm], style=_GRID, repeatRows=repeated
    )


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(_shown(text)), style)


def _shown(text: str, *, newlines: bool = False) -> str:
    """Write control characters and lone surrogates as escapes."""
    return "".join(
        letter
        if letter.isprintable() or (newlines and letter == "\n")
        else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.1f} MiB ({count:,} bytes)"


def _utc(moment: Any) -> str:  # noqa: ANN401 # a datetime
    return f"{moment:%d %b %Y %H:%M:%S} UTC"


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
                self.drawString(_MARGIN, 10 * mm, line)
                self.drawRightString(
                    A4[0] - _MARGIN, 10 * mm, f"page {number} of {len(self._kept)}"
                )
                super().showPage()
            super().save()

    return NumberedCanvas


@cache
def _register_fonts() -> None:
    """Find DejaVu among the pinned packages of the pages, and hand it to reportlab."""
    for name, file in {**_FONTS, "Holdfast-Bold": _BOLD}.items():
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
        "The fonts for receipts are missing from this installation. Evidence and the receipt "
        "itself are unharmed. Install Holdfast again, or run 'make setup'."
    )
