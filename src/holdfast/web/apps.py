# SPDX-License-Identifier: Apache-2.0
"""Names the application for Django, so that its static files and template tags are found."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages; no models."""

    name = "holdfast.web"
    label = "web"
