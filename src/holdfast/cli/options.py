# SPDX-License-Identifier: Apache-2.0
"""The options that every command has in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from holdfast.cli.errors import NoHomeNamedError
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_HOME_HELP = "The home to work in. HOLDFAST_HOME says the same."


def home_option(command: Decorated) -> Decorated:
    """Add `--home DIR`, which HOLDFAST_HOME stands in for."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="HOLDFAST_HOME",
        metavar="DIR",
        help=_HOME_HELP,
    )(command)


def json_option(command: Decorated) -> Decorated:
    """Add `--json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences."
    )(command)


def named_home(home: Path | None) -> Path:
    """Return the home that was named, or say how to name one."""
    if home is None:
        raise NoHomeNamedError(
            "No home was named, and nothing was touched. Say --home DIR, or set HOLDFAST_HOME. "
            "A new home is made with 'holdfast init --home DIR'."
        )
    return home.absolute()


def need_case_and_purpose(case: str, purpose: str) -> None:
    """Refuse, before anything is done, an empty case and a purpose that says nothing."""
    from holdfast.agency import read_agency
    from holdfast.records.purposes import OTHER

    if not case.strip():
        raise WrongUsageError("--case is empty. Nothing was done. Name the case by its reference.")
    if purpose.strip().casefold() in ("", OTHER):
        known = ", ".join(each.id for each in read_agency(None).purposes if each.id != OTHER)
        raise WrongUsageError(
            f"--purpose does not say why. Nothing was done. Name one of {known}; or say it in "
            "words of your own, which are kept as another purpose."
        )


def need_text(*words: str) -> None:
    """Refuse, before anything is done, words that are kept and that hold bytes that are no text."""
    try:
        "".join(words).encode("utf-8")
    except UnicodeEncodeError as error:
        raise WrongUsageError(
            "A case, a purpose and whatever else is kept as words must be text in UTF-8, and one "
            "of these holds other bytes. Nothing was done. Say it in letters."
        ) from error
