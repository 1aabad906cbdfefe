# SPDX-License-Identifier: Apache-2.0
"""Figures of the desk: complaints and requests over a period, zeros shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.oversight.queries.desk_figures import complaint_figures, request_figures
from holdfast.web.asking import evidence
from holdfast.web.forms.desk import PeriodForm
from holdfast.web.views.complaints import desk_tabs, today

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdfast.web.asking import Ask


@evidence("complaints")
def figures(ask: Ask) -> HttpResponse:
    """Count them, by default since the year began."""
    now = today()
    default = {"first": now.replace(month=1, day=1), "last": now}
    form = PeriodForm(ask.request.GET or None, initial=default)
    period = form.cleaned_data if form.is_valid() else default
    context = desk_tabs("Statistics") | {
        "form": form,
        "period": period,
        "complaints": complaint_figures(ask.person, ask.home, **period),
        "requests": request_figures(ask.person, ask.home, **period),
    }
    return render(ask.request, "complaints/figures.html", context)
