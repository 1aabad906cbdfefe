# SPDX-License-Identifier: Apache-2.0
"""Ask the verifier that goes with every bundle, in this process.

Promises: the answer is that of `verifier/verify.py`, the very file that a bundle carries; it runs
this installation's copy, since whoever changed a bundle could have changed the one in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.publication.verifier.verify import Check

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Audit:
    """The answer about a bundle.

    `recomputed` is how many numbers were counted again, `withheld` how many rest on records that
    only the oversight body has. `in_words` is all of it as a person reads it.
    """

    proven: bool
    problems: tuple[str, ...]
    recomputed: int
    withheld: int
    notes: tuple[str, ...]
    in_words: str


def audit(folder: Path, key: str = "", *, against: bytes = b"") -> Audit:
    """Check the bundle in `folder`; `key` is a verifier key, `against` an older checkpoint."""
    found = Check(folder, key.strip(), against)
    return Audit(
        proven=not found.problems,
        problems=tuple(found.problems),
        recomputed=found.recomputed,
        withheld=found.resting,
        notes=(*found.said, *found.notes),
        in_words=found.in_words(),
    )
