# SPDX-License-Identifier: Apache-2.0
"""A person's own account: the first password by a one-time code, and what one may do here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from holdfast.accounts.enrolment import redeem_code
from holdfast.accounts.errors import EnrolmentRefusedError
from holdfast.accounts.permissions import ROLE_ACTS
from holdfast.accounts.roles import ROLES
from holdfast.accounts.second_factor import has_second_factor
from holdfast.accounts.sign_in import REFUSED, record_sign_in
from holdfast.ledger.acts import ACTS
from holdfast.web.forms.people import FirstPasswordForm
from holdfast.web.home import viewer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password", "again")
def enrol(request: HttpRequest) -> HttpResponse:
    """Turn a one-time code into a password."""
    form = FirstPasswordForm(request.POST or None)
    if form.is_valid() and _redeem(request, form):
        return render(request, "account/enrolled.html")
    context = {"form": form, "second_factor_required": settings.SECOND_FACTOR_REQUIRED}
    return render(request, "account/enrol.html", context, status=422 if form.errors else 200)


def _redeem(request: HttpRequest, form: FirstPasswordForm) -> bool:
    """Try the code; say what is wrong in the form, and count a refusal."""
    if not ratelimit.consume(request, action="enrol"):
        form.add_error(None, "Too many tries. Wait a minute, then try again.")
        return False
    typed = form.cleaned_data
    try:
        redeem_code(
            username=typed["username"],
            code=typed["code"],
            password=typed["password"],
            now=timezone.now(),
        )
    except EnrolmentRefusedError as error:
        form.add_error(None, str(error))
        address = request.META.get("REMOTE_ADDR", "")
        record_sign_in(
            outcome=REFUSED,
            reason="wrong one-time code",
            person=None,
            address=address,
            at=timezone.now(),
        )
        return False
    except ValidationError as error:
        form.add_error("password", error)
        return False
    return True


def my_account(request: HttpRequest) -> HttpResponse:
    """Show the person their roles, what each may do, and how they sign in."""
    asks = viewer(request)
    roles = [
        (ROLES[role], [ACTS[act] for act, allowed in ROLE_ACTS.items() if role in allowed])
        for role in asks.roles
        if role in ROLES
    ]
    context = {"roles": roles, "second_factor": has_second_factor(asks)}
    return render(request, "account/my_account.html", context)
