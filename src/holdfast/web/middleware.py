# SPDX-License-Identifier: Apache-2.0
"""What every request passes: session limits, the second factor, and errors in words.

Promises: a session ends after an idle time and, in any case, after an absolute time; where a
second factor is required, nothing opens before it is set up; an error that Holdfast can name
becomes a page that says what happened, never a traceback.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect, render
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.accounts.second_factor import has_second_factor
from holdfast.accounts.sign_in import SESSION_SEEN, SESSION_START
from holdfast.errors import HoldfastError, NeedsAttentionError, WrongUsageError
from holdfast.gate import DeniedError
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.web.governing import denied_page
from holdfast.web.published import PUBLIC_SITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponse]

# How often "last seen" is written: a page with forty pictures must not write forty times.
SEEN_EVERY = timedelta(seconds=60)
# The first kind that fits gives the status; any other named error is a conflict, 409.
_STATUS = (
    (NotFoundError, 404),
    (NotPermittedError, 403),
    (NotOnRegisterError, 404),
    (NeedsAttentionError, 503),
    (WrongUsageError, 400),
)
SESSION_HAS_FACTOR = "has_second_factor"


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in, but on a view that is for everybody does not even look who asks."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Pass, or lead to the sign-in; a view is for everybody only when it says so."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SessionLimitsMiddleware:
    """Ends a session that was idle too long, or is too old."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out when a limit has passed; else note that the person was seen."""
        # The public site asks nobody who they are, and so reads no session.
        if not request.path.startswith(PUBLIC_SITE) and isinstance(request.user, Person):
            now = timezone.now()
            started, seen = (_moment(request, key) for key in (SESSION_START, SESSION_SEEN))
            if started is None or seen is None or is_over(started, seen, now):
                logout(request)
            elif now - seen >= SEEN_EVERY:
                request.session[SESSION_SEEN] = now.isoformat()
        return self._get_response(request)


def is_over(started: datetime, seen: datetime, now: datetime) -> bool:
    """Say whether the idle or the absolute limit has passed."""
    return now - seen > settings.SESSION_IDLE or now - started > settings.SESSION_ABSOLUTE


def _moment(request: HttpRequest, key: str) -> datetime | None:
    text = request.session.get(key)
    return datetime.fromisoformat(text) if isinstance(text, str) else None


class SecondFactorMiddleware:
    """Where a second factor is required, leads a person who has none to setting it up."""

    _OPEN = ("/account/", "/static/", PUBLIC_SITE)

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass, or lead to the page that sets up the codes."""
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self._get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or request.path.startswith(self._OPEN):
            return False
        person = request.user
        if not isinstance(person, Person) or request.session.get(SESSION_HAS_FACTOR):
            return False
        if has_second_factor(person):
            request.session[SESSION_HAS_FACTOR] = True
            return False
        return True


class NamedErrorsMiddleware:
    """Shows an error that Holdfast raised on purpose as a page in words."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; the work is in `process_exception`."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a HoldfastError into its page; leave everything else to Django."""
        if not isinstance(error, HoldfastError):
            return None
        if isinstance(error, DeniedError):
            return denied_page(request, error)
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 409)
        context = {"message": str(error), "kind": type(error).__name__}
        return render(request, "errors/named.html", context, status=status)
