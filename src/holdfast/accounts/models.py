# SPDX-License-Identifier: Apache-2.0
"""People, their one-time enrolment codes, and the count of sign-ins.

Fields and constraints only. A Person row is made and changed by the records' `apply` alone (it
follows the ledger); the password, the codes and the sign-ins never reach the ledger.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from holdfast.accounts.roles import role_name


class Person(AbstractBaseUser):
    """Somebody who may come in: at a page, or at the command line as an operating-system user."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    # NULL when there is none, because it is unique.
    os_user = models.CharField(max_length=150, unique=True, null=True, blank=True)
    district = models.CharField(max_length=100, blank=True, default="")
    is_active = models.BooleanField(default=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        """Listed by username."""

        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        """Give the name with the username, as on pages and receipts."""
        return f"{self.name} ({self.username})" if self.name else self.username

    @property
    def must_enrol(self) -> bool:
        """True when there is no password yet, or none any more (after a rebuild)."""
        return not self.has_usable_password()

    @property
    def role_names(self) -> list[str]:
        """The roles in words."""
        return [role_name(role) for role in self.roles]


class EnrolmentCode(models.Model):
    """A code that lets one person set a password once; only its SHA-256 is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="enrolment_code")
    digest = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        """Whose code it is; never the code."""
        return f"enrolment code of {self.person.username}"


class SignIn(models.Model):
    """One sign-in that worked or was refused, so that administrators see both.

    The name typed by a person we do not know is not kept: people type passwords there.
    """

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        """When and how it ended."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class CacheRow(models.Model):
    """The table of Django's database cache, which counts log-in tries for every server process.

    Its columns are Django's (`django.core.cache.backends.db`); a migration makes it, so that no
    second command is needed.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """The name that the settings give to the cache."""

        db_table = "accounts_cache"

    def __str__(self) -> str:
        """Give the key."""
        return self.cache_key
