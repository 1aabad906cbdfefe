# SPDX-License-Identifier: Apache-2.0
"""Whether a row may be added to a policy, in words before anything is changed.

Promises: every id is known; an approval is for the row's own technology and has not ended; a
permit is not shut, wholly or partly, by a ban in force. Changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from holdfast.gate.errors import RowError
from holdfast.gate.instants import aware, in_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import datetime

    from holdfast.agency import Agency
    from holdfast.gate.approval import Approval
    from holdfast.gate.policy import Policy
    from holdfast.gate.row import Row

_IDS: Final = {"permit": re.compile(r"P-[0-9]{3,}\Z"), "ban": re.compile(r"B-[0-9]{3,}\Z")}
_UNCHANGED: Final = "Nothing was changed."


def check_row(
    row: Row, policy: Policy, agency: Agency, *, roles: Container[str], now: datetime
) -> None:
    """Refuse a row that cannot be added to the policy now. Raises RowError.

    `roles` are the ids of the roles there are.
    """
    now = aware(now, "The time at which the row is added")
    _check_id(row, policy)
    _check_lists(row, policy, agency, roles)
    if row.until is not None and row.until <= now:
        raise _wrong("ended", f"{row.id} would have ended on {in_words(row.until)} already.")
    if row.is_ban:
        if row.approval:
            raise _wrong("ban-approval", f"{row.id} is a ban, and a ban rests on no approval.")
        return
    approval = _approval_of(row, policy, now)
    _check_bans(row, approval, policy, now)


def _check_id(row: Row, policy: Policy) -> None:
    if not _IDS[row.kind].match(row.id):
        example = "B-001" if row.is_ban else "P-001"
        raise _wrong("id", f"{row.id!r} is no id of a {row.kind}: it is written {example}.")
    if any(other.id == row.id for other in policy.rows):
        raise _wrong("id-taken", f"There is a row {row.id} already, and a row is never edited.")


def _check_lists(row: Row, policy: Policy, agency: Agency, roles: Container[str]) -> None:
    if not row.is_ban:
        for what, given in (
            ("role", row.roles),
            ("technology", row.technology),
            ("purpose", row.purposes),
            ("class of data", row.data_classes),
            ("approval", row.approval),
        ):
            if not given:
                raise _wrong(
                    "incomplete",
                    f"{row.id} names no {what}, and a permit names everything that it permits.",
                )
    technologies = {one.id for one in policy.technologies}
    named = [row.technology] if row.technology else []
    _check_known(row, "role", row.roles, roles)
    _check_known(row, "technology", named, technologies)
    _check_known(row, "purpose", row.purposes, agency.purposes.entries)
    _check_known(row, "class of data", row.data_classes, agency.data_classes.entries)


def _check_known(row: Row, what: str, given: Iterable[str], known: Container[str]) -> None:
    for name in given:
        if name not in known:
            code = f"{what.split(' ', maxsplit=1)[0]}-unknown"
            raise _wrong(code, f"{row.id} names a {what} that is not on the list, {name!r}.")


def _approval_of(row: Row, policy: Policy, now: datetime) -> Approval:
    approval = next((one for one in policy.approvals if one.id == row.approval), None)
    if approval is None:
        raise _wrong(
            "approval-unknown",
            f"{row.id} rests on the approval {row.approval!r}, and no decision made one of that "
            "number. Record the decision first.",
        )
    if approval.technology != row.technology:
        raise _wrong(
            "approval-of-another",
            f"{row.id} is about {row.technology!r}, and the approval {approval.id} is for "
            f"{approval.technology!r}.",
        )
    end = approval.last_end()
    if end is not None and end <= now:
        raise _wrong(
            "approval-ended", f"The approval {approval.id} ended on {in_words(end)}: see {row.id}."
        )
    if approval.until is not None and row.until is not None and row.until > approval.until:
        raise _wrong(
            "outlives-approval",
            f"{row.id} would end on {in_words(row.until)}, and its approval {approval.id} ends on "
            f"{in_words(approval.until)}.",
        )
    return approval


def _check_bans(row: Row, approval: Approval, policy: Policy, now: datetime) -> None:
    begins = max(now, approval.start)
    for ban in policy.rows:
        if ban.is_ban and ban.runs(begins) and _meet(row, ban):
            raise RowError(
                "contradicts-ban",
                f"{row.id} contradicts the ban {ban.id}, which would shut it wholly or in part. "
                f"{_UNCHANGED} End the ban by a decision first, or leave out what it bans.",
                row=ban.id,
            )


def _meet(permit: Row, ban: Row) -> bool:
    return ban.technology in ("", permit.technology) and all(
        not banned or not set(banned).isdisjoint(named)
        for named, banned in (
            (permit.roles, ban.roles),
            (permit.purposes, ban.purposes),
            (permit.data_classes, ban.data_classes),
        )
    )


def _wrong(reason: str, what: str) -> RowError:
    return RowError(reason, f"{what} {_UNCHANGED}")
