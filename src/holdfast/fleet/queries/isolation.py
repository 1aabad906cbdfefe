# SPDX-License-Identifier: Apache-2.0
"""Network tests as pages and commands read them: lists, one test, those that are stale, a pair.

Promises: everybody signed in sees what is public of a test; its report, its device and its captures
are for `SEES_TESTS` (holdfast.accounts.permissions). Whether a test is stale is worked out when it
is asked for, from the devices as they are registered now, and is never stored.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.accounts.permissions import sees_tests
from holdfast.fleet.isolation import SENTENCES, compare, standing_of
from holdfast.fleet.isolation.keeping import read_report
from holdfast.fleet.isolation.standing import too_old
from holdfast.fleet.models import NetworkTest
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.records.models import Device

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.analysis.isolation import IsolationReport
    from holdfast.fleet.isolation import Comparison, Standing
    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class NetworkTestLine:
    """One test as lists show it; `sentence` is its verdict, one of three."""

    number: str
    technology: str
    name: str
    firmware: str
    app: str
    data_mode: str
    network: str
    tester: str
    verdict: str
    sentence: str
    destinations: int
    tested_on: date
    recorded_at: datetime
    approval: str
    standing: Standing
    entry: int | None


@dataclass(frozen=True, slots=True)
class NetworkTestDetail:
    """One test. `report` and what stands behind it are None or empty for whoever sees the public part.

    `captures` are {item, sha256, name, size}; their digests are public and stand in `digests`.
    """

    line: NetworkTestLine
    phases: tuple[Mapping[str, Any], ...]
    owners: Mapping[str, int]
    cannot_see: tuple[str, ...]
    digests: tuple[str, ...]
    report_sha256: str
    examined_by: str
    asset: str
    note: str
    captures: tuple[Mapping[str, Any], ...]
    report: IsolationReport | None


def listed_tests(home: Home, technology: str, now: datetime) -> tuple[NetworkTestLine, ...]:
    """List the tests of a technology, the newest first."""
    rows = _rows().filter(technology=technology)
    return _lines(home, rows.order_by("-number"), now)


def all_tests(home: Home, now: datetime) -> tuple[NetworkTestLine, ...]:
    """List every test, the newest first."""
    return _lines(home, _rows().order_by("-number"), now)


def stale_tests(home: Home, now: datetime) -> tuple[NetworkTestLine, ...]:
    """List the technologies whose newest test is stale, by that test, oldest first.

    An older test that a current one has taken the place of asks nothing of anybody.
    """
    newest: dict[str, NetworkTestLine] = {}
    for line in all_tests(home, now):
        newest.setdefault(line.technology, line)
    return tuple(
        sorted((one for one in newest.values() if one.standing.stale), key=lambda one: one.number)
    )


def network_test(viewer: Person, home: Home, number: str, now: datetime) -> NetworkTestDetail:
    """Give one test. Raises NotOnRegisterError."""
    row = _rows().filter(number=number).first()
    if row is None:
        raise NotOnRegisterError(f"There is no network test {number!r}.")
    (line,) = _lines(home, [row], now)
    whole, report = sees_tests(viewer), read_report(bytes(row.report))
    return NetworkTestDetail(
        line=line,
        phases=tuple(row.phases),
        owners=row.destinations,
        cannot_see=report.cannot_see,
        digests=tuple(str(one["sha256"]) for one in row.captures),
        report_sha256=row.report_sha256,
        examined_by=row.examined_by,
        asset=row.asset if whole else "",
        note=row.note if whole else "",
        captures=tuple(row.captures) if whole else (),
        report=report if whole else None,
    )


def report_file(viewer: Person, number: str) -> bytes | None:
    """Give the report byte for byte as its digest names it; None for whoever may not read it."""
    row = NetworkTest.objects.filter(number=number).first()
    return bytes(row.report) if row is not None and sees_tests(viewer) else None


def compared(
    viewer: Person, home: Home, first: str, second: str, now: datetime
) -> tuple[NetworkTestDetail, NetworkTestDetail, Comparison] | None:
    """Compare two tests in the order of their days; None for whoever may not read reports.

    Raises NotOnRegisterError.
    """
    pair = [network_test(viewer, home, number, now) for number in (first, second)]
    before, after = sorted(pair, key=lambda one: (one.line.tested_on, one.line.number))
    if before.report is None or after.report is None:
        return None
    return before, after, compare(before.report, after.report)


def _rows() -> Any:  # noqa: ANN401 # a QuerySet of rows without the reports
    return NetworkTest.objects.select_related("technology", "entry")


def _lines(home: Home, rows: Iterable[NetworkTest], now: datetime) -> tuple[NetworkTestLine, ...]:
    found = list(rows)
    technologies = {row.technology_id for row in found}
    devices: dict[str, dict[str, str]] = defaultdict(dict)
    there = Device.objects.filter(technology__in=technologies, retired_on__isnull=True)
    for device in there:
        devices[device.technology][device.asset] = device.firmware
    most, today = int(home.lists.settings["network_test_days"]), now.date()
    tested: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in NetworkTest.objects.filter(technology__in=technologies).only(
        "number", "technology", "firmware", "tested_to", "at"
    ):
        if not too_old(_day(one), today, most):
            tested[one.technology_id].append((one.number, one.firmware))
    return tuple(
        _line(row, devices[row.technology_id], tested[row.technology_id], today, most)
        for row in found
    )


def _line(
    row: NetworkTest,
    devices: Mapping[str, str],
    tested: Sequence[tuple[str, str]],
    today: date,
    most: int,
) -> NetworkTestLine:
    return NetworkTestLine(
        number=row.number,
        technology=row.technology_id,
        name=row.technology.name,
        firmware=row.firmware,
        app=f"{row.app} {row.app_version}".strip(),
        data_mode=row.data_mode,
        network=row.network,
        tester=row.tester,
        verdict=row.verdict,
        sentence=SENTENCES[row.verdict],
        destinations=sum(row.destinations.values()),
        tested_on=_day(row),
        recorded_at=row.at,
        approval=row.approval,
        standing=standing_of(
            firmware=row.firmware,
            tested_on=_day(row),
            today=today,
            most_days=most,
            devices=devices,
            tested=[firmware for number, firmware in tested if number != row.number],
        ),
        entry=row.entry.index,
    )


def _day(row: NetworkTest) -> date:
    """Give the day of the test: that of the captures, or of the record when they hold no time."""
    return (row.tested_to or row.at).date()
