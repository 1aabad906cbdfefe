# SPDX-License-Identifier: Apache-2.0
"""Reports that were made, as they were made: the one that counts for a quarter, and its files."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.ledger_reading import sealed
from holdfast.oversight.models import Report
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from holdfast.home import Home


def newest_report(quarter: str) -> Report:
    """Give the report that counts for a quarter, the newest. Raises NotOnRegisterError."""
    found = Report.objects.filter(quarter=quarter).order_by("-id").first()
    if found is None:
        raise NotOnRegisterError(
            f"No report was made for {quarter[:20]!r}. Nothing was changed. Governance or an auditor can "
            "have it computed: holdfast report quarter."
        )
    return found


def files_of(home: Home, entry: int) -> dict[str, bytes]:
    """Give the files of the report that an entry made, as they were made.

    Raises NotOnRegisterError when its sealed body was destroyed.
    """
    details = sealed(view_log(home), entry).get("details")
    if not details:
        raise NotOnRegisterError(
            f"The report of entry {entry} is not kept any more: its sealed body was destroyed. Its "
            "digest still stands in the ledger. Have the report computed again."
        )
    kept = {"report.json": details["public"], "full.json": details["oversight"]}
    return {name: base64.b64decode(data) for name, data in {**kept, **details["files"]}.items()}
