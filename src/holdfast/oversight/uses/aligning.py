# SPDX-License-Identifier: Apache-2.0
"""Comparing the sound of two recordings, under permits for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.oversight.uses.looking import open_item, picture_of

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative

SYNC: Final = "sync"


def compare_sound(
    *, home: Home, actor: Person, reference: int, item: int, session: str, behind: bool = False
) -> Derivative | None:
    """Say where an item's recording lies on the clock of a reference's, by what both heard.

    Both are opened: what is heard in them is content. None while it is being found behind the page.
    Raises NotFoundError, DeniedError, PurposeNeededError, RefusedError for a quarantined one.
    """
    view = open_item(home=home, actor=actor, item=reference, session=session)
    open_item(home=home, actor=actor, item=item, session=session)
    return picture_of(
        home=home, actor=actor, view=view, processor=SYNC, reference=item, behind=behind
    )
