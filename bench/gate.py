# SPDX-License-Identifier: Apache-2.0
"""What one call of the gate costs, with 30 rows and with 10,000.

    python bench/gate.py [--calls 5000]

*Warm* calls ask for combinations that were asked before, in turn; *first* calls parse the rows of
theirs, and the very first one reads the whole policy. The last two lines are of ten thousand rows
that all speak of one combination, under one approval. The budget of 0.2 ms is for a warm call.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice, product
from typing import TYPE_CHECKING

from holdfast.agency import read_agency
from holdfast.gate import Approval, Gate, Policy, Request, Row, Stand, Support, TechnologyState

if TYPE_CHECKING:
    from collections.abc import Iterable

BUDGET_MS = 0.2
NOW = datetime(2026, 11, 27, tzinfo=UTC)
AGENCY = read_agency(None)
ROLES = ("exhibit_officer", "investigator", "operator")
CLASSES = ("unclassified", "evidential")


class Memory:
    """A source whose policy and records are in memory, so that the gate alone is measured."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def load(self) -> Policy:
        """Give the policy."""
        return self._policy

    def stands(self, support: Support | None) -> Stand:
        """Let every record stand, at the moment of every call."""
        del support
        return Stand(self._policy.revision, NOW, "standing")


def policy_of(rows: int, technologies: int) -> Policy:
    """Spread the rows over all combinations of so many technologies."""
    names = [f"tool-{number}" for number in range(technologies)]
    combinations = product(AGENCY.purposes.entries, names, ROLES, CLASSES)
    return Policy(
        revision=1,
        technologies=tuple(TechnologyState(name, name, f"the {name}", "adopted") for name in names),
        rows=tuple(
            Row(f"P-{number:05}", "permit", (role,), name, (purpose,), (kind,), f"ETA-{name}")
            for number, (purpose, name, role, kind) in enumerate(islice(cycle(combinations), rows))
        ),
        approvals=tuple(
            Approval(
                id=f"ETA-{name}",
                technology=name,
                kind="adoption",
                start=NOW - timedelta(days=1),
                until=NOW + timedelta(days=365),
                suspended=False,
                confirm_by=None,
                decision="D-2026-001",
            )
            for name in names
        ),
    )


def requests_of(policy: Policy, most: int) -> list[Request]:
    """Ask for what rows permit, all over the policy."""
    rows = policy.rows[:: max(1, len(policy.rows) // most)]
    return [
        Request(
            act="item.view",
            technology=row.technology,
            purpose=row.purposes[0],
            data_class=row.data_classes[0],
            support=Support("case", "2026/0001"),
            person="hana.ngata",
            roles=row.roles,
            active=True,
        )
        for row in rows
    ]


def measured(gate: Gate, requests: Iterable[Request]) -> list[float]:
    """Give the milliseconds of each call, from the shortest."""
    taken = []
    for request in requests:
        begun = time.perf_counter()
        gate.permit(request, NOW)
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def line(name: str, taken: list[float]) -> float:
    """Print a line of the table; give its median."""
    median, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
    print(f"| {name} | {median:.3f} ms | {p95:.3f} ms |", flush=True)
    return median


def main() -> int:
    """Print the table; 1 when a median of warm calls is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--calls", type=int, default=5000)
    calls = parser.parse_args().calls
    print(f"budget {BUDGET_MS} ms a warm call\n| call | median | 95th of 100 |\n|---|---|---|")
    worst = 0.0
    for rows, technologies in ((30, 5), (10_000, 100)):
        policy = policy_of(rows, technologies)
        gate = Gate(Memory(policy), AGENCY, "technology governance")
        requests = requests_of(policy, 500)
        line(f"{rows:,} rows, the very first", measured(gate, requests[:1]))
        line(f"{rows:,} rows, first of its combination", measured(gate, requests[1:]))
        warm = measured(gate, islice(cycle(requests), calls))
        worst = max(worst, line(f"{rows:,} rows, warm", warm))
    policy = policy_of(1, 1)
    alike = tuple(
        Row(f"P-{number:05}", "permit", row.roles, row.technology, row.purposes, row.data_classes,
            row.approval)
        for row in policy.rows
        for number in range(10_000)
    )  # fmt: skip
    policy = Policy(1, policy.technologies, alike, policy.approvals)
    gate, requests = Gate(Memory(policy), AGENCY, "technology governance"), requests_of(policy, 1)
    line("10,000 rows of one combination, the very first", measured(gate, requests[:1]))
    warm = measured(gate, requests[:1] * calls)
    worst = max(worst, line("10,000 rows of one combination, warm", warm))
    return int(worst > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
