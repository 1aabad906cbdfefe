# SPDX-License-Identifier: Apache-2.0
"""What administrators and auditors may read about people and their sign-ins.

Promises: the viewer comes first; nobody else reads any of it; no password, code or secret is in
an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q

from holdfast.accounts.models import EnrolmentCode, Person, SignIn
from holdfast.accounts.permissions import may_open
from holdfast.accounts.sign_in import REFUSED, SIGNED_IN

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

_SIGN_INS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list."""

    username: str
    name: str
    roles: tuple[str, ...]
    os_user: str
    district: str
    active: bool
    has_password: bool
    second_factor: bool
    code_until: datetime | None
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One try to come in; `username` is empty when nobody of that name is enrolled."""

    at: datetime
    username: str
    outcome: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class SignInCount:
    """Tries of the last day."""

    signed_in: int
    refused: int


def people(viewer: Person, *, now: datetime) -> list[PersonRow]:
    """Everybody, by username. Raises PermissionDenied."""
    _require(viewer)
    return _rows(Person.objects.all(), now)


def person(viewer: Person, username: str, *, now: datetime) -> PersonRow | None:
    """One person, or None. Raises PermissionDenied."""
    _require(viewer)
    return next(iter(_rows(Person.objects.filter(username=username), now)), None)


def sign_ins(viewer: Person, *, username: str = "") -> list[SignInRow]:
    """List the newest tries, of everybody or of one person. Raises PermissionDenied."""
    _require(viewer)
    tries = SignIn.objects.select_related("person")
    if username:
        tries = tries.filter(person__username=username)
    return [
        SignInRow(
            at=one.at,
            username=one.person.username if one.person else "",
            outcome=one.outcome,
            reason=one.reason,
            address=one.address,
        )
        for one in tries[:_SIGN_INS_SHOWN]
    ]


def sign_in_count(viewer: Person, *, now: datetime) -> SignInCount:
    """Count the tries of the last 24 hours. Raises PermissionDenied."""
    _require(viewer)
    counts = SignIn.objects.filter(at__gt=now - timedelta(days=1)).aggregate(
        signed_in=Count("pk", filter=Q(outcome=SIGNED_IN)),
        refused=Count("pk", filter=Q(outcome=REFUSED)),
    )
    return SignInCount(signed_in=counts["signed_in"], refused=counts["refused"])


def _require(viewer: Person) -> None:
    if may_open(viewer, "people") is None:
        raise PermissionDenied("People are shown to administrators and auditors.")


def _rows(found: QuerySet[Person], now: datetime) -> list[PersonRow]:
    listed = list(found)
    keys = [one.pk for one in listed]
    with_codes = set(
        Authenticator.objects.filter(user_id__in=keys, type=Authenticator.Type.TOTP).values_list(
            "user_id", flat=True
        )
    )
    waiting = dict(
        EnrolmentCode.objects.filter(person__in=keys, expires_at__gt=now).values_list(
            "person", "expires_at"
        )
    )
    return [
        PersonRow(
            username=one.username,
            name=one.name,
            roles=tuple(one.roles),
            os_user=one.os_user or "",
            district=one.district,
            active=one.is_active,
            has_password=not one.must_enrol,
            second_factor=one.pk in with_codes,
            code_until=waiting.get(one.pk),
            last_sign_in=one.last_login,
        )
        for one in listed
    ]
