# SPDX-License-Identifier: Apache-2.0
"""Pilots: who may fly, by which certificates, and when they last practised."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Pilot(models.Model):
    """One pilot as recorded now. `key` is a username, or the name of somebody from outside.

    `certificates` is a list of {kind, number, valid_until}; numbers are sealed and shown to those
    who keep them. `ended_on`: no pilot of the agency any more.
    """

    key = models.CharField(max_length=150, primary_key=True)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="pilot"
    )
    district = models.CharField(max_length=100, blank=True)
    certificates = models.JSONField(default=list)
    practised_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """By name."""

        ordering = ("name", "key")

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"
