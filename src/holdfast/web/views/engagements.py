# SPDX-License-Identifier: Apache-2.0
"""Contractors who fly for the agency: the list, opening an engagement, and its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.fleet import services
from holdfast.fleet.queries import engagement_pages as pages
from holdfast.fleet.queries import engagements as query
from holdfast.oversight.queries.approvals import approved_technologies
from holdfast.records.purposes import purpose_in_words
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.digesting import digesting
from holdfast.web.engagement_line import WIDTH, drawn
from holdfast.web.flying import tabs
from holdfast.web.forms import engagements as forms
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse

_WORDS = {"open": "Open", "overdue": "Overdue", "closed": "Closed", "all": "All"}


@evidence("flights")
def engagements(ask: Ask) -> HttpResponse:
    """List the engagements that the person may know of, the newest first."""
    today = timezone.localdate()
    shown = ask.request.GET.get("shown", "open")
    shown = shown if shown in query.SHOWN else "open"
    counts = query.count_engagements(ask.person, today)
    page = query.engagements(
        ask.person, today, shown=shown, after=ask.request.GET.get("after"), limit=50
    )
    context = {
        "tabs": tabs(ask.person, "Engagements"),
        "page": page,
        "lines": [(one, purpose_in_words(ask.home.lists, one.purpose)) for one in page.rows],
        "shown": shown,
        "filters": [(name, _WORDS[name], counts[name]) for name in query.SHOWN],
        "counts": counts,
        "may_open": may(ask.person, "engagement.open"),
    }
    return render(ask.request, "engagements/engagements.html", context)


@digesting
@evidence("flights")
def new(ask: Ask) -> HttpResponse:
    """Engage a contractor."""
    authorise(ask.person, "engagement.open")
    listed = reverse("engagements")
    made: list[str] = []

    def open_(data: dict[str, Any]) -> None:
        made.append(services.open_engagement(home=ask.home, actor=ask.person, **data))

    form = forms.EngagementForm(
        ask.typed, ask.files, initial={"case": ask.request.GET.get("case", "")}
    )
    is_public = ask.home.lists.settings["contractors_public"] == 1
    seen = "and the organisation's name is public" if is_public else "and the public sees no name"
    words = {
        "title": "Engage a contractor",
        "lead": f"Before they fly. What is written here is on the ledger, {seen}.",
        "trail": [("Engagements", listed)],
        "submit": "Engage",
        "cancel": listed,
    }
    answer = submit(ask, form, words, open_, done="", to=listed)
    if made:
        answer["Location"] = reverse("engagement", args=[made[0]])
    return answer


@evidence("flights")
def engagement(ask: Ask, number: str) -> HttpResponse:
    """Show one engagement: its conditions along their days, its media, and every step."""
    now, today = timezone.now(), timezone.localdate()
    found = query.find_engagement(ask.person, number)
    conditions = query.condition_lines(found, today)
    steps_allowed = may(ask.person, "engagement.step") is not None
    context = {
        "found": found,
        "purpose": purpose_in_words(ask.home.lists, found.purpose),
        "drawn": drawn(found, conditions, today),
        "width": WIDTH,
        "counts": query.tally(conditions),
        "outstanding": sum(one.outstanding for one in conditions),
        "knows_case": query.knows_case(ask.person, found),
        "sees_case": query.sees_case(ask.person, found),
        "approved": found.technology_id in approved_technologies(now),
        "media": pages.media(ask.person, found),
        "to_tie": len(pages.media_to_tie(ask.person, found)),
        "quarantined": pages.quarantined(ask.person, found),
        "may_release": may(ask.person, "item.release"),
        "steps": pages.steps(ask.person, found),
        "may_step": steps_allowed,
        "may_link": may(ask.person, "engagement.link"),
    }
    return render(ask.request, "engagements/engagement.html", context)
