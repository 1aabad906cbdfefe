# SPDX-License-Identifier: Apache-2.0
"""One-time enrolment codes: how a person without a password gets one.

Promises: a code is shown once, works once, for one person, for 24 hours and at most ten tries;
only its SHA-256 is kept. Using it sets a password, and takes away a second factor that was there
(a lost telephone and a forgotten password are the same visit to an administrator).
Never on the ledger: that a code was *issued* is; see the records' services.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from holdfast.accounts.errors import EnrolmentRefusedError
from holdfast.accounts.models import EnrolmentCode, Person

VALID_FOR = timedelta(hours=24)
TRIES = 10
# No letters or figures that are read wrongly over the telephone (0 O, 1 I L, 5 S, 2 Z, 8 B, U V).
_ALPHABET = "ACDEFGHJKMNPQRTWXY3467 9".replace(" ", "")
_GROUPS, _GROUP = 4, 4

_REFUSED = (
    "That code does not fit that username, was used, or is past its 24 hours. Nothing was "
    "changed. Ask an administrator for a new one."
)


def issue_code(*, person: Person, issued_by: str, now: datetime) -> str:
    """Make a new code for the person; an older one stops working. Returns it, this once."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    code = "-".join(groups)
    EnrolmentCode.objects.update_or_create(
        person=person,
        defaults={
            "digest": _digest(code),
            "issued_by": issued_by,
            "issued_at": now,
            "expires_at": now + VALID_FOR,
            "tries_left": TRIES,
        },
    )
    return code


def redeem_code(*, username: str, code: str, password: str, now: datetime) -> Person:
    """Set the person's first password. Raises EnrolmentRefusedError, or ValidationError for a weak password."""
    kept = _matching_code(username, code, now)
    person = kept.person
    validate_password(password, person)
    with transaction.atomic():
        person.set_password(password)
        person.enrolled_at = now
        person.save(update_fields=["password", "enrolled_at"])
        Authenticator.objects.filter(user_id=person.pk).delete()
        kept.delete()
    return person


def _matching_code(username: str, code: str, now: datetime) -> EnrolmentCode:
    kept = (
        EnrolmentCode.objects.select_related("person")
        .filter(person__username__iexact=username.strip(), person__is_active=True)
        .first()
    )
    if kept is None or kept.tries_left == 0 or kept.expires_at <= now:
        raise EnrolmentRefusedError(_REFUSED)
    if not hmac.compare_digest(kept.digest, _digest(code)):
        kept.tries_left -= 1
        kept.save(update_fields=["tries_left"])
        raise EnrolmentRefusedError(_REFUSED)
    return kept


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
