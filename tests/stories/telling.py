# SPDX-License-Identifier: Apache-2.0
"""What happens in the stories: technologies registered, decided on and used, day by day."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.gate import Row, Support
from holdfast.oversight import services, uses
from holdfast.oversight.models import Approval
from holdfast.oversight.services.bundles import publish_bundle
from holdfast.records.models import Entry
from holdfast.records.services import open_case

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home

# The second day of a quarter: the stories are told within it.
FOUNDED = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
QUARTER = "2026Q3"


def day(number: int) -> datetime:
    """Give a moment on the day of the story."""
    return FOUNDED + timedelta(days=number, hours=1)


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency's home, and what its people do."""

    home: Home

    def __getitem__(self, username: str) -> Person:
        """Give a person as they are in the database now."""
        return Person.objects.get(username=username)

    def who(self, username: str, now: datetime) -> dict[str, Any]:
        """Give what every service takes first."""
        return {"home": self.home, "actor": self[username], "now": now}

    def register(self, number: str, name: str, kind: str, now: datetime, **more: Any) -> None:
        """Put a technology on the register."""
        services.register_technology(
            **self.who("governance", now), number=number, name=name, kind=kind, **more
        )

    def assess(self, number: str, now: datetime) -> None:
        """Attach what is needed and say that it is assessed."""
        for kind in ("privacy", "security"):
            services.attach_assessment(
                **self.who("governance", now),
                number=number,
                kind=kind,
                done_on=now.date(),
                summary="Done",
            )
        services.move_technology(**self.who("governance", now), number=number, stage="assessed")

    def decide(self, now: datetime, **said: Any) -> str:
        """Record a decision; give its number."""
        plain = {
            "title": "A decision",
            "kind": "other",
            "form": "written",
            "made_on": now.date(),
            "maker": "Executive committee",
            "authority": "Delegation 2026/3",
            "reason": "Because it is needed",
        }
        return services.record_decision(**self.who("governance", now), **{**plain, **said})

    def adopt(self, number: str, now: datetime, **said: Any) -> str:
        """Approve a technology that is assessed, and move it into use; give the approval."""
        services.change_technology(
            **self.who("governance", now),
            number=number,
            fields={"procurement_notice": "GETS 4711"},
        )
        said = {"kind": "approve", "approve": "adoption", "technology": number, **said}
        decision = self.decide(now, **said)
        services.move_technology(
            **self.who("governance", now), number=number, stage="adopted", decision=decision
        )
        return str(Approval.objects.get(decision=decision).number)

    def permit(self, approval: str, now: datetime, **parts: Any) -> str:
        """Put a permission in force."""
        technology = Approval.objects.get(number=approval).technology_id
        plain = {
            "roles": ("operator",),
            "purposes": ("crash-scene",),
            "data_classes": ("live-flight",),
        }
        given = {**plain, **parts}
        row = Row("P-000", "permit", given["roles"], technology, given["purposes"],
                  given["data_classes"], approval)  # fmt: skip
        return services.add_row(**self.who("governance", now), row=row)

    def ban(self, technology: str, now: datetime) -> str:
        """Ban a technology, for everybody and everything."""
        row = Row("B-000", "ban", (), technology, (), (), "")
        return services.add_row(**self.who("governance", now), row=row)

    def open_case(self, reference: str, now: datetime, who: str = "operator") -> None:
        """Open a case that can stand behind a use, with that person in it."""
        from holdfast.records.models import Case
        from holdfast.records.services import add_member

        open_case(**self.who("investigator", now), reference=reference, title="A case")
        case = Case.objects.get(reference=reference).number
        add_member(**self.who("investigator", now), case=case, username=who)

    def use(self, technology: str, now: datetime, **said: Any) -> None:
        """Record a use outside Holdfast."""
        plain = {
            "who": "operator",
            "purpose": "crash-scene",
            "data_class": "live-flight",
            "case": "C-1",
            "count": 1,
            "unit": "flights",
        }
        given = {**plain, **said}
        uses.record_use(
            **self.who(given.pop("who"), now),
            technology=technology,
            support=Support("case", given.pop("case")),
            happened_at=now,
            **given,
        )

    def entries(self, **wanted: Any) -> list[Entry]:
        """Give the entries that are so."""
        return list(Entry.objects.filter(**wanted).order_by("index"))

    def published(self, to: Path, now: datetime, *, full: bool = False) -> dict[str, Any]:
        """Publish, and let the verifier of the bundle check it in a process of its own."""
        publish_bundle(**self.who("governance", now), to=to, full=full)
        done = subprocess.run(
            [sys.executable, "-I", str(to / "verify.py"), str(to), "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        assert (done.returncode == 0) is answer["proven"], done.stderr
        return answer


def report_of(bundle: Path, name: str = "report.json") -> dict[str, Any]:
    """Give the quarter's report as the bundle has it."""
    text = (bundle / "reports" / QUARTER / name).read_text("utf-8")
    report: dict[str, Any] = json.loads(text)
    return report


def of(report: dict[str, Any], technology: str) -> dict[str, Any]:
    """Give one technology of a report."""
    found: dict[str, Any] = next(one for one in report["technologies"] if one["id"] == technology)
    return found
