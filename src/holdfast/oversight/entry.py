# SPDX-License-Identifier: Apache-2.0
"""The lines of a technology's entry on the register that may be changed, and what each may hold.

Promises: one list for the form, the service and the page; a value that does not fit is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from holdfast.oversight.errors import NotDecidedError

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT: Final = "text"
LONG: Final = "long"
DAY: Final = "day"
YES_NO: Final = "yes or no"
WHOLE: Final = "whole number"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line: its words on a page, what it holds, and a hint for whoever fills it in."""

    words: str
    holds: str = TEXT
    hint: str = ""


FIELDS: Final[Mapping[str, EntryLine]] = {
    "name": EntryLine("Name"),
    "description": EntryLine("What it does", LONG, "In plain words: it is public."),
    "maker": EntryLine("Maker"),
    "model": EntryLine("Model"),
    "contact": EntryLine("Whom to ask about it", TEXT, "An office that the public can reach."),
    "latent": EntryLine(
        "Present in a tool of ours and not approved", YES_NO, "It is there, and nobody may use it."
    ),
    "captures_others": EntryLine("Captures people who are suspected of nothing", YES_NO),
    "supplier": EntryLine("Supplier"),
    "procurement_notice": EntryLine(
        "Notice of procurement", TEXT, "Its number or address, as it was published."
    ),
    "procurement_reason": EntryLine("Why there was no notice", LONG),
    "cost_nzd_year": EntryLine("Cost a year, in New Zealand dollars", WHOLE),
    "conditions": EntryLine("Conditions of use", LONG),
    "instructions": EntryLine("Instructions in force", TEXT, "Their title, version and date."),
    "review_on": EntryLine("Next review", DAY),
    "servers": EntryLine("Where its data are kept"),
}


def fitting(name: str, value: object) -> object:
    """Give a value as the line keeps it; "" for none. Raises NotDecidedError."""
    line = FIELDS[name]
    if line.holds == YES_NO:
        fits = isinstance(value, bool)
    elif value in ("", None):
        return ""
    elif line.holds == WHOLE:
        fits = type(value) is int and value >= 0
    elif line.holds == DAY:
        fits = _is_day(value)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise NotDecidedError(
            f"{line.words} is a {line.holds if line.holds != LONG else TEXT}, and not {value!r}. "
            "Nothing was changed."
        )
    return value.strip() if isinstance(value, str) else value


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
