# SPDX-License-Identifier: Apache-2.0
"""Reading what recordings say of themselves: in child processes, one entry for the whole lot.

Needs a permit for each class of data that is read; items of a class without one stay unread.

Promises: every file ends in an outcome and the counts add up; one bad file never stops the rest;
what an interrupted run has read is not read again. The work to do is what has no result yet, so
there is no queue to lose. Readings are claims of the files, and are kept as claims.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.analysis import PROCESSORS, Job, Source, run_all
from holdfast.records.drafts import Subject
from holdfast.records.findings import StoredFinding, read_finding, write_finding
from holdfast.records.intake.progress import READING, Progress
from holdfast.records.models import Device, Finding, Item, ItemFile
from holdfast.records.permitted import confirmed, held_for, statuses_under
from holdfast.records.reading_columns import ReadFile, Registered, columns_of, summary_of
from holdfast.records.services.devices import RECORDING_KINDS
from holdfast.records.stores import open_vault
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.vault import Vault

PROCESSOR = "reading"
ACT = "item.read"
_BATCH = 500
_NOT_READ = StoredFinding("failed", "the reading was lost before it was kept", {})


def _tell_nobody(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def read_items(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    approved: frozenset[str],
    items: Sequence[int],
    progress: Callable[[Progress], None] = _tell_nobody,
    now: datetime | None = None,
) -> int:
    """Read the files of these items that were not read yet; give how many items were.

    `approved` are the technologies with an approval in force: recordings of a device of any other
    are quarantined.
    """
    authorise(actor, ACT)
    technology = PROCESSORS[PROCESSOR].technology
    for permit in held_for(permits, actor=actor, act=ACT, technology=technology):
        permit.confirm(now or datetime.now(UTC))
    wanted = _reached(home, permits, unread(items))
    if not wanted:
        return 0
    total = compute(home, wanted, permits=permits, progress=progress)
    with writing(home=home, actor=actor, command="reading recordings", now=now) as writer:
        wanted = unread(wanted)
        if not wanted:
            return 0
        under = confirmed(permits, actor=actor, act=ACT, technology=technology, now=writer.now)
        version = PROCESSORS[PROCESSOR].version
        outcomes: Counter[str] = Counter()
        rows = [*_rows(home, wanted, approved, outcomes)] if len(wanted) == 1 else None
        if rows is None:
            outcomes.update(_outcomes(home, wanted))
        details: dict[str, Any] = {
            "processor": PROCESSOR,
            "version": version,
            "files": total,
            "outcomes": dict(sorted(outcomes.items())),
        }
        writer.record(
            under.draft(
                ACT,
                details | (rows[0] if rows else {}),
                subjects=(Subject("item", wanted[0]),) if rows else (),
                count=len(wanted),
                unit="items",
                rows=None if rows else _rows(home, wanted, approved, Counter()),
            )
        )
    return len(wanted)


def waiting() -> list[int]:
    """Give every item that waits to be read: after an interruption, or for a newer reader."""
    rows = Item.objects.filter(condition="unread").order_by("number")
    return list(rows.values_list("number", flat=True))


def _reached(home: Home, permits: Sequence[Permit], items: Sequence[int]) -> list[int]:
    """Give the items of the classes of data that the permits reach."""
    statuses = statuses_under(home, permits)
    found: set[int] = set()
    for start in range(0, len(items), _BATCH):
        rows = Item.objects.filter(number__in=items[start : start + _BATCH], status__in=statuses)
        found.update(rows.values_list("number", flat=True))
    return sorted(found)


def unread(items: Sequence[int]) -> list[int]:
    """Give the items that have a file without a reading of this version, in order."""
    version = PROCESSORS[PROCESSOR].version
    found: list[int] = []
    for start in range(0, len(items), _BATCH):
        files = ItemFile.objects.filter(item__in=items[start : start + _BATCH])
        done = Finding.objects.filter(
            processor=PROCESSOR, version=version, original__uses__in=files
        )
        missing = files.exclude(original__in=done.values("original"))
        found.extend(missing.values_list("item", flat=True).distinct())
    return sorted(set(found))


def compute(
    home: Home,
    items: Sequence[int],
    *,
    permits: Sequence[Permit],
    progress: Callable[[Progress], None] = _tell_nobody,
    workers: int = 2,
) -> int:
    """Make the finding files that are not there yet; give how many files the items have."""
    vault = open_vault(home)
    files = dict(_files(items))
    missing = [
        (sha256, name)
        for sha256, name in files.items()
        if read_finding(home, sha256, PROCESSOR, PROCESSORS[PROCESSOR].version) is None
    ]
    done = len(files) - len(missing)
    for job, outcome in run_all(_jobs(vault, missing, permits[0]), workers=workers):
        write_finding(home, job.source.sha256, outcome)
        done += 1
        progress(Progress(READING, done, len(files), 0, 0, job.source.name))
    return len(files)


def _jobs(vault: Vault, files: Sequence[tuple[str, str]], permit: Permit) -> Iterator[Job]:
    for sha256, name in files:
        if vault.has(sha256):
            yield Job(PROCESSOR, permit, Source(sha256, vault.path(sha256), name))


def _files(items: Sequence[int]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(items), _BATCH):
        rows = ItemFile.objects.filter(item__in=items[start : start + _BATCH])
        for sha256, path in rows.values_list("original_id", "path"):
            yield sha256, path.rpartition("/")[2]


def _rows(
    home: Home, items: Sequence[int], approved: frozenset[str], outcomes: Counter[str]
) -> Iterator[dict[str, Any]]:
    """One row an item: how each file ended, and what the item shows of it."""
    devices = _by_serial(approved)
    for start in range(0, len(items), _BATCH):
        batch = items[start : start + _BATCH]
        said = {
            number: (kind, whose)
            for number, kind, whose in Item.objects.filter(number__in=batch).values_list(
                "number", "kind", "acquisition__whose"
            )
        }
        files: dict[int, list[ReadFile]] = {number: [] for number in batch}
        rows = ItemFile.objects.filter(item__in=batch).order_by("item", "position")
        for row in rows:
            files[row.item_id].append(_read_file(home, row))
        for number in batch:
            outcomes.update(file.reading.outcome for file in files[number])
            yield {
                "item": number,
                "files": [_file_row(file) for file in files[number]],
                "columns": columns_of(
                    files[number],
                    kind=said[number][0],
                    whose=said[number][1],
                    zone=home.config.zone,
                    devices=devices,
                ),
            }


def _by_serial(approved: frozenset[str]) -> dict[str, Registered]:
    """Give the devices that make recordings, by serial number.

    A camera that has no entry of its own on the register is of the aircraft it is fitted to.
    """
    rows = Device.objects.filter(kind__in=RECORDING_KINDS)
    models = dict(rows.values_list("asset", "technology"))
    return {
        serial: Registered(asset, approved=(technology or models.get(part_of, "")) in approved)
        for asset, technology, part_of, serials in rows.values_list(
            "asset", "technology", "part_of", "serials"
        )
        for serial in serials
    }


def _outcomes(home: Home, items: Sequence[int]) -> Iterator[str]:
    version = PROCESSORS[PROCESSOR].version
    for sha256, _ in _files(items):
        yield (read_finding(home, sha256, PROCESSOR, version) or _NOT_READ).outcome


def _read_file(home: Home, row: ItemFile) -> ReadFile:
    version = PROCESSORS[PROCESSOR].version
    found = read_finding(home, row.original_id, PROCESSOR, version) or _NOT_READ
    return ReadFile(row.path.rpartition("/")[2], row.role, row.original_id, found)


def _file_row(file: ReadFile) -> dict[str, Any]:
    return {
        "sha256": file.sha256,
        "processor": PROCESSOR,
        "version": PROCESSORS[PROCESSOR].version,
        "settings": "",
        "outcome": file.reading.outcome,
        "reason": file.reading.reason,
        "summary": summary_of(file.reading.finding),
    }
