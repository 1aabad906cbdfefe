# SPDX-License-Identifier: Apache-2.0
"""Contractors who fly for the agency: engagements, their conditions, and what became of each.

Days (`…_on`) are calendar days where the agency is. Words are those of the event.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Engagement(models.Model):
    """A contractor engaged to fly for a case.

    `drone` says what flies; `technology` is None when it was said not to be on the register.
    `certificate_of` is "contractor" or "agency": whose pilot certificate the work is done under.
    """

    number = models.CharField(max_length=30, primary_key=True)
    contractor = models.CharField(max_length=200)
    contact = models.TextField(blank=True)
    case = models.ForeignKey("records.Case", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=60)
    work = models.TextField(blank=True)
    technology = models.ForeignKey(
        "oversight.Technology", models.PROTECT, null=True, related_name="+"
    )
    drone = models.CharField(max_length=200)
    certificate_of = models.CharField(max_length=20)
    certificate = models.CharField(max_length=200)
    rule_part = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    agreement_name = models.CharField(max_length=300, blank=True)
    agreement_sha256 = models.CharField(max_length=64, blank=True)
    left_out = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Listed by number; found by case."""

        ordering = ("number",)
        indexes = (models.Index(fields=["closed_on", "number"], name="engagement_open"),)

    def __str__(self) -> str:
        return self.number


class EngagementCondition(models.Model):
    """One condition: its day by the agency's list and its day now; where it stands.

    `state`: "open", "met", "waived" or "breached". `settled_on` is the day on which it was met,
    waived or breached, as told. `incident` is the newest that a breach of it opened.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    condition = models.CharField(max_length=60)
    words = models.TextField()
    asked = models.TextField()
    evidence = models.CharField(max_length=20)
    listed_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, default="open")
    settled_on = models.DateField(null=True)
    incident = models.ForeignKey("oversight.Incident", models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order of the agency's list; each once."""

        ordering = ("engagement", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["engagement", "condition"], name="engagement_condition_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_on"],
                name="engagement_outstanding",
                condition=Q(state__in=["open", "breached"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.condition}"


class EngagementStep(models.Model):
    """What was recorded: met, waived, breached, moved, agreed, reminded, closed.

    `condition` is "" where it concerns the whole. `by` is who did it or says so, or who decided it;
    `letter` the reminder as its parts, so that its PDF can be made again.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="steps")
    condition = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=20)
    made_on = models.DateField()
    by = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    document_name = models.CharField(max_length=300, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    acquisition = models.ForeignKey(
        "records.Acquisition", models.PROTECT, null=True, related_name="+"
    )
    incident = models.ForeignKey("oversight.Incident", models.PROTECT, null=True, related_name="+")
    outstanding = models.JSONField(default=list)
    letter = models.JSONField(default=dict)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were taken."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.step}"


class HandedOver(models.Model):
    """That a medium which was taken in was recorded under an engagement."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="media")
    acquisition = models.OneToOneField(
        "records.Acquisition", models.PROTECT, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """In the order they were tied."""

        ordering = ("at", "acquisition")

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.acquisition_id}"
