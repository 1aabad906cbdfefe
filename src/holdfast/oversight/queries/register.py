# SPDX-License-Identifier: Apache-2.0
"""The register of technologies: the list, and one entry. It is public, so anybody signed in reads it.

Promises: every technology is there, with zeros where there were no uses; a line of an entry that
nobody filled in says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.entry import DAY, FIELDS, YES_NO
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.models import Approval, Technology
from holdfast.oversight.queries.counting import LATELY_DAYS, tally_by_technology
from holdfast.oversight.queries.standing import approval_lines
from holdfast.oversight.queries.values import (
    ApprovalLine,
    RegisterFact,
    Tally,
    TechnologyDetail,
    TechnologyLine,
)
from holdfast.records.models import Device

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from holdfast.home import Home

KIND_WORDS: Final = {
    "drone": "Drone",
    "camera": "Camera",
    "processor": "Processor",
    "outside-tool": "Outside tool",
    "function": "Function of a tool",
}


def technologies(
    home: Home, now: datetime, *, stage: str = "", kind: str = "", latent: bool = False
) -> tuple[TechnologyLine, ...]:
    """List the register by name, functions under their tool."""
    rows = Technology.objects.select_related("parent").order_by("name", "number")
    if stage:
        rows = rows.filter(stage=stage)
    if kind:
        rows = rows.filter(kind=kind)
    lines = _lines(home, list(rows), now)
    if latent:
        lines = [line for line in lines if line.latent]
    return tuple(_ordered(lines))


def technology(home: Home, number: str, now: datetime) -> TechnologyDetail:
    """Give one technology. Raises NotOnRegisterError."""
    row = find(number)
    functions = Technology.objects.filter(parent=row).select_related("parent").order_by("name")
    line, *below = _lines(home, [row, *functions], now)
    trigger = home.lists.triggers.get(row.open_trigger)
    return TechnologyDetail(
        line=line,
        phrase=row.phrase,
        description=row.description,
        facts=tuple(_facts(row, line, now.date())),
        values=values_of(row),
        trigger_words=trigger.words if trigger else row.open_trigger,
        functions=tuple(below),
        devices=Device.objects.filter(technology=number).count(),
        registered_at=row.registered_at,
    )


def find(number: str) -> Technology:
    """Give the row of that id. Raises NotOnRegisterError."""
    row = Technology.objects.select_related("parent").filter(number=number).first()
    if row is None:
        raise NotOnRegisterError(f"There is no technology {number!r} on the register.")
    return row


def values_of(row: Technology) -> Mapping[str, Any]:
    """Give what may be changed of an entry, by line."""
    columns = {name: getattr(row, name) for name in FIELDS if hasattr(row, name)}
    return {name: columns.get(name, row.fields.get(name, "")) for name in FIELDS}


def warning_of(home: Home) -> timedelta:
    """Give how long before an approval's end the agency wants to be warned."""
    return timedelta(days=int(home.lists.settings.get("approval_warning_days", 30)))


def _lines(home: Home, rows: Sequence[Technology], now: datetime) -> list[TechnologyLine]:
    lately = tally_by_technology(now.date() - timedelta(days=LATELY_DAYS))
    approvals: dict[str, list[ApprovalLine]] = {}
    live = Approval.objects.filter(ended_by="", technology__in=[row.number for row in rows])
    for approval in approval_lines(
        live.select_related("technology"), now, warning=warning_of(home)
    ):
        approvals.setdefault(approval.technology, []).append(approval)
    return [
        _line(row, approvals.get(row.number, ()), lately.get(row.number, Tally()), now.date())
        for row in rows
    ]


def _line(
    row: Technology, approvals: Iterable[ApprovalLine], lately: Tally, today: date
) -> TechnologyLine:
    live = tuple(one for one in approvals if one.state not in ("ended", "ended unconfirmed"))
    reviews = [one.review_on for one in live if one.review_on]
    if row.fields.get("review_on"):
        reviews.append(date.fromisoformat(row.fields["review_on"]))
    review = min(reviews, default=None)
    return TechnologyLine(
        number=row.number,
        name=row.name,
        kind=row.kind,
        stage=row.stage,
        within=row.parent.name if row.parent else "",
        below=False,
        ours=row.ours,
        latent=row.latent and not any(one.holds for one in live),
        captures_others=row.captures_others,
        approvals=live,
        lately=lately,
        review_on=review,
        overdue=review is not None and review < today and row.stage != "retired",
        open_trigger=row.open_trigger,
    )


def _ordered(lines: Sequence[TechnologyLine]) -> Iterable[TechnologyLine]:
    there = {line.number for line in lines}
    below: dict[str, list[TechnologyLine]] = {}
    for line in lines:
        tool = line.number.rpartition("/")[0]
        if tool in there:
            below.setdefault(tool, []).append(replace(line, below=True))
    for line in lines:
        if line.number.rpartition("/")[0] in there:
            continue
        yield line
        yield from below.get(line.number, ())


def _facts(row: Technology, line: TechnologyLine, today: date) -> Iterable[RegisterFact]:
    yield RegisterFact("Id", row.number, filled=True)
    yield RegisterFact("Kind", KIND_WORDS[row.kind], filled=True)
    if row.parent:
        yield RegisterFact("Function of", row.parent.name, filled=True)
    for name, value in values_of(row).items():
        if name in ("name", "description", "latent"):
            continue
        late = name == "review_on" and bool(value) and date.fromisoformat(value) < today
        yield RegisterFact(
            FIELDS[name].words,
            _in_words(name, value),
            filled=value != "",
            overdue=late and line.overdue,
        )


def _in_words(name: str, value: Any) -> str:  # noqa: ANN401 # as the register keeps it
    holds = FIELDS[name].holds
    if holds == YES_NO:
        return "Yes" if value else "No"
    if holds == DAY and value:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return f"{value:,}" if isinstance(value, int) else str(value)
