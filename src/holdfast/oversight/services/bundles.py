# SPDX-License-Identifier: Apache-2.0
"""Publishing: the public bundle for everybody, and the full one for the oversight body.

Promises: what is published is what the ledger names, byte for byte; nothing younger than the
agency's delay leaves, and the delay is counted in whole days; that it was published is an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.ledger_reading import published_records
from holdfast.oversight.models import Report
from holdfast.oversight.queries.made_reports import files_of
from holdfast.oversight.services.reports import ground_in_words
from holdfast.publication import OVERSIGHT, PUBLIC, newest_size_before, write_bundle
from holdfast.records.drafts import Draft
from holdfast.records.stores import view_log
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import Log

ACT: Final = "ledger.publish"


@dataclass(frozen=True, slots=True)
class PublishedBundle:
    """What was published: for whom, under which size, files written, kept and removed."""

    audience: str
    size: int
    written: int
    kept: int
    removed: int
    withheld: int
    overdue: tuple[tuple[str, int], ...]
    entry: int


def publish_bundle(
    *, home: Home, actor: Person, to: Path, full: bool = False, now: datetime | None = None
) -> PublishedBundle:
    """Write the public bundle into `to`, or with `full` the oversight body's.

    Raises NotPermittedError, NotDecidedError when nothing is old enough yet, BundlePlaceError,
    BundleContentsError, PublishError.
    """
    role = authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    today = moment.astimezone(UTC).date()
    log = view_log(home)
    size = _size(home, log, today, full=full)
    audience = OVERSIGHT if full else PUBLIC
    done = write_bundle(
        to,
        log=log,
        published=published_records(log, size),
        reports=_reports(home, size),
        agency=home.config.agency,
        audience=audience,
        made_on=today,
        ground=ground_in_words(home),
        size=size,
    )
    details: dict[str, Any] = {"size": done.size, "to": str(to), "audience": audience}
    with writing(home=home, actor=actor, command="publishing", now=moment) as writer:
        writer.record(Draft(act=ACT, details=details, role=role, count=done.size, unit="entries"))
    return PublishedBundle(
        audience,
        done.size,
        done.written,
        done.kept,
        done.removed,
        done.withheld,
        done.overdue,
        writer.recorded().entry,
    )


def _size(home: Home, log: Log, today: date, *, full: bool) -> int:
    """Give the size to publish: the newest checkpoint with no entry younger than the delay."""
    delay = int(home.lists.settings["publication_delay_days"])
    if full or delay <= 0:
        return log.size
    size = newest_size_before(log, today - timedelta(days=delay - 1))
    if size == 0:
        raise NotDecidedError(
            f"The agency publishes what is at least {delay} days old, and no checkpoint is. Nothing "
            "was published. Wait, or change publication_delay_days in agency/settings.toml."
        )
    return size


def _reports(home: Home, size: int) -> dict[str, dict[str, bytes]]:
    """Give the files of the newest report of each quarter among the first `size` entries."""
    made = (
        Report.objects.filter(entry__index__lt=size)
        .order_by("id")
        .values_list("quarter", "entry__index")
    )
    newest = {quarter: entry or 0 for quarter, entry in made}
    return {quarter: files_of(home, entry) for quarter, entry in newest.items()}
