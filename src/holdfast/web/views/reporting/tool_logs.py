# SPDX-License-Identifier: Apache-2.0
"""Outside tools' own logs: which were handed in, one against the ledger line by line, handing in.

The three sums of a log are public. Its lines have references of cases in them: they are shown to
those who govern and those who audit.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.oversight.models import ToolLog
from holdfast.oversight.queries.log_lines import log_lines
from holdfast.oversight.services import take_in_tool_log
from holdfast.records.errors import NotPermittedError
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.reports import ToolLogForm

_SEES_LINES = "report.make"
_MOST = 200


@evidence("reports")
def tool_logs(ask: Ask) -> HttpResponse:
    """List the logs, newest first."""
    rows = ToolLog.objects.select_related("technology", "entry").order_by("-id")
    context = {
        "logs": [(row, _sum(row.only_theirs), _sum(row.only_ours)) for row in rows[:_MOST]],
        "may_hand_in": may(ask.person, "toollog.take_in"),
    }
    return render(ask.request, "reports/tool_logs.html", context)


@evidence("reports")
def tool_log(ask: Ask, entry: int) -> HttpResponse:
    """Show one log and, to those who may, every line of it with what it matched."""
    rows = ToolLog.objects.select_related("technology", "entry")
    row = rows.filter(entry__index=entry).first()
    if row is None:
        raise Http404(f"No log of a tool was handed in as entry {entry}.")
    sees = may(ask.person, _SEES_LINES) is not None
    after = ask.request.GET.get("after") or ""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0  # noqa: PLR2004 - more is no place in a log
    context: dict[str, Any] = {
        "row": row,
        "theirs": _sum(row.only_theirs),
        "ours": _sum(row.only_ours),
        "agrees": not row.only_theirs and not row.only_ours,
        "sees": sees,
        "most": _MOST,
    }
    if sees:
        context |= {
            "only_theirs": row.only_theirs[:_MOST],
            "only_ours": row.only_ours[:_MOST],
            "page": log_lines(ask.home, entry, start=start, limit=_MOST),
        }
    return render(ask.request, "reports/tool_log.html", context)


@evidence("reports")
def hand_in(ask: Ask) -> HttpResponse:
    """Take a log in."""
    if may(ask.person, "toollog.take_in") is None:
        raise NotPermittedError("Handing in a tool's log is for technology governance.")
    posted = ask.request.method == "POST"
    form = ToolLogForm(*((ask.request.POST, ask.request.FILES) if posted else ()))
    if form.is_valid():
        told = form.cleaned_data
        file = told["file"]
        try:
            taken = take_in_tool_log(
                home=ask.home,
                actor=ask.person,
                technology=told["technology"],
                data=file.read(),
                name=str(file.name or ""),
                first=told["first"],
                last=told["last"],
                headings=told["headings"],
            )
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            words = "agree" if taken.found.agrees else "differ"
            messages.success(
                ask.request,
                f"The log is taken in (entry {taken.entry}). It and the ledger {words}.",
            )
            return redirect("tool_log", taken.entry)
    status = 422 if form.is_bound else 200
    return render(ask.request, "reports/hand_in.html", {"form": form}, status=status)


def _sum(differences: list[dict[str, Any]]) -> int:
    return sum(int(one["count"]) for one in differences)
