# SPDX-License-Identifier: Apache-2.0
"""Was a technology used, for a purpose, on these days? Counted from the ledger, never from memory.

Promises: *proved not used* only when the ledger has no use, the days are over and in it, nothing
failed half-way and, for what runs outside Holdfast, the tool's own log covers every day and agrees;
any use contradicts; whatever else is missing makes it *cannot be proved*, in words. A use counts
when it happened or was recorded on one of the days. Only reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.ledger_reading import faces_about, is_of
from holdfast.oversight.queries.answer import (
    CONTRADICTED,
    PROVED,
    UNPROVED,
    Answer,
    Counted,
    LogSeen,
    Point,
)
from holdfast.oversight.queries.logs_seen import Asked, gaps, log_seen
from holdfast.oversight.tool_logs import OurUse, our_uses
from holdfast.publication import Register, newest_size_before, point
from holdfast.publication.points import first_entry_on
from holdfast.records.purposes import OTHER
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from holdfast.home import Home
    from holdfast.ledger import Log

_COUNTED_BY_FACES: Final = frozenset({"drone", "camera"})
_FEW: Final = 12


@dataclass(slots=True)
class _Seen:
    """What one pass over the ledger found."""

    asked: Asked
    purpose: str
    register: Register = field(default_factory=Register)
    logs: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    uses: Counted = field(default_factory=Counted)
    refusals: Counted = field(default_factory=Counted)
    failed: Counted = field(default_factory=Counted)
    under_other: int = 0
    of_tool: list[OurUse] = field(default_factory=list)

    def publish(self, index: int, day: str, record: Mapping[str, Any]) -> None:
        self.register.fold(index, day, record)
        if record["type"] == "toollog.take_in":
            self.logs.append((index, record))

    def add(self, use: OurUse) -> None:
        if use.outcome == "done" and not self._is_ours(use.technology):
            self.of_tool.append(use)
        if not is_of(use.technology, [self.asked.technology]):
            return
        if not use.falls_in(self.asked.first, self.asked.last):
            return
        if self.purpose and use.purpose != self.purpose:
            self.under_other += use.purpose == OTHER and use.outcome == "done"
            return
        kept = {"done": self.uses, "denied": self.refusals}.get(use.outcome, self.failed)
        kept.add(use)

    def _is_ours(self, technology: str) -> bool:
        of = self.register.technologies.get(technology)
        return of is not None and bool(of.says["ours"])


def used(
    home: Home,
    technology: str,
    purpose: str = "",
    *,
    first: date,
    last: date,
    now: datetime,
) -> Answer:
    """Answer. Days are UTC days, both counted. Raises NotDecidedError when they are out of order."""
    if last < first:
        raise NotDecidedError(
            f"The days asked about are out of order: {last} is before {first}. Nothing was asked."
        )
    log = view_log(home)
    asked = Asked(technology, first.isoformat(), last.isoformat())
    seen = _Seen(asked, purpose)
    faces = faces_about(log, [asked.tool], start=first_entry_on(log, first), on_record=seen.publish)
    for use in our_uses(log, faces):
        seen.add(use)
    logs = _logs(log, seen)
    against = list(_against(seen, logs))
    missing = list(_missing(home, log, seen, now.astimezone(UTC).date().isoformat()))
    if _runs_outside(seen.register, technology):
        missing += _missing_logs(seen, logs)
    verdict = CONTRADICTED if against else UNPROVED if missing else PROVED
    opening = Point(**point(log, newest_size_before(log, first)))
    closing = Point(**point(log, log.size))
    of = seen.register.technologies.get(technology)
    return Answer(
        technology=technology,
        name=str(of.says["name"]) if of else technology,
        purpose=purpose,
        first=asked.first,
        last=asked.last,
        verdict=verdict,
        words=_in_words(verdict, against, missing, opening, closing),
        reasons=(
            *(f"{one[0].upper()}{one[1:]}." for one in against),
            *missing,
            *_besides(seen, now),
        ),
        uses=seen.uses,
        refusals=seen.refusals,
        failed=seen.failed,
        opening=opening,
        closing=closing,
        logs=logs,
    )


def _in_words(
    verdict: str, against: list[str], missing: list[str], opening: Point, closing: Point
) -> str:
    if verdict == CONTRADICTED:
        return f"Contradicted by {against[0]}."
    if verdict == UNPROVED:
        return f"Cannot be proved, because {missing[0][0].lower()}{missing[0][1:]}"
    return f"Proved not used in Holdfast between checkpoints {opening.size} and {closing.size}."


def _logs(log: Log, seen: _Seen) -> tuple[LogSeen, ...]:
    """Compare every log that covers one of the days asked about."""
    asked, registered = seen.asked, frozenset(seen.register.technologies)
    return tuple(
        log_seen(log, entry, record, asked=asked, uses=seen.of_tool, registered=registered)
        for entry, record in seen.logs
        if asked.concerns(record["technology"])
        and record["from"] <= asked.last
        and record["to"] >= asked.first
    )


def _against(seen: _Seen, logs: tuple[LogSeen, ...]) -> Iterator[str]:
    """Name what contradicts that it was not used."""
    if seen.uses.count:
        yield f"{_many(seen.uses.count, 'use')} in Holdfast ({_entries(seen.uses)})"
    if seen.purpose:
        return
    for one in logs:
        name = f"the tool's own log (entry {one.entry})"
        if one.uses and one.attributed:
            unknown = "" if not one.only_theirs else ", not recorded in Holdfast"
            if 0 < one.only_theirs < one.uses:
                unknown = f", {one.only_theirs:,} of them not recorded in Holdfast"
            yield f"{name}, which shows {_many(one.uses, 'use')}{unknown}"
        if one.only_ours:
            yield (
                f"{name}, which does not have {_many(one.only_ours, 'use')} that Holdfast has "
                "recorded"
            )


def _missing(home: Home, log: Log, seen: _Seen, today: str) -> Iterator[str]:
    """Say what keeps the ledger itself from proving it."""
    asked = seen.asked
    if asked.technology not in seen.register.technologies:
        yield (
            f"Nothing called {asked.technology[:60]!r} is on the register, so nobody had to record "
            "its use. Look for it among the technologies, or register it."
        )
    if seen.purpose and home.lists.purposes.get(seen.purpose) is None:
        yield f"The agency's list has no purpose {seen.purpose[:60]!r}."
    if not log.size:
        yield "The ledger is empty."
    elif asked.first < (founded := _day_of_first(log)):
        yield (
            f"The ledger was founded on {founded}, and nothing before that day is in it "
            f"(asked from {asked.first})."
        )
    of = seen.register.technologies.get(asked.technology)
    if of and of.says["kind"] in _COUNTED_BY_FACES and of.day > asked.first:
        yield (
            f"It is on the register since {of.day}, and a use before that day had no place to be "
            "recorded."
        )
    if asked.last > today:
        yield f"The days asked about end on {asked.last}, and today is {today} (UTC)."
    if seen.failed.count:
        yield (
            f"{_many(seen.failed.count, 'attempt')} failed on the way, and how far it came is not "
            f"proved ({_entries(seen.failed)})."
        )
    if seen.under_other:
        yield (
            f"{_many(seen.under_other, 'use')} state a purpose in their own words, which only "
            "those who may read the sealed bodies can compare."
        )


def _missing_logs(seen: _Seen, logs: tuple[LogSeen, ...]) -> Iterator[str]:
    """Say what keeps the tool's own logs from proving it."""
    asked = seen.asked
    for first, last in gaps(asked, logs):
        days = first if first == last else f"{first} to {last}"
        yield (f"It runs outside Holdfast, and its own log for {days} was not handed in.")
    for one in logs:
        if not one.attributed:
            yield (
                f"The log of {one.technology} (entry {one.entry}) shows "
                f"{_many(one.uses, 'use')} and does not say of which function."
            )
        elif seen.purpose and one.only_theirs:
            yield (
                f"The tool's own log (entry {one.entry}) shows {_many(one.only_theirs, 'use')} not "
                "recorded in Holdfast, and so for a purpose that nobody stated."
            )
        if seen.purpose and one.only_ours:
            yield (
                f"The tool's own log (entry {one.entry}) does not have "
                f"{_many(one.only_ours, 'use')} that Holdfast has recorded, so it is not whole."
            )


