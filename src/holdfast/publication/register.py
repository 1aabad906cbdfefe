# SPDX-License-Identifier: Apache-2.0
"""The register: what published records add up to, read in the order of the ledger.

Promises: the same records give the same register; an id is taken once, and a second record with it
changes nothing (the verifier names it); a day is that of the entry, not one that somebody wrote.
Knows nothing of faces but their index and day. The rules of status are in
docs/formats/public-bundle.md and are written a second time in `verifier/verify.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.publication.quarters import days_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.publication.records import Record

ORAL_DAYS = 2
IN_FORCE = "in force"
_CLOSING_COMPLAINT = {"answered": "answered", "upheld": "answered", "not-upheld": "answered",
                      "transferred": "transferred"}  # fmt: skip
_CLOSING_REQUEST = {"answered": "answered", "transferred": "transferred"}


@dataclass(slots=True)
class Approval:
    """One approval. `terms` is what its decision says of it; `decision` that decision's number."""

    terms: Record
    decision: str
    oral: bool
    day: str
    confirmed_day: str = ""
    paused: bool = False
    ended_day: str = ""
    reviewed_day: str = ""

    def status(self, on: str) -> str:
        """Return its status at the end of the day `on`: "in force", or why it is not."""
        if self.ended_day:
            return "ended"
        if str(self.terms["from"])[:10] > on:
            return "not yet in force"
        until, confirm_by = str(self.terms["until"])[:10], str(self.terms["confirm_by"])[:10]
        if confirm_by and confirm_by <= on and not "" < self.confirmed_day <= confirm_by:
            return "lapsed, not confirmed"
        if until and until <= on:
            return "expired"
        return "paused" if self.paused else IN_FORCE

    def stood_between(self, first: str, last: str) -> bool:
        """Tell whether it had begun and had not ended or run out on some day of these."""
        ends = [self.ended_day, str(self.terms["until"])[:10]]
        confirm_by = str(self.terms["confirm_by"])[:10]
        if confirm_by and not "" < self.confirmed_day <= confirm_by:
            ends.append(confirm_by)
        return str(self.terms["from"])[:10] <= last and all(not end or end >= first for end in ends)

    def review_overdue(self, on: str) -> bool:
        """Tell whether its review day has passed, and no decision since was about it."""
        review_on = str(self.terms["review_on"])
        standing = self.status(on) in {IN_FORCE, "paused"}
        return standing and "" < review_on < on and self.reviewed_day < review_on


@dataclass(slots=True)
class Decision:
    """One decision as recorded, with its entry, the entry's day and its confirmation."""

    record: Record
    index: int
    day: str
    technologies: frozenset[str]
    confirmed_day: str = ""

    @property
    def oral(self) -> bool:
        """Whether it was made by word of mouth."""
        return bool(self.record["form"] == "oral")

    @property
    def lapses_on(self) -> str:
        """The day by whose end an oral decision had to be confirmed."""
        approval = self.record["approval"]
        stated = str(approval["confirm_by"])[:10] if approval else ""
        return stated or days_after(self.day, ORAL_DAYS)

    def expired_between(self, first: str, last: str) -> bool:
        """Tell whether it was oral and ran out, unconfirmed, on one of these days."""
        in_time = "" < self.confirmed_day <= self.lapses_on
        return self.oral and not in_time and first <= self.lapses_on <= last


@dataclass(slots=True)
class Row:
    """One permission row or ban."""

    record: Record
    day: str
    ended_day: str = ""
    ended_reason: str = ""


@dataclass(slots=True)
class Matter:
    """A complaint or a request: when it came, what it is about, when it is due, how it was closed."""

    day: str
    technology: str
    due: str
    closed: str = ""
    closed_day: str = ""
    decided: bool = False

    def overdue(self, on: str) -> bool:
        """Tell whether it is open, undecided and past its day at the end of the day `on`."""
        return not self.closed and not self.decided and "" < self.due < on


