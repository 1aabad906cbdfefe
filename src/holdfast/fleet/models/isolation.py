# SPDX-License-Identifier: Apache-2.0
"""Network tests: what captures of a device's traffic showed, of one firmware, on one day."""

from __future__ import annotations

from typing import Final

from django.db import models

from holdfast.publication.records import TEST_NETWORKS, TEST_VERDICTS

VERDICTS: Final = TEST_VERDICTS
NETWORKS: Final = TEST_NETWORKS


class NetworkTest(models.Model):
    """One test as it was recorded.

    `asset` is the device of the fleet that was tested, "" for a sample that is not in it.
    `case` is the file it is kept under. `approval` is the approval in force at the time, "" when there was none. `captures` are
    {item, sha256, name, size}; `phases` {name, from, to}; `report` is the whole report as JSON,
    byte for byte as its digest `report_sha256` names it. `destinations` counts addresses outside
    by class of owner. `tested_from` and `tested_to` are the captures' own first and last times.
    """

    number = models.CharField(max_length=30, primary_key=True)
    technology = models.ForeignKey(
        "oversight.Technology", models.PROTECT, related_name="network_tests"
    )
    approval = models.CharField(max_length=30, blank=True)
    asset = models.CharField(max_length=60, blank=True)
    firmware = models.CharField(max_length=60)
    app = models.CharField(max_length=100, blank=True)
    app_version = models.CharField(max_length=60, blank=True)
    data_mode = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=30)
    tester = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    case = models.CharField(max_length=100)
    phases = models.JSONField(default=list)
    captures = models.JSONField(default=list)
    tested_from = models.DateTimeField(null=True)
    tested_to = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=30)
    destinations = models.JSONField(default=dict)
    report = models.BinaryField()
    report_sha256 = models.CharField(max_length=64)
    examined_by = models.CharField(max_length=60)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, related_name="+")

    class Meta:
        """Read in the order they were recorded."""

        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="test_verdict"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.technology_id} {self.firmware}"
