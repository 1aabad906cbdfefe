# SPDX-License-Identifier: Apache-2.0
"""The gate of a home: what it goes by, read from the database; and the asking of it.

Promises: a database that cannot be read is a denial, never a permission; one gate a home and
process, which reads the rows again when anything of them has changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, connection

from holdfast.gate import (
    STANDING,
    TO_BE_OPENED,
    UNKNOWN,
    WITHDRAWN,
    Approval,
    Gate,
    Policy,
    PolicyUnreadableError,
    Row,
    Stand,
    TechnologyState,
)
from holdfast.oversight.models import (
    Approval as ApprovalRow,
)
from holdfast.oversight.models import PermissionRow, Technology

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from holdfast.gate import Support
    from holdfast.home import Home

WHOM_TO_ASK: Final = "technology governance"
# kind of record -> the condition that there is one of that name; the tables of the models named so.
_THERE: Final[Mapping[str, str]] = {
    "case": "EXISTS (SELECT 1 FROM records_case WHERE reference = %s)",
    "complaint": "EXISTS (SELECT 1 FROM oversight_complaint WHERE number = %s)",
    "request": "EXISTS (SELECT 1 FROM oversight_informationrequest WHERE number = %s)",
    "decision": "EXISTS (SELECT 1 FROM oversight_decision WHERE number = %s)",
}
# Written out, because it is asked for every byte that is shown, and the ORM takes four times as long.
_STANDS: Final = """
    SELECT (SELECT revision FROM oversight_policyrevision WHERE id = 1),
           (SELECT at FROM records_entry ORDER BY id DESC LIMIT 1),
           EXISTS (SELECT 1 FROM oversight_withdrawal WHERE support = %s),
           {there}
"""


class DatabasePolicy:
    """The rows, approvals and register of one home, as the database has them."""

    def stands(self, support: Support | None) -> Stand:
        """Say how things stand, in one query."""
        kind, name = (support.kind, support.id) if support else ("", "")
        there = _THERE.get(kind, "1 = 0")
        values = [f"{kind}:{name}", *([name] if kind in _THERE else [])]
        with _readable(), connection.cursor() as cursor:
            cursor.execute(_STANDS.format(there=there), values)
            revision, newest, withdrawn, found = cursor.fetchone()
        return Stand(revision or 0, _moment(newest), _how(kind, withdrawn, found))

    def load(self) -> Policy:
        """Read it all."""
        with _readable():
            return Policy(
                revision=self.stands(None).revision,
                technologies=tuple(
                    TechnologyState(*row)
                    for row in Technology.objects.values_list("number", "name", "phrase", "stage")
                ),
                rows=tuple(
                    row_of_model(row) for row in PermissionRow.objects.filter(ended_at__isnull=True)
                ),
                approvals=tuple(map(_approval, ApprovalRow.objects.all())),
            )


def _how(kind: str, withdrawn: object, found: object) -> str:
    if withdrawn:
        return WITHDRAWN
    if found or kind == "home":
        return STANDING
    return TO_BE_OPENED if kind == "case" else UNKNOWN


def _moment(value: datetime | str | None) -> datetime | None:
    """Read a time as the database's driver gives it: SQLite's has no zone, and is in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def gate_of(home: Home) -> Gate:
    """Give the gate of the home; the same one in a process, so that its policy stays parsed."""
    return _gate(home.root)


@cache
def _gate(root: Path) -> Gate:
    from holdfast.home import Home

    return Gate(DatabasePolicy(), Home.open(root).lists, WHOM_TO_ASK)


def row_of_model(row: PermissionRow) -> Row:
    """Give a kept row as the gate knows it."""
    return Row(
        id=row.number,
        kind="ban" if row.kind == "ban" else "permit",
        roles=tuple(row.roles),
        technology=row.technology,
        purposes=tuple(row.purposes),
        data_classes=tuple(row.data_classes),
        approval=row.approval_id or "",
        until=row.until,
    )


def _approval(row: ApprovalRow) -> Approval:
    return Approval(
        id=row.number,
        technology=row.technology_id,
        kind=row.kind,
        start=row.start,
        until=row.until,
        suspended=bool(row.suspended_by),
        confirm_by=row.confirm_by,
        decision=row.decision_id,
    )


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise PolicyUnreadableError(
            "The register and the permissions of this home cannot be read. Evidence is unharmed "
            "and every use is denied until they can. Ask an administrator."
        ) from error
