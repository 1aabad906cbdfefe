# SPDX-License-Identifier: Apache-2.0
"""A report as the page shows it: figures by technology, drift as bars, and what is withheld.

Promises: every number is that of the report, none is computed here but the length of a bar; a
number that is withheld is None and its ground is given with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAPS: Final = (
    ("by_purpose", "For the purpose"),
    ("by_data_class", "On the class of data"),
    ("by_role", "By the role"),
    ("by_approval", "Under the approval"),
)
_LISTS: Final = (
    ("approvals_in_force", "Approvals in force"),
    ("trials", "Trials"),
    ("rows_in_force", "Permissions in force"),
    ("bans_in_force", "Bans in force"),
    ("decisions", "Decisions in the quarter"),
    ("oral_unconfirmed", "Oral decisions never confirmed"),
    ("reviews_overdue", "Reviews overdue"),
    ("assessments", "Assessments on file"),
)
_BAD: Final = frozenset({"oral_unconfirmed", "reviews_overdue"})


@dataclass(frozen=True, slots=True)
class Drift:
    """What came about against what was assumed. `most` is the length of the bar."""

    unit: str
    expected: int | None
    actual: int
    percent: int | None

    @property
    def most(self) -> int:
        """The greater of the two, and 1 at least."""
        return max(self.expected or 0, self.actual, 1)

    @property
    def over(self) -> bool:
        """Whether more came about than was assumed, or it was not assumed at all."""
        return self.actual > (self.expected or 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """One technology in one quarter. `told` is what the report says of it."""

    told: Mapping[str, Any]
    drift: tuple[Drift, ...]
    maps: tuple[tuple[str, Mapping[str, int]], ...]
    lists: tuple[tuple[str, tuple[str, ...], bool], ...]

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return "technology-" + str(self.told["id"]).replace("/", "--").replace(".", "-")


def read_figures(report: Mapping[str, Any]) -> tuple[Figures, ...]:
    """Give every technology of a report, those that were never used too."""
    return tuple(_figures(one) for one in report["technologies"])


def _figures(one: Mapping[str, Any]) -> Figures:
    return Figures(
        told=one,
        drift=tuple(
            Drift(each["unit"], each["expected"], each["actual"], each["percent"])
            for each in one["drift"]
        ),
        maps=tuple((words, one[name]) for name, words in _MAPS if one[name]),
        lists=tuple(_lists(one)),
    )


def _lists(one: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for name, words in _LISTS:
        yield words, tuple(one[name]), name in _BAD and bool(one[name])
