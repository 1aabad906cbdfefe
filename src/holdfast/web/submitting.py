# SPDX-License-Identifier: Apache-2.0
"""One form on a page of its own, one service behind it.

Promises: what the service refuses stands at the top of the form in its own words, and what the
person typed is still there; what it did leads on with one sentence. A use that the gate denied
gets the page of a denial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render

from holdfast.errors import HoldfastError
from holdfast.gate import DeniedError
from holdfast.records.errors import NotFoundError, NotPermittedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form
    from django.http import HttpResponse

    from holdfast.web.asking import Ask


def submit(
    ask: Ask,
    form: Form,
    words: Mapping[str, object],
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    to: str,
) -> HttpResponse:
    """Show the form, or do what it says and lead on."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except (NotFoundError, NotPermittedError, DeniedError):
            raise
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            if done:
                messages.success(ask.request, done)
            return HttpResponseRedirect(to)
    status = 422 if form.is_bound else 200
    return render(ask.request, "cases/form.html", {**words, "form": form}, status=status)
