# SPDX-License-Identifier: Apache-2.0
"""The addresses of the section Reports: quarters, "was it used?", and outside tools' own logs."""

from __future__ import annotations

from django.urls import URLPattern, path

from holdfast.web.views.reporting import reports, tool_logs, was_used

REPORTS: list[URLPattern] = [
    path("", reports.quarters, name="reports"),
    path("used/", was_used.used, name="was_used"),
    path("tool-logs/", tool_logs.tool_logs, name="tool_logs"),
    path("tool-logs/~hand-in/", tool_logs.hand_in, name="tool_log_hand_in"),
    path("tool-logs/<int:entry>/", tool_logs.tool_log, name="tool_log"),
    path("<str:quarter>/", reports.report, name="report"),
    path("<str:quarter>/make/", reports.make, name="report_make"),
    path("<str:quarter>/<str:name>", reports.download, name="report_file"),
]
