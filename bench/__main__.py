# SPDX-License-Identifier: Apache-2.0
"""`make bench`: run every bench here, one after the other, and print their tables.

Each is a program of its own, so that one does not warm up another. Nothing is written but to a
temporary folder that each removes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run them all; fail when one fails."""
    failed = 0
    for program in sorted(Path(__file__).parent.glob("*.py")):
        if program.name.startswith("_"):
            continue
        print(f"== {program.stem}", flush=True)
        failed += subprocess.run([sys.executable, program], check=False).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
