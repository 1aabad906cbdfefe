# SPDX-License-Identifier: Apache-2.0
"""What stories of engagements begin with: people, a case, a card, and what one would write down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.fleet import services
from holdfast.fleet.models import EngagementCondition
from holdfast.fleet.services import Document, Evidence, Flying
from holdfast.oversight import uses
from holdfast.records.services import open_case

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home

FOUNDED = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
# Ten in the morning in Wellington, on the second of November.
MONDAY = datetime(2026, 11, 1, 21, 0, tzinfo=UTC)
STARTS, ENDS = date(2026, 11, 3), date(2026, 11, 5)
CASE = "231123/0042"
USUAL = (
    "handed-over-on-media", "no-cloud", "copies-destroyed", "no-subcontractor",
    "attestation-signed",
)  # fmt: skip
DIGEST = "ab" * 32


def later(days: int) -> datetime:
    """Give the same time of day, so many days on."""
    return MONDAY + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Programme:
    """A founded home with one person a role (`admin` founded it) and a case of the investigator."""

    home: Home

    def __getitem__(self, username: str) -> Person:
        """Give a person as they are in the database now."""
        return Person.objects.get(username=username)

    def as_(self, who: str, days: int = 0, **more: Any) -> dict[str, Any]:
        """Give the arguments that every service begins with."""
        return {"home": self.home, "actor": self[who], "now": later(days), **more}

    def case(self, reference: str, **more: Any) -> None:
        """Open a case as the investigator."""
        open_case(**self.as_("investigator", reference=reference, title="A case", **more))

    def open(self, who: str = "exhibit_officer", days: int = 0, **more: Any) -> str:
        """Engage a contractor; give the number."""
        said: dict[str, Any] = {
            "contractor": "Skyline Survey Ltd",
            "contact": "Jo Pilot\n1 Quay Street",
            "case": CASE,
            "purpose": "crash-scene",
            "flying": Flying("DJI Matrice 350 RTK", certificate="AC-102-44", rule_part="Part 102"),
            "starts_on": STARTS,
            "ends_on": ENDS,
            "conditions": USUAL,
            "agreement": Document("agreement.pdf", DIGEST),
        }
        return services.open_engagement(**self.as_(who, days), **{**said, **more})

    def meet(self, number: str, condition: str, days: int = 5, **more: Any) -> None:
        """Record that a condition was met, with a statement and a document."""
        evidence = Evidence("Jo Pilot", "Formatted twice.", Document("signed.pdf", DIGEST))
        said = {"number": number, "condition": condition, "evidence": evidence}
        services.meet_condition(
            **self.as_(more.pop("who", "exhibit_officer"), days), **{**said, **more}
        )

    def take_in(self, folder: Path, case: str = CASE, name: str = "card") -> str:
        """Take in a card with one file; give the receipt's number."""
        card = folder / name
        card.mkdir()
        (card / "notes.txt").write_text(f"a file of {name}", encoding="utf-8")
        return uses.take_in_medium(
            **self.as_("investigator"),
            path=card,
            case=case,
            purpose="investigation",
            whose="outside",
        )

    def meet_all(self, number: str, receipt: str) -> None:
        """Meet every condition."""
        self.meet(number, "handed-over-on-media", evidence=Evidence(acquisition=receipt))
        for condition in USUAL[1:]:
            self.meet(number, condition)


def condition(number: str, name: str) -> EngagementCondition:
    """Give a condition as it is kept."""
    return EngagementCondition.objects.get(engagement=number, condition=name)
