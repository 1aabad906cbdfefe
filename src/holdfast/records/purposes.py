# SPDX-License-Identifier: Apache-2.0
"""The closed list of purposes, and how a person's own words are kept out of the face.

Promises: what goes into a face is one of the list; free text goes only into the sealed body.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from holdfast.records.errors import RefusedError

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose of the list: its id, as on a face, and in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class StatedPurpose:
    """A purpose as a person stated it: one of the list, and their own words."""

    id: str
    text: str


@cache
def purposes() -> tuple[Purpose, ...]:
    """Give the whole list, in its order."""
    text = files("holdfast.records").joinpath("data/purposes.toml").read_text(encoding="utf-8")
    return tuple(Purpose(*row) for row in tomllib.loads(text)["purposes"].items())


def purpose_in_words(purpose: str) -> str:
    """Give a purpose of a face in words; one from an older list shows as it was written."""
    return next((each.words for each in purposes() if each.id == purpose), purpose)


def parse_purpose(purpose: str, text: str = "") -> StatedPurpose:
    """Read what a person gave: an id or the words of the list, or words of their own.

    Raises RefusedError when nothing was given, or "other" without words.
    """
    given, own = " ".join(purpose.split()), " ".join(text.split())
    for each in purposes():
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
