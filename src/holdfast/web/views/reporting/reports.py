# SPDX-License-Identifier: Apache-2.0
"""Quarterly reports: which there are and which are late, one of them, its files, and making it."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.queries.made_reports import files_of, newest_report
from holdfast.oversight.queries.quarters import quarters as every_quarter
from holdfast.oversight.services import make_report
from holdfast.oversight.services.reports import ACT
from holdfast.publication import FULL_FILES, OVERSIGHT, PUBLIC, REPORT_FILES
from holdfast.web.asking import Ask, evidence
from holdfast.web.report_page import read_figures

if TYPE_CHECKING:
    from holdfast.oversight.models import Report

_TYPES: Final = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


@evidence("reports")
def quarters(ask: Ask) -> HttpResponse:
    """List the quarters since the founding, the running one first, with their reports."""
    today = timezone.now().astimezone(UTC).date()
    found = every_quarter(ask.home, today)
    context = {
        "quarters": found,
        "late": [one for one in found if one.days_overdue],
        "may_make": may(ask.person, ACT),
        "may_hand_in": may(ask.person, "toollog.take_in"),
    }
    return render(ask.request, "reports/quarters.html", context)


@evidence("reports")
def report(ask: Ask, quarter: str) -> HttpResponse:
    """Show the newest report of a quarter, for everybody or for the oversight body."""
    row = _newest(quarter)
    full = ask.request.GET.get("for") == OVERSIGHT and may(ask.person, ACT) is not None
    told: dict[str, Any] = json.loads(bytes(row.oversight_json if full else row.public_json))
    today = timezone.now().astimezone(UTC).date()
    context = {
        "report": told,
        # The statute beside each cell; its words stand once, at the head.
        "ground": str(told["ground"]).partition(",")[0],
        "figures": read_figures(told),
        "matters": [
            ("Complaints", told["totals"]["complaints"]),
            ("Requests for information", told["totals"]["requests"]),
        ],
        "row": row,
        "entry": row.entry.index,
        "standing": next(
            (one for one in every_quarter(ask.home, today) if one.quarter == quarter), None
        ),
        "may_make": may(ask.person, ACT),
        "full": full,
        "files": FULL_FILES if full else REPORT_FILES,
        "versions": [
            ("For everybody", "?", not full),
            ("For the oversight body", f"?for={OVERSIGHT}", full),
        ],
        "audience": OVERSIGHT if full else PUBLIC,
    }
    return render(ask.request, "reports/report.html", context)


@require_POST
@evidence("reports")
def make(ask: Ask, quarter: str) -> HttpResponse:
    """Have a report computed now."""
    try:
        made = make_report(home=ask.home, actor=ask.person, quarter=quarter)
    except HoldfastError as error:
        messages.error(ask.request, str(error))
        return redirect("reports")
    state = "provisional" if made.provisional else "final"
    messages.success(
        ask.request,
        f"The report of {quarter} is computed and entered ({state}, entry {made.entry}).",
    )
    return redirect("report", quarter)


@evidence("reports")
def download(ask: Ask, quarter: str, name: str) -> HttpResponse:
    """Send a file of the newest report, byte for byte as it was made."""
    row = _newest(quarter)
    if name in FULL_FILES and may(ask.person, ACT) is None:
        raise Http404("This file is for the oversight body.")
    try:
        data = files_of(ask.home, row.entry.index or 0)[name]
    except (KeyError, NotOnRegisterError) as missing:
        raise Http404(f"There is no {name} of {quarter}.") from missing
    kept = {"Content-Disposition": f'attachment; filename="{quarter}-{name}"'}
    return HttpResponse(data, content_type=_TYPES[name.rpartition(".")[2]], headers=kept)


def _newest(quarter: str) -> Report:
    try:
        return newest_report(quarter)
    except NotOnRegisterError as missing:
        raise Http404(str(missing)) from missing
