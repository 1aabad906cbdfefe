# SPDX-License-Identifier: Apache-2.0
"""report.csv: one row a number: its path, its value, and what it is in words.

Promises: RFC 4180 in UTF-8 with a byte order mark, so that spreadsheets show macrons; no cell
begins with a character that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from holdfast.publication.cells import WITHHELD, read_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = "\ufeff"


def report_csv(report: Mapping[str, Any]) -> bytes:
    """Return the file."""
    grounds = {one["cell"]: one["ground"] for one in report["withheld"]}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("number", "value", f"what it is, {report['agency']}, {report['quarter']}"))
    for cell in read_cells(report).values():
        ground = f". Withheld: {grounds.get(cell.path, '')}" if cell.shown == WITHHELD else ""
        writer.writerow((cell.path, cell.shown, cell.words + ground))
    return (_MARK + out.getvalue()).encode()
