# SPDX-License-Identifier: Apache-2.0
"""Whether recordings are whole, and playable copies of what is left of harmed ones, under permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.oversight.asking import stated
from holdfast.oversight.uses.classes import CARE
from holdfast.oversight.uses.looking import picture_of
from holdfast.oversight.uses.pictures import ask_to_make, make_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View

INTEGRITY = "integrity"
SALVAGE = "salvage"


def examine_integrity(
    *, home: Home, actor: Person, view: View, behind: bool = False
) -> Derivative | None:
    """Give the integrity report of an opened item's main file, made now if it was never tried.

    None while it is being made behind the page, or when the item has no main file.
    """
    return picture_of(home=home, actor=actor, view=view, processor=INTEGRITY, behind=behind)


def salvage_copy(
    *,
    home: Home,
    actor: Person,
    view: View,
    reference: int | None = None,
    behind: bool = False,
) -> Derivative | None:
    """Give the playable copy of what is left of an opened item's main file, made if never tried.

    `reference` is an item of the same camera that plays. Raises NotFoundError when it is none that
    the actor may open.
    """
    return picture_of(
        home=home, actor=actor, view=view, processor=SALVAGE, reference=reference, behind=behind
    )


def ask_to_examine_recordings(
    *, home: Home, actor: Person, items: Sequence[int], case: str, purpose: str = CARE
) -> None:
    """Ask the gate before long work is begun, so that a denial is told at once. Raises DeniedError.

    What is examined later is asked for again.
    """
    ask_to_make(
        home=home,
        actor=actor,
        items=items,
        processor=INTEGRITY,
        purpose=stated(home, purpose),
        case=case,
    )


def examine_recordings(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    case: str,
    purpose: str = CARE,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Examine those of many recordings that have no report yet. What is denied is on the ledger."""
    make_pictures(
        home=home,
        actor=actor,
        items=items,
        processors=[INTEGRITY],
        purpose=stated(home, purpose),
        case=case,
        tell=tell,
    )
