# SPDX-License-Identifier: Apache-2.0
"""The content security policy on every answer.

Promises: a page may use only what this server sends; nothing inline runs, no code is made from
strings, nothing may frame a page, and forms post only here. There is no nonce, because there is
nothing inline to allow. See docs/adr/0009-pages-without-a-bundler.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

DIRECTIVES: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PERMISSIONS: Final = "camera=(), microphone=(), geolocation=(), interest-cohort=()"


def policy(form_origins: Sequence[str] = ()) -> str:
    """Write the header's value; `form_origins` is where the sign-in form is led on to (OpenID Connect)."""
    directives = {**DIRECTIVES, "form-action": " ".join(["'self'", *form_origins])}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Sets the policy, and the two headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._policy = policy()
        self._sign_in_policy = policy(settings.SIGN_IN_ORIGINS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy; a view cannot loosen it."""
        response = self._get_response(request)
        on_sign_in = request.path.startswith("/account/")
        policies = [self._sign_in_policy if on_sign_in else self._policy]
        # Two policies both hold, so what a view adds can only be tighter.
        policies += [added] if (added := response.get("Content-Security-Policy")) else []
        response["Content-Security-Policy"] = ", ".join(policies)
        response["Permissions-Policy"] = PERMISSIONS
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
