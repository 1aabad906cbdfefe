# SPDX-License-Identifier: Apache-2.0
"""Cases, who may work in them and for how long, what belongs to them, and stated purposes."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Case(models.Model):
    """One investigation. `restricted` cases are seen by their members only."""

    number = models.PositiveIntegerField(primary_key=True)
    reference = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=300)
    access_class = models.CharField(max_length=20, default="standard")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Cases are listed newest first."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(access_class__in=("standard", "restricted")),
                name="case_access_class",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class CaseMember(models.Model):
    """That a person may work in a case, until when, and how they came to."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    via = models.CharField(max_length=20)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """`via` is opened, added or break-glass."""

        indexes = (models.Index(fields=["person", "case"], name="member_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} in case {self.case_id} ({self.via})"


class CaseItem(models.Model):
    """That an item belongs to a case, and its exhibit number there.

    The last five fields repeat the item's own, so that a case of a million items is listed from
    one index. `day_rank` is minus the day's ordinal, 1 for an item without a day: newest first.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    item = models.ForeignKey("records.Item", models.PROTECT, related_name="links")
    exhibit_number = models.CharField(max_length=60, blank=True)
    linked_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    day_rank = models.IntegerField()
    kind = models.CharField(max_length=30)
    status = models.CharField(max_length=20)
    access_class = models.CharField(max_length=20)
    has_track = models.BooleanField()

    class Meta:
        """An item is in a case once; an exhibit number is used once in a case."""

        constraints = (
            models.UniqueConstraint(fields=["case", "item"], name="case_item_once"),
            models.UniqueConstraint(
                fields=["case", "exhibit_number"],
                name="exhibit_number_once",
                condition=~models.Q(exhibit_number=""),
            ),
        )
        indexes = (
            models.Index(fields=["case", "day_rank", "item"], name="case_item_day"),
            models.Index(fields=["case", "status", "day_rank", "item"], name="case_item_status"),
            models.Index(fields=["case", "kind", "day_rank", "item"], name="case_item_kind"),
        )

    def __str__(self) -> str:
        return f"item {self.item_id} in case {self.case_id}"


class CaseTally(models.Model):
    """How many of a case's items are alike: what counts are added up from, however large it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tallies")
    day_rank = models.IntegerField()
    kind = models.CharField(max_length=30)
    status = models.CharField(max_length=20)
    access_class = models.CharField(max_length=20)
    has_track = models.BooleanField()
    items = models.IntegerField()

    class Meta:
        """One row for each kind of alike."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "day_rank", "kind", "status", "access_class", "has_track"],
                name="tally_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.items} in case {self.case_id}"


class PurposeGrant(models.Model):
    """A purpose a person stated for opening the content of a case, in one session."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    session = models.CharField(max_length=64)
    purpose = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    until = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Looked up before every first byte."""

        indexes = (models.Index(fields=["person", "session", "case"], name="purpose_session"),)

    def __str__(self) -> str:
        return f"{self.person_id} in case {self.case_id}: {self.purpose}"


class ItemView(models.Model):
    """That a person opened an item's content in a session: recorded once, before the first byte."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    item = models.ForeignKey("records.Item", models.PROTECT, related_name="views")
    session = models.CharField(max_length=64)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Looked up before every range of bytes."""

        constraints = (
            models.UniqueConstraint(fields=["person", "item", "session"], name="view_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} opened item {self.item_id}"


class SearchMade(models.Model):
    """That a person made a search in a session: recorded once, before the first answer.

    `query` is the digest of what was asked for.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    session = models.CharField(max_length=64)
    query = models.CharField(max_length=64)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Looked up before every page of answers."""

        constraints = (
            models.UniqueConstraint(fields=["person", "session", "query"], name="search_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} searched {self.query[:12]}"
