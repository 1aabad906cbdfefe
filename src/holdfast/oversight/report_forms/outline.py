# SPDX-License-Identifier: Apache-2.0
"""What a report says in words, the same on a page, on paper and on the screen.

Promises: no sentence says more than the report's own fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.oversight.report_forms.cells import Cell, cells_of, cells_of_totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, what is said under it, and its numbers."""

    title: str
    said: tuple[str, ...]
    cells: tuple[Cell, ...]


def title(report: Mapping[str, Any]) -> str:
    """Give the report's name."""
    return f"Emergent technology report, {report['quarter']}"


def standing(report: Mapping[str, Any]) -> str:
    """Say whether it is final, and for whom it is."""
    whom = (
        "For everybody."
        if report["audience"] == "public"
        else "For the oversight body: nothing is withheld."
    )
    if report["provisional"]:
        return (
            f"Provisional: the quarter was not over when it was computed, on {report['made_on']}. "
            f"A final report takes its place. {whom}"
        )
    return f"Final. Computed on {report['made_on']}, due on {report['due_on']}. {whom}"


def tie(report: Mapping[str, Any]) -> str:
    """Say between which checkpoints it was counted."""
    opening, closing = report["opening"], report["closing"]
    return (
        f"Counted from the log {report['origin']}, between checkpoint {opening['size']} (root "
        f"{opening['root']}) and checkpoint {closing['size']} (root {closing['root']}). Days are "
        "UTC days."
    )


def withheld(report: Mapping[str, Any]) -> str:
    """Say what is withheld and why; "" when nothing is."""
    count = len(report["withheld"])
    if not count:
        return ""
    which = "One number is" if count == 1 else f"{count} numbers are"
    return (
        f"{which} withheld, each marked where it stands: counts of people from 1 to "
        f"{report['smallest_cell'] - 1}, by which one could be known. Ground: {report['ground']}. "
        "The oversight body has them."
    )


def parts(report: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the totals, then every technology on the register, those that were never used too."""
    yield Part("Totals", (), cells_of_totals(report))
    for one in report["technologies"]:
        yield Part(f"{one['name']} ({one['id']})", tuple(_about(one)), cells_of(one))
    if not report["technologies"]:
        none = Cell("technologies", "Technologies on the register", 0)
        yield Part("Technologies", (), (none,))


def _about(one: Mapping[str, Any]) -> Iterator[str]:
    parent = f", a function of {one['parent']}" if one["parent"] else ""
    whose = ", a part of Holdfast" if one["ours"] else ""
    yield f"A {one['kind'].replace('-', ' ')}{parent}{whose}. Stage: {one['stage']}."
    if one["latent"]:
        yield "Present in a tool that the agency has, and not approved."
    if one["captures_others"]:
        yield "Captures people who are suspected of nothing."
    yield from (
        f"Drift of {drift['unit']}: {_drift(drift)}."
        for drift in one["drift"]
        if drift["expected"] is not None
    )
    for log in one["log_handed_in"]:
        yield (
            f"The tool's own log of {log['from']} to {log['to']} was handed in: "
            f"{log['only_theirs']} uses only in it, {log['only_ours']} only in the ledger."
        )


def _drift(drift: Mapping[str, Any]) -> str:
    share = "" if drift["percent"] is None else f" ({drift['percent']}%)"
    return f"{drift['actual']} where the approval assumed {drift['expected']}{share}"
