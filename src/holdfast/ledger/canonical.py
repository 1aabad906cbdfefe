# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON (RFC 8785): one value, one spelling, so that a hash of it means something.

Promises: keys are text, text is valid Unicode, whole numbers are within 2^53 - 1, other numbers
are finite and do not look like larger whole ones; everything else is refused by name.
`read_canonical` takes exactly the bytes that `canonical_json` writes.
"""

from __future__ import annotations

import json

import rfc8785

from holdfast.ledger.errors import EntryError, MalformedTextError

_LARGEST_NUMBER = 2**53 - 1
_FIRST_WITH_EXPONENT = 1e21
_TAKEN = "text, whole numbers, finite numbers, true, false, null, lists and objects"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical_json(value: object) -> bytes:
    """Return the canonical JSON of `value`; raise EntryError when it has none."""
    try:
        if _is_simple(value):
            return _encode(value).encode("utf-8")
        _refuse_unreadable(value)
        return rfc8785.dumps(value)  # type: ignore[arg-type] # it checks the types itself
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise EntryError(
            f"This cannot be written into the ledger ({error}): it takes {_TAKEN}."
        ) from error


def read_canonical(data: bytes, what: str) -> dict[str, object]:
    """Return the object in `data`; raise MalformedTextError unless it is canonical JSON."""
    try:
        value = json.loads(data.decode("utf-8"))
        spelled = canonical_json(value)
    except (ValueError, RecursionError, EntryError) as error:
        raise MalformedTextError(f"{what} is not canonical JSON.") from error
    if not isinstance(value, dict) or spelled != data:
        raise MalformedTextError(f"{what} is not one canonical JSON object.")
    return value


def _refuse_unreadable(value: object) -> None:
    """Refuse a fraction that would be spelled as a whole number too large to be read back."""
    if isinstance(value, float) and _LARGEST_NUMBER < abs(value) < _FIRST_WITH_EXPONENT:
        raise EntryError(f"The number {value} is too large for the ledger: write it as text.")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            _refuse_unreadable(each)


def _is_simple(value: object) -> bool:
    """Tell whether Python's own encoder, ten times faster, writes the canonical form.

    It does when there are no fractions, whose spelling it gets wrong, and all keys are ASCII, which
    sort by code point as they do by UTF-16 unit.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER  # type: ignore[operator] # an int
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _is_simple(each)
            for key, each in value.items()  # type: ignore[attr-defined] # a dict
        )
    return (kind is list or kind is tuple) and all(map(_is_simple, value))  # type: ignore[call-overload] # a list
