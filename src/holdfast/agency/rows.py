# SPDX-License-Identifier: Apache-2.0
"""One table of a list, read key by key: each value of the right type, and no key left over.

Promises: a value of another type, an empty text, a control character and a misspelt key are
faults with a sentence. Nothing is converted and nothing is guessed: "yes" is no true, and 20 in
quotation marks is no number.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from holdfast.agency.errors import FaultError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# An id is public, on faces and in addresses, so it is short and plain.
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 60
_MOST = 100_000
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_SPACE = frozenset("\n\t")


def check_id(name: str) -> str:
    """Give the id back, or raise FaultError."""
    if len(name) > _LONGEST_ID or not _ID.fullmatch(name):
        raise FaultError(
            f"{name!r} is no id: small letters, digits and single hyphens, at most {_LONGEST_ID}"
        )
    return name


class Row:
    """The keys of one table, taken one by one; `end` refuses what nobody took."""

    def __init__(self, name: str, value: object) -> None:
        if not isinstance(value, dict):
            raise FaultError(f"{name} is {_shape(value)}, not a table of keys")
        self._name = name
        self._left: dict[str, object] = dict(value)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text that is not empty; the default when the key is not there."""
        value = self._take(key, default)
        if value is default:
            return value or ""
        return self._text(key, value)

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Take a list of texts, each of them once."""
        value = self._take(key, () if optional else None)
        if not isinstance(value, (list, tuple)):
            raise FaultError(f"{self._name}: {key} is {_shape(value)}, not a list in brackets")
        found = tuple(self._text(key, one) for one in value)
        if len(set(found)) != len(found):
            raise FaultError(f"{self._name}: {key} names one thing twice")
        return found

    def flag(self, key: str) -> bool:
        """Take true or false; false when the key is not there."""
        value = self._take(key, default=False)
        if not isinstance(value, bool):
            raise FaultError(f"{self._name}: {key} is {_shape(value)}, not true or false")
        return value

    def whole(self, key: str, *, least: int) -> int:
        """Take a whole number from `least` to a hundred thousand, which is more than any is."""
        value = self._take(key, None)
        if isinstance(value, bool) or not isinstance(value, int):
            raise FaultError(f"{self._name}: {key} is {_shape(value)}, not a whole number")
        if not least <= value <= _MOST:
            raise FaultError(f"{self._name}: {key} is not from {least} to {_MOST}")
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._left

    def day(self, key: str) -> date:
        """Take a day (2026-11-27, with or without quotation marks)."""
        return read_day(self._take(key, None))

    def days(self, key: str) -> frozenset[date]:
        """Take a list of days."""
        value = self._take(key, None)
        if not isinstance(value, list):
            raise FaultError(f"{self._name}: {key} is {_shape(value)}, not a list in brackets")
        return frozenset(read_day(one) for one in value)

    def one_of(self, key: str, known: Collection[str]) -> str:
        """Take a text that is one of those."""
        value = self.text(key)
        if value not in known:
            raise FaultError(f"{self._name}: {key} {value!r} is none of {', '.join(known)}")
        return value

    def end(self) -> None:
        """Refuse a key that nobody took: a misspelt one would otherwise do nothing, unseen."""
        if self._left:
            raise FaultError(f"{self._name} has {', '.join(self._left)}, which means nothing here")

    def _take(self, key: str, default: object) -> object:
        if key in self._left:
            return self._left.pop(key)
        if default is None:
            raise FaultError(f"{self._name} has no {key}")
        return default

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise FaultError(f"{self._name}: {key} is {_shape(value)}, not a text")
        return check_text(f"{self._name}: {key}", value)


def check_text(name: str, value: str, *, lines: bool = False) -> str:
    """Give the text back, or raise FaultError when it is empty or holds control characters."""
    if not value.strip():
        raise FaultError(f"{name} is empty")
    allowed = _SPACE if lines else frozenset()
    if any(not sign.isprintable() and sign not in allowed for sign in value):
        raise FaultError(f"{name} holds a line break or another control character")
    return value


def read_day(value: object) -> date:
    """Read a day, or raise FaultError."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise FaultError(f"{value!r} is no day; write 2026-11-27") from error


def read_month_day(value: str) -> tuple[int, int]:
    """Read a month and a day (12-25), or raise FaultError."""
    try:
        # A leap year, so that 29 February can begin or end a recess.
        day = date.fromisoformat(f"2000-{value}" if _MONTH_DAY.fullmatch(value) else value)
    except ValueError as error:
        raise FaultError(f"{value!r} is no month and day; write 12-25") from error
    return day.month, day.day


def check_same_keys(found: Mapping[str, object], ours: Mapping[str, object]) -> None:
    """Refuse a setting that Holdfast does not have, one that is missing, and one of another type."""
    for key in found.keys() - ours.keys():
        raise FaultError(f"{key} is no setting; there are {', '.join(ours)}")
    for key, value in ours.items():
        if key not in found:
            raise FaultError(f"{key} is missing")
        if type(found[key]) is not type(value):
            raise FaultError(f"{key} is {_shape(found[key])}, not {_shape(value)}")


def _shape(value: object) -> str:
    shapes = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        list: "a list",
        dict: "a table",
    }
    return shapes.get(type(value), f"a {type(value).__name__}")
