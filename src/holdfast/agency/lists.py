# SPDX-License-Identifier: Apache-2.0
"""The agency's lists, parsed at the edge into frozen values.

A file is TOML: `source` (where it comes from), `date` (ISO 8601, of that source as read) and one
table named like the file. Formats: docs/agency-lists.md. Promises: a list that cannot be used is
named with its fault, an id that one list takes from another is there, and a file in the folder
that would be read by nobody is refused, because whoever put it there thinks that it counts.
"""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from holdfast.agency.errors import AgencyDataError, FaultError
from holdfast.agency.hosts import check_hosts, host_owner
from holdfast.agency.letters import REQUIRED, check_template
from holdfast.agency.rows import (
    Row,
    check_id,
    check_same_keys,
    read_month_day,
)
from holdfast.agency.values import (
    CONSIDERATIONS,
    SUBJECTS,
    Agency,
    Check,
    Clock,
    DataClass,
    DisposalClass,
    EngagementCondition,
    Ground,
    Holidays,
    HostOwner,
    Listed,
    Purpose,
    RequestKind,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Entry = TypeVar("Entry")

EVIDENCE = ("media", "document", "statement")
UNITS = ("working days", "days", "hours")
LISTS = (
    "assessments", "clocks", "complaint-bodies", "data-classes", "disposal-classes",
    "engagement-conditions", "flight-rules", "grounds", "holidays", "hosts", "pilot-certificates",
    "preflight", "principles", "purposes", "request-kinds", "settings", "triggers",
)  # fmt: skip
# Settings that version 0.2.0 did not have: one that is left out has the value that came with Holdfast.
_LATER_SETTINGS = (
    "flight_data_class", "flight_cell_hundredths", "pilot_currency_days", "battery_most_cycles",
    "battery_least_health", "engagement_warning_days", "contractors_public",
    "network_test_days",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_agency(folder: Path | None) -> Agency:
    """Read every list: from `folder` where a file is there, else the one that came with Holdfast.

    Raises AgencyDataError, which names the file and the fault.
    """
    _refuse_what_nobody_reads(folder)
    agency = Agency(
        purposes=_listed(folder, "purposes", _purpose),
        data_classes=_listed(folder, "data-classes", _data_class),
        principles=_listed(folder, "principles", _term),
        assessments=_listed(folder, "assessments", _term),
        triggers=_listed(folder, "triggers", _term),
        request_kinds=_listed(folder, "request-kinds", _request_kind),
        grounds=_listed(folder, "grounds", _ground),
        complaint_bodies=_listed(folder, "complaint-bodies", _term),
        disposal_classes=_listed(folder, "disposal-classes", _disposal_class),
        engagement_conditions=_listed(folder, "engagement-conditions", _engagement_condition),
        clocks=_listed(folder, "clocks", _clock),
        preflight=_listed(folder, "preflight", _check),
        flight_rules=_listed(folder, "flight-rules", _term),
        pilot_certificates=_listed(folder, "pilot-certificates", _term),
        hosts=_hosts(folder),
        holidays=_holidays(folder),
        settings=_settings(folder),
        letters=MappingProxyType({name: _letter(folder, name) for name in REQUIRED}),
    )
    _check_across(agency)
    return agency


def read_hosts(file: Path | None) -> Listed[HostOwner]:
    """Read the host list that stands in `file`, or the one that came with Holdfast.

    Raises AgencyDataError, which names the file and the fault.
    """
    if file is None:
        return _hosts(None)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AgencyDataError(file.name, str(error)) from error
    with _naming(file.name):
        found = _entries(_headed(text, "hosts"), host_owner)
        check_hosts(found)
    return found


def _hosts(folder: Path | None) -> Listed[HostOwner]:
    found = _listed(folder, "hosts", host_owner)
    with _naming("hosts.toml"):
        check_hosts(found)
    return found


def _refuse_what_nobody_reads(folder: Path | None) -> None:
    if folder is None or not folder.exists():
        return
    if not folder.is_dir():
        raise AgencyDataError(folder.name, "it is a file, and should be a folder of lists")
    for pattern, known in (("*.toml", LISTS), ("letters/*.txt", tuple(REQUIRED))):
        for path in sorted(folder.glob(pattern)):
            if path.stem not in known:
                name = path.relative_to(folder).as_posix()
                raise AgencyDataError(name, f"no list has this name; there are {', '.join(known)}")


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Tell a fault with the name of the file that it is in."""
    try:
        yield
    except FaultError as error:
        raise AgencyDataError(file, str(error)) from error


def _text(folder: Path | None, name: str) -> str:
    own = None if folder is None else folder / name
    try:
        if own is not None and (own.exists() or own.is_symlink()):
            return own.read_text(encoding="utf-8-sig")
        return files("holdfast.agency").joinpath("data", name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AgencyDataError(name, str(error)) from error


def _read(folder: Path | None, name: str) -> tuple[str, str, dict[str, object]]:
    """Give source, date and table of a list, from a file that has these three and nothing else."""
    file = f"{name}.toml"
    with _naming(file):
        return _headed(_text(folder, file), name)


def _headed(text: str, name: str) -> tuple[str, str, dict[str, object]]:
    document = _parsed(text)
    table = document.pop(name, None)
    head = Row("the file", document)
    source, day = head.text("source"), head.day("date")
    head.end()
    if not isinstance(table, dict) or not table:
        raise FaultError(f"it has no table [{name}] with something in it")
    return source, day.isoformat(), table


def _parsed(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # ValueError: its own error, and Python's for a number of thousands of digits.
        raise FaultError(str(error)) from error


def _listed(folder: Path | None, name: str, parse: Callable[[str, Row], Entry]) -> Listed[Entry]:
    headed = _read(folder, name)
    with _naming(f"{name}.toml"):
        return _entries(headed, parse)


def _entries(
    headed: tuple[str, str, dict[str, object]], parse: Callable[[str, Row], Entry]
) -> Listed[Entry]:
    source, date, table = headed
    entries: dict[str, Entry] = {}
    for key, value in table.items():
        row = Row(check_id(key), {"words": value} if isinstance(value, str) else value)
        entries[key] = parse(key, row)
        row.end()
    return Listed(source, date, MappingProxyType(entries))


def _term(name: str, row: Row) -> Term:
    return Term(name, row.text("words"))


def _purpose(name: str, row: Row) -> Purpose:
    return Purpose(name, row.text("words"), row.text("phrase"), row.texts("supported_by"))


def _data_class(name: str, row: Row) -> DataClass:
    return DataClass(name, row.text("words"), row.text("phrase"), row.text("item_status", ""))


def _request_kind(name: str, row: Row) -> RequestKind:
    return RequestKind(
        name,
        row.text("words"),
        row.text("act"),
        about=row.texts("about"),
        explained=row.text("explained"),
        complain=row.text("complain"),
        complain_to=row.text("complain_to", ""),
        decision_clock=row.text("decision_clock", ""),
        transfer_clock=row.text("transfer_clock", ""),
    )


def _ground(name: str, row: Row) -> Ground:
    ground = Ground(
        name,
        row.text("words"),
        row.text("act"),
        row.text("kind"),
        balanced=row.flag("balanced"),
        consider=row.texts("consider", optional=True),
        beside=row.texts("beside", optional=True),
    )
    for one in ground.consider:
        if one not in CONSIDERATIONS:
            raise FaultError(f"{name}: consider {one!r} is none of {', '.join(CONSIDERATIONS)}")
    return ground


def _disposal_class(name: str, row: Row) -> DisposalClass:
    years = row.whole("years", least=0) if row.has("years") else None
    return DisposalClass(name, row.text("words"), years, row.text("authority"))


def _check(name: str, row: Row) -> Check:
    return Check(name, row.text("words"), needed=row.flag("needed"))


def _engagement_condition(name: str, row: Row) -> EngagementCondition:
    return EngagementCondition(
        name,
        row.text("words"),
        row.text("asked"),
        row.one_of("evidence", EVIDENCE),
        row.whole("days", least=0),
        usual=row.flag("usual"),
    )


def _clock(name: str, row: Row) -> Clock:
    return Clock(
        name,
        row.text("words"),
        row.whole("length", least=1),
        row.one_of("unit", UNITS),
        row.text("act"),
    )


def _holidays(folder: Path | None) -> Holidays:
    _source, _date, table = _read(folder, "holidays")
    with _naming("holidays.toml"):
        row = Row("holidays", table)
        weekend = row.texts("weekend", optional=True)
        for day in weekend:
            if day not in _WEEKDAYS:
                raise FaultError(f"weekend {day!r} is none of {', '.join(_WEEKDAYS)}")
        recess = None
        if row.has("recess_from") or row.has("recess_to"):
            recess = (
                read_month_day(row.text("recess_from")),
                read_month_day(row.text("recess_to")),
            )
        found = Holidays(
            country=row.text("country"),
            subdivision=row.text("subdivision", ""),
            weekend=frozenset(_WEEKDAYS.index(day) + 1 for day in weekend),
            recess=recess,
            first_year=row.whole("first_year", least=1),
            last_year=row.whole("last_year", least=1),
            working=row.days("working"),
            not_working=row.days("not_working"),
        )
        row.end()
        if found.first_year > found.last_year:
            raise FaultError("first_year comes after last_year")
        if both := sorted(found.working & found.not_working):
            raise FaultError(f"{both[0]} is in working and in not_working")
    return found


def _settings(folder: Path | None) -> Mapping[str, int | str]:
    _source, _date, ours = _read(None, "settings")
    _source, _date, found = _read(folder, "settings")
    settings: dict[str, int | str] = {}
    # A file that an agency wrote for an earlier version goes on to be good.
    found = {key: ours[key] for key in _LATER_SETTINGS} | dict(found)
    with _naming("settings.toml"):
        check_same_keys(found, ours)
        row = Row("settings", found)
        for key, value in ours.items():
            settings[key] = row.whole(key, least=0) if isinstance(value, int) else row.text(key)
    return MappingProxyType(settings)


def _letter(folder: Path | None, name: str) -> str:
    file = f"letters/{name}.txt"
    with _naming(file):
        return check_template(name, _text(folder, file))


def _check_across(agency: Agency) -> None:
    """Refuse an id that another list does not have, and a question that no kind would answer."""
    about = [subject for kind in agency.request_kinds for subject in kind.about]
    if sorted(about) != sorted(SUBJECTS):
        raise AgencyDataError(
            "request-kinds.toml",
            f"about names {', '.join(about)}; each of {', '.join(SUBJECTS)} belongs to one kind",
        )
    for kind in agency.request_kinds:
        for key, clock in (("decision", kind.decision_clock), ("transfer", kind.transfer_clock)):
            found = agency.clocks.get(clock)
            if clock and (found is None or found.unit == "hours"):
                raise AgencyDataError(
                    "request-kinds.toml",
                    f"{kind.id}: {key}_clock {clock!r} is no clock in days of clocks.toml",
                )
        if kind.complain_to and agency.complaint_bodies.get(kind.complain_to) is None:
            raise AgencyDataError(
                "request-kinds.toml",
                f"{kind.id}: complain_to {kind.complain_to!r} is not in complaint-bodies.toml",
            )
    for ground in agency.grounds:
        if agency.request_kinds.get(ground.kind) is None:
            raise AgencyDataError(
                "grounds.toml", f"{ground.id}: kind {ground.kind!r} is not in request-kinds.toml"
            )
    _check_flying(agency)
    chosen = str(agency.settings["small_cell_ground"])
    if agency.grounds.get(chosen) is None:
        raise AgencyDataError(
            "settings.toml", f"small_cell_ground {chosen!r} is not in grounds.toml"
        )


def _check_flying(agency: Agency) -> None:
    """Refuse a rule that Holdfast's own word is taken for, and a class of data that is not listed."""
    if "unknown" in agency.flight_rules.entries:
        raise AgencyDataError("flight-rules.toml", "unknown is what Holdfast says without a rule")
    flown_on = str(agency.settings["flight_data_class"])
    if agency.data_classes.get(flown_on) is None:
        raise AgencyDataError(
            "settings.toml", f"flight_data_class {flown_on!r} is not in data-classes.toml"
        )
