# SPDX-License-Identifier: Apache-2.0
"""Write docs/command-line.md from the commands' help: `tools/command_line_page.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from holdfast.cli.app import app
from tools.pages import NOTE, write_or_compare

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = f"""\
# The command line

{NOTE}

Every command takes `--home DIR` (or `HOLDFAST_HOME`) and `--json`. Exit codes are stable: 0 done,
1 the answer is no, 2 wrong usage, 3 evidence needs attention. Sentences and JSON go to standard
output; progress and errors to standard error, but with `--json` an error too is one JSON object on
standard output. Ctrl-C stops a command at a safe place and says how to go on.

Whoever runs a command acts under their operating-system user, mapped to a person of the home
(`holdfast user map`). `holdfast init` maps the one who runs it.

`read`, `motion`, `synopsis`, `verify`, `ledger prove` and `--help` need no database; all but the second
and third start at once.
"""
_WIDTH = 80


def _commands(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None:
                yield from _commands(child, child_name, context)


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for path, text in _commands(app, "holdfast", None):
        plain = "\n".join(line.rstrip() for line in text.splitlines())
        parts.append(f"## `{path}`\n\n```text\n{plain}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(write_or_compare("command-line.md", page(), sys.argv[1:]))
