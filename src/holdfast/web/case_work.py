# SPDX-License-Identifier: Apache-2.0
"""Long work on the recordings of one case: what is common to examining and analysing them.

Promises: the page of a piece of work is for whoever began it and for nobody else; work that stopped
is begun again only after the gate was asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render

from holdfast.records.queries.cases import case_overview
from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from holdfast.home import Home
    from holdfast.web.asking import Ask
    from holdfast.web.behind import Work


def begun_for(home: Home, kind: str, username: str, case: int) -> Work | None:
    """Give the person's newest work of that kind on the case that is not done, if there is any."""
    begun = behind.under_way(home, kind, username)
    return next((one for one in begun if one.asked["case"] == case), None)


def work_of(ask: Ask, case: int, kind: str, number: str) -> Work:
    """Give the person's own work on the case. Raises NotFoundError, Http404."""
    case_overview(ask.person, case)
    found = behind.find(ask.home, kind, number)
    if found is None or found.username != ask.person.username or found.asked["case"] != case:
        raise Http404
    return found


def progress_page(
    ask: Ask,
    work: Work,
    shown: Mapping[str, Any],
    ask_first: Callable[[], object],
) -> HttpResponse:
    """Say how far the work is; go on with work that stopped, after the gate was asked again."""
    if ask.request.method == "POST" and work.problem:
        ask_first()
        behind.start(ask.home, work.kind, work.folder)
        return redirect(ask.request.path)
    part = "#state" if ask.request.headers.get("HX-Request") else ""
    return render(ask.request, f"progress.html{part}", {"work": work, "again": "Go on", **shown})
