# SPDX-License-Identifier: Apache-2.0
"""Integrity checks that were run, and packs that left the building."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class IntegrityCheck(models.Model):
    """One run of the fixity check and what it found; `damaged` and `missing` are JSON lists."""

    entry = models.OneToOneField("records.Entry", models.PROTECT, related_name="check_run")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    objects_checked = models.PositiveBigIntegerField()
    bytes_checked = models.PositiveBigIntegerField()
    damaged = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    ledger_problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"check of {self.objects_checked} objects, {self.finished_at:%Y-%m-%d}"


class PackMade(models.Model):
    """One pack: for which case, for whom, and the digest of its manifest."""

    number = models.CharField(max_length=30, primary_key=True)
    case = models.ForeignKey("records.Case", models.PROTECT, related_name="packs")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    purpose = models.CharField(max_length=60)
    purpose_text = models.TextField(blank=True)
    recipient = models.CharField(max_length=300, blank=True)
    files = models.PositiveBigIntegerField()
    items = models.PositiveBigIntegerField()
    manifest_sha256 = models.CharField(max_length=64)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.number
