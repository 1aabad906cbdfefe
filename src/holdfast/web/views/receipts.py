# SPDX-License-Identifier: Apache-2.0
"""Receipts: the list, one as a page that prints, as JSON and as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.accounts.permissions import may
from holdfast.records.errors import RefusedError
from holdfast.records.queries.receipts import acquisitions, find_acquisition, receipt_files
from holdfast.records.queries.receipts import receipt as find_receipt
from holdfast.records.services.receipts import confirm_receipt
from holdfast.web.asking import Ask, evidence
from holdfast.web.receipt_words import about, attention, medium_facts

if TYPE_CHECKING:
    from holdfast.records.receipt import Receipt

_DISPOSITIONS = ("stored", "duplicate", "excluded", "unreadable")


@evidence("cases")
def receipts(ask: Ask) -> HttpResponse:
    """Every receipt the person may see."""
    page = acquisitions(ask.person, after=ask.request.GET.get("after"))
    return render(ask.request, "receipts/receipts.html", {"page": page})


@evidence("cases")
def receipt(ask: Ask, number: str) -> HttpResponse:
    """One receipt."""
    found = find_receipt(ask.person, ask.home, number, with_files=False)
    wanted = ask.request.GET.get("disposition", "")
    after = ask.request.GET.get("after")
    page = receipt_files(ask.person, number, disposition=wanted, after=after)
    context: dict[str, Any] = {
        "receipt": found,
        "case": find_acquisition(ask.person, number).case_id,
        "adds_up": found.seen == sum(getattr(found, one) for one in _DISPOSITIONS),
        "attention": attention(found),
        "about": about(found),
        "medium": medium_facts(found.medium),
        "may_confirm": found.confirmed_at is None and may(ask.person, "acquisition.confirm"),
        "files": page.rows,
        "next": page.next,
        "filters": _filters(found, wanted),
    }
    return render(ask.request, "receipts/receipt.html", context)


def _filters(found: Receipt, wanted: str) -> list[tuple[str, int, str, bool]]:
    every = [("All", found.seen, "?", not wanted)]
    return every + [
        (one.capitalize(), getattr(found, one), f"?disposition={one}", wanted == one)
        for one in _DISPOSITIONS
    ]


@require_POST
@evidence("cases")
def confirm(ask: Ask, number: str) -> HttpResponse:
    """Confirm a receipt: the person has read it and found it right."""
    try:
        confirm_receipt(home=ask.home, actor=ask.person, acquisition=number)
    except RefusedError as error:
        messages.error(ask.request, str(error))
    else:
        messages.success(ask.request, "The receipt is confirmed, in your name.")
    return redirect("receipt", number)


@evidence("cases")
def as_json(ask: Ask, number: str) -> HttpResponse:
    """One receipt as JSON, as `holdfast intake --json` prints it."""
    found = find_receipt(ask.person, ask.home, number)
    response = JsonResponse(found.to_json(), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{found.acquisition}.json"'
    return response


@evidence("cases")
def as_pdf(ask: Ask, number: str) -> HttpResponse:
    """One receipt as PDF."""
    from holdfast.records.receipt_pdf import receipt_pdf

    found = find_receipt(ask.person, ask.home, number)
    response = HttpResponse(receipt_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.acquisition}.pdf"'
    return response
