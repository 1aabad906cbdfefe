# SPDX-License-Identifier: Apache-2.0
"""Decisions, the approvals they give, and the permission rows and bans that stand on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """A written or oral act. `made_on` is the day it was made, `recorded_at` when it was entered.

    An oral decision that is not confirmed in writing ends at `confirm_by`.
    """

    number = models.CharField(max_length=30, primary_key=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=10)
    made_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    maker = models.CharField(max_length=200)
    authority = models.TextField()
    reason = models.TextField()
    alternatives = models.TextField(blank=True)
    technology = models.ForeignKey(
        "oversight.Technology", models.PROTECT, null=True, related_name="decisions"
    )
    affects = models.JSONField(default=list)
    instrument_sha256 = models.CharField(max_length=64, blank=True)
    confirm_by = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-recorded_at", "-number")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Approval(models.Model):
    """What lets a technology be tried or used; from and until bound it, a decision suspends it."""

    number = models.CharField(max_length=30, primary_key=True)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="approvals")
    technology = models.ForeignKey("oversight.Technology", models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=20)
    start = models.DateTimeField()
    until = models.DateTimeField(null=True)
    confirm_by = models.DateTimeField(null=True)
    suspended_by = models.CharField(max_length=30, blank=True)
    ended_by = models.CharField(max_length=30, blank=True)
    conditions = models.TextField(blank=True)
    expected = models.JSONField(default=dict)
    review_on = models.DateField(null=True)

    class Meta:
        """Listed by number."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.number


class PermissionRow(models.Model):
    """A permission or a ban: one sentence, enforced as it reads."""

    number = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=10)
    roles = models.JSONField(default=list)
    technology = models.CharField(max_length=130, blank=True)
    purposes = models.JSONField(default=list)
    data_classes = models.JSONField(default=list)
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="rows")
    until = models.DateTimeField(null=True)
    sentence = models.TextField()
    decision = models.CharField(max_length=30, blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Those in force are looked up by technology."""

        ordering = ("number",)
        indexes = (
            models.Index(
                fields=["technology"],
                name="row_in_force",
                condition=models.Q(ended_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.number


class PolicyRevision(models.Model):
    """One row that counts the changes of what the gate goes by, so that a copy can be kept."""

    revision = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.revision)
