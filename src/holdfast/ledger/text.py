# SPDX-License-Identifier: Apache-2.0
"""Numbers and base64 as the C2SP texts write them, read strictly.

Promises: exactly one spelling of each value is accepted (no leading zeroes, no missing or odd
padding bits, no white space), so that a text cannot be changed without changing its meaning.
"""

from __future__ import annotations

import base64
import binascii

from holdfast.ledger.errors import MalformedTextError

LARGEST_SIZE = 2**63 - 1


def encode_base64(data: bytes) -> str:
    """Return the standard base64 of `data` (RFC 4648 section 4, padded)."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str, what: str, length: int | None = None) -> bytes:
    """Return the bytes of `text`; `what` names it in the error. `length` None takes any."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise MalformedTextError(f"{what} is not base64: {text[:80]!r}.") from error
    if encode_base64(data) != text:
        raise MalformedTextError(
            f"{what} is not written in the one standard base64: {text[:80]!r}."
        )
    if length is not None and len(data) != length:
        raise MalformedTextError(f"{what} has {len(data)} bytes where {length} are needed.")
    return data


def decode_decimal(text: str, what: str) -> int:
    """Return the number in `text`: ASCII digits, no leading zero, at most 2^63 - 1."""
    well_formed = text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
    if not well_formed or len(text) > len(str(LARGEST_SIZE)) or int(text) > LARGEST_SIZE:
        raise MalformedTextError(f"{what} is not a plain decimal number: {text[:80]!r}.")
    return int(text)
