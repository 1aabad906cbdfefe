# SPDX-License-Identifier: Apache-2.0
"""A report in the forms in which it is handed out: JSON, a page, CSV and paper.

Promises: every number of the JSON stands in the page and in the CSV under the same path, so that a
verifier compares them; the forms say nothing that the JSON does not hold. Format:
docs/reports.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.oversight.report_forms.page import report_page
from holdfast.oversight.report_forms.paper import report_paper
from holdfast.oversight.report_forms.table import report_table
from holdfast.publication.report import report_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["report_files"]


def report_files(report: Mapping[str, Any], stem: str = "report") -> dict[str, bytes]:
    """Give the files of a report by name. Raises MissingFontError."""
    return {
        f"{stem}.json": report_bytes(report),
        f"{stem}.html": report_page(report),
        f"{stem}.csv": report_table(report),
        f"{stem}.pdf": report_paper(report),
    }
