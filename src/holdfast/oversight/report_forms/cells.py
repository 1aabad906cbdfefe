# SPDX-License-Identifier: Apache-2.0
"""Every number of a report with its path, what it is called, and what it stands for.

Promises: the paths are those that the verifier of a bundle uses (`technologies[nuix].uses`); a list
is shown as how many it has, with what is in it beside; a number that is not there is *withheld* or
*not stated*, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WITHHELD: Final = "withheld"
NOT_STATED: Final = "not stated"

# What is inside these is named by data and not by the format: their paths are in brackets.
_BY_DATA: Final = frozenset(
    {
        "volume", "by_purpose", "by_data_class", "by_role", "by_approval", "expected",
        "technologies_by_stage", "people_by_role",
    }
)  # fmt: skip

LABELS: Final[Mapping[str, str]] = {
    "uses": "Uses",
    "refused": "Refused by the gate",
    "failed": "Attempts that failed",
    "volume": "Volume",
    "by_purpose": "Uses for the purpose",
    "by_data_class": "Uses on the class of data",
    "by_role": "Uses by the role",
    "by_approval": "Uses under the approval",
    "approvals_in_force": "Approvals in force",
    "rows_in_force": "Permissions in force",
    "bans_in_force": "Bans in force",
    "people_with_access": "Role holders with access",
    "expected": "Expected in a quarter",
    "drift": "Drift",
    "trials": "Trials",
    "decisions": "Decisions in the quarter",
    "oral_unconfirmed": "Oral decisions never confirmed in writing",
    "complaints": "Complaints",
    "incidents": "Incidents",
    "advice_asked": "Questions to the expert panel",
    "advice_answered": "Answers of the expert panel",
    "assessments": "Kinds of assessment done",
    "reviews_overdue": "Reviews overdue",
    "log_handed_in": "The tool's own log",
    "entries": "Entries in the ledger",
    "not_on_register": "Uses and refusals of what is not on the register",
    "requests": "Requests for information",
    "technologies_by_stage": "Technologies that are",
    "people_by_role": "People who hold the role",
    "withdrawn_supports": "Supporting records withdrawn",
    "uses_flagged": "Uses flagged because their record was withdrawn",
    "written": "in writing",
    "oral": "by word of mouth",
    "expired_oral": "oral, run out without confirmation",
    "received": "received",
    "answered": "answered",
    "transferred": "transferred",
    "open_at_end": "open at the end",
    "overdue": "overdue at the end",
    "actual": "what came about",
    "percent": "per cent of what was expected",
    "only_theirs": "uses only in the tool's log",
    "only_ours": "uses only in the ledger",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. `of` is the technology it is about, "" for a total; `among` what a list holds."""

    path: str
    words: str
    value: int | None
    of: str = ""
    among: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The number as it is written, or the word that stands for it."""
        if self.value is not None:
            return str(self.value)
        return WITHHELD if "people_" in self.path else NOT_STATED

    @property
    def withheld(self) -> bool:
        """Whether it is known and not told."""
        return self.text == WITHHELD


def cells_of_totals(report: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Give every total."""
    return tuple(_cells(report["totals"], "totals", ""))


def cells_of(technology: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Give every number about one technology."""
    name = str(technology["id"])
    return tuple(_cells(technology, f"technologies[{name}]", name))


def all_cells(report: Mapping[str, Any]) -> Iterator[Cell]:
    """Yield every number of a report: the totals, then by technology."""
    yield from cells_of_totals(report)
    for technology in report["technologies"]:
        yield from cells_of(technology)
    if not report["technologies"]:
        yield Cell("technologies", "Technologies on the register", 0)


def _cells(
    value: object, path: str, of: str, name: str = "", words: tuple[str, ...] = ()
) -> Iterator[Cell]:
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        value = {one.get("id", one.get("unit", str(at))): one for at, one in enumerate(value)}
        name = "volume"
    if isinstance(value, dict):
        for key, one in value.items():
            inside = f"{path}[{key}]" if name in _BY_DATA else f"{path}.{key}"
            yield from _cells(one, inside, of, key, (*words, LABELS.get(key, str(key))))
        return
    told = ": ".join(words) if words else path
    if isinstance(value, list):
        among = tuple(str(one) for one in value)
        yield Cell(path, told, len(value), of, among)
    elif value is None or type(value) is int:
        yield Cell(path, told, value, of)
