# SPDX-License-Identifier: Apache-2.0
"""Upkeep: what was done to an asset, what is due next, and whether it may fly."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Upkeep(models.Model):
    """One thing that was done to an asset, on a day; only ever added.

    `cycles` and `health` (percent) are a battery's. `due_on` and `due_minutes` (of flight in all,
    as our flights count them) say when the next is due.
    """

    device = models.ForeignKey("records.Device", models.PROTECT, related_name="upkeep")
    kind = models.CharField(max_length=20)
    day = models.DateField()
    note = models.TextField(blank=True)
    cycles = models.PositiveIntegerField(null=True)
    health = models.PositiveIntegerField(null=True)
    firmware = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True)
    due_minutes = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """By day, then in the order in which it was written down."""

        ordering = ("day", "id")
        indexes = (models.Index(fields=["device", "day", "id"], name="upkeep_of_device"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.device_id} on {self.day}"
