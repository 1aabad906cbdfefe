# SPDX-License-Identifier: Apache-2.0
"""Reports, outside tools' logs, incidents, and supports withdrawn."""

from __future__ import annotations

import base64
from datetime import date
from typing import TYPE_CHECKING

from holdfast.oversight.acts.revision import policy_changed
from holdfast.oversight.models import Incident, Report, ToolLog, Withdrawal

if TYPE_CHECKING:
    from holdfast.records.acts import Act


def make(act: Act) -> None:
    """Keep the report, both versions, byte for byte."""
    told = act.published
    Report.objects.create(
        quarter=told["quarter"],
        provisional=told["provisional"],
        made_at=act.at,
        opening_size=told["opening_size"],
        closing_size=told["closing_size"],
        sha256=told["report_sha256"],
        public_json=base64.b64decode(act.details["public"]),
        oversight_json=base64.b64decode(act.details["oversight"]),
        entry=act.entry,
    )


def take_in_log(act: Act) -> None:
    """Keep how an outside tool's log compares with what was recorded here."""
    told = act.published
    ToolLog.objects.create(
        technology_id=told["technology"],
        start=date.fromisoformat(told["from"]),
        end=date.fromisoformat(told["to"]),
        sha256=act.details["sha256"],
        name=act.details["name"],
        lines=told["lines"],
        matched=told["matched"],
        only_theirs=act.details["only_theirs"],
        only_ours=act.details["only_ours"],
        at=act.at,
        entry=act.entry,
    )


def record_incident(act: Act) -> None:
    """Write the incident down."""
    told = act.published
    Incident.objects.create(
        number=told["number"],
        technology_id=told["technology"] or None,
        kind=told["kind"],
        summary=told["summary"],
        private=act.details["private"],
        at=act.at,
        entry=act.entry,
    )


def withdraw_support(act: Act) -> None:
    """Note that the record no longer stands behind uses, past or to come."""
    Withdrawal.objects.create(
        support=act.details["support"],
        reason=act.details["reason"],
        uses=act.published["uses"],
        at=act.at,
        entry=act.entry,
    )
    policy_changed()
