# SPDX-License-Identifier: Apache-2.0
"""Every test runs with the pages' settings and without a home, until it makes one.

HOLDFAST_TEST_DATABASE=postgresql runs the same tests against a PostgreSQL 15 of their own.
"""

from __future__ import annotations

import os
from contextlib import suppress

import django
import hypothesis
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

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
    # A worker of xdist has the settings' module from its parent, so that Django is set up, and has
    # a connection of the other kind, before this is read.
    with suppress(AttributeError):
        del connections[DEFAULT_DB_ALIAS]
    assert connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
django.setup()
