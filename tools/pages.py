# SPDX-License-Identifier: Apache-2.0
"""How a page that is made from the code is written, or compared with what is there.

A page tool is run without arguments to write its page, and with `--check` to fail when the page
differs from the code. A test runs the second, so that a page cannot drift.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Made from the code by `make docs`; change the code, not this page. -->"


def write_or_compare(name: str, text: str, arguments: list[str]) -> int:
    """Write `docs/NAME`, or with `--check` say how it differs; return the exit code."""
    path = ROOT / "docs" / name
    if arguments != ["--check"]:
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)} written\n")
        return 0
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before == text:
        return 0
    lines = difflib.unified_diff(
        before.splitlines(), text.splitlines(), f"docs/{name}", "the code", lineterm=""
    )
    sys.stdout.write("\n".join(lines) + "\nRun 'make docs'.\n")
    return 1
