# SPDX-License-Identifier: Apache-2.0
"""What people write down while they watch: notes with a time, and where a recording lies on a clock."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Note(models.Model):
    """A person's words about a moment or a stretch of a recording.

    Seconds are presentation times from the recording's first picture; `until_s` is None for a
    moment. One that was withdrawn stays readable.
    """

    number = models.CharField(max_length=30, primary_key=True)
    item = models.ForeignKey("records.Item", models.PROTECT, related_name="notes")
    at_s = models.FloatField()
    until_s = models.FloatField(null=True)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        """Read along the recording."""

        ordering = ("item_id", "at_s", "number")

    def __str__(self) -> str:
        return self.number


class Placing(models.Model):
    """Where a recording lies on a clock, as it was said last; earlier ones stay in the ledger.

    With a `reference` it begins `offset_s` after the reference does (before it when negative), and
    its clock loses `drift_ppm` against it; without one it begins at `begins_at`. Both are of first
    pictures. `how` is one of "sound", "by hand", "clock shown", "telemetry"; `confidence` is 0 to 1,
    None where nothing measured it; `within_s` is how far off it may be, None where nobody knows.
    """

    item = models.OneToOneField(
        "records.Item", models.PROTECT, primary_key=True, related_name="placing"
    )
    reference = models.ForeignKey("records.Item", models.PROTECT, null=True, related_name="+")
    offset_s = models.FloatField(null=True)
    drift_ppm = models.FloatField(default=0.0)
    begins_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20)
    confidence = models.FloatField(null=True)
    within_s = models.FloatField(null=True)
    said = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """It is placed beside another recording or at a time, never both."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    reference__isnull=False, offset_s__isnull=False, begins_at__isnull=True
                )
                | models.Q(reference__isnull=True, offset_s__isnull=True, begins_at__isnull=False),
                name="placing_on_one",
            ),
        )

    def __str__(self) -> str:
        return f"item {self.item_id}, {self.how}"
