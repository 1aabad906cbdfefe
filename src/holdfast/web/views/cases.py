# SPDX-License-Identifier: Apache-2.0
"""Cases: the list, one case by day, its flights, people, exhibits, packs, receipts; purposes."""

from __future__ import annotations

from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from holdfast.accounts.permissions import may, sees_content
from holdfast.errors import HoldfastError
from holdfast.oversight.queries.withdrawals import withdrawal_of_case
from holdfast.records import services
from holdfast.records.queries.cases import case_overview, list_cases
from holdfast.records.queries.items import case_items
from holdfast.records.stated import purpose_stated
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms import evidence as forms
from holdfast.web.pictured import why_no_picture
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdfast.records.queries.values import CaseOverview


@evidence("cases")
def cases(ask: Ask) -> HttpResponse:
    """Every case the person may know of."""
    context = {
        "page": list_cases(ask.person, after=ask.request.GET.get("after")),
        "may_open_case": may(ask.person, "case.open"),
        "may_break": may(ask.person, "case.break_glass"),
    }
    return render(ask.request, "cases/cases.html", context)


@evidence("cases")
def case(ask: Ask, number: int) -> HttpResponse:
    """One case: its items by day."""
    filters = forms.FilterForm(ask.request.GET)
    narrowed = filters.cleaned_data if filters.is_valid() else {}
    after = ask.request.GET.get("after")
    page = case_items(ask.person, number, **narrowed, after=after)
    days = [
        SimpleNamespace(day=day, items=list(items))
        for day, items in groupby(page.rows, key=lambda item: item.day)
    ]
    stated = purpose_stated(ask.person, (number,), ask.session, timezone.now())
    context = case_context(ask, number, "Items") | {
        "filters": filters,
        "days": days,
        "next": page.next,
        "why_no_picture": why_no_picture(ask.home, page.rows),
        "pictures": stated is not None and sees_content(ask.person),
        "may_look": sees_content(ask.person),
        "may_classify": may(ask.person, "item.classify"),
    }
    return render(ask.request, "cases/case.html", context)


def case_context(ask: Ask, number: int, current: str) -> dict[str, Any]:
    """Give what every page of a case shows: its overview and its tabs."""
    overview: CaseOverview = case_overview(ask.person, number)
    tabs = (
        ("Items", "case"),
        ("Flights", "case_flights"),
        ("People", "case_people"),
        ("Exhibits and holds", "case_exhibits"),
        ("Recordings", "case_recordings"),
        ("Movement", "case_movement"),
        ("Packs", "case_packs"),
        ("Receipts", "case_receipts"),
    )
    return {
        "overview": overview,
        "tabs": [(word, reverse(name, args=[number]), word == current) for word, name in tabs],
        "withdrawn": withdrawal_of_case(overview.case.reference),
        "may_withdraw": may(ask.person, "support.withdraw"),
    }


@evidence("cases")
def open_case(ask: Ask) -> HttpResponse:
    """Open a case."""
    form = forms.CaseForm(ask.request.POST or None, initial={"access_class": "standard"})
    words = {"title": "Open a case", "submit": "Open", "cancel": reverse("cases")}
    return submit(
        ask, form, words, lambda data: services.open_case(home=ask.home, actor=ask.person, **data),
        done="The case is open.", to=reverse("cases"),
    )  # fmt: skip


@evidence("cases")
def people(ask: Ask, number: int) -> HttpResponse:
    """Who works in a case."""
    context = case_context(ask, number, "People")
    form = None
    if may(ask.person, "case.member"):
        form = forms.MemberForm(ask.request.POST or None)
        if form.is_valid():
            try:
                services.add_member(
                    home=ask.home, actor=ask.person, case=number, **form.cleaned_data
                )
            except HoldfastError as error:
                form.add_error(None, str(error))
            else:
                messages.success(ask.request, "The case's people are changed.")
                return redirect("case_people", number)
    return render(ask.request, "cases/people.html", context | {"form": form})


