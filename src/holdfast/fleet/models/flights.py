# SPDX-License-Identifier: Apache-2.0
"""Flights, the versions of each, the media they made, and checks before take-off."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Preparation(models.Model):
    """A pre-flight check: what was ticked before take-off, by whom, and what became of it.

    `told` is what the entry holds (`holdfast.fleet.facts.PreparationTold`).
    """

    number = models.CharField(max_length=30, primary_key=True)
    aircraft = models.CharField(max_length=60, blank=True)
    pilot = models.CharField(max_length=150)
    district = models.CharField(max_length=100, blank=True)
    told = models.JSONField()
    seen = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-at", "-number")

    def __str__(self) -> str:
        return self.number


class Flight(models.Model):
    """One flight as it stands now: its newest version, in columns that lists and sums need.

    `start` is aware; where `start_zone` is "unknown" it is a wall clock kept as if it were UTC.
    `began` is the start as corrected. `seconds` is None when the length is unknown. `told` and
    `seen` are what the entry holds, with all words as they were (`holdfast.fleet.facts`).
    `approved`: recorded under a permit of the gate, for what it still says. `withdrawn_at`: it was
    entered by mistake.
    """

    number = models.CharField(max_length=30, primary_key=True)
    version = models.PositiveIntegerField(default=1)
    aircraft = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=100, blank=True)
    technology = models.CharField(max_length=130, blank=True)
    pilot = models.CharField(max_length=150)
    observer = models.CharField(max_length=150, blank=True)
    start = models.DateTimeField()
    start_zone = models.CharField(max_length=40)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    day = models.DateField()
    seconds = models.FloatField(null=True)
    source = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    purpose = models.CharField(max_length=60)
    district = models.CharField(max_length=100, blank=True)
    cell = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=60)
    occurred = models.BooleanField(default=False)
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="flights")
    preparation = models.OneToOneField(
        Preparation, models.PROTECT, null=True, related_name="flight"
    )
    approved = models.BooleanField()
    approval = models.CharField(max_length=200, blank=True)
    denied = models.TextField(blank=True)
    denied_kind = models.CharField(max_length=40, blank=True)
    told = models.JSONField()
    seen = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recorded_flights"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.TextField(blank=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Newest first; found by aircraft and time when media are matched."""

        ordering = ("-began", "-number")
        indexes = (
            models.Index(fields=["-began", "-number"], name="flight_newest"),
            models.Index(fields=["aircraft", "began"], name="flight_aircraft"),
            models.Index(fields=["pilot", "began"], name="flight_pilot"),
            models.Index(fields=["technology", "day"], name="flight_technology"),
        )

    def __str__(self) -> str:
        return self.number


class FlightVersion(models.Model):
    """One version of a flight: as it was recorded (1), and after each correction.

    `told` is None for the last version of a flight that was withdrawn; `reason` then says why.
    """

    flight = models.ForeignKey(Flight, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    told = models.JSONField(null=True)
    seen = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """In their order, each once."""

        ordering = ("flight", "version")
        constraints = (
            models.UniqueConstraint(fields=["flight", "version"], name="flight_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.flight_id}, version {self.version}"


class FlightItem(models.Model):
    """That an item is of a flight, as its newest version says. A withdrawn flight has none."""

    flight = models.ForeignKey(Flight, models.PROTECT, related_name="media")
    item = models.ForeignKey("records.Item", models.PROTECT, related_name="of_flights")

    class Meta:
        """Each pair once."""

        constraints = (models.UniqueConstraint(fields=["flight", "item"], name="flight_item_once"),)

    def __str__(self) -> str:
        return f"item {self.item_id} of {self.flight_id}"


class FlightAsset(models.Model):
    """That an asset flew on a flight, as its newest version says: aircraft, camera, battery, controller.

    A withdrawn flight has none.
    """

    flight = models.ForeignKey(Flight, models.PROTECT, related_name="assets")
    asset = models.CharField(max_length=60)

    class Meta:
        """Each pair once; summed by asset."""

        constraints = (
            models.UniqueConstraint(fields=["asset", "flight"], name="flight_asset_once"),
        )

    def __str__(self) -> str:
        return f"{self.asset} on {self.flight_id}"
