# SPDX-License-Identifier: Apache-2.0
"""What leaves with an item's file: the review, a cleaned copy, and the copy's bytes.

Promises: the item is opened first, so that the view is on the ledger before a word of the review is
shown; the original is never changed and never sent from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from holdfast.oversight import uses
from holdfast.oversight.uses.leaving import CLEANING, REVIEW
from holdfast.records import derivatives
from holdfast.web.asking import Ask, evidence
from holdfast.web.leaving import name_and_kind, page_of
from holdfast.web.made_file import send_made
from holdfast.web.pictured import main_file
from holdfast.web.views.items import context_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

_SOON: Final = 64 << 20
"""A file up to this size is worked on while the page waits; a larger one behind it."""


@require_safe
@evidence("cases")
def leaving(ask: Ask, number: int) -> HttpResponse:
    """Show what leaves with the item's main file, before and, when there is one, after cleaning."""
    context: dict[str, Any] = context_of(ask, number, "Derivatives")
    files = context["detail"].files
    main = main_file(files)
    if main is None:
        raise Http404
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    behind = main.size > _SOON
    review = uses.review_leaving(home=ask.home, actor=ask.person, view=view, behind=behind)
    cleaned = derivatives.find(ask.home, main.sha256, CLEANING)
    if review is not None:
        beside = [one for one in files if one.role != "main"]
        context["page"] = page_of(review, cleaned, beside)
    context |= {
        "main": main,
        "making": cleaned is None and derivatives.is_being_made(ask.home, main.sha256, CLEANING),
    }
    return render(ask.request, "items/leaving.html", context)


@require_POST
@evidence("cases")
def clean(ask: Ask, number: int) -> HttpResponse:
    """Make the cleaned copy, and lead back to the page that shows it."""
    main = main_file(context_of(ask, number, "Derivatives")["detail"].files)
    if main is None:
        raise Http404
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    behind = main.size > _SOON
    made = uses.clean_copy(home=ask.home, actor=ask.person, view=view, behind=behind)
    if made is None:
        messages.info(ask.request, "The cleaned copy is being made. Load this page again.")
    elif not made.is_there:
        messages.warning(ask.request, "No cleaned copy could be made. The page says why.")
    elif made.finding["clean"]:
        messages.success(ask.request, "The cleaned copy is made, and was read again: it is clean.")
    else:
        messages.warning(ask.request, "A copy is made, and it is not clean. The page says why.")
    return redirect("item_leaving", number)


@require_safe
@evidence("cases")
def copy(ask: Ask, number: int) -> HttpResponseBase:
    """Send the cleaned copy, or a range of it, under a name that says nothing."""
    main = main_file(context_of(ask, number, "Derivatives")["detail"].files)
    made = derivatives.find(ask.home, main.sha256, CLEANING) if main else None
    if made is None or not made.is_there:
        raise Http404
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    name, kind = name_and_kind(made)
    return send_made(ask.request, made, name, kind=kind)


@require_safe
@evidence("cases")
def review_file(ask: Ask, number: int) -> HttpResponseBase:
    """Send the whole review as JSON."""
    main = main_file(context_of(ask, number, "Derivatives")["detail"].files)
    made = derivatives.find(ask.home, main.sha256, REVIEW) if main else None
    if made is None or not made.is_there:
        raise Http404
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    return send_made(ask.request, made, f"item-{number}-leaving.json")
