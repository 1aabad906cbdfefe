# SPDX-License-Identifier: Apache-2.0
"""What a person should look at, of a flight or of an asset."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a flight or an asset that a person should look at.

    `kind` is one of holdfast.fleet.queries.flags.FLAGS; `words` say it in full.
    """

    kind: str
    words: str
