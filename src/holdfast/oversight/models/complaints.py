# SPDX-License-Identifier: Apache-2.0
"""What comes from outside: complaints, requests for information, and the answers to them.

Days (`…_on`) are calendar days where the agency is.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Complaint(models.Model):
    """A complaint as it was made. It stays counted whatever becomes of it.

    `secret_sha256` is the digest of the code with which whoever complained asks what became of it.
    `due_on` is empty where the agency's lists count no day.
    """

    number = models.CharField(max_length=30, primary_key=True)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    technology = models.ForeignKey(
        "oversight.Technology", models.PROTECT, null=True, related_name="complaints"
    )
    about = models.CharField(max_length=20)
    text = models.TextField()
    contact = models.TextField(blank=True)
    stated_reference = models.CharField(max_length=100, blank=True)
    where_and_when = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, default="received")
    secret_sha256 = models.CharField(max_length=64)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.number


class ComplaintStep(models.Model):
    """What became of a complaint: acknowledged, transferred, answered, upheld or not; a freeze.

    A freeze has the reference as it was given, and the case only where there is one.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    made_on = models.DateField()
    to = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    reference = models.CharField(max_length=100, blank=True)
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="+")
    hold = models.ForeignKey("records.Hold", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were taken."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.step}"


class InformationRequest(models.Model):
    """A request for official information, of a person for their own, or of a defendant.

    `subject` is what it is about (an id of holdfast.agency.SUBJECTS), `kind` the law that answers
    it. `due_on` is empty where that law sets no number of days.
    """

    number = models.CharField(max_length=30, primary_key=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=30)
    received_on = models.DateField()
    requester = models.TextField()
    contact = models.TextField(blank=True)
    text = models.TextField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, default="received")
    decided_on = models.DateField(null=True)
    secret_sha256 = models.CharField(max_length=64)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.number


class RequestStep(models.Model):
    """What became of a request: extended, transferred, decided, answered.

    `reasons` are the grounds with what was written for each; `letter` is the letter that went out,
    as its parts, so that its PDF can be made again.
    """

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    made_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    reasons = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    to = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    letter = models.JSONField(default=dict)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were taken."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.step}"


class Answer(models.Model):
    """The answer to "was it used on me?": drafted by one person, approved by another.

    `items` and `cases` (by reference) are what is linked to the person, `identity` how it was made
    sure who they are, `found` the uses that the ledger gave, each with the ground on which it is
    withheld ("" for none), `reasons` what was written for those grounds.
    """

    request = models.OneToOneField(
        InformationRequest, models.PROTECT, primary_key=True, related_name="answer"
    )
    identity = models.TextField()
    items = models.JSONField(default=list)
    cases = models.JSONField(default=list)
    found = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    outcome = models.CharField(max_length=20)
    text = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"answer to {self.request_id}"
