# SPDX-License-Identifier: Apache-2.0
"""Small policies, and a source that holds one in memory and can be told to fail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.agency import read_agency
from holdfast.gate import Approval, Gate, Policy, Request, Row, Stand, Support, TechnologyState

if TYPE_CHECKING:
    from holdfast.errors import HoldfastError

AGENCY = read_agency(None)
ASK = "technology governance, extension 4242"
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
CASE = Support("case", "2026/0001")
ROLES = {
    "exhibit_officer": "Exhibit officer",
    "investigator": "Investigator",
    "operator": "Operator",
}


def approval(name: str = "ETA-2026-001", **changes: Any) -> Approval:
    """Give an approval of the drone, in force since yesterday, without an end."""
    plain = Approval(name, "mavic", "trial", NOW - DAY, None, False, None, "D-2026-001")  # noqa: FBT003 - the value's own order
    return replace(plain, **changes)


def permit(name: str = "P-001", **changes: Any) -> Row:
    """Let an investigator use the drone at a crime scene on unclassified recordings."""
    plain = Row(
        name, "permit", ("investigator",), "mavic", ("crime-scene",), ("unclassified",),
        "ETA-2026-001",
    )  # fmt: skip
    return replace(plain, **changes)


def ban(name: str = "B-001", **changes: Any) -> Row:
    """Ban everything, unless told what."""
    return replace(Row(name, "ban", (), "", (), (), ""), **changes)


def technology(name: str = "mavic", stage: str = "trial", **changes: Any) -> TechnologyState:
    """Give the drone."""
    plain = TechnologyState(name, "DJI Mavic 2 Pro", "the drone DJI Mavic 2 Pro", stage)
    return replace(plain, **changes)


def policy(
    *rows: Row,
    approvals: tuple[Approval, ...] | None = None,
    technologies: tuple[TechnologyState, ...] | None = None,
    revision: int = 1,
) -> Policy:
    """Make a policy of these rows, on the drone and its approval unless others are given."""
    return Policy(
        revision,
        (technology(),) if technologies is None else technologies,
        rows,
        (approval(),) if approvals is None else approvals,
    )


def request(**changes: Any) -> Request:
    """Ask as an investigator to open content; everything is as the permit says."""
    plain = Request(
        act="item.view",
        technology="mavic",
        purpose="crime-scene",
        data_class="unclassified",
        support=CASE,
        person="hana.ngata",
        roles=("investigator",),
        active=True,
    )
    return replace(plain, **changes)


@dataclass
class Shelf:
    """A source of policy in memory. `broken` names the methods that raise `fault`."""

    policy: Policy
    supports: dict[Support, str] = field(default_factory=lambda: {CASE: "standing"})
    newest_entry: datetime | None = NOW - DAY
    broken: frozenset[str] = frozenset()
    fault: HoldfastError | None = None
    loads: int = 0

    def put(self, new: Policy) -> None:
        """Put another policy in its place, as a newer revision."""
        self.policy = replace(new, revision=self.policy.revision + 1)

    def load(self) -> Policy:
        self._fail("load")
        self.loads += 1
        return self.policy

    def stands(self, support: Support | None) -> Stand:
        self._fail("stands")
        how = self.supports.get(support, "unknown") if support else "unknown"
        return Stand(self.policy.revision, self.newest_entry, how)

    def _fail(self, method: str) -> None:
        if method in self.broken and self.fault is not None:
            raise self.fault


def shelf_and_gate(*rows: Row, **parts: Any) -> tuple[Shelf, Gate]:
    """Make a source of these rows, and a gate before it."""
    shelf = Shelf(policy(*rows, **parts))
    return shelf, Gate(shelf, AGENCY, ASK)
