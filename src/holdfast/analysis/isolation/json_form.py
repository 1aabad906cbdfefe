# SPDX-License-Identifier: Apache-2.0
"""Frozen dataclasses to plain JSON values and back.

Promises: `from_json(kind, to_json(value)) == value` for dataclasses of texts, numbers, times,
tuples and dataclasses; anything that does not fit is a `ReportFormError` that names the key. A
field whose metadata has "json" is called so in JSON (`from` is a word of Python). A key that the
dataclass does not have is passed over, so that a later version's report can be read.
"""

from __future__ import annotations

import dataclasses
import types
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from holdfast.analysis.isolation.errors import ReportFormError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Form = TypeVar("Form", bound=DataclassInstance)


def to_json(value: DataclassInstance) -> dict[str, object]:
    """Give a dataclass as a dict of plain values; times in ISO 8601 with Z."""
    return {
        field.metadata.get("json", field.name): _plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
    }


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return to_json(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, str) else value


def from_json(kind: type[Form], value: object) -> Form:
    """Make a dataclass of what `to_json` gave; raises ReportFormError."""
    if not isinstance(value, dict):
        raise _fault(kind.__name__, "is no object")
    hints = _hints(kind)
    found: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        key = field.metadata.get("json", field.name)
        if key in value:
            found[field.name] = _typed(hints[field.name], value[key], f"{kind.__name__}.{key}")
        elif field.default is dataclasses.MISSING:
            raise _fault(f"{kind.__name__}.{key}", "is missing")
    return kind(**found)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(hint: Any, value: object, key: str) -> object:  # noqa: ANN401 - a type hint is anything
    if isinstance(hint, types.UnionType):
        if value is None:
            return None
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise _fault(key, "is no list")
        return tuple(_typed(get_args(hint)[0], each, key) for each in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, value)
    if hint is datetime:
        return _time(value, key)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise _fault(key, f"is not of the type {hint.__name__}")
    return value


def _time(value: object, key: str) -> datetime:
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _fault(key, "is no time") from error
    if time.tzinfo is None:
        raise _fault(key, "has no zone")
    return time.astimezone(UTC)


def _fault(key: str, what: str) -> ReportFormError:
    return ReportFormError(
        f"This is no isolation report: {key} {what}. Nothing was changed. Make the report again "
        "from its captures with 'holdfast isolation --json'."
    )
