# SPDX-License-Identifier: Apache-2.0
"""A synopsis of an opened recording, and what it goes on from, under permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.oversight.uses.looking import picture_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.analysis.job import Setting
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View

MOTION = "motion"
SYNOPSIS = "synopsis"


def find_what_moves(
    *, home: Home, actor: Person, view: View, behind: bool = False
) -> Derivative | None:
    """Give what moves in an opened item's recording, found now if that was never tried.

    None while it is being found behind the page. Raises RefusedError for a quarantined item.
    """
    return picture_of(home=home, actor=actor, view=view, processor=MOTION, behind=behind)


def make_synopsis(
    *,
    home: Home,
    actor: Person,
    view: View,
    found: Derivative,
    settings: Mapping[str, Setting],
    behind: bool = False,
) -> Derivative | None:
    """Give the synopsis of `found`, what moves in an opened item's recording, made if never tried.

    None while it is being made behind the page. Raises RefusedError for a quarantined item.
    """
    return picture_of(
        home=home,
        actor=actor,
        view=view,
        processor=SYNOPSIS,
        made=found,
        settings=settings,
        behind=behind,
    )
