# SPDX-License-Identifier: Apache-2.0
"""Only who counts days or prints pays for the libraries that do it."""

from __future__ import annotations

import subprocess
import sys


def test_the_package_is_imported_without_calendars_fonts_or_pages() -> None:
    asked = (
        "import sys, holdfast.information; "
        "print([name for name in ('holidays', 'reportlab', 'django') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
