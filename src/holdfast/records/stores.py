# SPDX-License-Identifier: Apache-2.0
"""Where in a home the vault, the log and the lines are opened: one function for each."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from holdfast.ledger.errors import DamagedLogError, LedgerError
from holdfast.ledger.keys import read_key
from holdfast.ledger.lines import lines_path, read_lines
from holdfast.ledger.log import Log
from holdfast.ledger.verification import verify_log
from holdfast.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from holdfast.home import Home


def open_vault(home: Home) -> Vault:
    """Open the vault; writes nothing."""
    return Vault.open(home.vault)


def open_log(home: Home) -> Log:
    """Open the log for writing; the caller holds the ledger's lock."""
    return Log.open(home.ledger, read_key(home.log_key))


def view_log(home: Home) -> Log:
    """Open the log for reading; writes nothing and needs no lock."""
    return Log.open(home.ledger, None)


def ledger_problems(home: Home) -> tuple[str, ...]:
    """Give what is wrong with the ledger, file by file, also when it is too damaged to open."""
    try:
        verifier = read_key(home.log_key).verifier
    except LedgerError:
        try:
            verifier = view_log(home).verifier
        except LedgerError as error:
            return (str(error),)
    found = verify_log(home.ledger, verifier)
    return tuple(f"{problem.path}: {problem.what}" for problem in found.problems)


def lines_folder(home: Home) -> Path:
    """Give the folder of the lines of bulk acts."""
    return home.ledger / "lines"


def line_reader(home: Home) -> Callable[[str], Iterator[bytes]]:
    """Give the function that reads lines by their root, verified."""
    folder = lines_folder(home)
    return lambda root: iter(read_lines(folder, root).lines)


def read_line(home: Home, root: str, position: int) -> bytes:
    """Read one line of a bulk act as it lies there, without adding all of them up.

    Raises DamagedLogError when it is not there. A proof of the line checks it.
    """
    path = lines_path(lines_folder(home), root)
    try:
        with path.open("rb") as file:
            line = next(islice(file, position, None))
    except (OSError, StopIteration) as error:
        raise DamagedLogError(
            f"Line {position} of {path} cannot be read: restore that file from a copy. Originals "
            "are unharmed."
        ) from error
    return line.removesuffix(b"\n")
