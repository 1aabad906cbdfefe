# SPDX-License-Identifier: Apache-2.0
"""The second factor: codes of 30 seconds (RFC 6238), and recovery codes for a lost telephone.

Promises: secrets are encrypted in the database with a key made from the home's own secret, so a
copied database alone gives no codes. Recovery codes are shown once.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from holdfast.accounts.models import Person


def has_second_factor(person: Person) -> bool:
    """Say whether the person's sign-in asks for a code after the password."""
    codes = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP)
    return bool(codes.exists())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Encrypts what allauth would keep in the clear, and sends no mail."""

    error_messages = {  # noqa: RUF012 # allauth's own shape
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is wrong, or its 30 seconds are over. Try the next one.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt one secret for the database."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` made."""
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, only an administrator takes it away."""
        return not (
            settings.SECOND_FACTOR_REQUIRED and authenticator.type == Authenticator.Type.TOTP
        )

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Holdfast sends no mail."""


def _cipher() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"holdfast second factor v1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
