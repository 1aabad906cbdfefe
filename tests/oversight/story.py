# SPDX-License-Identifier: Apache-2.0
"""A home in which technology was governed for a while: what pages and rules are tested on.

Everything is done by the services that people use. Nothing here is dated back: what needs another
day says so with `now`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.gate import DeniedError, Row, Support
from holdfast.oversight import services, uses
from holdfast.oversight.founding import add_baseline
from holdfast.oversight.models import Technology
from holdfast.records.services import open_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home

CASE = "260117/4410"
MARKUP = "<b>Face</b> search & more"
WRITTEN: dict[str, Any] = {
    "form": "written",
    "maker": "Director, Capability",
    "authority": "Delegation 12 of the Commissioner",
    "reason": "Scenes are photographed faster and from above.",
    "alternatives": "A ladder; a helicopter, at forty times the cost.",
}


@dataclass(frozen=True, slots=True)
class Governed:
    """The home, its people by role, and whoever governs."""

    home: Home
    people: Mapping[str, Person]

    @property
    def who(self) -> dict[str, Any]:
        """Give what a service of governance takes first."""
        return {"home": self.home, "actor": self.people["governance"]}

    def register(self, number: str, name: str = "", **more: Any) -> str:
        """Put a technology on the register."""
        given = {"kind": "drone", **more}
        services.register_technology(
            **self.who,
            number=number,
            name=name or number,
            parent=number.rpartition("/")[0],
            **given,
        )
        return number

    def approve(self, technology: str, approve: str = "trial", **more: Any) -> str:
        """Record a written decision that approves; give its number."""
        given = {"title": f"{approve.capitalize()} of {technology}", **WRITTEN, **more}
        given.setdefault("made_on", (given.get("now") or datetime.now(UTC)).date())
        return services.record_decision(
            **self.who, kind="approve", technology=technology, approve=approve, **given
        )

    def touch(self, does: str, *approvals: str, **more: Any) -> str:
        """Record a decision that pauses, resumes or ends; give its number."""
        given = {"title": f"{does.capitalize()} {', '.join(approvals)}", **WRITTEN, **more}
        given.setdefault("made_on", (given.get("now") or datetime.now(UTC)).date())
        return services.record_decision(**self.who, kind=does, affects=approvals, **given)

    def assess(self, technology: str) -> None:
        """Attach what is needed to become assessed, and move it there."""
        for kind in ("privacy", "security"):
            services.attach_assessment(
                **self.who,
                number=technology,
                kind=kind,
                done_on=datetime.now(UTC).date(),
                summary="It records what is below it; nobody is identified by it.",
                alternative="Photographs from the ground do not show the skid marks.",
                principles={"necessity": "Scenes change within the hour.", "privacy": "Low."},
                document_sha256="ab" * 32,
            )
        services.move_technology(**self.who, number=technology, stage="assessed")

    def put_in_use(self, technology: str, approve: str = "trial", **more: Any) -> str:
        """Assess, approve and move to trial or adopted; give the decision's number."""
        self.assess(technology)
        decision = self.approve(technology, approve, **more)
        if approve == "adoption":
            services.change_technology(
                **self.who, number=technology, fields={"procurement_reason": "Bought as a sample."}
            )
        stage = "trial" if approve == "trial" else "adopted"
        services.move_technology(**self.who, number=technology, stage=stage, decision=decision)
        return decision

    def permit(self, technology: str, approval: str, **more: Any) -> str:
        """Put a permission in force; give its number."""
        return services.add_row(**self.who, row=permit_row(technology, approval, **more))

    def fly(self, technology: str, who: str = "investigator", **more: Any) -> None:
        """Record flights of it."""
        given: dict[str, Any] = {"purpose": "crime-scene", "data_class": "live-flight", **more}
        given.setdefault("support", Support("case", CASE))
        uses.record_use(
            home=self.home,
            actor=self.people[who],
            technology=technology,
            **{"count": 1, "unit": "flights", **given},
        )


