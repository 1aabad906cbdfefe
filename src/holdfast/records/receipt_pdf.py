# SPDX-License-Identifier: Apache-2.0
"""The receipt on paper: the same facts as the page, with every file and the proof.

Promises: every file of the acquisition is in it; how text is set and pages are numbered is in
holdfast.paper. Nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.units import mm
from reportlab.platypus import Preformatted, Spacer

from holdfast.paper import HEAD, MONO, SMALL, TEXT, TITLE, make_pdf, paragraph, table
from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.platypus import Flowable

    from holdfast.records.receipt import Receipt, ReceiptFile


def receipt_pdf(receipt: Receipt) -> bytes:
    """Give the receipt as a PDF. Raises MissingFontError."""
    return make_pdf(
        [*_heading(receipt), *_findings(receipt), *_files(receipt.files), *_proof(receipt)],
        title=f"Receipt {receipt.acquisition}",
        author=receipt.agency,
        footer=f"{receipt.agency} · {receipt.acquisition}",
    )


def _heading(receipt: Receipt) -> Iterator[Flowable]:
    yield paragraph(f"Receipt {receipt.acquisition}", TITLE)
    yield paragraph(receipt.summary, TEXT)
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
    yield table([[paragraph(name, SMALL), paragraph(text, TEXT)] for name, text in rows])


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
    yield paragraph(head, HEAD)
    for row in rows or (none,):
        yield paragraph(f"• {row}" if rows else row, TEXT)
    if after and rows:
        yield paragraph(after, SMALL)


def _files(files: Sequence[ReceiptFile]) -> Iterator[Flowable]:
    yield paragraph("Every file seen", HEAD)
    if not files:
        yield paragraph("No file was found on the medium.", TEXT)
        return
    head = ("Path", "Bytes", "What came of it", "SHA-256", "Item")
    rows = [[paragraph(name, SMALL) for name in head]]
    for file in files:
        came = file.disposition + (f": {file.reason}" if file.reason else "")
        if file.certainty:
            came += f" (was deleted; {file.certainty})"
        rows.append(
            [
                paragraph(text, SMALL)
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
    yield table(rows, widths=widths, repeated=1)


def _proof(receipt: Receipt) -> Iterator[Flowable]:
    yield paragraph("Proof", HEAD)
    yield paragraph(
        f"Entry {receipt.entry} of the ledger commits to every line of this receipt (root of the "
        f"lines: {receipt.lines_root or 'no lines'}). The proof below is a C2SP tlog-proof; it can "
        "be checked with Holdfast's verifier or any other tool for that format.",
        TEXT,
    )
    yield Preformatted(shown(receipt.proof, newlines=True), MONO)


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.1f} MiB ({count:,} bytes)"


def _utc(moment: Any) -> str:  # noqa: ANN401 # a datetime
    return f"{moment:%d %b %Y %H:%M:%S} UTC"
