# SPDX-License-Identifier: Apache-2.0
"""What processors found in originals. Derived: everything here can be computed again."""

from __future__ import annotations

from django.db import models


class Finding(models.Model):
    """What one processor at one version found in one original; the whole is in `HOME/index`."""

    original = models.ForeignKey("records.Original", models.PROTECT, related_name="findings")
    processor = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    settings = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    summary = models.JSONField(default=dict)
    warned = models.BooleanField(default=False)

    class Meta:
        """A result is keyed by what made it, so that running again is free."""

        constraints = (
            models.UniqueConstraint(
                fields=["original", "processor", "version", "settings"], name="finding_once"
            ),
        )
        indexes = (models.Index(fields=["processor", "outcome"], name="finding_outcome"),)

    def __str__(self) -> str:
        return f"{self.processor} of {self.original_id}: {self.outcome}"
