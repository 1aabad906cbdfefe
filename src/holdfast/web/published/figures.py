# SPDX-License-Identifier: Apache-2.0
"""The figures of the front page, the list of the register, and the numbers of a report's page.

Promises: zeros are shown; a number that is withheld is shown as withheld, never as nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.publication import Quarter
from holdfast.web.published.entry import Line, line_of
from holdfast.web.published.words import (
    LATENT,
    STAGES,
    Stage,
    classes_words,
    purposes_words,
    roles_words,
    stage_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from holdfast.agency import Agency
    from holdfast.web.published.state import Published


@dataclass(frozen=True, slots=True)
class Figures:
    """What the front page counts."""

    in_use: int
    on_trial: int
    latent: int
    uses: int
    refused: int
    complaints_open: int
    complaints_overdue: int


@dataclass(frozen=True, slots=True)
class Group:
    """The technologies of one stage; `ours` are the parts of this system itself."""

    key: str
    stage: Stage
    lines: tuple[Line, ...]
    ours: tuple[Line, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.lines) + len(self.ours)


@dataclass(frozen=True, slots=True)
class Counted:
    """A technology in a report: its line of the report, and where its numbers come from in words."""

    said: Mapping[str, Any]
    stage: Stage
    volume: tuple[tuple[str, int], ...]
    drift: tuple[Mapping[str, Any], ...]
    purposes: tuple[tuple[str, int], ...]
    data: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, int], ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing at all happened with it in the quarter."""
        said = self.said
        return not (said["uses"] or said["refused"] or said["complaints"] or said["incidents"])


def figures_of(published: Published, today: date) -> Figures:
    """Count what the front page shows."""
    register, quarter = published.register, Quarter.containing(today).text
    keys = [
        stage_of(one.stage, latent=one.says["latent"])[0] for one in register.technologies.values()
    ]
    uses = [one for (_, of), one in published.uses.items() if of == quarter]
    complaints = register.complaints.values()
    return Figures(
        in_use=keys.count("adopted"),
        on_trial=keys.count("trial"),
        latent=keys.count(LATENT),
        uses=sum(one.done for one in uses),
        refused=sum(one.refused for one in uses),
        complaints_open=sum(not one.closed for one in complaints),
        complaints_overdue=sum(one.overdue(str(today)) for one in complaints),
    )


def groups_of(published: Published, today: date) -> list[Group]:
    """Give the register by stage; a function stands under its tool.

    Functions that are there and not approved are listed by themselves too.
    """
    on, quarter = str(today), Quarter.containing(today).text
    if ("groups", on) not in published.tables:
        published.tables["groups", on] = list(_groups(published, on, quarter))
    kept: list[Group] = published.tables["groups", on]
    return kept


def _groups(published: Published, on: str, quarter: str) -> Iterator[Group]:
    register = published.register
    under: dict[str, list[Line]] = {}
    top: list[str] = []
    for name, one in sorted(register.technologies.items()):
        if one.says["parent"] in register.technologies:
            line = line_of(published, name, on, quarter)
            under.setdefault(one.says["parent"], []).append(line)
        else:
            top.append(name)
    lines = [line_of(published, name, on, quarter, under.get(name, ())) for name in top]
    lines += [child for found in under.values() for child in found if child.key == LATENT]
    lines.sort(key=lambda one: one.name.casefold())
    for key in [*STAGES, *dict.fromkeys(one.key for one in lines if one.key not in STAGES)]:
        found = [one for one in lines if one.key == key]
        if found:
            theirs, ours = ([one for one in found if one.ours is it] for it in (False, True))
            yield Group(key, found[0].stage, tuple(theirs), tuple(ours))


def numbers_of(report: Mapping[str, Any], lists: Agency) -> list[Counted]:
    """Give a report's technologies, those with something to tell first."""
    counted = [_counted(one, lists) for one in report["technologies"]]
    return sorted(
        counted, key=lambda one: (one.quiet, one.said["ours"], one.said["name"].casefold())
    )


def _counted(one: Mapping[str, Any], lists: Agency) -> Counted:
    def named(counts: Mapping[str, int], words: list[str]) -> tuple[tuple[str, int], ...]:
        return tuple(zip(words, counts.values(), strict=True))

    return Counted(
        said=one,
        stage=stage_of(one["stage"], latent=one["latent"])[1],
        volume=tuple(sorted(one["volume"].items())),
        drift=tuple(drift for drift in one["drift"] if drift["expected"] is not None),
        purposes=named(one["by_purpose"], purposes_words(lists, one["by_purpose"])),
        data=named(one["by_data_class"], classes_words(lists, one["by_data_class"])),
        roles=named(one["by_role"], roles_words(one["by_role"])),
    )
