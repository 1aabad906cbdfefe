# SPDX-License-Identifier: Apache-2.0
"""The register: technologies, how they moved along, what was assessed, what the panel was asked."""

from __future__ import annotations

from typing import Final

from django.db import models

KINDS: Final = ("drone", "camera", "processor", "outside-tool", "function")
STAGES: Final = ("proposed", "assessed", "trial", "adopted", "suspended", "retired")


class Technology(models.Model):
    """One technology. `fields` holds what may change: supplier, procurement, cost, and so on.

    `phrase` goes on from "may use". `latent`: it is in a tool of ours and is not approved. `ours`:
    it is a part of Holdfast. `parent`: the tool that this is a function of. `open_trigger` says
    what asks for a new assessment, "" when nothing does.
    """

    number = models.CharField(max_length=130, primary_key=True)
    name = models.CharField(max_length=200)
    phrase = models.CharField(max_length=250)
    kind = models.CharField(max_length=20)
    maker = models.CharField(max_length=200, blank=True)
    model = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="functions")
    ours = models.BooleanField(default=False)
    latent = models.BooleanField(default=False)
    captures_others = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True)
    fields = models.JSONField(default=dict)
    stage = models.CharField(max_length=20, default="proposed")
    open_trigger = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Listed by id."""

        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="technology_stage"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="technology_kind"),
        )

    def __str__(self) -> str:
        return self.name


class TechnologyChange(models.Model):
    """What the register says was changed: the old values, the new ones, and the trigger."""

    technology = models.ForeignKey(Technology, models.PROTECT, related_name="changes")
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    trigger = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were made."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.technology_id}: {', '.join(self.new)}"


class StageMove(models.Model):
    """One move along the stages, with the decision it was made under."""

    technology = models.ForeignKey(Technology, models.PROTECT, related_name="moves")
    was = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    decision = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were made."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.technology_id}: {self.was} → {self.stage}"


class Assessment(models.Model):
    """An assessment that was done: its kind, its summary, and how it answers each principle."""

    technology = models.ForeignKey(Technology, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=60)
    done_on = models.DateField()
    trigger = models.CharField(max_length=60, blank=True)
    summary = models.TextField()
    alternative = models.TextField(blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    principles = models.JSONField(default=dict)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were attached."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} of {self.technology_id}"


class Advice(models.Model):
    """What the expert panel was asked, and what it answered, or why that is withheld."""

    number = models.CharField(max_length=30, primary_key=True)
    technology = models.ForeignKey(Technology, models.PROTECT, related_name="advice")
    question = models.TextField()
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    withheld_ground = models.CharField(max_length=60, blank=True)
    response = models.TextField(blank=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Listed by number."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.number
