# SPDX-License-Identifier: Apache-2.0
"""Names the application for Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their credentials."""

    name = "holdfast.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People"
