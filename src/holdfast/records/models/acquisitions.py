# SPDX-License-Identifier: Apache-2.0
"""Acquisitions: one act of taking in one medium, and every file seen on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Acquisition(models.Model):
    """Who took in which medium, when, why, under what authority, and how it came out.

    `medium` says what the operating system or the image tells of it (label, uuid, file system,
    size, free); `notes` holds the layout's notes, the gaps and the deleted files; both as JSON.
    """

    number = models.CharField(max_length=30, primary_key=True)
    case = models.ForeignKey("records.Case", models.PROTECT, related_name="acquisitions")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=60)
    purpose_text = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    medium_kind = models.CharField(max_length=20)
    medium_name = models.CharField(max_length=300)
    medium = models.JSONField(default=dict)
    # Whose device recorded it: "agency", or "outside" (handed in, seized, a contractor's).
    whose = models.CharField(max_length=20, default="agency")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    seen = models.PositiveBigIntegerField()
    stored = models.PositiveBigIntegerField()
    duplicate = models.PositiveBigIntegerField()
    excluded = models.PositiveBigIntegerField()
    unreadable = models.PositiveBigIntegerField()
    bytes_seen = models.PositiveBigIntegerField()
    bytes_stored = models.PositiveBigIntegerField()
    read_back = models.BooleanField()
    resumed = models.BooleanField(default=False)
    lines_root = models.CharField(max_length=64)
    notes = models.JSONField(default=dict)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        """Every file seen has exactly one disposition."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    seen=models.F("stored")
                    + models.F("duplicate")
                    + models.F("excluded")
                    + models.F("unreadable")
                ),
                name="acquisition_adds_up",
            ),
        )

    def __str__(self) -> str:
        return self.number


class ManifestLine(models.Model):
    """One file seen on the medium, with its disposition."""

    acquisition = models.ForeignKey(Acquisition, models.PROTECT, related_name="manifest")
    position = models.PositiveBigIntegerField()
    path = models.TextField()
    path_bytes = models.BinaryField(null=True)
    size = models.PositiveBigIntegerField()
    file_system_time = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    blocks_root = models.CharField(max_length=64, blank=True)
    disposition = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    item = models.ForeignKey("records.Item", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    certainty = models.CharField(max_length=200, blank=True)

    class Meta:
        """A position is used once; a file is found again by its digest."""

        constraints = (
            models.UniqueConstraint(fields=["acquisition", "position"], name="line_once"),
        )
        indexes = (
            models.Index(fields=["sha256"], name="line_sha256"),
            models.Index(fields=["acquisition", "disposition", "position"], name="line_outcome"),
        )

    def __str__(self) -> str:
        return self.path
