# SPDX-License-Identifier: Apache-2.0
"""Placing one recording on a clock: by sound, by hand, by a clock it shows, by its telemetry.

Promises: the item is opened before anything of it is shown or compared; nothing is placed until a
person has seen what would change and has said so; what the service refuses is said in its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts.permissions import may
from holdfast.oversight import uses
from holdfast.records import derivatives, services
from holdfast.records.access import no_such_item
from holdfast.records.errors import RefusedError
from holdfast.records.queries.custody import item_custody
from holdfast.records.queries.item import main_file as main_of
from holdfast.records.queries.item import track as item_track
from holdfast.records.queries.recordings import KINDS
from holdfast.records.queries.together import lying, placing_of, references_of
from holdfast.records.services.aligning import ACT, planned
from holdfast.records.services.placed_how import compared
from holdfast.web.aligning import answer_words, lies_words
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.aligning import form_of
from holdfast.web.forms.evidence import ReasonForm
from holdfast.web.pictured import main_file
from holdfast.web.seconds import machine_second, second_typed
from holdfast.web.views.items import context_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdfast.records.permitted import View
    from holdfast.records.queries.values import CustodyEvent

_SOON: Final = 16 << 20
"""Recordings up to this size together are compared while the page waits; larger ones behind it."""
_WAYS: Final = ("hand", "clock", "telemetry")


@require_safe
@evidence("cases")
def align(ask: Ask, number: int) -> HttpResponse:
    """Show where the recording lies and every way of placing it."""
    context, view = _opened(ask, number)
    if context["detail"].item.kind == "video":
        uses.picture_of(
            home=ask.home, actor=ask.person, view=view, processor="playable", behind=True
        )
    return render(ask.request, "items/align.html", context | _ways(ask, number, context))


@require_POST
@evidence("cases")
def compare(ask: Ask, number: int) -> HttpResponse:
    """Compare the sound of the recording with that of the chosen one."""
    context, _view = _opened(ask, number)
    reference = _chosen(ask.request.POST.get("reference", ""), context)
    if reference is None:
        messages.warning(ask.request, "Choose a recording to compare the sound with.")
        return redirect("item_align", number)
    main = context["main"]
    try:
        uses.compare_sound(
            home=ask.home,
            actor=ask.person,
            reference=reference,
            item=number,
            session=ask.session,
            behind=main.size > _SOON or _size_of(reference) > _SOON,
        )
    except RefusedError as refused:
        messages.warning(ask.request, str(refused))
    return HttpResponseRedirect(
        f"{reverse('item_align', args=[number])}?reference={reference}#sound"
    )


@require_POST
@evidence("cases")
def save(ask: Ask, number: int, way: str) -> HttpResponse:
    """Say what a placing would change; when that was said before and agreed to, place it."""
    context, _view = _opened(ask, number)
    form = form_of(way, ask.request.POST, context["references"])
    if form is None:
        raise Http404
    typed = context | _ways(ask, number, context) | {f"{way}_form": form}
    if not form.is_valid():
        return render(ask.request, "items/align.html", typed, status=422)
    reason = form.cleaned_data["reason"]
    try:
        if ask.request.POST.get("agreed"):
            services.place_recording(
                home=ask.home, actor=ask.person, item=number, how=form.how(), reason=reason
            )
            messages.success(ask.request, "Placed. What was said before stays in the ledger.")
            return redirect("item_align", number)
        plan = planned(
            home=ask.home, actor=ask.person, item=number, how=form.how(), now=timezone.now()
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        typed |= {"refused": str(refused)}
        return render(ask.request, "items/align.html", typed, status=422)
    context |= {
        "plan": plan,
        "way": way,
        "sent": [(name, ask.request.POST.get(name, "")) for name in form.fields],
        "reason": reason,
    }
    return render(ask.request, "items/align_agree.html", context)


@evidence("cases")
def remove(ask: Ask, number: int) -> HttpResponse:
    """Take the recording from the common clock, with a reason."""
    context, _view = _opened(ask, number)
    form = ReasonForm(ask.typed)
    if form.is_valid():
        try:
            services.remove_placing(
                home=ask.home, actor=ask.person, item=number, reason=form.cleaned_data["reason"]
            )
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(ask.request, "Taken from the clock. The placing stays in the ledger.")
            return redirect("item_align", number)
    context |= {"form": form, "placing": placing_of(number)}
    status = 422 if form.is_bound else 200
    return render(ask.request, "items/align_remove.html", context, status=status)


def _opened(ask: Ask, number: int) -> tuple[dict[str, Any], View]:
    """Open the item: its context, with the recordings it may be placed beside, and the view."""
    context = context_of(ask, number, "View")
    detail = context["detail"]
    main = main_file(detail.files)
    if main is None or detail.item.kind not in KINDS:
        raise Http404
    if may(ask.person, ACT) is None:
        raise PermissionDenied("None of your roles places recordings on a clock.")
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    context |= {"main": main, "references": references_of(ask.person, number)}
    return context, view


def _ways(ask: Ask, number: int, context: dict[str, Any]) -> dict[str, Any]:
    """Give what the page of all ways shows."""
    asked = ask.request.GET
    reference = _chosen(asked.get("reference") or ask.request.POST.get("reference", ""), context)
    second = second_typed(asked.get("second", "")) or 0.0
    found = lying(ask.person, [number])
    flight = item_track(ask.person, ask.home, number)
    made = compared(ask.home, reference, number) if reference else None
    starts = {
        "hand": {"reference": reference or ""},
        "clock": {"second": machine_second(second)},
        "telemetry": {},
    }
    forms = {
        f"{way}_form": form_of(way, None, context["references"], initial=starts[way])
        for way in _WAYS
    }
    copy = derivatives.find(ask.home, context["main"].sha256, "playable")
    return forms | {
        "reference": reference,
        "reference_title": dict(context["references"]).get(reference, ""),
        "lies": lies_words(found, number),
        "placing": placing_of(number),
        "earlier": _earlier(ask, number),
        "made": made,
        "answer": answer_words(made) if made is not None else None,
        "comparing": reference and made is None and _is_compared(ask, reference, context),
        "flight": flight.points[0] if flight and flight.points else None,
        "flight_file": flight.file if flight else "",
        "second": machine_second(second),
        "playable": copy is not None and copy.is_there,
    }


def _earlier(ask: Ask, number: int) -> list[CustodyEvent]:
    return [one for one in item_custody(ask.person, ask.home, number) if one.act == ACT][::-1]


def _chosen(typed: str, context: dict[str, Any]) -> int | None:
    """Give the recording that was chosen, of those that may be. Raises NotFoundError for another."""
    if not typed.isascii() or not typed.isdecimal():
        return None
    number = int(typed)
    if number not in dict(context["references"]):
        raise no_such_item(number)
    return number


def _size_of(number: int) -> int:
    found = main_of(number)
    return 0 if found is None else found.size


def _is_compared(ask: Ask, reference: int, context: dict[str, Any]) -> bool:
    """Whether somebody is comparing the two now."""
    found = main_of(reference)
    beside = (context["main"].sha256,)
    return found is not None and derivatives.is_being_made(ask.home, found.sha256, "sync", beside)
