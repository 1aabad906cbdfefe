# SPDX-License-Identifier: Apache-2.0
"""The agency's own devices, so that a recording can be matched to one by its serial numbers."""

from __future__ import annotations

from django.db import models


class Device(models.Model):
    """One device of the fleet. `serials` is a list of texts as the device writes them.

    `technology` is the id, on the register of technologies, of the model it is one of. `part_of`
    is the asset number of what it is fitted to, `retired_on` the day it left the fleet.
    """

    asset = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=30, default="drone")
    maker = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    serials = models.JSONField(default=list)
    district = models.CharField(max_length=100, blank=True)
    custodian = models.CharField(max_length=150, blank=True)
    technology = models.CharField(max_length=130, blank=True)
    firmware = models.CharField(max_length=100, blank=True, default="")
    part_of = models.CharField(max_length=60, blank=True, default="")
    retired_on = models.DateField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        """Listed by asset number."""

        ordering = ("asset",)

    def __str__(self) -> str:
        return f"{self.asset} ({self.maker} {self.model})"


class DeviceChange(models.Model):
    """What was registered of a device, and from when: nothing is overwritten here.

    `told` holds the fields of `Device` as texts and lists, with the same names.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    told = models.JSONField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """In the order in which it was registered."""

        ordering = ("id",)
        indexes = (models.Index(fields=["device", "at"], name="device_as_of"),)

    def __str__(self) -> str:
        return f"{self.device_id} from {self.at:%Y-%m-%d}"
