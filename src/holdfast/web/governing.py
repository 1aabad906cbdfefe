# SPDX-License-Identifier: Apache-2.0
"""What pages of governance draw: the line of stages, and the page of a denial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import render

from holdfast.accounts.models import Person
from holdfast.accounts.roles import GOVERNANCE
from holdfast.gate import REASONS
from holdfast.oversight.models.technologies import STAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.gate import DeniedError

_MOST_NAMES: Final = 5
_OFF_THE_WAY: Final = ("suspended", "retired")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the line: `state` is past, here or ahead."""

    word: str
    state: str


def stage_line(stage: str) -> tuple[Step, ...]:
    """Draw the stages. From one that is off the way nothing is told of what went before."""
    here = STAGES.index(stage)
    return tuple(
        Step(
            word,
            "here"
            if index == here
            else "past"
            if index < here and stage not in _OFF_THE_WAY
            else "ahead",
        )
        for index, word in enumerate(STAGES)
    )


def denied_page(request: HttpRequest, denial: DeniedError) -> HttpResponse:
    """Tell a denial in words: what is missing, whom to ask, and where it stands in the ledger."""
    people = Person.objects.filter(is_active=True).order_by("name")
    ask = [one.name for one in people if GOVERNANCE in one.roles][:_MOST_NAMES]
    known = isinstance(request.user, Person)
    context = {
        "message": str(denial),
        "reason": REASONS.get(denial.reason, ""),
        "denial": denial,
        "ask": ask if known else [],
    }
    return render(request, "errors/denied.html", context, status=403)
