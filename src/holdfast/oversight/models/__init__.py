# SPDX-License-Identifier: Apache-2.0
"""The projection of what oversight decides and receives: fields and constraints, nothing else.

Only `holdfast.oversight.acts` writes here. Everything can be made again from the ledger (ADR 0007).
"""

from __future__ import annotations

from holdfast.oversight.models.complaints import (
    Answer,
    Complaint,
    ComplaintStep,
    InformationRequest,
    RequestStep,
)
from holdfast.oversight.models.decisions import Approval, Decision, PermissionRow, PolicyRevision
from holdfast.oversight.models.reports import Incident, Report, ToolLog, Withdrawal
from holdfast.oversight.models.technologies import (
    Advice,
    Assessment,
    StageMove,
    Technology,
    TechnologyChange,
)

__all__ = [
    "Advice",
    "Answer",
    "Approval",
    "Assessment",
    "Complaint",
    "ComplaintStep",
    "Decision",
    "Incident",
    "InformationRequest",
    "PermissionRow",
    "PolicyRevision",
    "Report",
    "RequestStep",
    "StageMove",
    "Technology",
    "TechnologyChange",
    "ToolLog",
    "Withdrawal",
]
