# SPDX-License-Identifier: Apache-2.0
"""The command line: one file a command, each loaded only when it is asked for.

It promises stable exit codes (0 done, 1 the answer is no, 2 wrong usage, 3 evidence needs
attention), one JSON object on standard output with `--json`, progress on standard error only, and
a sentence instead of a traceback. `read`, `verify`, `ledger prove` and `--help` never import
Django.
"""

from __future__ import annotations

from holdfast.cli.edge import run

__all__ = ["run"]
