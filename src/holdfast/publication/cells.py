# SPDX-License-Identifier: Apache-2.0
"""The numbers of a report, each with its path and what it is in plain words.

Promises: every number is here, zeros and unflattering ones too; a list of names counts as how many
there are and names them; what is withheld says so with its ground. The CSV, the page and the PDF
take their numbers from here, so that none of them can leave one out. Paths: docs/formats/public-bundle.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WITHHELD = "withheld"
NOT_STATED = "not stated"
# Fields whose keys are data (a purpose, a unit, a role), not names of the format.
KEYED = frozenset(
    {
        "volume", "by_purpose", "by_data_class", "by_role", "by_approval", "expected",
        "technologies_by_stage", "people_by_role",
    }
)  # fmt: skip
WORDS: Mapping[str, str] = {
    "uses": "Uses: times that it was let through and done",
    "refused": "Refused: times that the gate said no",
    "failed": "Failed: times that it was let through and did not succeed",
    "volume": "Volume of use",
    "by_purpose": "Uses for the purpose",
    "by_data_class": "Uses on the class of data",
    "by_role": "Uses by the role",
    "by_approval": "Uses under the approval",
    "approvals_in_force": "Approvals in force at the end",
    "rows_in_force": "Permissions in force at the end",
    "bans_in_force": "Bans in force at the end",
    "people_with_access": "Role holders with access at the end, a person once for each role",
    "expected": "Expected by the approvals, in a whole quarter",
    "drift": "Units expected or met",
    "drift.expected": "Expected in a whole quarter",
    "drift.actual": "Came about",
    "drift.percent": "Came about, in percent of what was expected",
    "trials": "Trial approvals that stood in the quarter",
    "decisions": "Decisions recorded in the quarter",
    "oral_unconfirmed": "Oral decisions without confirmation in writing",
    "complaints": "Complaints received",
    "incidents": "Incidents recorded",
    "advice_asked": "Questions put to the expert panel",
    "advice_answered": "Questions that the expert panel answered",
    "assessments": "Kinds of assessment on file",
    "reviews_overdue": "Approvals whose review is overdue",
    "log_handed_in": "Logs of the tool's own handed in",
    "log_handed_in.only_theirs": "Runs in the tool's own log that are not in the ledger",
    "log_handed_in.only_ours": "Uses in the ledger that are not in the tool's own log",
    "totals.entries": "Entries in the ledger in the quarter",
    "totals.uses": "Uses of all technologies",
    "totals.refused": "Refusals by the gate, of all technologies",
    "totals.failed": "Uses that failed, of all technologies",
    "totals.not_on_register": "Uses, refusals and failures of a technology that is not on the register",
    "totals.decisions.written": "Decisions recorded in writing",
    "totals.decisions.oral": "Decisions made by word of mouth",
    "totals.decisions.expired_oral": "Oral decisions whose time to be confirmed in writing ran out",
    "totals.complaints.received": "Complaints received",
    "totals.complaints.answered": "Complaints answered",
    "totals.complaints.transferred": "Complaints passed to another body",
    "totals.complaints.open_at_end": "Complaints open at the end",
    "totals.complaints.overdue": "Complaints open at the end and past their day",
    "totals.requests.received": "Requests for information received",
    "totals.requests.answered": "Requests answered",
    "totals.requests.transferred": "Requests passed to another body",
    "totals.requests.open_at_end": "Requests open at the end",
    "totals.requests.overdue": "Requests open at the end, undecided and past their day",
    "totals.incidents": "Incidents recorded",
    "totals.technologies_by_stage": "Technologies at the stage",
    "totals.people_by_role": "People who hold the role at the end",
    "totals.withdrawn_supports": "Records withdrawn that had stood behind uses",
    "totals.uses_flagged": "Uses flagged because their supporting record was withdrawn",
}

# A field is met before what is inside it: totals.decisions before totals.incidents.
_ORDER = {
    name: at
    for at, name in enumerate(
        dict.fromkeys(part for name in WORDS for part in (name.rpartition(".")[0], name) if part)
    )
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. `shown` is what stands in the CSV; `names` what a list names."""

    path: str
    shown: str
    words: str
    names: tuple[str, ...] = ()

    @property
    def grouped(self) -> str:
        """The number as a person reads it, thousands apart."""
        return f"{int(self.shown):,}" if self.shown.isdigit() else self.shown


def plain(text: str) -> str:
    """Return an id as words: exhibit_officer is "exhibit officer"; nothing is "not stated"."""
    return text.replace("_", " ") or NOT_STATED


def read_cells(report: Mapping[str, Any]) -> dict[str, Cell]:
    """Return every number of a report by its path, in the order in which it is read."""
    cells: dict[str, Cell] = {}
    for one in report["technologies"]:
        name = " ".join(str(one["name"]).split())
        for cell in _walk(one, f"technologies[{one['id']}]", "", f" ({name})", ""):
            cells[cell.path] = cell
    if not report["technologies"]:
        cells["technologies"] = Cell("technologies", "0", "Technologies on the register")
    for cell in _walk(report["totals"], "totals", "totals", "", ""):
        cells[cell.path] = cell
    return cells


def _walk(value: object, path: str, schema: str, about: str, key: str) -> Iterator[Cell]:
    words = WORDS.get(schema, schema) + (f" {plain(key)}" if key else "") + about
    if isinstance(value, dict):
        if path.rpartition(".")[2] in KEYED:
            for name, one in sorted(value.items()):
                yield from _walk(one, f"{path}[{name}]", schema, about, f"“{plain(name)}”")
            return
        inside = {f"{schema}.{name}" if schema else name: name for name in value}
        for inner in sorted(inside, key=lambda name: (_ORDER.get(name, len(_ORDER)), name)):
            name = inside[inner]
            yield from _walk(value[name], f"{path}.{name}", inner, about, key)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for at, one in enumerate(value):
            name = one.get("unit", str(at))
            called = f"{one['from']} to {one['to']}" if "from" in one else plain(name)
            yield from _walk(one, f"{path}[{name}]", schema, about, f"“{called}”")
    elif isinstance(value, list):
        named = tuple(map(str, value))
        yield Cell(
            path, str(len(value)), ": ".join([words, ", ".join(named)][: 1 + bool(named)]), named
        )
    elif value is None:
        yield Cell(path, WITHHELD if "people_" in path else NOT_STATED, words)
    elif type(value) is int:
        yield Cell(path, str(value), words)
