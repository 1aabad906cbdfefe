# SPDX-License-Identifier: Apache-2.0
"""report.csv: one line a number, with its path, for a spreadsheet or another program."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from holdfast.oversight.report_forms.cells import all_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = ("cell", "value", "technology", "words", "among")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_table(report: Mapping[str, Any]) -> bytes:
    """Give the CSV: UTF-8 with a byte-order mark, lines ended by CR LF (RFC 4180)."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(_HEAD)
    ground = str(report["ground"])
    for cell in all_cells(report):
        among = ground if cell.withheld else " ".join(cell.among)
        lines.writerow((cell.path, cell.text, cell.of, _harmless(cell.words), _harmless(among)))
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
