# SPDX-License-Identifier: Apache-2.0
"""Quarantine: what waits, by what recorded it; and the withdrawal of a case as a reason for uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from holdfast.accounts.permissions import may
from holdfast.oversight import services, uses
from holdfast.oversight.queries.quarantine import items_to_release, quarantined
from holdfast.records.queries.cases import case_overview
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.governance.decisions import ReasonForm
from holdfast.web.forms.governance.rows import ReleaseForm
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse


@evidence("quarantine")
def quarantine(ask: Ask) -> HttpResponse:
    """List the groups."""
    groups = quarantined(ask.person)
    context = {
        "groups": groups,
        "total": sum(group.count for group in groups),
        "may_register": may(ask.person, "device.register"),
        "may_release": may(ask.person, "item.release"),
        "may_see": may(ask.person, "item.view"),
    }
    return render(ask.request, "quarantine/quarantine.html", context)


@evidence("quarantine")
def release(ask: Ask) -> HttpResponse:
    """Release one group by a decision."""
    authorise(ask.person, "item.release")
    device, why = (ask.request.GET.get(name, "") for name in ("device", "why"))
    items = items_to_release(ask.person, device, why)
    if not items:
        raise Http404
    plural = "" if len(items) == 1 else "s"
    words = {
        "title": f"Release {len(items):,} item{plural}",
        "lead": f"Recorded by {device or 'what no file names'}; kept because {why}. They may then "
        "be analysed like any other, under permissions.",
        "submit": "Release",
        "cancel": reverse("quarantine"),
        "trail": [("Quarantine", reverse("quarantine"))],
    }
    return submit(
        ask, ReleaseForm(ask.typed), words,
        lambda data: uses.release_items(home=ask.home, actor=ask.person, items=items, **data),
        done=f"{len(items):,} item{plural} released.", to=reverse("quarantine"),
    )  # fmt: skip


@evidence("cases")
def withdraw(ask: Ask, number: int) -> HttpResponse:
    """Withdraw a case as a reason for uses."""
    authorise(ask.person, "support.withdraw")
    case = case_overview(ask.person, number).case
    to = reverse("case", args=[number])
    words = {
        "title": "Withdraw this case as a reason for uses",
        "lead": f"{case.reference}: {case.title}",
        "warning": "From then on nothing is permitted for this case, opening its items too. What "
        "was used for it stays on the ledger, is flagged, and is counted in public without naming "
        "the case. This cannot be undone.",
        "submit": "Withdraw it",
        "cancel": to,
        "trail": [("Cases", reverse("cases")), (case.reference, to)],
    }
    return submit(
        ask, ReasonForm(ask.typed), words,
        lambda data: services.withdraw_support(
            home=ask.home, actor=ask.person, kind="case", reference=case.reference, **data
        ),
        done="The case is withdrawn as a reason for uses.", to=to,
    )  # fmt: skip
