# SPDX-License-Identifier: Apache-2.0
"""The root of what the readers refuse.

Bad content is never an error here: it is a warning inside the reading. Only a file that the
machine cannot hand over, or a card image that is not one, is refused.
"""

from __future__ import annotations

from holdfast.errors import HoldfastError, WrongUsageError


class ReaderError(HoldfastError):
    """A file could not be read from the disk at all: missing, a folder, or a read error."""


class NotACardImageError(WrongUsageError, ReaderError):
    """A file given as a card image holds no file system that Holdfast can read."""
