# SPDX-License-Identifier: Apache-2.0
"""The application that `holdfast serve` hands to waitress. `HOLDFAST_HOME` names the home."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
application = get_wsgi_application()
