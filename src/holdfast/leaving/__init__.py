# SPDX-License-Identifier: Apache-2.0
"""What leaves with a file: a review of everything in it that is no picture and no sound.

    review(path)               every entry, what it gives away, and where identifying values stand
    clean(path, to)            a copy without it, pictures and sound unchanged and proven so

The original is only ever read. Nothing here knows a clock, the environment or the network.
docs/formats/leaving.md, docs/adr/0021-what-leaves-with-a-file.md.
"""

from __future__ import annotations

from holdfast.leaving.cannot_remove import cannot_remove
from holdfast.leaving.clean import clean
from holdfast.leaving.cleaned import Cleaned, Kept, Made
from holdfast.leaving.errors import (
    CopyAlreadyThereError,
    DamagedFileError,
    LeavingError,
    NotCleanedError,
    NotReviewedError,
)
from holdfast.leaving.gives import Gives
from holdfast.leaving.review import review
from holdfast.leaving.review_values import Entry, Review, ValueCopy

__all__ = [
    "Cleaned",
    "CopyAlreadyThereError",
    "DamagedFileError",
    "Entry",
    "Gives",
    "Kept",
    "LeavingError",
    "Made",
    "NotCleanedError",
    "NotReviewedError",
    "Review",
    "ValueCopy",
    "cannot_remove",
    "clean",
    "review",
]
