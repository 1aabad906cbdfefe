# SPDX-License-Identifier: Apache-2.0
"""What can be done with the fleet: each is one entry, and each is authorised.

Aircraft, cameras, batteries and controllers are registered by `records.services.register_device`.
"""

from __future__ import annotations

from holdfast.fleet.services.corrections import correct_flight, withdraw_flight
from holdfast.fleet.services.engagement_steps import (
    Evidence,
    meet_condition,
    move_day,
    name_agreement,
    preview_reminder,
    record_breach,
    remind_contractor,
    waive_condition,
)
from holdfast.fleet.services.engagements import (
    Document,
    Flying,
    close_engagement,
    link_medium,
    need_engagement_of,
    open_engagement,
)
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
    "Document",
    "Evidence",
    "Flying",
    "PilotTold",
    "RecordedFlight",
    "UpkeepTold",
    "ask_to_record_test",
    "cancel_preparation",
    "close_engagement",
    "computed_again",
    "correct_flight",
    "ground",
    "link_medium",
    "meet_condition",
    "move_day",
    "name_agreement",
    "need_engagement_of",
    "open_engagement",
    "prepare_flight",
    "preview_reminder",
    "record_breach",
    "record_flight",
    "record_flights",
    "record_pilot",
    "record_proposed",
    "record_test",
    "record_upkeep",
    "remind_contractor",
    "waive_condition",
    "withdraw_flight",
]
