# SPDX-License-Identifier: Apache-2.0
"""Making a pack, under a permit for each class of data that leaves in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.gate import Support
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.oversight.uses.pictures import make_pictures
from holdfast.records import services
from holdfast.records.models import Item, PackMade
from holdfast.records.purposes import StatedPurpose
from holdfast.records.services import packs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.services import PackResult
    from holdfast.records.services.packs import ToPack

_COPIES: Final = {"video": "playable", "photograph": "viewable"}


def make_pack(
    *,
    home: Home,
    actor: Person,
    case: str,
    purpose: str,
    to: Path,
    items: Sequence[int] | None = None,
    recipient: str = "",
    purpose_text: str = "",
    copies: bool = True,
    now: datetime | None = None,
) -> PackResult:
    """Make a pack of a case's items, with copies that play where they may be made."""
    why = stated(home, purpose, purpose_text)
    chosen, errand, uses = _to_pack(
        home=home, actor=actor, case=case, items=items, purpose=why, now=now
    )
    permits = errand.permits(uses)
    if copies:
        for kind, processor in _COPIES.items():
            found = Item.objects.filter(number__in=chosen.items, kind=kind)
            make_pictures(
                home=home,
                actor=actor,
                items=list(found.values_list("number", flat=True)),
                processors=[processor],
                purpose=why,
                case=chosen.case.reference,
                now=now,
            )
    with errand.recording_denials(uses[0]):
        return services.make_pack(
            home=home,
            actor=actor,
            permits=permits,
            case=case,
            items=items,
            recipient=recipient,
            purpose_text=why.text,
            derivatives=copies,
            to=to,
            now=now,
        )


def ask_to_pack(
    *,
    home: Home,
    actor: Person,
    case: str,
    purpose: str,
    items: Sequence[int] | None = None,
    purpose_text: str = "",
) -> None:
    """Ask the gate before long work is begun, so that a denial is told at once. Raises DeniedError.

    What is packed later is asked for again.
    """
    why = stated(home, purpose, purpose_text)
    _, errand, uses = _to_pack(
        home=home, actor=actor, case=case, items=items, purpose=why, now=None
    )
    errand.permits(uses)


def hand_out_pack(*, home: Home, actor: Person, number: str) -> None:
    """Let a pack that was made be taken away, for the purpose it was made for.

    Its making is on the ledger; whether it may still leave is asked each time. Raises DeniedError.
    """
    services.authorise(actor, packs.ACT)
    made = PackMade.objects.select_related("case").get(number=number)
    purpose = StatedPurpose(made.purpose, made.purpose_text)
    errand = Errand(home, actor, purpose, Support("case", made.case.reference))
    classes = sorted(packs.classes_in_pack(home=home, pack=made))
    errand.permits(Use(packs.ACT, packs.TECHNOLOGY, one) for one in classes)


def _to_pack(
    *,
    home: Home,
    actor: Person,
    case: str,
    items: Sequence[int] | None,
    purpose: StatedPurpose,
    now: datetime | None,
) -> tuple[ToPack, Errand, list[Use]]:
    services.authorise(actor, packs.ACT)
    chosen = packs.to_pack(home=home, actor=actor, case=case, items=items, now=now)
    errand = Errand(home, actor, purpose, Support("case", chosen.case.reference), now)
    uses = [Use(packs.ACT, packs.TECHNOLOGY, one) for one in sorted(chosen.data_classes)]
    return chosen, errand, uses
