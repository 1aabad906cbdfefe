# SPDX-License-Identifier: Apache-2.0
"""What leaves with an item's file, and a cleaned copy of it, of an item that was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.oversight.uses.looking import picture_of

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View

REVIEW = "release-review"
CLEANING = "cleaning"


def review_leaving(
    *, home: Home, actor: Person, view: View, behind: bool = False
) -> Derivative | None:
    """Give the review of an opened item's main file, made now if it was never tried.

    None while it is being made behind the page, or when the item has no main file.
    """
    return picture_of(home=home, actor=actor, view=view, processor=REVIEW, behind=behind)


def clean_copy(*, home: Home, actor: Person, view: View, behind: bool = False) -> Derivative | None:
    """Give the cleaned copy of an opened item's main file, made now if it was never tried."""
    return picture_of(home=home, actor=actor, view=view, processor=CLEANING, behind=behind)
