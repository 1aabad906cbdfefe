# SPDX-License-Identifier: Apache-2.0
"""Every change of state of oversight: authorise, change, ledger entry; the actor mandatory."""

from __future__ import annotations

from holdfast.oversight.services.assessments import (
    answer_of_panel,
    ask_panel,
    attach_assessment,
)
from holdfast.oversight.services.bundles import PublishedBundle, publish_bundle
from holdfast.oversight.services.decisions import confirm_decision, record_decision
from holdfast.oversight.services.outside import record_incident, withdraw_support
from holdfast.oversight.services.reports import MadeReport, make_report
from holdfast.oversight.services.rows import Preview, add_row, end_row, preview_row
from holdfast.oversight.services.stages import move_technology
from holdfast.oversight.services.technologies import change_technology, register_technology
from holdfast.oversight.services.tool_logs import TakenLog, take_in_tool_log

__all__ = [
    "MadeReport",
    "Preview",
    "PublishedBundle",
    "TakenLog",
    "add_row",
    "answer_of_panel",
    "ask_panel",
    "attach_assessment",
    "change_technology",
    "confirm_decision",
    "end_row",
    "make_report",
    "move_technology",
    "preview_row",
    "publish_bundle",
    "record_decision",
    "record_incident",
    "register_technology",
    "take_in_tool_log",
    "withdraw_support",
]
