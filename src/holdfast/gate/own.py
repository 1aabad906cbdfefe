# SPDX-License-Identifier: Apache-2.0
"""Holdfast's own technologies: a closed list (`own.toml`), known before any home is opened.

Promises: what is not in the list is not ours, and a processor that names it cannot be loaded.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class OwnTechnology:
    """One part of Holdfast that touches evidence, as a new home registers it."""

    id: str
    name: str
    phrase: str
    kind: str
    description: str


@cache
def own_technologies() -> tuple[OwnTechnology, ...]:
    """Give all of them, in their order."""
    text = files("holdfast.gate").joinpath("own.toml").read_text(encoding="utf-8")
    return tuple(OwnTechnology(name, **row) for name, row in tomllib.loads(text).items())


def own_technology(name: str) -> OwnTechnology | None:
    """Give the one of that id, or None."""
    return next((one for one in own_technologies() if one.id == name), None)
