# SPDX-License-Identifier: Apache-2.0
"""One technology: its register entry, approvals and rows, assessments, advice, uses, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.fleet.queries.isolation import listed_tests
from holdfast.oversight.queries import about
from holdfast.oversight.queries.register import KIND_WORDS, technology
from holdfast.web.asking import Ask, evidence
from holdfast.web.governing import stage_line

if TYPE_CHECKING:
    from django.http import HttpResponse

_TABS: Final = (
    ("Register entry", "technology"),
    ("Approvals and rows", "technology_approvals"),
    ("Assessments", "technology_assessments"),
    ("Advice", "technology_advice"),
    ("Network tests", "technology_tests"),
    ("Uses", "technology_uses"),
    ("History", "technology_history"),
)
# what -> (act it needs, word on the button, symbol, tab it stands on)
ACTS: Final = {
    "change": ("technology.change", "Change the entry", "edit", "Register entry"),
    "trigger": ("technology.change", "Ask for a new assessment", "warning", "Register entry"),
    "stage": ("technology.stage", "Move it along", "up", "Register entry"),
    "assess": ("technology.assess", "Attach an assessment", "document", "Assessments"),
    "ask": ("technology.advice", "Ask the panel", "witness", "Advice"),
    "use": ("use.record", "Record a use outside", "check", "Uses"),
    "incident": ("incident.record", "Record an incident", "warning", "Uses"),
}


def context_of(ask: Ask, number: str, current: str) -> dict[str, Any]:
    """Give what every page of a technology needs; `current` is the tab it stands on."""
    detail = technology(ask.home, number, timezone.now())
    return {
        "detail": detail,
        "kind_words": "Part of Holdfast" if detail.line.ours else KIND_WORDS[detail.line.kind],
        "steps": stage_line(detail.line.stage),
        "tabs": [(word, reverse(name, args=[number]), word == current) for word, name in _TABS],
        "acts": [
            (word, mark, reverse("technology_act", args=[number, what]))
            for what, (act, word, mark, tab) in ACTS.items()
            if tab == current and may(ask.person, act)
        ],
        "after": ask.request.GET.get("after"),
    }


@evidence("technologies")
def entry(ask: Ask, number: str) -> HttpResponse:
    """Show what the register says of it."""
    context = context_of(ask, number, "Register entry")
    context["may_register"] = may(ask.person, "technology.register")
    return render(ask.request, "technologies/entry.html", context)


@evidence("technologies")
def approvals(ask: Ask, number: str) -> HttpResponse:
    """Show its approvals, and the rows that speak of it."""
    context = context_of(ask, number, "Approvals and rows")
    now = timezone.now()
    context |= {
        "approvals": about.approvals_of(ask.home, number, now),
        "rows": about.rows_of(number, now),
        "tests": listed_tests(ask.home, number, now),
        "may_decide": may(ask.person, "decision.record"),
        "may_add": may(ask.person, "row.add"),
    }
    return render(ask.request, "technologies/approvals.html", context)


@evidence("technologies")
def assessments(ask: Ask, number: str) -> HttpResponse:
    """Show what was assessed, with the principles one by one."""
    context = context_of(ask, number, "Assessments")
    context["assessments"] = about.assessments_of(ask.home, number)
    context["source"] = ask.home.lists.principles.source
    return render(ask.request, "technologies/assessments.html", context)


@evidence("technologies")
def advice(ask: Ask, number: str) -> HttpResponse:
    """Show what the expert panel was asked and answered."""
    context = context_of(ask, number, "Advice")
    context["advice"] = about.advice_on(ask.person, ask.home, number)
    context["may_answer"] = may(ask.person, "technology.advice")
    return render(ask.request, "technologies/advice.html", context)


@evidence("technologies")
def uses(ask: Ask, number: str) -> HttpResponse:
    """Show its uses, refusals and incidents."""
    context = context_of(ask, number, "Uses")
    context |= {
        "counts": about.uses_of(ask.home, number, timezone.now()),
        "page": about.use_page(ask.person, number, after=context["after"]),
        "incidents": about.incidents_of(number),
    }
    return render(ask.request, "technologies/uses.html", context)


@evidence("technologies")
def history(ask: Ask, number: str) -> HttpResponse:
    """Show everything that was done about it."""
    context = context_of(ask, number, "History")
    context["page"] = about.history_of(ask.home, number, after=context["after"])
    return render(ask.request, "technologies/history.html", context)
