# SPDX-License-Identifier: Apache-2.0
"""The integrity check: every original read again and compared with the ledger, and the ledger too.

Promises: what an original must be comes from the lines in the ledger; where the ledger itself is
damaged, from the database, and the answer says so. One damaged original does not end the check,
nor does a damaged ledger; damage is located to blocks, and in a video to seconds. That the check
ran, and what it found, is an entry; where the home takes no entry, the answer is given all the
same and says why it is not on record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.analysis import located
from holdfast.errors import HoldfastError
from holdfast.home import HomeNotWritableError
from holdfast.ledger.errors import LedgerError
from holdfast.records.drafts import Draft
from holdfast.records.errors import LedgerDisagreesError, NotSealedError
from holdfast.records.models import Entry, ItemFile, ManifestLine
from holdfast.records.stores import ledger_problems, open_vault, view_log
from holdfast.records.writing import authorise, writing
from holdfast.vault import Expected, ObjectCheck, ObjectState, Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import Log

_MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Harmed:
    """An original that is damaged or missing: where, and which items and files it belongs to."""

    sha256: str
    state: str
    blocks: tuple[int, ...]
    where: tuple[str, ...]
    note: str
    items: tuple[int, ...]
    paths: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Give the line that goes into the ledger."""
        return {
            "sha256": self.sha256,
            "state": self.state,
            "blocks": list(self.blocks),
            "where": "; ".join(self.where),
            "note": self.note,
            "items": list(self.items),
        }


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found. `unrecorded` says why it is not on the ledger; else it is empty."""

    objects: int
    bytes: int
    damaged: tuple[Harmed, ...]
    missing: tuple[Harmed, ...]
    ledger_problems: tuple[str, ...]
    entry: int | None
    checkpoint: str | None
    unrecorded: str = ""

    @property
    def sound(self) -> bool:
        """Whether everything is as it was taken in."""
        return not (self.damaged or self.missing or self.ledger_problems)

    def to_json(self) -> dict[str, Any]:
        """Give what `holdfast check --json` prints."""
        return {
            "objects": self.objects,
            "bytes": self.bytes,
            "damaged": [
                {
                    "sha256": one.sha256,
                    "blocks": list(one.blocks),
                    "where": list(one.where),
                    "items": list(one.items),
                    "paths": list(one.paths),
                }
                for one in self.damaged
            ],
            "missing": [one.sha256 for one in self.missing],
            "ledger_problems": list(self.ledger_problems),
            "entry": self.entry,
            "checkpoint": self.checkpoint,
            "unrecorded": self.unrecorded or None,
        }


def _tell_nobody(_objects: int, _bytes: int) -> None:
    """Progress that nobody asked for."""


def run_check(
    *,
    home: Home,
    actor: Person,
    bytes_per_second: int | None = None,
    progress: Callable[[int, int], None] = _tell_nobody,
    now: datetime | None = None,
) -> CheckResult:
    """Read every original and the whole ledger again; `progress` is told objects and bytes."""
    role = authorise(actor, "integrity.check")
    started = now or datetime.now(UTC)
    vault = open_vault(home)
    problems = list(ledger_problems(home))
    objects = size = 0
    harmed: list[Harmed] = []
    rate = bytes_per_second or home.config.check_bytes_per_second
    for answer in vault.check(_expected(home, problems), bytes_per_second=rate):
        objects += 1
        size += answer.size
        progress(objects, size)
        if answer.state is not ObjectState.SOUND:
            harmed.append(_harmed(vault, answer))
    found = CheckResult(
        objects=objects,
        bytes=size,
        damaged=tuple(one for one in harmed if one.state == "damaged"),
        missing=tuple(one for one in harmed if one.state == "missing"),
        ledger_problems=tuple(problems[:_MOST_PROBLEMS]),
        entry=None,
        checkpoint=None,
    )
    draft = Draft(
        act="integrity.check",
        details={
            "started_at": started.isoformat(),
            "objects": objects,
            "bytes": size,
            "damaged": len(found.damaged),
            "missing": len(found.missing),
            "ledger_problems": list(found.ledger_problems),
        },
        role=role,
        count=objects,
        unit="files",
        rows=[one.to_row() for one in harmed] if harmed else None,
    )
    try:
        with writing(home=home, actor=actor, command="recording a check", now=now) as writer:
            writer.record(draft)
    except (LedgerError, LedgerDisagreesError, NotSealedError, HomeNotWritableError) as error:
        return replace(found, unrecorded=str(error))
    recorded = writer.recorded()
    return replace(found, entry=recorded.entry, checkpoint=recorded.checkpoint)


def _expected(home: Home, problems: list[str]) -> Iterator[Expected]:
    """Give what every original must be; what the ledger cannot say is added to `problems`."""
    try:
        log = view_log(home)
    except LedgerError:
        log = None
    entries = Entry.objects.filter(
        act="acquisition.take_in", outcome="done", index__isnull=False
    ).order_by("index")
    for entry in entries:
        try:
            found = _entered(log, entry.index or 0)
        except (LedgerError, ValueError, KeyError):
            problems.append(
                f"entry {entry.index}: the ledger no longer says what was taken in, so its "
                "originals were compared with the database instead"
            )
            found = _remembered(entry)
        yield from found


def _entered(log: Log | None, index: int) -> list[Expected]:
    """Give the originals that one entry says were stored. Raises LedgerError when it cannot."""
    if log is None:
        raise LedgerError("the ledger cannot be opened")
    body = log.body(index)
    lines = json.loads(body).get("lines") if body else None
    rows = map(json.loads, log.read_lines(lines["root"]).lines) if lines else ()
    return [
        Expected(row["sha256"], row["size"], row["blocks_root"])
        for row in rows
        if row["disposition"] == "stored"
    ]


def _remembered(entry: Entry) -> list[Expected]:
    rows = ManifestLine.objects.filter(acquisition__entry=entry, disposition="stored")
    return [
        Expected(*row)
        for row in rows.order_by("position").values_list("sha256", "size", "blocks_root")
    ]


def _harmed(vault: Vault, answer: ObjectCheck) -> Harmed:
    uses = ItemFile.objects.filter(original=answer.sha256).order_by("item", "position")
    rows = list(uses.values_list("item_id", "path"))
    where: tuple[str, ...] = ()
    if answer.state is ObjectState.DAMAGED and answer.blocks:
        try:
            where = tuple(map(str, located(vault.path(answer.sha256), answer.blocks)))
        except (OSError, HoldfastError):
            where = ()
    return Harmed(
        sha256=answer.sha256,
        state=str(answer.state),
        blocks=answer.blocks,
        where=where,
        note=answer.note,
        items=tuple(dict.fromkeys(item for item, _ in rows)),
        paths=tuple(path for _, path in rows),
    )
