# SPDX-License-Identifier: Apache-2.0
"""Outside tools' own logs: read forgivingly, and compared with what the ledger says was used.

Promises: names of users are dropped as the file is read and are never kept; what cannot be read is
refused in words with its line, never skipped. Formats: docs/reports.md.
"""

from __future__ import annotations

from holdfast.oversight.tool_logs.ours import OurUse, our_uses
from holdfast.oversight.tool_logs.reading import COLUMNS, ToolLine, ToolLogFile, read_tool_log
from holdfast.oversight.tool_logs.reconciling import Difference, Reconciliation, reconcile

__all__ = [
    "COLUMNS",
    "Difference",
    "OurUse",
    "Reconciliation",
    "ToolLine",
    "ToolLogFile",
    "our_uses",
    "read_tool_log",
    "reconcile",
]
