# SPDX-License-Identifier: Apache-2.0
"""A report as bytes and back: the one spelling that its digest is of.

Promises: `read_report(report_bytes(report)) == report`; equal reports have equal bytes.
"""

from __future__ import annotations

import json

from holdfast.analysis.isolation import IsolationReport


def report_bytes(report: IsolationReport) -> bytes:
    """Give the one spelling of a report."""
    return json.dumps(
        report.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "backslashreplace")


def read_report(data: bytes) -> IsolationReport:
    """Read a report that was kept. Raises ReportFormError."""
    return IsolationReport.from_json(json.loads(data))
