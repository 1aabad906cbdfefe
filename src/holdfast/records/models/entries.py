# SPDX-License-Identifier: Apache-2.0
"""Entries of the ledger as the database knows them, and which items each concerns.

An entry without an index is in the outbox: its change is committed and the sequencer has yet to
put it under a checkpoint. The ledger on disk is the authority; this table makes it searchable.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One entry: the public face, and the sealed body while it has not been destroyed."""

    index = models.BigIntegerField(null=True, unique=True)
    act = models.CharField(max_length=40)
    day = models.DateField()
    role = models.CharField(max_length=40)
    technology = models.CharField(max_length=130, blank=True)
    approval = models.CharField(max_length=200, blank=True)
    # The record that stood behind a use, as `case:2026-0417`; never on the face.
    support = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    data_class = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20)
    count = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    lines_root = models.CharField(max_length=64, blank=True)
    lines_count = models.BigIntegerField(default=0)
    leaf = models.CharField(max_length=64)
    face = models.BinaryField()
    body = models.BinaryField(null=True)

    class Meta:
        """Found by act and day for the public counts, by leaf when healing after a crash."""

        indexes = (
            models.Index(fields=["leaf"], name="entry_leaf"),
            models.Index(fields=["act", "index"], name="entry_act"),
            models.Index(fields=["technology", "day"], name="entry_technology"),
            models.Index(fields=["support"], name="entry_support", condition=~models.Q(support="")),
            models.Index(fields=["actor", "index"], name="entry_actor"),
            models.Index(fields=["id"], name="entry_outbox", condition=Q(index__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.act} ({'waiting' if self.index is None else self.index})"


class Custody(models.Model):
    """That an entry concerns an item: one event of the item's chain of custody."""

    item = models.ForeignKey("records.Item", models.PROTECT, related_name="custody")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="custody")
    line = models.BigIntegerField(null=True)

    class Meta:
        """An item meets an entry once; the timeline is read in the order of recording."""

        constraints = (models.UniqueConstraint(fields=["item", "entry"], name="custody_once"),)

    def __str__(self) -> str:
        return f"item {self.item_id}: entry {self.entry_id}"
