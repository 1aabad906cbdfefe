# SPDX-License-Identifier: Apache-2.0
"""`python -m holdfast` and the `holdfast` command: the same door."""

from __future__ import annotations

import sys

from holdfast.cli import run


def main() -> int:
    """Run the command line on this process's arguments; return its exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
