# SPDX-License-Identifier: Apache-2.0
"""What the player of an item asks for behind its page: when each picture is shown.

Promises: the item is opened first, so that the view is on the ledger before anything is told of what a
recording holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.queries.item import item
from holdfast.web.asking import Ask, evidence
from holdfast.web.copies import stream_settings
from holdfast.web.pictured import main_file
from holdfast.web.seconds import start_of

if TYPE_CHECKING:
    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.values import FileLine, ItemDetail


@require_safe
@evidence("cases")
def frame_times(ask: Ask, number: int) -> HttpResponse:
    """Give when each picture of the playable copy is shown, and the clock of second 0."""
    detail, main = _item(ask, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    made = _copy(ask, main)
    if made is None or "times" not in made.finding:
        raise Http404
    start = start_of(detail.times)
    jumps = made.finding.get("jumps", [])
    answer = JsonResponse(
        {**made.finding["times"], "start": start.to_json() if start else None, "jumps": jumps}
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _item(ask: Ask, number: int) -> tuple[ItemDetail, FileLine]:
    detail = item(ask.person, ask.home, number)
    main = main_file(detail.files)
    if main is None:
        raise Http404
    return detail, main


def _copy(ask: Ask, main: FileLine) -> Derivative | None:
    settings = stream_settings(ask.request.GET.get("stream", ""))
    made = derivatives.find(ask.home, main.sha256, "playable", settings=settings)
    return made if made is not None and made.is_there else None
