# SPDX-License-Identifier: Apache-2.0
"""The gate of a home: what it goes by, read from the database; and the asking of it.

Promises: a database that cannot be read is a denial, never a permission; one gate a home and
process, which reads the rows again when anything of them has changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError

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
    TechnologyState,
)
from holdfast.oversight.models import (
    Approval as ApprovalRow,
)
from holdfast.oversight.models import (
    Complaint,
    Decision,
    InformationRequest,
    PermissionRow,
    PolicyRevision,
    Technology,
    Withdrawal,
)
from holdfast.records.models import Case, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from django.db.models import Model

    from holdfast.gate import Support
    from holdfast.home import Home

WHOM_TO_ASK: Final = "technology governance"
# kind of record -> (where it is kept, by what it is named)
_KEPT: Final[dict[str, tuple[type[Model], str]]] = {
    "case": (Case, "reference"),
    "complaint": (Complaint, "number"),
    "request": (InformationRequest, "number"),
    "decision": (Decision, "number"),
}


class DatabasePolicy:
    """The rows, approvals and register of one home, as the database has them."""

    def revision(self) -> int:
        """Give the count of changes."""
        with _readable():
            found = PolicyRevision.objects.filter(pk=1).values_list("revision", flat=True).first()
        return found or 0

    def load(self) -> Policy:
        """Read it all."""
        with _readable():
            return Policy(
                revision=self.revision(),
                technologies=tuple(
                    TechnologyState(*row)
                    for row in Technology.objects.values_list("number", "name", "phrase", "stage")
                ),
                rows=tuple(
                    row_of_model(row) for row in PermissionRow.objects.filter(ended_at__isnull=True)
                ),
                approvals=tuple(map(_approval, ApprovalRow.objects.all())),
            )

    def support(self, support: Support) -> str:
        """Say how the record stands."""
        if support.kind == "home":
            return STANDING
        if support.kind not in _KEPT:
            return UNKNOWN
        model, name = _KEPT[support.kind]
        with _readable():
            if Withdrawal.objects.filter(support=f"{support.kind}:{support.id}").exists():
                return WITHDRAWN
            if model._default_manager.filter(**{name: support.id}).exists():  # noqa: SLF001 # documented
                return STANDING
        return TO_BE_OPENED if support.kind == "case" else UNKNOWN

    def newest(self) -> datetime | None:
        """Give the time of the newest entry."""
        with _readable():
            return Entry.objects.order_by("-pk").values_list("at", flat=True).first()


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
