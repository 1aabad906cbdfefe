# SPDX-License-Identifier: Apache-2.0
"""Opening an item, and the picture or copy by which it is shown, under permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis import PROCESSORS
from holdfast.gate import Support
from holdfast.oversight.asking import Errand, Use
from holdfast.oversight.uses.classes import classes_of
from holdfast.records import derivatives, services
from holdfast.records.access import no_such_item
from holdfast.records.models import PurposeGrant
from holdfast.records.purposes import StatedPurpose
from holdfast.records.queries.item import main_file
from holdfast.records.services import processing, viewing
from holdfast.records.stated import session_digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.analysis.job import Setting
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View


def open_item(
    *, home: Home, actor: Person, item: int, session: str, now: datetime | None = None
) -> View:
    """Open an item's content: the view is on the ledger when this returns."""
    errand, use = _to_view(home, actor, item, session, now)
    with errand.permitted(use) as permit:
        return services.open_view(
            home=home, actor=actor, permit=permit, item=item, session=session, now=now
        )


def glance_at_item(
    *, home: Home, actor: Person, item: int, session: str, now: datetime | None = None
) -> View:
    """Let a small picture of an item be shown in a list."""
    errand, use = _to_view(home, actor, item, session, now)
    with errand.permitted(use) as permit:
        return viewing.glance(
            home=home, actor=actor, permit=permit, item=item, session=session, now=now
        )


def picture_of(
    *,
    home: Home,
    actor: Person,
    view: View,
    processor: str,
    reference: int | None = None,
    made: Derivative | None = None,
    settings: Mapping[str, Setting] = derivatives.NONE,
    behind: bool = False,
) -> Derivative | None:
    """Give a picture or copy of an item that was opened, made now if it was never tried.

    `reference` is another item whose main file the processor reads as well, `made` a derivative of
    this one that it goes on from, `settings` what a person chose. None while it is being
    made behind the page, or when it has no main file. Raises NotFoundError for a reference that there
    is not, or that the actor may not open.
    """
    file = main_file(view.item)
    learnt = None if reference is None else main_file(reference)
    if file is None:
        return None
    if reference is not None and learnt is None:
        raise no_such_item(reference)
    others = (learnt.sha256 if learnt else None, made.sha256 if made else None)
    beside = tuple(one for one in others if one is not None)
    key = (home, file.sha256, processor, beside, settings)
    found = derivatives.find(*key)
    if found is None and not derivatives.is_being_made(*key):
        permit = view.permit
        errand = Errand(home, actor, StatedPurpose(permit.purpose, ""), permit.support)
        technology = PROCESSORS[processor].technology
        classes = {permit.data_class}
        if reference is not None:
            classes.update(classes_of(home, [reference]))
        uses = [Use(processing.ACT, technology, one, (view.item,)) for one in sorted(classes)]
        services.process(
            home=home,
            actor=actor,
            permits=errand.permits(uses),
            processor=processor,
            items=[view.item],
            reference=reference,
            made=made,
            settings=settings,
            behind=behind,
        )
    return found or derivatives.find(*key)


def purpose_of_session(actor: Person, session: str, now: datetime) -> PurposeGrant | None:
    """Give the purpose that the person stated last in this session, while it holds."""
    return (
        PurposeGrant.objects.filter(person=actor.pk, session=session_digest(session), until__gt=now)
        .select_related("case")
        .order_by("-id")
        .first()
    )


def _to_view(
    home: Home, actor: Person, item: int, session: str, now: datetime | None
) -> tuple[Errand, Use]:
    needed = viewing.needed_for_view(home=home, actor=actor, item=item, session=session, now=now)
    purpose = StatedPurpose(needed.purpose, needed.text)
    errand = Errand(home, actor, purpose, Support("case", needed.case), now)
    return errand, Use(viewing.ACT, viewing.TECHNOLOGY, needed.data_class, (item,))
