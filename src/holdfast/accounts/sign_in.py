# SPDX-License-Identifier: Apache-2.0
"""How allauth signs people in here: no sign-up, no e-mail, and every try is counted.

Promises: a wrong name and a wrong password look the same; the count of tries is kept in the
database (allauth's rate limits over the database cache), so it holds for every server process;
both successes and refusals become a SignIn row, which administrators see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils import timezone

from holdfast.accounts.models import Person, SignIn

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

SIGNED_IN = "signed in"
REFUSED = "refused"
SESSION_START = "signed_in_at"
SESSION_SEEN = "last_seen_at"

_MESSAGES = {
    "username_password_mismatch": "The username or the password is wrong. Nothing was opened.",
    "too_many_login_attempts": (
        "Too many tries. Wait five minutes, then try again; an administrator can see these tries."
    ),
    "account_inactive": "This account is closed. Ask an administrator.",
    "incorrect_code": "That code is wrong, or its 30 seconds are over. Try the next one.",
}


def record_sign_in(
    *, outcome: str, reason: str, person: Person | None, address: str, at: datetime
) -> SignIn:
    """Keep one try: who (when known), from which address, and how it ended."""
    return SignIn.objects.create(
        at=at, person=person, outcome=outcome, reason=reason[:200], address=address[:64]
    )


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Closes allauth's sign-up and e-mail, and counts sign-ins."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_MESSAGES}  # noqa: RUF012 # allauth's own shape

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 # allauth's signature
        """Nobody makes their own account; an administrator enrols people."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Holdfast sends no mail."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 # allauth's signature
        """Refuse when too many tries were made, and count that refusal too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._refused(request, credentials, "too many tries")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 # allauth's signature
        """Count a wrong name or password."""
        self._refused(request, credentials, "wrong username or password")

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Count a closed account that somebody tried to open."""
        self._record(request, REFUSED, "the account is closed", user)
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def login(self, request: HttpRequest, user: Person) -> None:
        """Start a session whose two clocks (idle and absolute) begin now."""
        super().login(request, user)
        now = timezone.now()
        request.session[SESSION_START] = now.isoformat()
        request.session[SESSION_SEEN] = now.isoformat()
        self._record(request, SIGNED_IN, "", user)

    def add_message(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 # allauth's signature
        """Say nothing about signing in and out: the page that follows shows it."""

    def _refused(self, request: HttpRequest, credentials: dict[str, Any], reason: str) -> None:
        username = str(credentials.get("username") or "")
        person = Person.objects.filter(username__iexact=username).first()
        self._record(request, REFUSED, reason, person)

    def _record(
        self, request: HttpRequest, outcome: str, reason: str, person: Person | None
    ) -> None:
        record_sign_in(
            outcome=outcome,
            reason=reason,
            person=person,
            address=self.get_client_ip(request),
            at=timezone.now(),
        )
