# SPDX-License-Identifier: Apache-2.0
"""Signing in through the agency's own identity provider (OpenID Connect), when it has one.

Promises: the provider can only say *which enrolled person* this is; it can never make a person or
give a role. The claim that names the person is set in `holdfast.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.accounts.sign_in import REFUSED, record_sign_in

if TYPE_CHECKING:
    from django.http import HttpRequest


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Ties a provider's account to the enrolled person of the same username."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002 # allauth's signature
        """Nobody makes their own account; an administrator enrols people."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 # allauth's type
        """Find the enrolled person, or refuse in words."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        username = claimed_username(claims, settings.OPENID_USERNAME_CLAIM)
        person = Person.objects.filter(username__iexact=username, is_active=True).first()
        if person is None or not username:
            record_sign_in(
                outcome=REFUSED,
                reason="the agency's sign-in named somebody who is not enrolled",
                person=None,
                address=request.META.get("REMOTE_ADDR", ""),
                at=timezone.now(),
            )
            page = render(request, "account/not_enrolled.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, person)


def claimed_username(claims: dict[str, Any], claim: str) -> str:
    """Read the username from the provider's claims, wherever allauth keeps them."""
    for part in (claims.get("id_token"), claims.get("userinfo"), claims):
        if isinstance(part, dict) and isinstance(part.get(claim), str):
            return str(part[claim]).strip()
    return ""
