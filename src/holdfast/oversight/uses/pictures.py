# SPDX-License-Identifier: Apache-2.0
"""Pictures and copies of many items at once, under permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis import PROCESSORS
from holdfast.gate import DeniedError, Support
from holdfast.oversight.asking import Errand, Use
from holdfast.oversight.uses.classes import classes_of
from holdfast.records import services
from holdfast.records.services import processing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.purposes import StatedPurpose


def ask_to_make(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    processor: str,
    purpose: StatedPurpose,
    case: str,
) -> None:
    """Ask the gate before long work is begun, so that a denial is told at once. Raises DeniedError.

    What is made later is asked for again.
    """
    services.authorise(actor, processing.ACT)
    errand = Errand(home, actor, purpose, Support("case", case))
    technology = PROCESSORS[processor].technology
    errand.any_permits([Use(processing.ACT, technology, one) for one in classes_of(home, items)])


def make_pictures(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    processors: Sequence[str],
    purpose: StatedPurpose,
    case: str,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    now: datetime | None = None,
) -> None:
    """Make what is missing of many items. What is denied is on the ledger and is left out."""
    errand = Errand(home, actor, purpose, Support("case", case), now)
    for processor in processors:
        wanted = [one.item for one in processing.work_for(home, items, processor)]
        technology = PROCESSORS[processor].technology
        uses = [Use(processing.ACT, technology, one) for one in classes_of(home, wanted)]
        try:
            permits = errand.any_permits(uses)
        except DeniedError:
            continue
        if permits:
            services.process(
                home=home,
                actor=actor,
                permits=permits,
                processor=processor,
                items=wanted,
                tell=tell,
                now=now,
            )