@dataclass(slots=True)
class Technology:
    """One technology: what the register says of it now, and what happened to it."""

    says: dict[str, Any]
    index: int
    day: str
    records: list[int]
    stage: str = "proposed"
    stages: list[dict[str, str]] = field(default_factory=list)
    assessments: list[dict[str, Any]] = field(default_factory=list)
    advice: dict[str, dict[str, Any]] = field(default_factory=dict)
    incidents: list[str] = field(default_factory=list)
    tool_logs: list[tuple[str, Record]] = field(default_factory=list)
    network_tests: list[tuple[int, str, Record]] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """Everything that the records folded so far say. Fold them in the order of the ledger."""

    technologies: dict[str, Technology] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    complaints: dict[str, Matter] = field(default_factory=dict)
    requests: dict[str, Matter] = field(default_factory=dict)
    incidents: list[str] = field(default_factory=list)
    withdrawals: list[tuple[str, int]] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    reports: list[tuple[int, str, Record]] = field(default_factory=list)
    engagements: list[tuple[int, str, Record]] = field(default_factory=list)

    def fold(self, index: int, day: str, record: Record) -> None:
        """Take in the record of entry `index`, of that entry's `day`."""
        subject, _, what = record["type"].partition(".")
        if subject == "flight":
            return  # counted apart: holdfast.publication.flights
        if subject == "technology":
            self._technology(index, day, record)
        elif subject in {"decision", "row"}:
            self._rule(index, day, record)
        elif subject in {"complaint", "request"}:
            self._matter(day, record)
        elif subject == "person":
            self._person(record)
        elif what == "make":
            self.reports.append((index, day, record))
        elif subject == "engagement":
            self.engagements.append((index, day, record))
        elif subject == "isolation":
            self._network_test(index, day, record)
        else:
            self._event(day, record)

    def report_of(self, quarter: str) -> tuple[int, str, Record] | None:
        """Return (entry, day, record) of the newest report made for a quarter."""
        made = [one for one in self.reports if one[2]["quarter"] == quarter]
        return made[-1] if made else None

    def _person(self, record: Record) -> None:
        for role in record["gained"]:
            self.people[role] = self.people.get(role, 0) + 1
        for role in record["lost"]:
            self.people[role] = self.people.get(role, 0) - 1

    def _event(self, day: str, record: Record) -> None:
        if record["type"] == "support.withdraw":
            self.withdrawals.append((day, record["uses"]))
            return
        of = self.technologies.get(record["technology"])
        if record["type"] == "incident.record":
            self.incidents.append(day)
            if of:
                of.incidents.append(day)
        elif of:
            of.tool_logs.append((day, record))

    def _network_test(self, index: int, day: str, record: Record) -> None:
        of = self.technologies.get(record["technology"])
        if of:
            of.network_tests.append((index, day, record))
            of.records.append(index)

    def _technology(self, index: int, day: str, record: Record) -> None:
        kind = record["type"]
        if kind == "technology.register":
            says = dict(record["technology"])
            self.technologies.setdefault(says["id"], Technology(says, index, day, [index]))
            return
        of = self.technologies.get(record["id"])
        if of is None:
            return
        of.records.append(index)
        if kind == "technology.change":
            of.says.update({key: one for key, one in record["fields"].items() if key != "id"})
        elif kind == "technology.stage":
            of.stage = record["to"]
            step = {name: record[name] for name in ("from", "to", "decision", "reason")}
            of.stages.append({**step, "day": day})
        elif kind == "technology.assess":
            of.assessments.append({**_without(record, "id"), "day": day})
        else:
            known = of.advice.get(record["number"], {"asked_day": day, "answered_day": ""})
            answered = known["answered_day"] or (day if record["answered_on"] else "")
            said = {"asked_day": known["asked_day"], "answered_day": answered}
            of.advice[record["number"]] = {**_without(record, "id"), **said}

    def _rule(self, index: int, day: str, record: Record) -> None:
        kind = record["type"]
        if kind == "decision.record":
            self._decide(index, day, record)
        elif kind == "decision.confirm":
            decision = self.decisions.get(record["number"])
            if decision and not decision.confirmed_day:
                decision.confirmed_day = day
                for approval in self.approvals.values():
                    if approval.decision == record["number"]:
                        approval.confirmed_day = day
        elif kind == "row.add":
            self.rows.setdefault(record["row"]["id"], Row(record, day))
        elif record["row"] in self.rows and not self.rows[record["row"]].ended_day:
            row = self.rows[record["row"]]
            row.ended_day, row.ended_reason = day, record["reason"]

    def _decide(self, index: int, day: str, record: Record) -> None:
        if record["number"] in self.decisions:
            return
        terms = record["approval"]
        affected = [self.approvals[one] for one in record["affects"] if one in self.approvals]
        about = {record["technology"], terms["technology"] if terms else ""}
        about |= {one.terms["technology"] for one in affected}
        decision = Decision(record, index, day, frozenset(about - {""}))
        self.decisions[record["number"]] = decision
        for approval in affected:
            approval.reviewed_day = day
            if record["kind"] in {"pause", "resume"}:
                approval.paused = record["kind"] == "pause"
            elif record["kind"] == "end":
                approval.ended_day = approval.ended_day or day
        if terms:
            made = Approval(terms, record["number"], decision.oral, day)
            self.approvals.setdefault(terms["id"], made)

    def _matter(self, day: str, record: Record) -> None:
        subject, _, what = record["type"].partition(".")
        matters = self.complaints if subject == "complaint" else self.requests
        if what == "receive":
            due = str(record.get("due", ""))
            matters.setdefault(record["number"], Matter(day, record.get("technology", ""), due))
        elif record["number"] in matters:
            matter, step = matters[record["number"]], record["step"]
            closing = _CLOSING_COMPLAINT if subject == "complaint" else _CLOSING_REQUEST
            matter.due = record.get("due") or matter.due
            matter.decided = matter.decided or step == "decided"
            if step in closing and not matter.closed:
                matter.closed, matter.closed_day = closing[step], day

    # What is in force

    def approvals_of(self, technology: str, on: str, status: str = IN_FORCE) -> list[str]:
        """Return the ids of a technology's approvals with this status at the end of a day."""
        return sorted(
            name
            for name, one in self.approvals.items()
            if one.terms["technology"] == technology and one.status(on) == status
        )

    def row_in_force(self, row: Row, on: str) -> bool:
        """Tell whether a row is in force: not ended, not run out, and its approval in force."""
        terms = row.record["row"]
        until, approval = str(terms["until"])[:10], terms["approval"]
        if row.ended_day or (until and until <= on):
            return False
        if not approval:
            return True
        return approval in self.approvals and self.approvals[approval].status(on) == IN_FORCE

    def rows_of(self, technology: str, on: str, kind: str) -> Iterator[tuple[str, Row]]:
        """Yield the rows of a kind in force for a technology; one that names none is for all."""
        for name, row in sorted(self.rows.items()):
            terms = row.record["row"]
            meant = terms["kind"] == kind and terms["technology"] in {"", technology}
            if meant and self.row_in_force(row, on):
                yield name, row

    def roles_with_access(self, technology: str, on: str) -> set[str]:
        """Return the roles that a permission in force names."""
        rows = self.rows_of(technology, on, "permit")
        return {role for _, row in rows for role in row.record["row"]["roles"]}

    def decisions_of(self, technology: str) -> Iterator[Decision]:
        """Yield the decisions about a technology, in order."""
        return (one for one in self.decisions.values() if technology in one.technologies)