def permit_row(technology: str, approval: str, **more: Any) -> Row:
    """Make a permission for investigators at crime scenes."""
    given: dict[str, Any] = {
        "id": "P-000",
        "kind": "permit",
        "roles": ("investigator",),
        "technology": technology,
        "purposes": ("crime-scene",),
        "data_classes": ("live-flight",),
        "approval": approval,
        **more,
    }
    return Row(**given)


def ban_row(technology: str, **more: Any) -> Row:
    """Make a ban for everybody."""
    given: dict[str, Any] = {"roles": (), "purposes": (), "data_classes": (), **more}
    return Row(id="B-000", kind="ban", technology=technology, approval="", **given)


def begin(home: Home, people: Mapping[str, Person]) -> Governed:
    """Make sure of the baseline and of a case."""
    governed = Governed(home, people)
    if not Technology.objects.filter(ours=True).exists():
        add_baseline(**governed.who)
    open_case(home=home, actor=people["investigator"], reference=CASE, title="Fire at the depot")
    return governed


def tell(home: Home, people: Mapping[str, Person]) -> Governed:
    """Tell it all."""
    told = begin(home, people)
    _drone(told)
    _tool(told)
    _cameras(told)
    return told


def _drone(told: Governed) -> None:
    """Register a drone that is tried, flown, and not flown when it is paused."""
    now = datetime.now(UTC)
    number = told.register(
        "dji-mavic-2",
        "DJI Mavic 2 Pro",
        phrase="the drone DJI Mavic 2 Pro",
        maker="DJI",
        model="Mavic 2 Pro",
        description="A small drone with a camera, for photographs of scenes from above.",
        captures_others=True,
        contact="Technology office, Te Tai Police",
    )
    services.change_technology(
        **told.who,
        number=number,
        fields={"supplier": "Ferntech", "cost_nzd_year": 41_000, "review_on": "2026-01-31"},
    )
    told.put_in_use(
        number,
        until=now + timedelta(days=20),
        expected={"flights": 40},
        review_on=(now + timedelta(days=10)).date(),
        conditions="Only with a second person as spotter.",
    )
    told.permit(number, approval_of(number))
    for count in (1, 2, 1):
        told.fly(number, count=count)
    with contextlib.suppress(DeniedError):
        told.fly(number, purpose="training")
    services.record_incident(
        **told.who, technology=number, kind="failure", summary="Lost its link and landed by itself."
    )
    number_of_question = services.ask_panel(
        **told.who,
        technology=number,
        question="Is a trial over public land acceptable?",
        asked_on=now.date(),
    )
    services.answer_of_panel(
        **told.who,
        number=number_of_question,
        answer="Yes, with signs on the ground.",
        answered_on=now.date(),
        response="Signs are a condition.",
    )


def _tool(told: Governed) -> None:
    """Register an outside tool, with a function that is there and banned."""
    told.register("nuix", "Nuix Workstation", kind="outside-tool", maker="Nuix")
    services.change_technology(**told.who, number="nuix", fields={}, trigger="new-purpose")
    told.register("nuix/face-search", MARKUP, kind="function", latent=True)
    services.add_row(**told.who, row=ban_row("nuix/face-search"))


def _cameras(told: Governed) -> None:
    """Register cameras that were approved orally, and others that a decision paused."""
    told.register("bodycam", "Body-worn camera", kind="camera")
    told.assess("bodycam")
    told.approve("bodycam", form="oral", title="Try body-worn cameras this weekend")
    told.register("dashcam", "Dashboard camera", kind="camera")
    told.put_in_use("dashcam", "adoption")
    told.permit("dashcam", approval_of("dashcam"))
    told.touch("pause", approval_of("dashcam"), title="Stop work on dashboard cameras")


def approval_of(technology: str) -> str:
    """Give the newest approval of a technology."""
    from holdfast.oversight.models import Approval

    found = Approval.objects.filter(technology=technology).order_by("-number").first()
    assert found is not None
    return found.number
