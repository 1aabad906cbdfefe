# SPDX-License-Identifier: Apache-2.0
"""Every change of state of oversight: authorise, change, ledger entry; the actor mandatory."""

from __future__ import annotations

from holdfast.oversight.services.answers import (
    Linked,
    approve_answer,
    find_uses,
    give_answer,
    preview_answer,
    propose_answer,
)
from holdfast.oversight.services.assessments import (
    answer_of_panel,
    ask_panel,
    attach_assessment,
)
from holdfast.oversight.services.bundles import PublishedBundle, publish_bundle
from holdfast.oversight.services.complaints import (
    acknowledge_complaint,
    answer_complaint,
    freeze_case,
    receive_complaint,
    transfer_complaint,
)
from holdfast.oversight.services.decisions import confirm_decision, record_decision
from holdfast.oversight.services.outside import record_incident, withdraw_support
from holdfast.oversight.services.reports import MadeReport, make_report
from holdfast.oversight.services.requests import (
    authorise_desk,
    close_request,
    decide_request,
    extend_request,
    preview_decision,
    receive_request,
    signature,
    transfer_request,
)
from holdfast.oversight.services.rows import Preview, add_row, end_row, preview_row
from holdfast.oversight.services.stages import move_technology
from holdfast.oversight.services.technologies import change_technology, register_technology
from holdfast.oversight.services.tool_logs import TakenLog, take_in_tool_log

__all__ = [
    "Linked",
    "MadeReport",
    "Preview",
    "PublishedBundle",
    "TakenLog",
    "acknowledge_complaint",
    "add_row",
    "answer_complaint",
    "answer_of_panel",
    "approve_answer",
    "ask_panel",
    "attach_assessment",
    "authorise_desk",
    "change_technology",
    "close_request",
    "confirm_decision",
    "decide_request",
    "end_row",
    "extend_request",
    "find_uses",
    "freeze_case",
    "give_answer",
    "make_report",
    "move_technology",
    "preview_answer",
    "preview_decision",
    "preview_row",
    "propose_answer",
    "publish_bundle",
    "receive_complaint",
    "receive_request",
    "record_decision",
    "record_incident",
    "register_technology",
    "signature",
    "take_in_tool_log",
    "transfer_complaint",
    "transfer_request",
    "withdraw_support",
]
