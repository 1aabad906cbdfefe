# SPDX-License-Identifier: Apache-2.0
"""What the isolation analysis refuses, in words. What a capture holds is never an error here."""

from __future__ import annotations

from holdfast.errors import WrongUsageError


class IsolationError(WrongUsageError):
    """What was asked of the isolation analysis cannot be done as asked; no capture is touched."""


class NoSuchDeviceFormError(IsolationError):
    """The device was named by something that is neither a hardware nor an IP address."""


class PhaseError(IsolationError):
    """A phase of the test is not written as NAME=FROM/TO with times that have a zone."""


class NoFlightError(IsolationError):
    """A file given as a flight record does not tell from when to when a flight was."""


class ReportFormError(IsolationError):
    """A value that should be an isolation report is none, or one of another version."""
