# SPDX-License-Identifier: Apache-2.0
"""The secret code of a complaint or a request: with it, and nothing else, its sender asks after it.

Promises: a code is made of the machine's randomness, about 88 bits; only its SHA-256 is ever kept;
a code is compared in a time that tells nothing. Letters and figures that are misread are left out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

# No letters or figures that are read wrongly over the telephone (0 O, 1 I L, 5 S, 2 Z, 8 B, U V).
_ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
_GROUPS, _GROUP = 5, 4
LONGEST_CODE = 60


def new_code() -> str:
    """Make a code: five groups of four."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def digest_of(code: str) -> str:
    """Give the SHA-256 that is kept, however the code was spaced or spelt."""
    plain = "".join(letter for letter in code[:LONGEST_CODE].upper() if letter.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "backslashreplace")).hexdigest()


def fits(code: str, digest: str) -> bool:
    """Say whether it is the code of that digest; a missing digest fits no code."""
    return hmac.compare_digest(digest_of(code), digest or "-" * 64)
