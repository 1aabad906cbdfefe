# SPDX-License-Identifier: Apache-2.0
"""What each act of the drone programme does to the projection, the same code live and in a replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.fleet.acts import engagements, flights, isolation, upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.records.acts import Act

APPLY: Final[Mapping[str, Callable[[Act], None]]] = {
    "flight.prepare": flights.prepare,
    "flight.cancel": flights.cancel,
    "flight.record": flights.record,
    "flight.correct": flights.correct,
    "flight.withdraw": flights.withdraw,
    "pilot.record": upkeep.record_pilot,
    "upkeep.record": upkeep.record_upkeep,
    "upkeep.ground": upkeep.record_upkeep,
    "engagement.open": engagements.open_engagement,
    "engagement.step": engagements.step,
    "engagement.link": engagements.link,
    "engagement.remind": engagements.remind,
    "engagement.close": engagements.close,
    "isolation.record": isolation.record,
}
