# SPDX-License-Identifier: Apache-2.0
"""A group of commands that imports a command only when it is asked for.

Never imports anything that a command uses: a command module imports its services inside the
function that runs, so that even `--help` (which imports every command) stays fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A Click group whose commands are named as `module:attribute`."""

    def __init__(
        self,
        name: str,
        commands_at: Mapping[str, str],
        *,
        help_text: str,
        epilog: str | None = None,
    ) -> None:
        super().__init__(name=name, help=help_text, epilog=epilog)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order in which a newcomer meets them."""
        del ctx  # every context offers the same commands
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None when there is none of that name."""
        del ctx
        where = self._commands_at.get(cmd_name)
        if where is None:
            return None
        module_name, _, attribute = where.partition(":")
        command: object = getattr(import_module(module_name), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{where} is not a command")
        return command
