# SPDX-License-Identifier: Apache-2.0
"""Tables of the drone programme: fields and constraints, nothing else.

Only `holdfast.fleet.acts` writes here. Everything can be made again from the ledger (ADR 0007).
"""

from __future__ import annotations

from holdfast.fleet.models.engagements import (
    Engagement,
    EngagementCondition,
    EngagementStep,
    HandedOver,
)
from holdfast.fleet.models.flights import (
    Flight,
    FlightAsset,
    FlightItem,
    FlightVersion,
    Preparation,
)
from holdfast.fleet.models.isolation import NetworkTest
from holdfast.fleet.models.people import Pilot
from holdfast.fleet.models.upkeep import Upkeep

__all__ = [
    "Engagement",
    "EngagementCondition",
    "EngagementStep",
    "Flight",
    "FlightAsset",
    "FlightItem",
    "FlightVersion",
    "HandedOver",
    "NetworkTest",
    "Pilot",
    "Preparation",
    "Upkeep",
]
