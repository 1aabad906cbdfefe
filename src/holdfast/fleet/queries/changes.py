# SPDX-License-Identifier: Apache-2.0
"""What changed between two versions of a flight or of an asset: what, before, after, in words."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfast.fleet.durations import SOURCES, Known
from holdfast.gate import Support

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.fleet.facts import FlightTold


def changes_between(before: FlightTold, after: FlightTold) -> tuple[tuple[str, str, str], ...]:
    """Give every field of which something else is said, in the order of the fields."""
    return tuple(
        (_named(one.name), _shown(old), _shown(new))
        for one in fields(before)
        if (old := getattr(before, one.name)) != (new := getattr(after, one.name))
    )


def changes_of(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    """Give every field of what is registered of an asset that changed."""
    return tuple(
        (_named(name), _shown(before.get(name, "")), _shown(new))
        for name, new in after.items()
        if before.get(name, "") != new
    )


def _named(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _shown(value: Any) -> str:  # noqa: ANN401 # any field
    if value is None or (isinstance(value, (tuple, list)) and not value):
        return ""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(_shown, value))
    if isinstance(value, Known):
        return f"{value.seconds:g} s by {SOURCES.get(value.source, value.source)}"
    if isinstance(value, Support):
        return f"{value.kind} {value.id}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value)
