# SPDX-License-Identifier: Apache-2.0
"""report.pdf: the report on paper, with every number that its page has.

Promises: zeros are printed; what is withheld is printed as withheld, with its ground; the same
report gives the same bytes. It describes and never advises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from holdfast.paper import HEAD, MONO, SMALL, TEXT, TITLE, WIDTH, make_pdf, paragraph, table
from holdfast.publication.cells import NOT_STATED, WITHHELD, Cell, read_cells
from holdfast.publication.pages import day_in_words, quarter_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportlab.platypus import Flowable

_QUIET = ParagraphStyle(
    "quiet", parent=TEXT, fontSize=8, leading=10, textColor=colors.Color(0.33, 0.36, 0.4)
)
_CELL = ParagraphStyle("cell", parent=TEXT, fontSize=8, leading=10)
_NUMBER = ParagraphStyle("number", parent=_CELL, fontName="Holdfast-Bold", alignment=2)
_ZERO = ParagraphStyle("zero", parent=_QUIET, alignment=2)
_BIG = ParagraphStyle("big", parent=_NUMBER, fontSize=17, leading=21, alignment=0)
_ACCENT = colors.Color(0.063, 0.337, 0.416)
_SHADE = [("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.93, 0.94, 0.95))]
_GLANCE = (
    ("totals.uses", "uses"),
    ("totals.refused", "refused by the gate"),
    ("totals.decisions.expired_oral", "oral decisions ran out"),
    ("totals.complaints.overdue", "complaints overdue"),
    ("totals.incidents", "incidents"),
)


def report_pdf(report: Mapping[str, Any]) -> bytes:
    """Return the PDF. Raises MissingFontError."""
    cells = read_cells(report)
    story = [
        *_heading(report, cells),
        *_overview(report, cells),
        *_technologies(report, cells),
        *_listed("Totals", [one for path, one in cells.items() if path.startswith("totals")]),
        *_withheld(report),
        *_tied(report),
    ]
    title = f"Technology report {report['quarter']}"
    state = "provisional" if report["provisional"] else "final"
    return make_pdf(
        story,
        title=f"{title}, {report['agency']}",
        author=str(report["agency"]),
        footer=f"{report['agency']} · {title} · {state} · {report['closing']['root'][:16]}…",
    )


def _heading(report: Mapping[str, Any], cells: Mapping[str, Cell]) -> Iterator[Flowable]:
    yield paragraph(str(report["agency"]), _QUIET)
    yield paragraph(f"Technology report, {quarter_in_words(report['quarter'])}", TITLE)
    yield paragraph(
        f"{day_in_words(report['from'])} to {day_in_words(report['to'])}, both days counted, in UTC. "
        f"Made on {day_in_words(report['made_on'])}; due on {day_in_words(report['due_on'])}.",
        TEXT,
    )
    if report["provisional"]:
        yield paragraph("Provisional: the quarter is not over.", HEAD)
    if report["made_on"] > report["due_on"]:
        yield paragraph("Late: it was made after the day on which it was due.", HEAD)
    if report["audience"] != "public":
        yield paragraph("For the oversight body: nothing is withheld.", HEAD)
    yield Spacer(1, 8)
    yield table(
        [
            [paragraph(cells[path].grouped, _BIG) for path, _ in _GLANCE],
            [paragraph(words, _QUIET) for _, words in _GLANCE],
        ],
        widths=[WIDTH / len(_GLANCE)] * len(_GLANCE),
        style=[
            ("LINEABOVE", (0, 0), (-1, 0), 1.2, _ACCENT),
            ("LINEBELOW", (0, 0), (-1, 0), 0, colors.white),
        ],
    )
    yield Spacer(1, 4)


def _overview(report: Mapping[str, Any], cells: Mapping[str, Cell]) -> Iterator[Flowable]:
    yield paragraph("Every technology on the register", HEAD)
    yield Spacer(1, 5)
    head = ("Technology", "Stage", "Uses", "Refused", "Failed", "Approvals", "Role holders")
    rows = [[paragraph(words, _ZERO if at > 1 else _QUIET) for at, words in enumerate(head)]]
    for one in report["technologies"]:
        latent = " (present, not approved)" if one["latent"] else ""
        keys = ("uses", "refused", "failed", "approvals_in_force", "people_with_access")
        rows.append(
            [
                paragraph(f"{one['name']}{latent}", _CELL),
                paragraph(str(one["stage"]), _CELL),
                *(_figure(cells[f"technologies[{one['id']}].{key}"]) for key in keys),
            ]
        )
    rest = [one * mm for one in (20, 18, 18, 18, 20, 20)]
    yield table(rows, widths=[WIDTH - sum(rest), *rest], repeated=1, style=_SHADE)


def _technologies(report: Mapping[str, Any], cells: Mapping[str, Cell]) -> Iterator[Flowable]:
    for one in report["technologies"]:
        facts = [str(one["stage"]), str(one["kind"]), str(one["id"])]
        facts += ["part of Holdfast"] if one["ours"] else []
        facts += ["sees bystanders too"] if one["captures_others"] else []
        facts += [f"function of {one['parent']}"] if one["parent"] else []
        facts += ["present, not approved"] if one["latent"] else []
        mine = [
            cell for path, cell in cells.items() if path.startswith(f"technologies[{one['id']}].")
        ]
        yield from _listed(str(one["name"]), mine, " · ".join(facts))


def _listed(head: str, cells: Iterable[Cell], facts: str = "") -> Iterator[Flowable]:
    rows = []
    for cell in cells:
        words = (
            cell.words.partition(" (")[0] if cell.path.startswith("technologies[") else cell.words
        )
        named = f": {', '.join(cell.names)}" if cell.names else ""
        quiet = cell.shown in {"0", NOT_STATED}
        rows.append([paragraph(words + named, _QUIET if quiet else _CELL), _figure(cell)])
    if not rows:
        return
    heads = [paragraph(head, HEAD), *([paragraph(facts, _QUIET)] if facts else []), Spacer(1, 3)]
    widths = [WIDTH - 32 * mm, 32 * mm]
    yield KeepTogether([*heads, table(rows[:4], widths=widths)])
    if rows[4:]:
        yield table(rows[4:], widths=widths)


def _figure(cell: Cell) -> Flowable:
    return paragraph(cell.grouped, _ZERO if cell.shown == "0" else _NUMBER)


def _withheld(report: Mapping[str, Any]) -> Iterator[Flowable]:
    yield paragraph("What is withheld", HEAD)
    if not report["withheld"]:
        yield paragraph("Nothing is withheld in this report.", TEXT)
        return
    yield paragraph(
        f"A count of people from 1 to {report['smallest_cell'] - 1} could tell who they are. It is "
        f"shown as {WITHHELD} here, and the oversight body has it.",
        TEXT,
    )
    for one in report["withheld"]:
        yield paragraph(f"• {one['cell']}: {one['ground']}", SMALL)


def _tied(report: Mapping[str, Any]) -> Iterator[Flowable]:
    yield paragraph("How to recount it", HEAD)
    yield paragraph(
        "Every number here is counted from the agency's public ledger. The folder that it publishes "
        "holds verify.py, which counts each of them again from these two states of the ledger.",
        TEXT,
    )
    for key, words in (("opening", "Opened at"), ("closing", "Closed at")):
        point = report[key]
        yield paragraph(f"{words} {point['size']:,} entries, root {point['root']}", MONO)
    yield paragraph(f"Ledger: {report['origin']}", MONO)
