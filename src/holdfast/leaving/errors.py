# SPDX-License-Identifier: Apache-2.0
"""What the review and the cleaning refuse. The original is only ever read, so it is never harmed."""

from __future__ import annotations

from holdfast.errors import HoldfastError, WrongUsageError


class LeavingError(HoldfastError):
    """What leaves with a file could not be reviewed, or no cleaned copy could be made."""


class NotReviewedError(LeavingError):
    """The file is empty or of a format whose metadata Holdfast does not know: nothing is said of it."""


class NotCleanedError(LeavingError):
    """No cleaned copy can be made of this file; the message says why, and no copy is left."""


class DamagedFileError(NotCleanedError):
    """The picture or recording is cut off or does not decode, so its copy could not be proven."""


class CopyAlreadyThereError(WrongUsageError, LeavingError):
    """There is a file where the cleaned copy was to be written; nothing was written over it."""
