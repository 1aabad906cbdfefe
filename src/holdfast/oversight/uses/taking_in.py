# SPDX-License-Identifier: Apache-2.0
"""Taking in and reading, under permits.

Promises: evidence is never refused because what it says may not be read: a medium whose reading is
denied is taken in all the same, and waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.analysis import PROCESSORS
from holdfast.gate import DeniedError, Support
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.oversight.queries.approvals import approved_technologies
from holdfast.oversight.uses.classes import CARE, classes_of, classes_of_items, the_home
from holdfast.records import services
from holdfast.records.permitted import class_of
from holdfast.records.services.reading import ACT as READ
from holdfast.records.services.reading import PROCESSOR, unread, waiting
from holdfast.records.services.take_in import ACT as TAKE_IN
from holdfast.records.services.take_in import TECHNOLOGY as INTAKE
from holdfast.records.services.take_in import UNCLASSIFIED, items_of, need_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.intake.progress import Progress
    from holdfast.records.purposes import StatedPurpose


def _tell_nobody(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def take_in_medium(
    *,
    home: Home,
    actor: Person,
    path: Path,
    case: str,
    purpose: str,
    purpose_text: str = "",
    read: bool = True,
    progress: Callable[[Progress], None] = _tell_nobody,
    now: datetime | None = None,
    **more: Any,  # noqa: ANN401 # what the service takes besides
) -> str:
    """Take in a medium, and read it where that is permitted too; give the acquisition's number."""
    reference = services.plain_text(case, "reference")
    why = stated(home, purpose, purpose_text)
    services.authorise(actor, TAKE_IN)
    need_case(actor, reference)
    errand, use = _to_take_in(home, actor, reference, why, now)
    with errand.permitted(use) as permit:
        number = services.take_in(
            home=home,
            actor=actor,
            permit=permit,
            path=path,
            case=reference,
            purpose_text=errand.purpose.text,
            progress=progress,
            now=now,
            **more,
        )
    if read:
        try:
            _read(errand, items_of(number), progress)
        except DeniedError:
            return number
    return number


def ask_to_take_in(
    *, home: Home, actor: Person, case: str, purpose: str, purpose_text: str = ""
) -> None:
    """Ask the gate before long work is begun, so that a denial is told at once. Raises DeniedError.

    What is taken in later is asked for again.
    """
    why = stated(home, purpose, purpose_text)
    services.authorise(actor, TAKE_IN)
    errand, use = _to_take_in(home, actor, services.plain_text(case, "reference"), why, None)
    errand.permit(use)


def read_waiting(
    *,
    home: Home,
    actor: Person,
    purpose: str = CARE,
    progress: Callable[[Progress], None] = _tell_nobody,
    now: datetime | None = None,
) -> int:
    """Read every item that waits for it; give how many. Raises DeniedError."""
    errand = Errand(home, actor, stated(home, purpose), the_home(home), now)
    return _read(errand, waiting(), progress)


def permits_to_read_again(*, home: Home, actor: Person) -> tuple[Permit, ...]:
    """Give what permits that findings are computed again after a rebuild. Raises DeniedError."""
    errand = Errand(home, actor, stated(home, CARE), the_home(home))
    technology = PROCESSORS[PROCESSOR].technology
    return errand.any_permits(Use(READ, technology, one) for one in classes_of_items(home))


def _to_take_in(
    home: Home, actor: Person, case: str, purpose: StatedPurpose, now: datetime | None
) -> tuple[Errand, Use]:
    errand = Errand(home, actor, purpose, Support("case", case), now)
    return errand, Use(TAKE_IN, INTAKE, class_of(home, UNCLASSIFIED))


def _read(errand: Errand, items: Sequence[int], progress: Callable[[Progress], None]) -> int:
    left = unread(items)
    if not left:
        return 0
    technology = PROCESSORS[PROCESSOR].technology
    uses = [Use(READ, technology, one) for one in classes_of(errand.home, left)]
    return services.read_items(
        home=errand.home,
        actor=errand.actor,
        permits=errand.any_permits(uses),
        approved=approved_technologies(errand.moment),
        items=left,
        progress=progress,
        now=errand.now,
    )
