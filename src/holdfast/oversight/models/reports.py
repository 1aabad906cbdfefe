# SPDX-License-Identifier: Apache-2.0
"""Reports that were computed, outside tools' own logs, incidents, and supports withdrawn."""

from __future__ import annotations

from django.db import models


class Report(models.Model):
    """A quarterly report as it was computed; both versions, byte for byte."""

    quarter = models.CharField(max_length=6)
    provisional = models.BooleanField()
    made_at = models.DateTimeField()
    opening_size = models.BigIntegerField()
    closing_size = models.BigIntegerField()
    public_json = models.BinaryField()
    oversight_json = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """The newest of a quarter counts."""

        ordering = ("-quarter", "-id")

    def __str__(self) -> str:
        return self.quarter


class ToolLog(models.Model):
    """An outside tool's own log for a period, and how it compares with what was recorded here."""

    technology = models.ForeignKey("oversight.Technology", models.PROTECT, related_name="tool_logs")
    start = models.DateField()
    end = models.DateField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    lines = models.PositiveIntegerField()
    matched = models.PositiveIntegerField()
    only_theirs = models.JSONField(default=list)
    only_ours = models.JSONField(default=list)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were handed in."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.technology_id} {self.start} to {self.end}"


class Incident(models.Model):
    """Something that went wrong with a technology; None where it is not on the register."""

    number = models.CharField(max_length=30, primary_key=True)
    technology = models.ForeignKey(
        "oversight.Technology", models.PROTECT, null=True, related_name="incidents"
    )
    kind = models.CharField(max_length=40)
    summary = models.TextField()
    private = models.TextField(blank=True)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.number


class Withdrawal(models.Model):
    """That a record no longer stands behind uses, and why."""

    support = models.CharField(max_length=200, primary_key=True)
    reason = models.TextField()
    uses = models.PositiveIntegerField()
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.support
