# SPDX-License-Identifier: Apache-2.0
"""Where a witness keeps its keys and records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def folder_option(command: Decorated) -> Decorated:
    """Add `--home DIR`: the witness's own folder, which is no agency's home."""
    return click.option(
        "--home",
        "--state",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="HOLDFAST_WITNESS",
        required=True,
        metavar="DIR",
        help="The witness's own folder. HOLDFAST_WITNESS says the same.",
    )(command)
