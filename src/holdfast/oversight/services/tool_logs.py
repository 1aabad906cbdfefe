# SPDX-License-Identifier: Apache-2.0
"""An outside tool's own log is handed in, and compared with what was recorded here.

Promises: the comparison is made with the ledger as it stands; its three sums are public, the lines
stay in the sealed body, and names of users are nowhere; a log is of days that are over, and every
line of it lies in the period it is handed in for. docs/reports.md says what is matched with what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from holdfast.oversight.errors import MalformedLogError, NotDecidedError
from holdfast.oversight.ledger_reading import faces_about
from holdfast.oversight.models import Technology
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.finding import find_technology
from holdfast.oversight.tool_logs import (
    Reconciliation,
    ToolLogFile,
    our_uses,
    read_tool_log,
    reconcile,
)
from holdfast.oversight.tool_logs.reconciling import slug
from holdfast.publication.points import first_entry_on
from holdfast.records.drafts import Subject
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import Log

ACT: Final = "toollog.take_in"
_LONGEST_NAME: Final = 300


@dataclass(frozen=True, slots=True)
class TakenLog:
    """What a log says against the ledger. `unregistered` are functions that it names and we do not."""

    technology: str
    lines: int
    found: Reconciliation
    unregistered: tuple[str, ...]
    entry: int
    checkpoint: str


def take_in_tool_log(
    *,
    home: Home,
    actor: Person,
    technology: str,
    data: bytes,
    name: str,
    first: date,
    last: date,
    headings: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> TakenLog:
    """Take in the log `data` of the days `first` to `last`, both counted, and compare it.

    Raises MalformedLogError, NotOnRegisterError, NotDecidedError, NotPermittedError.
    """
    role = authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    _need_period(first, last, moment.astimezone(UTC).date())
    zone = ZoneInfo(home.config.zone)
    read = read_tool_log(data, zone=zone, headings=headings)
    _need_inside(read, first, last)
    with writing(home=home, actor=actor, command="taking in a tool's log", now=moment) as writer:
        found = find_technology(technology)
        if found.ours:
            raise NotDecidedError(
                f"{found.name} is a part of Holdfast: its log is the ledger itself. Nothing was "
                "recorded."
            )
        registered = frozenset(Technology.objects.values_list("number", flat=True))
        compared = compare(
            writer.log, read, technology=technology, first=first, last=last, registered=registered
        )
        unregistered = tuple(
            sorted(
                {
                    one.function
                    for one in read.lines
                    if one.function and f"{technology}/{slug(one.function)}" not in registered
                }
            )
        )
        writer.record(
            public_draft(
                ACT,
                {
                    "technology": technology,
                    "from": first.isoformat(),
                    "to": last.isoformat(),
                    "lines": len(read.lines),
                    "matched": compared.matched,
                    "only_theirs": compared.theirs,
                    "only_ours": compared.ours,
                },
                role=role,
                technology=technology,
                details={
                    "name": _plain_name(name),
                    "sha256": sha256(data).hexdigest(),
                    "only_theirs": [one.to_json() for one in compared.only_theirs],
                    "only_ours": [one.to_json() for one in compared.only_ours],
                    "names_functions": read.names_functions,
                    "has_counts": read.has_counts,
                    "unregistered": list(unregistered),
                },
                subjects=(Subject("technology", technology),),
                rows=list(_rows(read, compared)) or None,
                unit="lines",
                count=len(read.lines),
            )
        )
    done = writer.recorded()
    return TakenLog(
        technology, len(read.lines), compared, unregistered, done.entry, done.checkpoint
    )


def compare(
    log: Log,
    read: ToolLogFile,
    *,
    technology: str,
    first: date,
    last: date,
    registered: frozenset[str],
) -> Reconciliation:
    """Compare a log with the uses of a technology and its functions that happened in its days."""
    faces = faces_about(log, [technology], start=first_entry_on(log, first))
    uses = [one for one in our_uses(log, faces) if str(first) <= one.happened <= str(last)]
    return reconcile(
        read.lines, uses, technology=technology, registered=registered, counted=read.has_counts
    )


def _rows(read: ToolLogFile, compared: Reconciliation) -> Iterator[dict[str, Any]]:
    entries: dict[int, list[int]] = {}
    for line, entry in compared.matches:
        entries.setdefault(line, []).append(entry)
    for one in read.lines:
        yield {
            "line": one.line,
            "at": one.at.isoformat().replace("+00:00", "Z"),
            "function": one.function,
            "reference": one.reference,
            "count": one.count,
            "entries": entries.get(one.line, []),
        }


def _need_period(first: date, last: date, today: date) -> None:
    if last < first:
        raise NotDecidedError(f"A log is of days in order, and {last} is before {first}.")
    if last >= today:
        raise NotDecidedError(
            f"A log is handed in when its days are over, and {last} is not (today is {today} UTC). "
            "Nothing was recorded. Hand it in later, or for fewer days."
        )


def _need_inside(read: ToolLogFile, first: date, last: date) -> None:
    for one in read.lines:
        if not str(first) <= one.day <= str(last):
            raise MalformedLogError(
                f"Line {one.line} of the log is of {one.day} (UTC), outside of {first} to {last}. "
                "Nothing was recorded. Name the days that the log is of, or hand in the log of "
                "those days."
            )


def _plain_name(name: str) -> str:
    """Keep of a file's name what can be read, without its folders."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    return "".join(one for one in plain if one.isprintable())[:_LONGEST_NAME]
