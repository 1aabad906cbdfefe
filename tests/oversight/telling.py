# SPDX-License-Identifier: Apache-2.0
"""Tells what happens in an agency, day by day, by the services that people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.gate import Row, Support
from holdfast.oversight import services, uses
from holdfast.oversight.queries.used import used
from holdfast.records.services import open_case

if TYPE_CHECKING:
    from holdfast.home import Home
    from holdfast.oversight.queries.answer import Answer
    from holdfast.oversight.services import MadeReport, TakenLog

FOUNDED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
CASE = "2026/0417"
DRONE, TOOL, FACES = "dji-mavic-3", "nuix", "nuix/face-search"
PURPOSE = "crash-scene"


def at(day: str, hour: int = 10) -> datetime:
    """Give an hour of a day, in UTC."""
    return datetime.combine(date.fromisoformat(day), time(hour), tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Story:
    """One home, and everything that can be told of it."""

    home: Home
    founded: datetime = FOUNDED

    def person(self, username: str) -> Person:
        return Person.objects.get(username=username)

    def equip(self) -> None:
        """Register, approve and permit a drone and a tool; register a function nobody approved."""
        day = self.founded + timedelta(hours=2)
        governance = self.person("governance")
        told: Any = {"home": self.home, "actor": governance, "now": day}
        open_case(
            home=self.home, actor=self.person("investigator"), reference=CASE, title="A crash",
            now=day,
        )  # fmt: skip
        for number, name, kind in (
            (DRONE, "DJI Mavic 3", "drone"),
            (TOOL, "Nuix Workstation", "outside-tool"),
        ):
            services.register_technology(
                number=number, name=name, kind=kind, contact="tech@te-tai.example", **told
            )
            for assessment in ("privacy", "security"):
                services.attach_assessment(
                    number=number, kind=assessment, done_on=day.date(), summary="Looked at.",
                    alternative="None that does less.",
                    principles={one.id: "Yes." for one in self.home.lists.principles},
                    **told,
                )  # fmt: skip
            services.move_technology(number=number, stage="assessed", reason="Assessed.", **told)
            decision = services.record_decision(
                title=f"A trial of {name}", kind="approve", form="written", made_on=day.date(),
                maker="Deputy Commissioner: Operations", authority="Delegation 4",
                reason="It is needed.", technology=number, approve="trial",
                expected={"flights" if kind == "drone" else "uses": 2}, **told,
            )  # fmt: skip
            approval = _approval(number)
            services.move_technology(
                number=number, stage="trial", reason="Approved.", decision=decision, **told
            )
            services.add_row(
                row=Row(
                    "P-000", "permit", ("operator", "investigator"), number, (PURPOSE, "investigation", "other"),
                    ("live-flight", "evidential"), approval,
                ),
                decision=decision, **told,
            )  # fmt: skip
        services.register_technology(
            number=FACES, name="Nuix: face search", kind="function", parent=TOOL, latent=True,
            **told,
        )  # fmt: skip

    def use(self, day: str, technology: str = DRONE, count: int = 1, **more: Any) -> int:
        """Record a use outside Holdfast; give its entry."""
        told = {
            "purpose": PURPOSE,
            "unit": "flights" if technology == DRONE else "uses",
            "happened_at": at(day, 8),
            "now": at(day),
            **more,
        }
        return uses.record_use(
            home=self.home, actor=self.person("investigator"), technology=technology,
            data_class="live-flight", support=Support("case", CASE), count=count, **told,
        ).entry  # fmt: skip

    def report(self, quarter: str, day: str, who: str = "governance") -> MadeReport:
        return services.make_report(
            home=self.home, actor=self.person(who), quarter=quarter, now=at(day)
        )

    def hand_in(
        self, text: str | bytes, first: str, last: str, *, technology: str = TOOL, **more: Any
    ) -> TakenLog:
        """Hand a log in on the day after its last."""
        handed_in = at(last) + timedelta(days=1)
        more = {"now": handed_in, "actor": self.person("governance"), **more}
        return services.take_in_tool_log(
            home=self.home, technology=technology,
            data=text if isinstance(text, bytes) else text.encode(), name="tool.csv",
            first=date.fromisoformat(first), last=date.fromisoformat(last), **more,
        )  # fmt: skip

    def was_used(
        self, technology: str, first: str, last: str, *, purpose: str = "", now: str = "2027-01-20"
    ) -> Answer:
        return used(
            self.home, technology, purpose, first=date.fromisoformat(first),
            last=date.fromisoformat(last), now=at(now),
        )  # fmt: skip


def _approval(technology: str) -> str:
    from holdfast.oversight.models import Approval

    return str(Approval.objects.get(technology=technology).number)
