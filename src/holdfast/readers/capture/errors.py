# SPDX-License-Identifier: Apache-2.0
"""What the capture reader refuses: a file that is no capture. A damaged capture is not refused."""

from __future__ import annotations

from holdfast.errors import WrongUsageError
from holdfast.readers.errors import ReaderError


class NotACaptureError(WrongUsageError, ReaderError):
    """A file given as a packet capture is none, whatever its name says."""


class BrokenCaptureError(ReaderError):
    """A capture breaks off or holds what no capture can; what came before it was read."""
