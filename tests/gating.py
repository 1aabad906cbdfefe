# SPDX-License-Identifier: Apache-2.0
"""Permits for tests without a home: a real gate before rows that are kept in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.agency import read_agency
from holdfast.gate import (
    STANDING,
    Approval,
    Gate,
    Policy,
    Request,
    Row,
    Stand,
    Support,
    TechnologyState,
)
from holdfast.gate.own import own_technologies

if TYPE_CHECKING:
    from holdfast.gate import Permit

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
AGENCY = read_agency(None)
_CASE = Support("case", "C-1")
_CLASSES = tuple(one.id for one in AGENCY.data_classes)


class Shelf:
    """A source of policy in memory: every technology of ours is adopted and permitted."""

    def __init__(self) -> None:
        own = own_technologies()
        self._policy = Policy(
            revision=1,
            technologies=tuple(
                TechnologyState(one.id, one.name, one.phrase, "adopted") for one in own
            ),
            rows=tuple(
                Row(f"P-{n:03}", "permit", ("operator",), one.id, ("court",), _CLASSES, f"ETA-{n}")
                for n, one in enumerate(own)
            ),
            approvals=tuple(
                Approval(
                    id=f"ETA-{n}",
                    technology=one.id,
                    kind="baseline",
                    start=NOW - timedelta(days=1),
                    until=None,
                    suspended=False,
                    confirm_by=None,
                    decision="D-1",
                )
                for n, one in enumerate(own)
            ),
        )

    def load(self) -> Policy:
        return self._policy

    def stands(self, support: Support | None) -> Stand:
        assert support == _CASE
        return Stand(self._policy.revision, None, STANDING)


GATE = Gate(Shelf(), AGENCY, "technology governance")


def permit_for(
    technology: str, act: str = "item.process", data_class: str = "unclassified"
) -> Permit:
    """Give a permit to use that technology of ours, as an operator, for use in court."""
    request = Request(
        act=act,
        technology=technology,
        purpose="court",
        data_class=data_class,
        support=_CASE,
        person="pat",
        roles=("operator",),
        active=True,
    )
    return GATE.permit(request, NOW)
