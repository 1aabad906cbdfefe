# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with flights, pilots and upkeep, in words."""

from __future__ import annotations

from holdfast.errors import HoldfastError, WrongUsageError


class FleetError(HoldfastError):
    """Something with the drone programme went wrong; evidence is unharmed."""


class FlightRefusedError(FleetError):
    """What was told of a flight, a pilot or upkeep cannot be kept as told; nothing was recorded."""


class NoSuchFlightError(FleetError):
    """There is no such flight, pilot, asset or preparation that this person may see."""


class LogbookFileError(WrongUsageError):
    """The logbook could not be written where it was asked for; nothing in the home was changed."""