def _besides(seen: _Seen, now: datetime) -> Iterator[str]:
    """Say what a reader should know, whatever the verdict."""
    asked, register = seen.asked, seen.register
    refused = seen.refusals.count
    yield (
        f"The gate refused it {_times(refused)} ({_entries(seen.refusals)})."
        if refused
        else "The gate refused nobody: no attempt is on the ledger."
    )
    late = sum(not asked.first <= one.recorded <= asked.last for one in seen.uses.listed)
    if late:
        yield f"Of the uses, {late:,} happened on these days and were recorded later."
    early = sum(not asked.first <= one.happened <= asked.last for one in seen.uses.listed)
    if early:
        yield f"Of the uses, {early:,} were recorded on these days and happened before them."
    of = register.technologies.get(asked.technology)
    if of and of.says["latent"]:
        yield "The register says that the capability is there and not approved."
    hidden = [
        name
        for name, one in register.technologies.items()
        if name.startswith(f"{asked.technology}/") and one.says["latent"]
    ]
    if hidden:
        yield (
            f"It has a capability that is there and not approved ({', '.join(sorted(hidden))}): a "
            "use of it counts as a use here, and it can be asked about by its own id."
        )
    if of and of.says["kind"] in _COUNTED_BY_FACES:
        yield "A flight or a recording is in the ledger when somebody recorded it."
    if asked.last == now.astimezone(UTC).date().isoformat():
        yield "The last day asked about is today and is not over: the answer is as of now."


def _runs_outside(register: Register, technology: str) -> bool:
    """Tell whether its uses leave no trace here unless somebody records them or hands its log in."""
    of = register.technologies.get(technology)
    if of is None:
        return False
    above = register.technologies.get(str(of.says["parent"]))
    if of.says["ours"] or (above is not None and above.says["ours"]):
        return False
    return of.says["kind"] not in _COUNTED_BY_FACES


def _day_of_first(log: Log) -> str:
    return str(json.loads(log.face(0))["day"])


def _many(count: int, unit: str) -> str:
    return f"{count:,} {unit}" + ("" if count == 1 else "s")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _entries(found: Counted) -> str:
    shown = ", ".join(map(str, found.entries[:_FEW]))
    more = found.count - min(len(found.listed), _FEW)
    return (
        ("entry " if found.count == 1 else "entries ")
        + shown
        + (f" and {more:,} more" if more else "")
    )