@evidence("cases")
def exhibits(ask: Ask, number: int) -> HttpResponse:
    """Show the exhibits of a case in the order of their numbers, and its holds."""
    page = case_items(ask.person, number, limit=1000)
    found = sorted(
        (one for one in page.rows if one.exhibit_number), key=lambda one: one.exhibit_number
    )
    context = case_context(ask, number, "Exhibits and holds") | {
        "exhibits": found,
        "may_hold": may(ask.person, "hold.place"),
        "may_release": may(ask.person, "hold.release"),
    }
    return render(ask.request, "cases/exhibits.html", context)


@evidence("cases")
def receipts(ask: Ask, number: int) -> HttpResponse:
    """Show what was taken in for a case."""
    return render(ask.request, "cases/receipts.html", case_context(ask, number, "Receipts"))


@evidence("cases")
def purpose(ask: Ask, number: int) -> HttpResponse:
    """State why the content of a case is to be opened."""
    overview = case_overview(ask.person, number)
    form = forms.PurposeForm(ask.request.POST or None)
    back = ask.back_to(reverse("case", args=[number]))
    words = {
        "title": "What do you look for?",
        "lead": f"Case {overview.case.reference}. Asked once for the case in this session, and "
        "written in the ledger before anything is opened.",
        "submit": "State the purpose",
        "cancel": reverse("case", args=[number]),
        "next": back,
    }

    def state(data: dict[str, Any]) -> object:
        return services.state_purpose(
            home=ask.home,
            actor=ask.person,
            case=number,
            purpose=data["purpose"],
            text=data["purpose_text"],
            session=ask.session,
        )

    return submit(ask, form, words, state, done="", to=back)


@evidence("cases")
def break_glass(ask: Ask) -> HttpResponse:
    """Open a case in an emergency."""
    form = forms.BreakGlassForm(ask.request.POST or None)
    words = {
        "title": "Open a case in an emergency",
        "lead": "For 24 hours, when waiting for an exhibit officer would cost more.",
        "warning": "Exhibit officers and auditors are told at once, with your name and reason.",
        "submit": "Open it",
        "cancel": reverse("cases"),
    }
    return submit(
        ask, form, words,
        lambda data: services.break_glass(home=ask.home, actor=ask.person, **data),
        done="The case is open to you for 24 hours.", to=reverse("cases"),
    )  # fmt: skip


@require_POST
@evidence("cases")
def classify(ask: Ask, number: int) -> HttpResponse:
    """Classify the picked items of a case."""
    back = ask.back_to(reverse("case", args=[number]))
    items = [int(word) for word in ask.request.POST.getlist("items") if word.isdecimal()]
    try:
        services.classify(
            home=ask.home, actor=ask.person, items=items, status=ask.request.POST.get("status", "")
        )
    except HoldfastError as error:
        messages.error(ask.request, str(error))
    else:
        plural = "" if len(items) == 1 else "s"
        messages.success(ask.request, f"{len(items)} item{plural} classified, as one entry.")
    return redirect(back)


@evidence("cases")
def hold(ask: Ask, number: int) -> HttpResponse:
    """Place a hold on a case."""
    to = reverse("case_exhibits", args=[number])
    words = {"title": "Hold the whole case", "submit": "Place the hold", "cancel": to}
    return submit(
        ask, forms.ReasonForm(ask.request.POST or None), words,
        lambda data: services.place_hold(home=ask.home, actor=ask.person, case=number, **data),
        done="The hold is placed.", to=to,
    )  # fmt: skip


@evidence("cases")
def release(ask: Ask, hold: str) -> HttpResponse:
    """Release a hold."""
    to = ask.back_to(reverse("cases"))
    words = {"title": f"Release the hold {hold}", "submit": "Release", "cancel": to, "next": to}
    return submit(
        ask, forms.ReasonForm(ask.request.POST or None), words,
        lambda data: services.release_hold(home=ask.home, actor=ask.person, hold=hold, **data),
        done="The hold is released. It stays readable.", to=to,
    )  # fmt: skip
