# SPDX-License-Identifier: Apache-2.0
"""The quarterly report: a pure function of faces, published records, a quarter and a day.

Promises: every registered technology is in it, zeros included; nothing is rounded away, estimated
or left out because it is unflattering; the same log gives the same bytes. A count of people from 1
up to the smallest cell is `null` for the public and listed under `withheld` with its ground. What
each number means is in docs/formats/public-bundle.md, and `verifier/verify.py` counts them again
with code of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.ledger import canonical_json
from holdfast.publication.errors import QuarterError
from holdfast.publication.quarters import Quarter
from holdfast.publication.records import PUBLIC, STAGES, Record
from holdfast.publication.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from holdfast.publication.register import Matter, Technology

REPORT_VERSION = 1
USE_ACTS = frozenset(
    {
        "acquisition.take_in", "item.read", "item.view", "item.process", "pack.make", "search.run",
        "use.record", "flight.record",
    }
)  # fmt: skip
FLIGHT = "flight.record"
_OUTCOMES = {"done": "uses", "denied": "refused", "failed": "failed"}


@dataclass(slots=True)
class _Tally:
    """What the faces of the quarter say of one technology."""

    uses: int = 0
    refused: int = 0
    failed: int = 0
    volume: Counter[str] = field(default_factory=Counter)
    by_purpose: Counter[str] = field(default_factory=Counter)
    by_data_class: Counter[str] = field(default_factory=Counter)
    by_role: Counter[str] = field(default_factory=Counter)
    by_approval: Counter[str] = field(default_factory=Counter)

    def add(self, face: Mapping[str, Any]) -> None:
        if face["outcome"] == "denied":
            self.refused += 1
        elif face["outcome"] == "failed":
            self.failed += 1
        else:
            self.uses += 1
            if face["count"]:
                self.volume[face["unit"]] += face["count"]
            if face["act"] == FLIGHT:
                self.volume["flights"] += 1  # beside its minutes, which are its count
            self.by_purpose[face["purpose"]] += 1
            self.by_data_class[face["data_class"]] += 1
            self.by_role[face["role"]] += 1
            self.by_approval[face["approval"]] += 1


@dataclass(frozen=True, slots=True)
class _Span:
    """The quarter in days as faces write them. `on`: the day at whose end the state is told."""

    first: str
    last: str
    on: str

    def holds(self, day: str) -> bool:
        return self.first <= day <= self.last


@dataclass(slots=True)
class _People:
    """Role holders, and which counts of them are withheld. `smallest` 0 withholds none."""

    by_role: Mapping[str, int]
    smallest: int
    ground: str
    withheld: list[dict[str, str]] = field(default_factory=list)

    def count(self, cell: str, roles: Iterable[str]) -> int | None:
        """Return how many hold the roles, a person once a role; None when one role is small.

        One small role hides the sum as well, or the difference of two sums would give it away.
        """
        counts = [self.by_role.get(role, 0) for role in roles]
        if any(0 < one < self.smallest for one in counts):
            self.withheld.append({"cell": cell, "ground": self.ground})
            return None
        return sum(counts)


def compute_report(
    faces: Iterable[tuple[int, Mapping[str, Any]]],
    records: Mapping[int, Record],
    *,
    quarter: str,
    today: date,
    opening: Mapping[str, Any],
    closing: Mapping[str, Any],
    agency: str,
    origin: str,
    smallest_cell: int,
    ground: str,
    audience: str,
) -> dict[str, Any]:
    """Return the report of `quarter` as it stands under the checkpoint `closing`.

    `faces` are (entry, face) in order; `records` the published records by entry, those for the
    oversight body too. `today` before the quarter's end makes it provisional; before its first day
    raises QuarterError.
    """
    of = Quarter(quarter)
    if today < of.first_day:
        raise QuarterError(
            f"The quarter {quarter} begins on {of.first_day} and today is {today}: there is nothing "
            "to report yet. Nothing was computed; ask for a quarter that has begun."
        )
    span = _Span(str(of.first_day), str(of.last_day), str(min(today, of.last_day)))
    register, tallies, entries = _read(faces, records, span, int(closing["size"]))
    people = _People(register.people, smallest_cell if audience == PUBLIC else 0, ground)
    technologies = [
        _technology(register, name, tallies.get(name, _Tally()), span, people)
        for name in sorted(register.technologies)
    ]
    totals = _totals(register, tallies, entries, span)
    totals["people_by_role"] = {
        role: people.count(f"totals.people_by_role[{role}]", {role})
        for role in sorted(register.people)
    }
    return {
        "v": REPORT_VERSION, "audience": audience, "agency": agency, "origin": origin,
        "quarter": quarter, "from": span.first, "to": span.last, "due_on": str(of.due_on),
        "made_on": str(today), "provisional": today <= of.last_day, "days": "UTC",
        "smallest_cell": smallest_cell, "ground": ground, "opening": dict(opening), "closing": dict(closing),
        "technologies": technologies, "totals": totals,
        "withheld": people.withheld,
    }  # fmt: skip


def report_bytes(report: Mapping[str, Any]) -> bytes:
    """Return report.json: canonical, so that its SHA-256 can stand in the ledger."""
    return canonical_json(dict(report))


def _read(
    faces: Iterable[tuple[int, Mapping[str, Any]]],
    records: Mapping[int, Record],
    span: _Span,
    size: int,
) -> tuple[Register, dict[str, _Tally], int]:
    register, entries = Register(), 0
    tallies: dict[str, _Tally] = {}
    first, last = span.first, span.last
    for index, face in faces:
        day = face["day"]
        if index >= size or day > last:
            continue
        if index in records:
            register.fold(index, day, records[index])
        if day >= first:
            entries += 1
            if face["act"] in USE_ACTS:
                name = face["technology"]
                if name not in tallies:
                    tallies[name] = _Tally()
                tallies[name].add(face)
    return register, tallies, entries


def _technology(
    register: Register, name: str, tally: _Tally, span: _Span, people: _People
) -> dict[str, Any]:
    of = register.technologies[name]
    expected, on = _expected(register, name, span), span.on
    roles = register.roles_with_access(name, on)
    decisions = list(register.decisions_of(name))
    approvals = sorted(
        (key, one) for key, one in register.approvals.items() if one.terms["technology"] == name
    )
    trials = [
        key
        for key, one in approvals
        if one.terms["kind"] == "trial" and one.stood_between(span.first, on)
    ]
    answers = [one["answered_day"] for one in of.advice.values()]
    return {
        "id": name, "name": of.says["name"], "kind": of.says["kind"], "stage": of.stage,
        "parent": of.says["parent"], "ours": of.says["ours"], "latent": of.says["latent"],
        "captures_others": of.says["captures_others"],
        "uses": tally.uses, "refused": tally.refused, "failed": tally.failed,
        "volume": dict(tally.volume), "by_purpose": dict(tally.by_purpose),
        "by_data_class": dict(tally.by_data_class), "by_role": dict(tally.by_role),
        "by_approval": dict(tally.by_approval),
        "approvals_in_force": register.approvals_of(name, on),
        "rows_in_force": [row for row, _ in register.rows_of(name, on, "permit")],
        "bans_in_force": [row for row, _ in register.rows_of(name, on, "ban")],
        "people_with_access": people.count(f"technologies[{name}].people_with_access", roles),
        "expected": expected, "drift": _drift(expected, tally.volume), "trials": trials,
        "decisions": [one.record["number"] for one in decisions if span.holds(one.day)],
        "oral_unconfirmed": [
            one.record["number"] for one in decisions if one.oral and not one.confirmed_day
        ],
        "complaints": sum(
            one.technology == name and span.holds(one.day) for one in register.complaints.values()
        ),
        "incidents": sum(map(span.holds, of.incidents)),
        "advice_asked": sum(span.holds(one["asked_day"]) for one in of.advice.values()),
        "advice_answered": sum(map(span.holds, answers)),
        "assessments": sorted({one["kind"] for one in of.assessments}),
        "reviews_overdue": [key for key, one in approvals if one.review_overdue(on)],
        "log_handed_in": _tool_logs(of, span),
    }  # fmt: skip


def _tool_logs(of: Technology, span: _Span) -> list[dict[str, Any]]:
    told = ("from", "to", "only_theirs", "only_ours")
    return [{key: log[key] for key in told} for day, log in of.tool_logs if span.holds(day)]


def _expected(register: Register, name: str, span: _Span) -> dict[str, int]:
    """Return what the approvals in force at the end assumed of a whole quarter.

    When none is in force then, those that stood on some day of the quarter are taken.
    """
    mine = [one for one in register.approvals.values() if one.terms["technology"] == name]
    standing = [one for one in mine if one.status(span.on) == "in force"]
    expected: Counter[str] = Counter()
    for one in standing or [one for one in mine if one.stood_between(span.first, span.on)]:
        for unit, count in one.terms["expected"].items():
            expected[unit] += count
    return dict(expected)


def _drift(expected: Mapping[str, int], volume: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return, for each unit expected or met, how much of what was assumed came about."""
    return [
        {
            "unit": unit,
            "expected": expected.get(unit),
            "actual": volume.get(unit, 0),
            "percent": volume.get(unit, 0) * 100 // expected[unit] if expected.get(unit) else None,
        }
        for unit in sorted({*expected, *volume})
    ]


