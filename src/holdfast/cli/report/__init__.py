# SPDX-License-Identifier: Apache-2.0
"""`holdfast report`: the reports that compute themselves."""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

report = LazyGroup(
    "report",
    {"quarter": "holdfast.cli.report.quarter:quarter"},
    help_text="Compute a report from the ledger.",
)
