# SPDX-License-Identifier: Apache-2.0
"""Every test runs with the pages' settings and without a home, until it makes one.

HOLDFAST_TEST_DATABASE=postgresql runs the same tests against a PostgreSQL 15 of their own.
"""

from __future__ import annotations

import os

import django
import hypothesis
import pytest
from django.conf import settings

import postgresql

os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
os.environ.pop("HOLDFAST_HOME", None)
# The driver of the browser leaves an event loop in the thread that other tests then run in, and
# Django would take them for asynchronous code. Nothing of ours is.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A clock says nothing about a statement, and much about who else uses the machine.
hypothesis.settings.register_profile("holdfast", deadline=None)
hypothesis.settings.load_profile("holdfast")

if postgresql.wanted():
    if not postgresql.BIN.is_dir():
        pytest.exit(postgresql.MISSING, returncode=1)
    settings.DATABASES["default"].update(postgresql.server().settings("postgres"))
django.setup()
