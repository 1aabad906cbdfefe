# SPDX-License-Identifier: Apache-2.0
"""The agency's lists, parsed at the edge into frozen values.

A file is TOML: `source` (where it comes from), `date` (ISO 8601, of that source as read) and one
table named like the file. Formats: docs/agency-lists.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from holdfast.agency.errors import AgencyDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a list: its id, as on a face, and in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Purpose(Term):
    """Why a technology is used.

    `phrase` goes on from "may use it"; `supported_by` are the kinds of record that can support it
    (case, complaint, request, decision, home).
    """

    phrase: str
    supported_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataClass(Term):
    """A class of data. `phrase` goes on from "on"; `item_status` says which items are of it."""

    phrase: str
    item_status: str = ""


@dataclass(frozen=True, slots=True)
class Ground(Term):
    """A ground in law for withholding or refusing. `words` is the statute's own or its paraphrase.

    `balanced`: a public-interest reason must be given; `consult`: the requester must be consulted
    before it is used.
    """

    act: str
    balanced: bool = False
    consult: bool = False


@dataclass(frozen=True, slots=True)
class DisposalClass(Term):
    """A class of record under a disposal authority. `years` None: kept for good."""

    years: int | None
    authority: str


@dataclass(frozen=True, slots=True)
class Clock(Term):
    """A time limit of law or policy, in working days unless it says hours or days."""

    length: int
    unit: str
    act: str


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days are no working days: public holidays of a country, a yearly recess, exceptions."""

    country: str
    subdivision: str
    recess_from: tuple[int, int]
    recess_to: tuple[int, int]
    working: frozenset[date]
    not_working: frozenset[date]


@dataclass(frozen=True, slots=True)
class Listed(Generic[Entry]):
    """A list with its source: where it was read, when, and its entries by id, in their order."""

    source: str
    date: str
    entries: Mapping[str, Entry] = field(repr=False)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def get(self, name: str) -> Entry | None:
        """Give the entry of that id, or None."""
        return self.entries.get(name)


@dataclass(frozen=True, slots=True)
class Agency:
    """Every list of one agency."""

    purposes: Listed[Purpose]
    data_classes: Listed[DataClass]
    principles: Listed[Term]
    assessments: Listed[Term]
    triggers: Listed[Term]
    grounds: Listed[Ground]
    complaint_bodies: Listed[Term]
    disposal_classes: Listed[DisposalClass]
    clocks: Listed[Clock]
    holidays: Holidays
    settings: Mapping[str, int | str]


def read_agency(folder: Path | None) -> Agency:
    """Read every list: from `folder` where a file is there, else the one that came with Holdfast.

    Raises AgencyDataError, which names the file and the fault.
    """
    return Agency(
        purposes=_listed(folder, "purposes", _purpose),
        data_classes=_listed(folder, "data-classes", _data_class),
        principles=_listed(folder, "principles", _term),
        assessments=_listed(folder, "assessments", _term),
        triggers=_listed(folder, "triggers", _term),
        grounds=_listed(folder, "grounds", _ground),
        complaint_bodies=_listed(folder, "complaint-bodies", _term),
        disposal_classes=_listed(folder, "disposal-classes", _disposal_class),
        clocks=_listed(folder, "clocks", _clock),
        holidays=_holidays(folder),
        settings=MappingProxyType(dict(_read(folder, "settings")["settings"])),
    )


def _read(folder: Path | None, name: str) -> dict[str, Any]:
    own = folder / f"{name}.toml" if folder is not None else None
    try:
        if own is not None and own.exists():
            text = own.read_text(encoding="utf-8")
        else:
            text = files("holdfast.agency").joinpath(f"data/{name}.toml").read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(name, str(error)) from error
    for key in ("source", "date", name):
        if key not in document:
            raise _wrong(name, f"it has no {key!r}")
    return document


def _listed(
    folder: Path | None, name: str, parse: Callable[[str, dict[str, Any]], Entry]
) -> Listed[Entry]:
    document = _read(folder, name)
    entries: dict[str, Entry] = {}
    for key, value in document[name].items():
        if not isinstance(key, str) or not key or any(sign in key for sign in ' "\\\n'):
            raise _wrong(name, f"{key!r} is no id: letters, digits and hyphens")
        row = {"words": value} if isinstance(value, str) else value
        try:
            entries[key] = parse(key, row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _wrong(name, f"{key} is not complete ({error})") from error
    return Listed(str(document["source"]), str(document["date"]), MappingProxyType(entries))


def _term(name: str, row: dict[str, Any]) -> Term:
    return Term(name, str(row["words"]))


def _purpose(name: str, row: dict[str, Any]) -> Purpose:
    return Purpose(name, str(row["words"]), str(row["phrase"]), tuple(row["supported_by"]))


def _data_class(name: str, row: dict[str, Any]) -> DataClass:
    return DataClass(name, str(row["words"]), str(row["phrase"]), str(row.get("item_status", "")))


def _ground(name: str, row: dict[str, Any]) -> Ground:
    return Ground(
        name,
        str(row["words"]),
        str(row["act"]),
        balanced=row.get("balanced", False) is True,
        consult=row.get("consult", False) is True,
    )


def _disposal_class(name: str, row: dict[str, Any]) -> DisposalClass:
    years = row.get("years")
    return DisposalClass(
        name, str(row["words"]), None if years is None else int(years), str(row["authority"])
    )


def _clock(name: str, row: dict[str, Any]) -> Clock:
    unit = str(row["unit"])
    if unit not in {"working days", "days", "hours"}:
        raise ValueError("its unit is working days, days or hours")
    return Clock(name, str(row["words"]), int(row["length"]), unit, str(row["act"]))


def _holidays(folder: Path | None) -> Holidays:
    row = _read(folder, "holidays")["holidays"]
    try:
        return Holidays(
            country=str(row["country"]),
            subdivision=str(row.get("subdivision", "")),
            recess_from=_month_day(row["recess_from"]),
            recess_to=_month_day(row["recess_to"]),
            working=frozenset(date.fromisoformat(str(day)) for day in row["working"]),
            not_working=frozenset(date.fromisoformat(str(day)) for day in row["not_working"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong("holidays", str(error)) from error


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    date(2000, int(month), int(day))
    return int(month), int(day)


def _wrong(name: str, fault: str) -> AgencyDataError:
    return AgencyDataError(
        f"The agency's list {name}.toml cannot be used: {fault}. Nothing was changed. Put the file "
        "in HOME/agency/ right, or take it away to use the one that came with Holdfast."
    )
