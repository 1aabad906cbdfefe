# SPDX-License-Identifier: Apache-2.0
"""Whether an item's recording is whole: the report, on paper too, and copies of what is left.

Promises: the item is opened first, so that the view is on the ledger before a word of the report is
shown or handed out; the original is never changed and never sent from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from holdfast.oversight import uses
from holdfast.oversight.uses.integrity import INTEGRITY, SALVAGE
from holdfast.records import derivatives
from holdfast.records.queries.recordings import KINDS, references_for, when_examined
from holdfast.web.asking import Ask, evidence
from holdfast.web.integrity import page_of, paper_of, salvage_json
from holdfast.web.made_file import send_made
from holdfast.web.pictured import main_file
from holdfast.web.views.items import context_of

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View
    from holdfast.records.queries.values import FileLine

_SOON: Final = 16 << 20
"""A recording up to this size is decoded while the page waits; a larger one behind it."""
_KINDS: Final = {".mp4": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/x-matroska"}


@require_safe
@evidence("cases")
def integrity(ask: Ask, number: int) -> HttpResponse:
    """Show whether the item's recording is whole, and where it is not."""
    context, main, view = _opened(ask, number)
    behind = main.size > _SOON
    made = uses.examine_integrity(home=ask.home, actor=ask.person, view=view, behind=behind)
    if made is not None:
        page = page_of(made, derivatives.find_all(ask.home, main.sha256, SALVAGE))
        context["page"] = page
        if page.is_harmed:
            context["references"] = references_for(ask.person, ask.home, number)
    context |= {
        "main": main,
        "examined": when_examined(ask.person, ask.home, number),
        "making": derivatives.is_being_made(ask.home, main.sha256, SALVAGE),
    }
    return render(ask.request, "items/integrity.html", context)


@require_POST
@evidence("cases")
def salvage(ask: Ask, number: int) -> HttpResponse:
    """Make a playable copy of what is left, and lead back to the page that shows it."""
    _context, main, view = _opened(ask, number)
    chosen = ask.request.POST.get("reference", "")
    if chosen and not chosen.isdecimal():
        raise Http404
    made = uses.salvage_copy(
        home=ask.home,
        actor=ask.person,
        view=view,
        reference=int(chosen) if chosen else None,
        behind=main.size > _SOON,
    )
    if made is None:
        messages.info(ask.request, "The copy is being made. Load this page again.")
    elif not made.is_there:
        messages.warning(ask.request, "No copy could be made. The page says why.")
    elif made.finding["result"]["lost"]:
        messages.success(ask.request, "A copy is made. The page says what is not in it.")
    else:
        messages.success(ask.request, "A copy is made, and nothing is known to be missing from it.")
    return redirect("item_integrity", number)


@require_safe
@evidence("cases")
def report_file(ask: Ask, number: int) -> HttpResponseBase:
    """Send the whole report as JSON."""
    _context, main, _view = _opened(ask, number)
    made = derivatives.find(ask.home, main.sha256, INTEGRITY)
    return send_made(ask.request, made, f"item-{number}-integrity.json")


@require_safe
@evidence("cases")
def paper(ask: Ask, number: int) -> HttpResponse:
    """Send the report as a PDF."""
    from holdfast.records.integrity_pdf import integrity_pdf

    context, _main, _view = _opened(ask, number)
    found = paper_of(ask.home, ask.person, context["detail"])
    if found is None:
        raise Http404
    response = HttpResponse(integrity_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="item-{number}-integrity.pdf"'
    return response


@require_safe
@evidence("cases")
def copy(ask: Ask, number: int, sha256: str) -> HttpResponseBase:
    """Send a playable copy, or a range of it."""
    made = _copy(ask, number, sha256)
    ending = str(made.finding["ending"])
    name = f"item-{number}-salvaged-{made.sha256[:12]}{ending}"
    return send_made(ask.request, made, name, kind=_KINDS[ending])


@require_safe
@evidence("cases")
def copy_file(ask: Ask, number: int, sha256: str) -> HttpResponse:
    """Send what a salvage tells as JSON."""
    made = _copy(ask, number, sha256)
    response = JsonResponse(salvage_json(made))
    response["Content-Disposition"] = f'attachment; filename="item-{number}-salvage.json"'
    return response


def _opened(ask: Ask, number: int) -> tuple[dict[str, Any], FileLine, View]:
    """Open the item: its context, its recording, and the view that is on the ledger now."""
    context = context_of(ask, number, "Derivatives")
    main = main_file(context["detail"].files)
    if main is None or context["detail"].item.kind not in KINDS:
        raise Http404
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    return context, main, view


def _copy(ask: Ask, number: int, sha256: str) -> Derivative:
    _context, main, _view = _opened(ask, number)
    for one in derivatives.find_all(ask.home, main.sha256, SALVAGE):
        if one.is_there and one.sha256 == sha256:
            return one
    raise Http404
