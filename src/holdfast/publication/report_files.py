# SPDX-License-Identifier: Apache-2.0
"""A report in its four forms, and what the ledger is told of them.

Promises: JSON, page, CSV and PDF hold the same numbers; the fields of a `report.make` record name
each file of the public report by its digest, and nothing of the one for the oversight body, whose
digest would let anybody try out the few people it counts.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.publication.errors import BundleContentsError
from holdfast.publication.records import PUBLIC
from holdfast.publication.report import report_bytes
from holdfast.publication.report_csv import report_csv
from holdfast.publication.report_page import report_page

if TYPE_CHECKING:
    from collections.abc import Mapping


def report_files(report: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of a report by name: `report.*`, or `full.*` when nothing is withheld."""
    from holdfast.publication.report_pdf import report_pdf

    name = "report" if report["audience"] == PUBLIC else "full"
    return {
        f"{name}.json": report_bytes(report),
        f"{name}.html": report_page(report),
        f"{name}.csv": report_csv(report),
        f"{name}.pdf": report_pdf(report),
    }


def report_fields(report: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the fields of the `report.make` record of a public report and its files."""
    if report["audience"] != PUBLIC:
        raise BundleContentsError(
            "The ledger names the public report. Nothing was entered; compute the report for the "
            "public and name that one."
        )
    named = {name: sha256(data).hexdigest() for name, data in sorted(files.items())}
    digest = named.pop("report.json")
    return {
        "quarter": report["quarter"],
        "provisional": report["provisional"],
        "report_sha256": digest,
        "files_sha256": named,
        "opening_size": report["opening"]["size"],
        "closing_size": report["closing"]["size"],
    }
