# SPDX-License-Identifier: Apache-2.0
"""What each act of the programme is called in a sentence that goes on from a person's name.

Promises: words are those written at the event; nothing is said that the entry does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _number(details: Mapping[str, Any]) -> str:
    return str(details.get("number") or "")


def _recorded(details: Mapping[str, Any]) -> str:
    if "number" not in details:
        return "was not permitted to record a flight as approved"
    words = f"recorded the flight {_number(details)}"
    return words if details.get("approved") else f"{words}, which was not approved"


SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "flight.prepare": lambda d: f"checked an aircraft before a flight ({_number(d)})",
    "flight.cancel": lambda d: f"said that the prepared flight {_number(d)} was not flown",
    "flight.record": _recorded,
    "flight.correct": lambda d: f"corrected what is recorded of the flight {_number(d)}",
    "flight.withdraw": lambda d: f"withdrew the flight {_number(d)}, entered by mistake",
    "isolation.record": lambda _: "recorded a network test of a technology",
    "pilot.record": lambda d: f"recorded the certificates and practice of {d.get('name') or ''}",
    "upkeep.record": lambda d: f"recorded upkeep of {d.get('asset') or ''}: {d.get('kind') or ''}",
    "upkeep.ground": lambda d: f"took {d.get('asset') or ''} out of service",
    "engagement.open": lambda _: "engaged a contractor, on conditions",
    "engagement.step": lambda _: "recorded what became of an engagement's condition",
    "engagement.link": lambda _: "tied a medium to the engagement it was recorded under",
    "engagement.remind": lambda _: "printed a reminder to a contractor",
    "engagement.close": lambda _: "closed an engagement",
}
