# SPDX-License-Identifier: Apache-2.0
"""Days on the command line: 2026-11-23 and nothing else."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click import Context, Parameter

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


class Day(click.ParamType["date"]):
    """A day in UTC, as faces have it."""

    name = "day"

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> date:  # noqa: ANN401 # Click's own
        """Read it, or say how it is written."""
        if isinstance(value, date):
            return value
        try:
            if _DAY.match(str(value)):
                return date.fromisoformat(str(value))
        except ValueError:
            pass
        return self.fail(f"{str(value)[:40]!r} is no day; write 2026-11-23", param, ctx)


DAY = Day()