def fold_records(records: Iterable[tuple[int, str, Record]]) -> Register:
    """Return the register of (entry, day, record)s in the order of the ledger."""
    register = Register()
    for index, day, record in records:
        register.fold(index, day, record)
    return register


def register_document(register: Register, *, agency: str, on: str, size: int) -> dict[str, Any]:
    """Return register.json: every technology as it stands at the end of the day `on`.

    `records` are the entries whose records are about it, so that a reader finds the whole text.
    """
    return {
        "v": 1,
        "agency": agency,
        "as_of": on,
        "size": size,
        "technologies": [
            _technology_document(register, name, on) for name in sorted(register.technologies)
        ],
    }


def _technology_document(register: Register, name: str, on: str) -> dict[str, Any]:
    of = register.technologies[name]
    return {
        **of.says,
        "stage": of.stage,
        "approvals": {
            key: one.status(on)
            for key, one in register.approvals.items()
            if one.terms["technology"] == name
        },
        "rows_in_force": _sentences(register.rows_of(name, on, "permit")),
        "bans_in_force": _sentences(register.rows_of(name, on, "ban")),
        "assessments": sorted({one["kind"] for one in of.assessments}),
        "network_tests": {one["test"]: one["verdict"] for _, _, one in of.network_tests},
        "decisions": [one.record["number"] for one in register.decisions_of(name)],
        "records": of.records,
    }


def _sentences(rows: Iterable[tuple[str, Row]]) -> dict[str, str]:
    return {name: str(row.record["sentence"]) for name, row in rows}


def _without(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    left_out = {"v", "type", "audience", "salt", *names}
    return {key: value for key, value in record.items() if key not in left_out}
