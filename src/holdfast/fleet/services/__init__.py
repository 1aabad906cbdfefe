# SPDX-License-Identifier: Apache-2.0
"""What can be done with the fleet: each is one entry, and each is authorised.

Aircraft, cameras, batteries and controllers are registered by `records.services.register_device`.
"""

from __future__ import annotations

from holdfast.fleet.services.corrections import correct_flight, withdraw_flight
from holdfast.fleet.services.flights import RecordedFlight, record_flight, record_flights
from holdfast.fleet.services.isolation import (
    AboutTest,
    ask_to_record_test,
    computed_again,
    record_test,
)
from holdfast.fleet.services.preparing import cancel_preparation, prepare_flight
from holdfast.fleet.services.proposals import Confirmed, record_proposed
from holdfast.fleet.services.upkeep import (
    Certificate,
    PilotTold,
    UpkeepTold,
    ground,
    record_pilot,
    record_upkeep,
)

__all__ = [
    "AboutTest",
    "Certificate",
    "Confirmed",
    "PilotTold",
    "RecordedFlight",
    "UpkeepTold",
    "ask_to_record_test",
    "cancel_preparation",
    "computed_again",
    "correct_flight",
    "ground",
    "prepare_flight",
    "record_flight",
    "record_flights",
    "record_pilot",
    "record_proposed",
    "record_test",
    "record_upkeep",
    "withdraw_flight",
]
