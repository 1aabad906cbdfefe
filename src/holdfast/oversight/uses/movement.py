# SPDX-License-Identifier: Apache-2.0
"""Finding what moves in the recordings of a case, and searching it, under permits.

Promises: it is done for the purpose that the person stated for the case, and for no other; a class
of data without a permit is neither analysed nor searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.analysis import PROCESSORS
from holdfast.gate import Support
from holdfast.oversight.asking import Errand, Use
from holdfast.oversight.uses.classes import classes_of_items
from holdfast.oversight.uses.pictures import ask_to_make, make_pictures
from holdfast.records import services
from holdfast.records.permitted import class_of
from holdfast.records.services import movement, processing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.purposes import StatedPurpose
    from holdfast.records.services.movement import Asking, FoundMovement

MOTION: Final = "motion"


def why_not_analysed(
    *, home: Home, actor: Person, purpose: StatedPurpose, case: str, statuses: Sequence[str]
) -> Mapping[str, str]:
    """Say of each status of items why their recordings would not be analysed, "" when they would."""
    errand = Errand(home, actor, purpose, Support("case", case))
    technology = PROCESSORS[MOTION].technology
    return {
        status: errand.why_denied(Use(processing.ACT, technology, class_of(home, status)))
        for status in statuses
    }


def ask_to_find_movement(
    *, home: Home, actor: Person, items: Sequence[int], purpose: StatedPurpose, case: str
) -> None:
    """Ask the gate before a process is started for it. Raises DeniedError."""
    ask_to_make(home=home, actor=actor, items=items, processor=MOTION, purpose=purpose, case=case)


def find_movement(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    purpose: StatedPurpose,
    case: str,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Analyse those of the recordings that were not. What is denied is on the ledger."""
    make_pictures(
        home=home,
        actor=actor,
        items=items,
        processors=[MOTION],
        purpose=purpose,
        case=case,
        tell=tell,
    )


def search_movement(
    *,
    home: Home,
    actor: Person,
    asking: Asking,
    purpose: StatedPurpose,
    case: str,
    session: str,
    now: datetime | None = None,
) -> FoundMovement:
    """Search the classes of data that the actor may search for that purpose, in one case.

    Raises DeniedError when no class may be searched.
    """
    services.authorise(actor, movement.ACT)
    errand = Errand(home, actor, purpose, Support("case", case), now)
    uses = [Use(movement.ACT, movement.TECHNOLOGY, one) for one in classes_of_items(home)]
    permits = errand.any_permits(uses)
    with errand.recording_denials(uses[0]):
        return movement.search_movement(
            home=home,
            actor=actor,
            permits=permits,
            asking=asking,
            session=session,
            purpose_text=purpose.text,
            now=now,
        )
