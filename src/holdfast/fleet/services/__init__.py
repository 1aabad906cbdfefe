# SPDX-License-Identifier: Apache-2.0
"""Every change of state of the drone programme: authorise, change, ledger entry; actor mandatory."""

from __future__ import annotations

from holdfast.fleet.services.engagement_steps import (
    Evidence,
    meet_condition,
    move_day,
    name_agreement,
    preview_reminder,
    record_breach,
    remind_contractor,
    waive_condition,
)
from holdfast.fleet.services.engagements import (
    Document,
    Flying,
    close_engagement,
    link_medium,
    need_engagement_of,
    open_engagement,
)

__all__ = [
    "Document",
    "Evidence",
    "Flying",
    "close_engagement",
    "link_medium",
    "meet_condition",
    "move_day",
    "name_agreement",
    "need_engagement_of",
    "open_engagement",
    "preview_reminder",
    "record_breach",
    "remind_contractor",
    "waive_condition",
]
