# SPDX-License-Identifier: Apache-2.0
"""Lay out the demonstration's home on disk, before Django is set up for it.

Imports no Django: the pages' settings are read from the home that this makes.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.demo.fleet import AGENCY, ORIGIN, ZONE
from holdfast.home import HomeExistsError
from holdfast.records.founding import lay_out_home

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.home import Home

_HOUR_OF_FOUNDING = 21

_SETTINGS = """
[sign_in]
# A demonstration only: a second factor is offered and not asked for.
second_factor = "offered"

[web]
# Where the card lies that a newcomer hands in.
media = [{cards}]
"""

_MARK = "demonstration.txt"
_MARK_TEXT = """\
This home is a demonstration: its people, cases and recordings are invented.
Never put evidence here.
"""


def lay_out_demonstration(root: Path, *, now: datetime) -> Home:
    """Make the home's folders with the file that marks it, and the folder outside of it."""
    outside = outside_of(root)
    if outside.exists():
        raise HomeExistsError(
            f"{outside} is there already. Nothing was touched. Remove it, or name another home."
        )
    home = lay_out_home(root, agency=AGENCY, origin=ORIGIN, zone=ZONE, now=founded(now))
    settings = root / "holdfast.toml"
    more = _SETTINGS.format(cards=json.dumps(str(cards_of(root).resolve())))
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    (root / _MARK).write_text(_MARK_TEXT, encoding="utf-8")
    outside.mkdir()
    return home


def founded(now: datetime) -> datetime:
    """Give the invented moment of founding: the second day of the quarter before the last one.

    So that two whole quarters have a report, whatever day it is.
    """
    day = date(now.year, (now.month - 1) // 3 * 3 + 1, 1)
    for _ in range(2):
        day = (day - timedelta(days=1)).replace(day=1)
        day = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return datetime(day.year, day.month, 2, _HOUR_OF_FOUNDING, tzinfo=UTC)


def is_demonstration(root: Path) -> bool:
    """Return whether the home at `root` was made by the demonstration."""
    return (root / _MARK).is_file()


def outside_of(root: Path) -> Path:
    """Return the folder beside the home: cards that were handed in, the pack that was handed out.

    It is outside, because a home takes nothing in from within itself.
    """
    return root.with_name(f"{root.name}-outside")


def cards_of(root: Path) -> Path:
    """Return the folder of the cards that were handed in, and of the one that was not yet."""
    return outside_of(root) / "cards"
