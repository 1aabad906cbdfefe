# SPDX-License-Identifier: Apache-2.0
"""What stories of the desk begin with: the days they are told on, and what a person would send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.oversight import services
from holdfast.oversight.public_person import member_of_the_public
from holdfast.records.services import open_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.home import Home
    from holdfast.oversight.received import Received

FOUNDED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
# A Monday, at ten in the morning in Wellington.
MONDAY = datetime(2026, 11, 1, 21, 0, tzinfo=UTC)
WORDS = "A drone hovered over our garden for an hour and filmed my children."


def later(days: int) -> datetime:
    """Give the same time of day, so many days on."""
    return MONDAY + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Desk:
    """A founded home, and its people by username (which is the role; the first is `admin`)."""

    home: Home
    people: Mapping[str, Person]

    def __getitem__(self, username: str) -> Person:
        """Give a person as they are in the database now."""
        return Person.objects.get(username=username)

    def as_(self, username: str, **more: Any) -> dict[str, Any]:
        """Give the arguments that every service begins with."""
        return {"home": self.home, "actor": self[username], "now": MONDAY, **more}

    def complain(self, **more: Any) -> Received:
        """Send a complaint as a member of the public."""
        named: dict[str, Any] = {"home": self.home, "actor": member_of_the_public(), "now": MONDAY}
        return services.receive_complaint(**{**named, "about": "technology", "text": WORDS, **more})

    def ask(self, *subjects: str, **more: Any) -> tuple[Received, ...]:
        """Send a question as a member of the public."""
        named: dict[str, Any] = {"home": self.home, "actor": member_of_the_public(), "now": MONDAY}
        said: dict[str, Any] = {
            "text": "How often were drones flown in 2026?",
            "requester": "Moana Rewi",
            "contact": "moana@example.nz",
        }
        return services.receive_request(
            **{**named, **said, "subjects": subjects or ("anything-else",), **more}
        )

    def case(self, reference: str, **more: Any) -> int:
        """Open a case as the investigator; give its number."""
        from holdfast.records.models import Case

        open_case(**self.as_("investigator", reference=reference, title="A case", **more))
        return Case.objects.get(reference=reference).number
