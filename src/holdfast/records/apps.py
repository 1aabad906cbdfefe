# SPDX-License-Identifier: Apache-2.0
"""The Django application that holds the projection of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Cases, acquisitions, items and their custody."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "holdfast.records"
    label = "records"
    verbose_name = "Records"
