# SPDX-License-Identifier: Apache-2.0
"""Was it used? The question, and the answer with all that it rests on. Asking changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.utils import timezone

from holdfast.errors import HoldfastError
from holdfast.oversight.queries.answer import CONTRADICTED, PROVED, UNPROVED
from holdfast.oversight.queries.used import used as ask_whether_used
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.reports import UsedForm

if TYPE_CHECKING:
    from django.http import HttpResponse

# verdict -> (tone, symbol)
_LOOK: Final = {
    PROVED: ("good", "good"),
    UNPROVED: ("wait", "unknown"),
    CONTRADICTED: ("bad", "bad"),
}


@evidence("reports")
def used(ask: Ask) -> HttpResponse:
    """Show the form, and under it the answer once something was asked."""
    asked = ask.request.GET if "technology" in ask.request.GET else None
    form = UsedForm(ask.home, asked)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        told = form.cleaned_data
        try:
            answer = ask_whether_used(
                ask.home,
                told["technology"],
                told["purpose"],
                first=told["first"],
                last=told["last"],
                now=timezone.now(),
            )
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            tone, symbol = _LOOK[answer.verdict]
            purpose = ask.home.lists.purposes.get(answer.purpose)
            context |= {
                "answer": answer,
                "tone": tone,
                "mark": symbol,
                "purpose_words": purpose.words if purpose else "",
                "first": told["first"],
                "last": told["last"],
            }
    status = 422 if form.is_bound and form.errors else 200
    return render(ask.request, "reports/used.html", context, status=status)
