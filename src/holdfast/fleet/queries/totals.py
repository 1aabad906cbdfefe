# SPDX-License-Identifier: Apache-2.0
"""Sums of flights and minutes: by month, district, purpose, model, aircraft, rule and pilot.

Promises: withdrawn flights count nowhere; only flights that the viewer may see are counted; minutes
are always shown apart by where they come from as well; nobody but those who see all flights is
given sums of another person.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, Sum

from holdfast.fleet.access import sees_all_flights, visible_flights
from holdfast.fleet.queries.flights import WantedFlights, narrowed
from holdfast.fleet.queries.values import Total, Totals
from holdfast.oversight.models import Technology
from holdfast.records.purposes import purpose_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import date

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_COLUMNS: Final = (
    "day", "district", "purpose", "technology", "aircraft", "rule", "pilot", "source", "minutes",
    "seconds", "approved",
)  # fmt: skip


_ALL: Final = "All flights"


@dataclass(slots=True)
class _Sum:
    flights: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    unapproved: int = 0

    def add(self, row: Mapping[str, object]) -> None:
        self.flights += 1
        self.unapproved += not row["approved"]
        if row["seconds"] is None:
            self.unknown += 1
        else:
            self.by_source[str(row["source"])] += int(str(row["minutes"]))

    def told(self, key: str, words: str) -> Total:
        sources = dict(self.by_source)
        return Total(
            key, words, self.flights, sum(sources.values()), sources, self.unknown, self.unapproved
        )


def total(viewer: Person, wanted: WantedFlights | None = None) -> Total:
    """Sum up the flights of a list, as one row: the database counts, and no flight is read."""
    rows = narrowed(visible_flights(viewer), wanted or WantedFlights()).order_by()
    timed = Q(seconds__isnull=False)
    found = _Sum()
    for one in rows.values("source").annotate(
        flights=Count("pk"),
        timed=Count("pk", filter=timed),
        counted=Sum("minutes", filter=timed),
        unapproved=Count("pk", filter=Q(approved=False)),
    ):
        found.flights += one["flights"]
        found.unapproved += one["unapproved"]
        found.unknown += one["flights"] - one["timed"]
        if one["timed"]:
            found.by_source[one["source"]] += one["counted"]
    return found.told("", _ALL)


def totals(
    viewer: Person,
    home: Home,
    wanted: WantedFlights | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
) -> Totals:
    """Sum up the flights of these days, both inside; what is `wanted` narrows them further."""
    rows = narrowed(visible_flights(viewer), wanted or WantedFlights())
    if first:
        rows = rows.filter(day__gte=first)
    if last:
        rows = rows.filter(day__lte=last)
    sums: dict[str, dict[Hashable, _Sum]] = {}
    days: list[date] = []
    for row in rows.order_by("day").values(*_COLUMNS).iterator():
        days.append(row["day"])
        month = row["day"].isoformat()[:7]
        for table, key in (
            ("all", ""),
            ("month", month),
            ("plot", (month, row["purpose"])),
            *((name, row[name]) for name in ("district", "purpose", "technology", "aircraft")),
            ("rule", row["rule"]),
            ("pilot", row["pilot"]),
        ):
            sums.setdefault(table, {}).setdefault(key, _Sum()).add(row)
    names = dict(Technology.objects.values_list("number", "name"))

    def listed(table: str, words: Callable[[str], str]) -> tuple[Total, ...]:
        found = sums.get(table, {})
        return tuple(
            one.told(str(key), words(str(key)))
            for key, one in sorted(found.items(), key=lambda it: str(it[0]))
        )

    def purpose(key: str) -> str:
        return purpose_in_words(home.lists, key)

    def rule(key: str) -> str:
        known = home.lists.flight_rules.get(key)
        return known.words if known else "Not known"

    return Totals(
        first=days[0] if days else None,
        last=days[-1] if days else None,
        all=sums.get("all", {}).get("", _Sum()).told("", _ALL),
        by_month=listed("month", str),
        by_district=listed("district", lambda key: key or "No district recorded"),
        by_purpose=listed("purpose", purpose),
        by_technology=listed(
            "technology", lambda key: names.get(key, key) or "Not on the register"
        ),
        by_aircraft=listed("aircraft", lambda key: key or "Not on the register"),
        by_rule=listed("rule", rule),
        by_pilot=listed("pilot", str) if sees_all_flights(viewer) else (),
        by_month_and_purpose={
            (str(key[0]), str(key[1])): one.told(str(key[0]), purpose(str(key[1])))
            for key, one in sums.get("plot", {}).items()
            if isinstance(key, tuple)
        },
    )
