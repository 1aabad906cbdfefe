# SPDX-License-Identifier: Apache-2.0
"""Takes a medium in from a process of its own, which ends itself at the place it was told.

    python taking_in.py HOME PATH CASE [after-files N | at STEP]

STEP is a function of the records before or after which the process is gone, as if its power had
been cut: nothing is caught, closed or written any more.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.records.intake.progress import Progress

GONE = 77
PLACES = {
    "before-commit": ("holdfast.records.writing", "sequence", "before"),
    "before-log": ("holdfast.ledger.log", "Log.append", "before"),
    "after-log": ("holdfast.ledger.log", "Log.append", "after"),
    "before-journal-end": ("holdfast.records.intake.journal", "Journal.end", "before"),
    "before-reading": ("holdfast.records.services", "read_items", "before"),
    "after-lines": ("holdfast.records.sealing", "write_lines", "after"),
    "in-reading": ("holdfast.records.services.reading", "write_finding", "after"),
}


def gone(place: str) -> None:
    """Put the end of the process at the place."""
    module_name, name, when = PLACES[place]
    holder: Any = importlib.import_module(module_name)
    *path, last = name.split(".")
    for part in path:
        holder = getattr(holder, part)
    real: Callable[..., Any] = getattr(holder, last)
    is_take_in = place in ("before-commit", "before-log", "after-log")

    def ends(*arguments: Any, **named: Any) -> Any:
        if is_take_in and not _taking_in_is_waiting():
            return real(*arguments, **named)
        if when == "after":
            real(*arguments, **named)
        os._exit(GONE)

    setattr(holder, last, ends)


def _taking_in_is_waiting() -> bool:
    from holdfast.records.models import Entry

    return Entry.objects.filter(act="acquisition.take_in", index__isnull=True).exists()


def main(home_path: str, path: str, case: str, how: str = "", where: str = "") -> None:
    os.environ["HOLDFAST_HOME"] = home_path
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
    django.setup()
    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.oversight import uses
    from holdfast.records import queries

    def tell(progress: Progress) -> None:
        done = progress.stage == "storing" and progress.files_done >= int(where)
        if done:
            os._exit(GONE)

    if how == "at":
        gone(where)
    home = Home.open(Path(home_path))
    actor = Person.objects.get(username="operator")
    number = uses.take_in_medium(
        home=home,
        actor=actor,
        path=Path(path),
        case=case,
        purpose="crime-scene",
        progress=tell if how == "after-files" else lambda _progress: None,
    )
    receipt = queries.receipt(actor, home, number)
    sys.stdout.write(f"{receipt.acquisition} {receipt.stored} {receipt.resumed_files}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
