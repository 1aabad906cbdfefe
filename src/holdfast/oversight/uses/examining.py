# SPDX-License-Identifier: Apache-2.0
"""Examining captures of network traffic, under a permit for each class of data they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.gate import Support
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.oversight.uses.classes import OVERSEEING, classes_of
from holdfast.records import services
from holdfast.records.permitted import class_of
from holdfast.records.services.examining import ACT, TECHNOLOGY, examine_captures
from holdfast.records.services.take_in import UNCLASSIFIED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.analysis import Outcome
    from holdfast.analysis.job import Setting
    from holdfast.home import Home


def examine_traffic(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    case: str,
    settings: Mapping[str, Setting],
    purpose: str = OVERSEEING,
    now: datetime | None = None,
) -> Outcome:
    """Examine captures that were taken in. Raises DeniedError, NotFoundError, RefusedError."""
    services.authorise(actor, ACT)
    errand = Errand(home, actor, stated(home, purpose), Support("case", case), now)
    uses = [Use(ACT, TECHNOLOGY, one, tuple(items)) for one in classes_of(home, items)]
    permits = errand.permits(uses)
    with errand.recording_denials(uses[0]):
        return examine_captures(
            home=home, actor=actor, permits=permits, items=items, settings=settings, now=now
        )


def ask_to_examine_traffic(
    *, home: Home, actor: Person, case: str, purpose: str = OVERSEEING
) -> None:
    """Ask the gate before long work is begun, so that a denial is told at once. Raises DeniedError.

    What is examined later is asked for again.
    """
    services.authorise(actor, ACT)
    errand = Errand(home, actor, stated(home, purpose), Support("case", case))
    errand.permit(Use(ACT, TECHNOLOGY, class_of(home, UNCLASSIFIED)))
