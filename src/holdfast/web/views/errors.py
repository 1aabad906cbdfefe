# SPDX-License-Identifier: Apache-2.0
"""The pages for what went wrong, in words: not allowed, not there, not ours to explain.

Promises: a page that the person may not see and a page that does not exist look alike where the
difference would tell something; no page shows a traceback or a path on this machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web.published import PUBLIC_SITE
from holdfast.web.published.answers import in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # Django's signature
    """Answer a request that cannot be read."""
    if request.path.startswith(PUBLIC_SITE):
        too_large = request.method == "POST"
        return in_words("desk/too_large" if too_large else "not_there", status=400)
    return render(request, "errors/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that the person's roles do not allow; the reason is ours, in words."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # Django's signature
    """Answer for what is not there, or not there for this person."""
    if request.path.startswith(PUBLIC_SITE):
        return in_words("not_there", status=404)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something failed that nobody foresaw; the log has the details."""
    if request.path.startswith(PUBLIC_SITE):
        return in_words("trouble", status=500)
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 # Django's signature
    """Answer a form that was sent from an older page or another site."""
    if request.path.startswith(PUBLIC_SITE):
        return in_words("too_old", status=403)
    return render(request, "errors/csrf.html", status=403)
