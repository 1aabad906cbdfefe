# SPDX-License-Identifier: Apache-2.0
"""What a policy allows, written a second time from the sentence and from no code of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.gate import Policy


def may(world: Policy, use: tuple[str, str, str, str], now: datetime) -> bool:
    """Say whether the use (role, technology, purpose, data class) is allowed."""
    named = [(r, (r.roles, (r.technology,), r.purposes, r.data_classes)) for r in world.rows]
    live = [(r, lists) for r, lists in named if not r.until or r.until > now]
    for row, lists in live:
        if row.kind == "ban" and all(x in xs or xs in ((), ("",)) for x, xs in zip(use, lists)):  # noqa: B905 - both are four
            return False
    in_force = {
        (a.id, a.technology)
        for a in world.approvals
        if a.start <= now and not a.suspended
        and all(end is None or end > now for end in (a.until, a.confirm_by))
    }  # fmt: skip
    return {t.id: t.stage for t in world.technologies}.get(use[1]) in ("trial", "adopted") and any(
        row.kind == "permit" and (row.approval, use[1]) in in_force
        and all(x in xs for x, xs in zip(use, lists))  # noqa: B905 - both are four
        for row, lists in live
    )  # fmt: skip
