# SPDX-License-Identifier: Apache-2.0
"""The ledger of a home, opened to be read: no lock, no database, no Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.errors import UnreadablePathError
from holdfast.cli.options import named_home

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger import Log, Verifier


def ledger_to_read(home: Path | None, verifier: Verifier | None = None) -> Log:
    """Open the ledger of the named home for reading; with its own key unless one is given."""
    from holdfast.home import Home
    from holdfast.ledger import Log

    return Log.open(Home.open(named_home(home)).ledger, verifier=verifier)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file named on the command line."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadablePathError(
            f"{path} cannot be read: {error.strerror}. Nothing was verified. Name another file."
        ) from error


def stated_verifier(key: str) -> Verifier:
    """Return the verifier key given as a line of text, or as the name of a file that holds it."""
    from pathlib import Path

    from holdfast.ledger import Verifier

    path = Path(key)
    text = read_file(path).decode("utf-8", "replace") if "+" not in key else key
    return Verifier.from_vkey(text.strip())
