# SPDX-License-Identifier: Apache-2.0
"""A purpose as a person states it, and how their own words are kept out of the face.

Promises: what goes into a face is one of the agency's list; free text goes only into the sealed
body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.records.errors import RefusedError

if TYPE_CHECKING:
    from holdfast.agency import Agency

OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatedPurpose:
    """A purpose as a person stated it: one of the list, and their own words."""

    id: str
    text: str


def purpose_in_words(lists: Agency, purpose: str) -> str:
    """Give a purpose of a face in words; one from an older list shows as it was written."""
    listed = lists.purposes.get(purpose)
    return listed.words if listed else purpose


def parse_purpose(lists: Agency, purpose: str, text: str = "") -> StatedPurpose:
    """Read what a person gave: an id or the words of the list, or words of their own.

    Raises RefusedError when nothing was given, or "other" without words.
    """
    given, own = " ".join(purpose.split()), " ".join(text.split())
    for each in lists.purposes:
        if (
            given.casefold().replace(" ", "-") == each.id
            or given.casefold() == each.words.casefold()
        ):
            if each.id == OTHER and not own:
                break
            return StatedPurpose(each.id, own)
    if given and given.casefold() != OTHER:
        return StatedPurpose(OTHER, f"{given}. {own}" if own else given)
    raise RefusedError(
        "A purpose is needed, and nothing was done without one. Choose one of the list, or "
        "choose another purpose and say it in words."
    )
