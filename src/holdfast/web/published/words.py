# SPDX-License-Identifier: Apache-2.0
"""Plain words for what the records say in codes, for somebody who reads them for the first time.

Promises: a code that is not known here shows as it is written; nothing is left out because it has
no word. Words of the agency's own lists come from the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from holdfast.accounts.roles import role_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.agency import Agency

# A stage of the register's page, not of a record: there in a tool, and not approved.
LATENT: Final = "latent"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage in plain words: its heading in the list, its badge, and what it means for you."""

    heading: str
    word: str
    tone: str
    mark: str
    means: str
    usable: bool = False


# In the order in which they stand on the register.
STAGES: Final[Mapping[str, Stage]] = {
    "adopted": Stage(
        "In use", "in use", "good", "good", "People here use it, in the ways that are allowed below.",
        usable=True,
    ),
    "trial": Stage(
        "On trial", "on trial", "wait", "wait",
        "It is being tried out, for a limited time. A trial ends by itself.",
        usable=True,
    ),
    LATENT: Stage(
        "Present, not approved", "present, not approved", "bad", "bad",
        "A tool that the agency has can do this. Nobody decided that it may be used, and the system "
        "refuses it.",
    ),
    "suspended": Stage(
        "Stopped for now", "stopped for now", "wait", "hold", "It was in use, and is not now."
    ),
    "assessed": Stage(
        "Assessed, not in use", "assessed", "note", "note",
        "Its risks were looked at. Nobody decided yet that it may be used.",
    ),
    "proposed": Stage(
        "Proposed, not in use", "proposed", "still", "still", "It was named. Nothing more was done."
    ),
    "retired": Stage(
        "No longer used", "no longer used", "still", "still", "It was used once. It is not now."
    ),
}  # fmt: skip

KINDS: Final[Mapping[str, str]] = {
    "drone": "Drone",
    "camera": "Camera",
    "processor": "Program that works on recordings",
    "outside-tool": "Tool bought from a company",
    "function": "Function of a tool",
}
DECISIONS: Final[Mapping[str, str]] = {
    "approve": "It may be used",
    "pause": "Stopped for now",
    "resume": "May be used again",
    "end": "May not be used any more",
    "propose": "Proposed",
    "stage": "Moved along",
    "other": "Other decision",
}
APPROVALS: Final[Mapping[str, str]] = {
    "trial": "Trial",
    "adoption": "In use",
    "baseline": "First decision, when this system was set up",
}


def stage_of(stage: str, *, latent: bool) -> tuple[str, Stage]:
    """Give the key and the words of a technology's stage; a latent one stands by itself."""
    key = LATENT if latent and stage not in {"adopted", "trial"} else stage
    return key, STAGES.get(key) or Stage(key.capitalize(), key, "still", "still", "")


def day_words(text: str) -> str:
    """Write 2026-11-23, or an instant of that day, as 23 November 2026."""
    if not text:
        return ""
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%B %Y}"


def roles_words(roles: Iterable[str]) -> list[str]:
    """Name the roles."""
    return [role_name(role) for role in roles]


def purposes_words(lists: Agency, purposes: Iterable[str]) -> list[str]:
    """Name the purposes."""
    return [found.words if (found := lists.purposes.get(one)) else one for one in purposes]


def classes_words(lists: Agency, classes: Iterable[str]) -> list[str]:
    """Name the classes of data."""
    return [found.words if (found := lists.data_classes.get(one)) else one for one in classes]


def ground_words(lists: Agency, ground: str) -> str:
    """Give a ground for withholding in the words of its law."""
    found = lists.grounds.get(ground)
    return f"{found.act}: {found.words}" if found else ground


def listed(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Give what stands in any of the lists, each once, in the order met."""
    return tuple(dict.fromkeys(one for each in lists for one in each))
