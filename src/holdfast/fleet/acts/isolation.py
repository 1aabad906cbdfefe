# SPDX-License-Identifier: Apache-2.0
"""A network test as the ledger tells of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.fleet.models import NetworkTest

if TYPE_CHECKING:
    from holdfast.records.acts import Act


def record(act: Act) -> None:
    """Keep the test with its whole report, byte for byte."""
    told, inside = act.published, act.details
    NetworkTest.objects.create(
        number=told["test"],
        technology_id=told["technology"],
        approval=told["approval"],
        asset=inside["asset"],
        firmware=told["firmware"],
        app=told["app"],
        app_version=told["app_version"],
        data_mode=told["data_mode"],
        network=told["network"],
        tester=told["tester"],
        note=inside["note"],
        case=inside["case"],
        phases=told["phases"],
        captures=inside["captures"],
        tested_from=_moment(inside["from"]),
        tested_to=_moment(inside["to"]),
        verdict=told["verdict"],
        destinations=told["destinations"],
        report=str(inside["report"]).encode(),
        report_sha256=told["report_sha256"],
        examined_by=told["examined_by"],
        at=act.at,
        entry=act.entry,
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