def _totals(
    register: Register, tallies: Mapping[str, _Tally], entries: int, span: _Span
) -> dict[str, Any]:
    stages = [one.stage for one in register.technologies.values()]
    decided = [one for one in register.decisions.values() if span.holds(one.day)]
    unknown = [one for name, one in tallies.items() if name not in register.technologies]
    return {
        "entries": entries,
        **{
            what: sum(getattr(one, what) for one in tallies.values()) for what in _OUTCOMES.values()
        },
        "not_on_register": sum(one.uses + one.refused + one.failed for one in unknown),
        "decisions": {
            "written": sum(not one.oral for one in decided),
            "oral": sum(one.oral for one in decided),
            "expired_oral": sum(
                one.expired_between(span.first, span.on) for one in register.decisions.values()
            ),
        },
        "complaints": _matters(register.complaints, span),
        "requests": _matters(register.requests, span),
        "incidents": sum(map(span.holds, register.incidents)),
        "technologies_by_stage": {stage: stages.count(stage) for stage in STAGES},
        "withdrawn_supports": sum(span.holds(day) for day, _ in register.withdrawals),
        "uses_flagged": sum(uses for day, uses in register.withdrawals if span.holds(day)),
    }


def _matters(matters: Mapping[str, Matter], span: _Span) -> dict[str, int]:
    closed = [one.closed for one in matters.values() if span.holds(one.closed_day)]
    return {
        "received": sum(span.holds(one.day) for one in matters.values()),
        "answered": closed.count("answered"),
        "transferred": closed.count("transferred"),
        "open_at_end": sum(not one.closed for one in matters.values()),
        "overdue": sum(one.overdue(span.on) for one in matters.values()),
    }
