# SPDX-License-Identifier: Apache-2.0
"""Quarterly reports: computed from the ledger itself, entered in it, and shown as late when late.

Promises: every number comes from faces and from records that faces name, never from the database;
a report is made for everybody and for the oversight body under the same two checkpoints; what was
handed out is kept byte for byte in the entry's sealed body, so that a later version of Holdfast
publishes the same files. ADR 0014; what each number means is in docs/reports.md.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.ledger_reading import faces_with_records
from holdfast.oversight.publishing import public_draft
from holdfast.publication import (
    OVERSIGHT,
    PUBLIC,
    Quarter,
    closing_of,
    compute_report,
    opening_of,
)
from holdfast.publication.points import first_entry_on
from holdfast.publication.report_files import report_fields, report_files
from holdfast.records.drafts import Subject
from holdfast.records.stores import view_log
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import Log

ACT: Final = "report.make"


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was made: both versions, their files by name, and the entry that says so."""

    quarter: str
    public: Mapping[str, Any]
    oversight: Mapping[str, Any]
    files: Mapping[str, bytes]
    entry: int
    checkpoint: str

    @property
    def provisional(self) -> bool:
        """Whether the quarter was not over."""
        return bool(self.public["provisional"])


def make_report(
    *, home: Home, actor: Person, quarter: str, now: datetime | None = None
) -> MadeReport:
    """Compute the report of a quarter as the ledger has it now, and enter it.

    One that is made before the quarter's end is provisional; a final one takes its place. Raises
    QuarterError for a quarter that has not begun, NotPermittedError, NotDecidedError.
    """
    role = authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    log = view_log(home)
    public, oversight = compute_both(home, log, quarter, moment.astimezone(UTC).date())
    files, full = report_files(public), report_files(oversight)
    kept = {name: _in_base64(data) for name, data in {**files, **full}.items()}
    with writing(home=home, actor=actor, command="making a report", now=moment) as writer:
        writer.record(
            public_draft(
                ACT,
                report_fields(public, files),
                role=role,
                details={
                    "public": kept.pop("report.json"),
                    "oversight": kept.pop("full.json"),
                    "files": kept,
                },
                subjects=(Subject("report", quarter),),
                unit="reports",
            )
        )
    done = writer.recorded()
    return MadeReport(quarter, public, oversight, {**files, **full}, done.entry, done.checkpoint)


def compute_both(
    home: Home, log: Log, quarter: str, today: date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compute the report for everybody and the one for the oversight body, under one checkpoint.

    Raises QuarterError, and NotDecidedError when the clock is behind the ledger.
    """
    of = Quarter(quarter)
    opening, closing = opening_of(log, quarter), closing_of(log)
    _need_clock(log, today)
    stop = min(closing["size"], first_entry_on(log, of.next.first_day))
    settings = home.lists.settings
    found: list[dict[str, Any]] = []
    for audience in (OVERSIGHT, PUBLIC):
        records: dict[int, dict[str, Any]] = {}
        faces = faces_with_records(log, records, counted_from=opening["size"], stop=stop)
        found.append(
            compute_report(
                faces,
                records,
                quarter=quarter,
                today=today,
                opening=opening,
                closing=closing,
                agency=home.config.agency,
                origin=log.origin,
                smallest_cell=int(settings["smallest_cell"]),
                ground=ground_in_words(home),
                audience=audience,
            )
        )
    oversight, public = found
    return public, oversight


def ground_in_words(home: Home) -> str:
    """Say on what ground small counts of people are withheld."""
    named = str(home.lists.settings["small_cell_ground"])
    ground = home.lists.grounds.get(named)
    return f"{ground.act}, {ground.words}" if ground else named


def _need_clock(log: Log, today: date) -> None:
    """Refuse a day before that of the newest entry: the clock was put back."""
    if log.size and first_entry_on(log, date.fromordinal(today.toordinal() + 1)) < log.size:
        raise NotDecidedError(
            f"Today is said to be {today}, and the ledger has entries of later days. Nothing was "
            "computed. Put the clock of this machine right."
        )


def _in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
