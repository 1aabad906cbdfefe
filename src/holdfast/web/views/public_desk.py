# SPDX-License-Identifier: Apache-2.0
"""Complaining, asking for information, and asking what became of it: for everybody, no account.

Promises: works without scripts and without a session; what was typed is never lost to a mistake;
the code is shown on the answer to the form and nowhere else, and stands in no address.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from holdfast.errors import HoldfastError
from holdfast.information import InformationError
from holdfast.oversight import services
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.public_person import member_of_the_public
from holdfast.oversight.queries.sent import find_sent, told_of
from holdfast.oversight.receipts import receipt_file, receipt_name
from holdfast.records.errors import NotSealedError
from holdfast.web.forms.public_desk import ComplaintForm, OnceForm, QuestionForm, StatusForm
from holdfast.web.home import this_home
from holdfast.web.published.answers import in_words
from holdfast.web.sending import ASKING_AFTER, SENDING, Once, within_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import Form
    from django.http import HttpRequest

    from holdfast.oversight.received import Received

    View = Callable[[HttpRequest], HttpResponse]

_WRONG: Final = 422
_TOO_MANY: Final = 429
_LATER: Final = (
    "Too much was sent from your address, or from everywhere, in the last hour. Nothing was "
    "recorded. What you wrote is still below: try again in an hour, or write to the agency or to "
    "one of the other bodies on this page."
)
_OUR_FAULT: Final = (
    "It could not be recorded just now. That is our fault. Nothing was recorded, and what you wrote "
    "is still below: try again in some minutes, or use one of the other bodies on this page."
)
_TOO_OFTEN: Final = "Too many wrong tries came from your address. Wait an hour, then try again."
_NO_MATCH: Final = (
    "There is nothing with this reference and this code together. Look at both again: they were "
    "shown together when you sent it."
)


def _for_everybody(view: View) -> View:
    """Let anybody in, keep no copy, and hide what is typed from error reports."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except HoldfastError:
            return in_words("trouble", status=503)

    return login_not_required(never_cache(sensitive_post_parameters()(answer)))


@_for_everybody
def complain(request: HttpRequest) -> HttpResponse:
    """Take a complaint; the register's pages name the technology in the address."""
    named = request.GET.get("technology", "")
    initial = {"technology": named, "about": "technology"} if named else None
    form = ComplaintForm(request.POST or None, initial=initial)

    def send(data: dict[str, Any]) -> tuple[Received, ...]:
        return (services.receive_complaint(**_who(), **data),)

    return _sent(request, form, send, page="complain")


@_for_everybody
def ask(request: HttpRequest) -> HttpResponse:
    """Take a request for information, and lead it to the law that answers it."""
    form = QuestionForm(request.POST or None)

    def send(data: dict[str, Any]) -> tuple[Received, ...]:
        data.pop("sure", None)
        return services.receive_request(**_who(), **data)

    return _sent(request, form, send, page="ask")


@_for_everybody
def status(request: HttpRequest) -> HttpResponse:
    """Tell what became of it, to who has reference and code."""
    form = StatusForm(request.POST or None)
    found = _found(request, form)
    told = told_of(this_home(), found) if found is not None else None
    context = {"form": form, "told": told, "code": form.data.get("code", "")}
    return _page(request, "status", context, status=_WRONG if form.errors else 200)


@_for_everybody
def receipt(request: HttpRequest) -> HttpResponse:
    """Send the receipt as a file, to who has reference and code."""
    form = StatusForm(request.POST or None)
    found = _found(request, form)
    if found is None:
        return _page(request, "status", {"form": form}, status=_WRONG if form.errors else 200)
    name = receipt_name(found.number)
    return HttpResponse(
        receipt_file(this_home(), found),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _who() -> dict[str, Any]:
    return {"home": this_home(), "actor": member_of_the_public()}


def _sent(
    request: HttpRequest,
    form: OnceForm,
    send: Callable[[dict[str, Any]], Sequence[Received]],
    *,
    page: str,
) -> HttpResponse:
    """Show the form, or do its work once and show what it gave."""
    if not form.is_valid():
        return _page(request, page, {"form": form}, status=_WRONG if form.is_bound else 200)
    data = dict(form.cleaned_data)
    once = Once(data.pop("once"))
    if not once.begin():
        return _page(request, "repeated", {"numbers": once.numbers(), "page": page})
    if not within_limits(request, SENDING):
        once.give_up()
        form.add_error(None, _LATER)
        return _page(request, page, {"form": form}, status=_TOO_MANY)
    try:
        received = send(data)
    except NotSealedError:
        return _page(request, "unsealed", {"now": timezone.localtime(), "page": page}, status=503)
    except HoldfastError as error:
        once.give_up()
        ours = isinstance(error, (NotDecidedError, NotOnRegisterError, InformationError))
        form.add_error(None, str(error) if ours else _OUR_FAULT)
        return _page(request, page, {"form": form}, status=_WRONG if ours else 503)
    once.end([one.number for one in received])
    kinds = this_home().lists.request_kinds
    context = {
        "received": [(one, kinds.get(one.kind)) for one in received],
        "freezes": bool(data.get("stated_reference")),
        "now": timezone.localtime(),
        "of": page,
    }
    return _page(request, "sent", context, section=page)


def _found(request: HttpRequest, form: Form) -> Any:  # noqa: ANN401 # a complaint, a request or None
    """Give what the reference and the code name together; count what was wrong."""
    if not form.is_valid():
        return None
    if not within_limits(request, ASKING_AFTER, count=False):
        form.add_error(None, _TOO_OFTEN)
        return None
    found = find_sent(form.cleaned_data["reference"], form.cleaned_data["code"])
    if found is None:
        within_limits(request, ASKING_AFTER)
        form.add_error(None, _NO_MATCH)
    return found


def _page(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    section: str = "",
) -> HttpResponse:
    """Draw a page without asking who is there: the form's own token is all it needs."""
    around = {
        "agency": settings.AGENCY,
        "section": section or name,
        "csrf_token": get_token(request),
        "bodies": list(this_home().lists.complaint_bodies),
    }
    return HttpResponse(
        render_to_string(f"public/desk/{name}.html", {**around, **context}), status=status
    )
