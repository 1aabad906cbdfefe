# SPDX-License-Identifier: Apache-2.0
"""Searching, under a permit for each class of data that is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.accounts.permissions import sees_content
from holdfast.gate import Support
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.oversight.uses.classes import CARE, OVERSEEING, classes_of_items, the_home
from holdfast.records import services
from holdfast.records.services import searching

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.values import ItemLine, Page, Wanted


def search(
    *,
    home: Home,
    actor: Person,
    wanted: Wanted,
    session: str,
    purpose: str = "",
    purpose_text: str = "",
    case: str = "",
    after: str | None = None,
    limit: int = 60,
    now: datetime | None = None,
) -> Page[ItemLine]:
    """Search the classes of data that the actor may search for that purpose.

    Without a purpose it is the care of the holdings (for whoever sees no content, oversight), which
    the home itself stands behind. Raises DeniedError when no class may be searched.
    """
    services.authorise(actor, searching.ACT)
    why = stated(home, purpose or (CARE if sees_content(actor) else OVERSEEING), purpose_text)
    errand = Errand(home, actor, why, Support("case", case) if case else the_home(home), now)
    uses = [Use(searching.ACT, searching.TECHNOLOGY, one) for one in classes_of_items(home)]
    permits = errand.any_permits(uses)
    with errand.recording_denials(uses[0]):
        return services.search(
            home=home,
            actor=actor,
            permits=permits,
            wanted=wanted,
            session=session,
            purpose_text=why.text,
            after=after,
            limit=limit,
            now=now,
        )
