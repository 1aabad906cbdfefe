# SPDX-License-Identifier: Apache-2.0
"""Items: read, classified, numbered, linked, corrected, opened.

Promises: an old value stays readable, in a correction or in the entries themselves.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.records.acts.bulk import insert, update
from holdfast.records.acts.links import add_links, changing
from holdfast.records.models import CaseItem, Correction, Finding, Item, ItemView, SearchMade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.records.acts.act import Act

_BATCH = 1000
_FINDING_KEY = ("original", "processor", "version", "settings")
_COLUMNS = (
    "kind",
    "claimed_at",
    "claimed_zone",
    "claimed_source",
    "latitude",
    "longitude",
    "has_track",
    "duration_s",
    "device_text",
    "device",
    "condition",
    "quarantine",
)


def read(act: Act) -> None:
    """Write down what the readers found, one row an item with all its files."""
    rows = act.rows()
    while batch := list(islice(rows, _BATCH)):
        _write_findings(batch)
        numbers = [row["item"] for row in batch]
        corrected = set(
            Item.objects.filter(number__in=numbers, corrected_at__isnull=False).values_list(
                "number", flat=True
            )
        )
        days = [row for row in batch if row["item"] not in corrected]
        with changing(numbers):
            update(Item, _COLUMNS, "number", map(_columns, batch))
            update(Item, ["day"], "number", ((_day(row), row["item"]) for row in days))


def _write_findings(rows: list[Mapping[str, Any]]) -> None:
    findings = {
        tuple(file[word] for word in ("sha256", "processor", "version", "settings")): (
            file["outcome"],
            file["reason"],
            file["summary"],
            bool(file["summary"].get("warnings")),
        )
        for row in rows
        for file in row["files"]
    }
    insert(
        Finding,
        (*_FINDING_KEY, "outcome", "reason", "summary", "warned"),
        ((*key, *found) for key, found in findings.items()),
        unless_there=_FINDING_KEY,
    )


def _columns(row: Mapping[str, Any]) -> tuple[Any, ...]:
    columns = row["columns"]
    claimed = columns["claimed_at"]
    return (
        *(
            (datetime.fromisoformat(claimed) if claimed else None)
            if name == "claimed_at"
            else columns.get(name, "")
            for name in _COLUMNS
        ),
        row["item"],
    )


def _day(row: Mapping[str, Any]) -> date | None:
    day = row["columns"]["day"]
    return date.fromisoformat(day) if day else None


def classify(act: Act) -> None:
    """Set status and classes."""
    _set(act, ("status", "offence_class", "retention_class"))


def set_access(act: Act) -> None:
    """Set the access class."""
    _set(act, ("access_class",))


def _set(act: Act, columns: tuple[str, ...]) -> None:
    rows = act.rows()
    while batch := list(islice(rows, _BATCH)):
        with changing([row["item"] for row in batch]):
            update(
                Item,
                columns,
                "number",
                ((*(row[column] for column in columns), row["item"]) for row in batch),
            )


def give_exhibit_number(act: Act) -> None:
    """Give, change or take away the exhibit number in one case."""
    CaseItem.objects.filter(case=act.subject("case"), item=act.details["item"]).update(
        exhibit_number=act.details["exhibit_number"]
    )


def link(act: Act) -> None:
    """Let the items belong to the case too."""
    numbers = [row["item"] for row in act.rows()]
    with changing(numbers):
        add_links(act.subject("case"), numbers, at=act.at, reason=act.details["reason"])


def unlink(act: Act) -> None:
    """End that the items belong to the case; the entries keep that they did."""
    numbers = [row["item"] for row in act.rows()]
    with changing(numbers):
        for number in numbers:
            CaseItem.objects.filter(case=act.subject("case"), item=number).delete()


def set_title(act: Act) -> None:
    """Correct the title; the old one stays in the correction."""
    _correct(act, "title")
    Item.objects.filter(number=act.details["item"]).update(title=act.details["new"])


def set_time(act: Act) -> None:
    """Correct the time; the device's claim stays as it was."""
    _correct(act, "time")
    with changing([act.details["item"]]):
        Item.objects.filter(number=act.details["item"]).update(
            corrected_at=datetime.fromisoformat(act.details["new"]),
            day=date.fromisoformat(act.details["day"]),
        )


def view(act: Act) -> None:
    """Remember that the person opened the item in this session."""
    ItemView.objects.create(
        person=Person.objects.get(username=act.actor),
        item_id=act.details["item"],
        session=act.details["session"],
        entry=act.entry,
    )


def release(act: Act) -> None:
    """End the quarantine; the entries keep that there was one, and why."""
    for row in act.rows():
        Item.objects.filter(number=row["item"]).update(quarantine="")


def search(act: Act) -> None:
    """Remember that the person made this search in this session."""
    SearchMade.objects.get_or_create(
        person=Person.objects.get(username=act.actor),
        session=act.details["session"],
        query=act.details["query"],
        defaults={"entry": act.entry},
    )


def _correct(act: Act, what: str) -> None:
    Correction.objects.create(
        item_id=act.details["item"],
        what=what,
        old=act.details["old"],
        new=act.details["new"],
        reason=act.details["reason"],
        at=act.at,
        by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )
