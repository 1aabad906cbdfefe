# SPDX-License-Identifier: Apache-2.0
"""Originals, the items they make up, holds on items, and corrections that erase nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Original(models.Model):
    """A file in the vault, exactly as acquired."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    blocks_root = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    condition = models.CharField(max_length=10, default="sound")
    damaged_blocks = models.JSONField(default=list)

    class Meta:
        """The oldest check is the first to be repeated."""

        indexes = (models.Index(fields=["checked_at"], name="original_checked"),)

    def __str__(self) -> str:
        return self.sha256


class Item(models.Model):
    """One thing an investigator thinks of, with what its files say of it.

    `claimed_at` is what the device claims, read in `claimed_zone` ("unknown" when the file gives
    none; the value is then a wall clock kept as if it were UTC). `corrected_at` is a person's
    correction and never replaces the claim. `day` is the day the item is shown under. `quarantine`
    says why no processor may touch it yet, "" when one may.
    """

    number = models.BigIntegerField(primary_key=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=30)
    status = models.CharField(max_length=20, default="unclassified")
    offence_class = models.CharField(max_length=60, blank=True)
    retention_class = models.CharField(max_length=60, blank=True)
    access_class = models.CharField(max_length=20, default="standard")
    acquisition = models.ForeignKey("records.Acquisition", models.PROTECT, related_name="items")
    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_zone = models.CharField(max_length=40, blank=True)
    claimed_source = models.CharField(max_length=200, blank=True)
    corrected_at = models.DateTimeField(null=True)
    file_system_time = models.CharField(max_length=40, blank=True)
    day = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    has_track = models.BooleanField(default=False)
    duration_s = models.FloatField(null=True)
    device_text = models.CharField(max_length=200, blank=True)
    device = models.ForeignKey("records.Device", models.PROTECT, null=True, related_name="items")
    condition = models.CharField(max_length=20, default="unread")
    quarantine = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """Listed by number (newest first) or by day; aged while unclassified."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__in=("unclassified", "evidential", "non-evidential")),
                name="item_status",
            ),
            models.CheckConstraint(
                condition=models.Q(access_class__in=("standard", "restricted")),
                name="item_access_class",
            ),
        )
        indexes = (
            models.Index(fields=["day", "number"], name="item_day"),
            models.Index(fields=["status", "received_at"], name="item_status_age"),
            models.Index(fields=["kind", "number"], name="item_kind"),
            models.Index(fields=["acquisition", "condition"], name="item_condition"),
            models.Index(fields=["latitude", "longitude"], name="item_place"),
            models.Index(fields=["number"], name="item_track", condition=models.Q(has_track=True)),
            models.Index(
                fields=["number"], name="item_quarantine", condition=~models.Q(quarantine="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ItemFile(models.Model):
    """An original's part in an item: main, or a sidecar, proxy or thumbnail of the main one."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="files")
    original = models.ForeignKey(Original, models.PROTECT, related_name="uses")
    role = models.CharField(max_length=20)
    path = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        """The main file has position 0."""

        constraints = (
            models.UniqueConstraint(fields=["item", "position"], name="item_file_position"),
        )
        ordering = ("item_id", "position")

    def __str__(self) -> str:
        return f"{self.role} of item {self.item_id}"


class Hold(models.Model):
    """What stops disposal of an item, or of a whole case, until it is released."""

    number = models.CharField(max_length=30, primary_key=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="holds")
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="holds")
    reason = models.TextField()
    placed_at = models.DateTimeField()
    # None when a complaint by a member of the public placed it.
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        """A hold is on an item or on a case, never on both."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, case__isnull=True)
                | models.Q(item__isnull=True, case__isnull=False),
                name="hold_on_one",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Correction(models.Model):
    """A person's correction of a title or a time: the old value, the new one, and why."""

    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="corrections")
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="corrections")
    what = models.CharField(max_length=20)
    old = models.TextField(blank=True)
    new = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were made."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.what}: {self.old} → {self.new}"
