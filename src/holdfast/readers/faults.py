# SPDX-License-Identifier: Apache-2.0
"""What a parser of another's format may raise when the bytes are not what they claim to be.

One list, so that no reader needs to catch everything. An error of our own reasoning
(`AssertionError`, `NameError`, `NotImplementedError` and the like) is not in it and is not hidden.
"""

from __future__ import annotations

import struct
import zlib

MALFORMED: tuple[type[Exception], ...] = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
