# SPDX-License-Identifier: Apache-2.0
"""From frozen values to plain JSON values: what a query answers, as a command prints it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime

_ZONE_OF = {"claimed": "claimed_zone", "shown_at": "shown_zone"}


def plain(value: object) -> object:
    """Return the value as dicts, lists, texts, numbers and None; times in ISO 8601, UTC as Z.

    A device's own wall clock, whose zone is unknown, is written without any.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _field(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _field(value: object, name: str) -> object:
    held = getattr(value, name)
    zone = getattr(value, _ZONE_OF.get(name, ""), "")
    if isinstance(held, datetime) and zone == "unknown":
        return held.replace(tzinfo=None).isoformat()
    return plain(held)
