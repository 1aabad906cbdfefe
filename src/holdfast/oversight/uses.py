# SPDX-License-Identifier: Apache-2.0
"""Every use of a technology inside Holdfast: ask the gate, then the service that needs the permit.

Promises: pages, commands and the demonstration use evidence through these functions and through no
others; each says what is asked (technology, purpose, class of data, the record behind it), so that
a denial says it too. Nothing here changes a record itself.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from holdfast.analysis import PROCESSORS
from holdfast.gate import DeniedError, Support
from holdfast.oversight.asking import Use, ask, ask_for_all, ask_for_any, recorded_denials, stated
from holdfast.oversight.queries.approvals import approved_technologies
from holdfast.oversight.services import outside
from holdfast.records import derivatives, services
from holdfast.records.errors import MediumError, RefusedError
from holdfast.records.models import Item, PurposeGrant
from holdfast.records.permitted import class_of
from holdfast.records.purposes import StatedPurpose
from holdfast.records.queries.item import main_file
from holdfast.records.services import packs, processing, searching, take_in, viewing
from holdfast.records.services.reading import PROCESSOR as READING
from holdfast.records.services.reading import unread, waiting
from holdfast.records.stated import session_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.values import ItemLine, Page, Wanted
    from holdfast.records.services import PackResult, Recorded
    from holdfast.records.services.viewing import Needed, View

_UNCLASSIFIED: Final = "unclassified"
# What is asked for when nobody names a purpose: the work on the holdings themselves.
CARE: Final = "exhibit-care"
OVERSEEING: Final = "oversight"


def take_in_medium(
    *,
    home: Home,
    actor: Person,
    path: Path,
    case: str,
    purpose: str,
    purpose_text: str = "",
    now: datetime | None = None,
    read: bool = True,
    **more: Any,  # noqa: ANN401 # what take_in takes besides
) -> str:
    """Take in a medium under a permit, and read it where that is permitted too.

    A medium whose reading is denied is taken in all the same: evidence is never refused for that.
    """
    why = stated(home, purpose, purpose_text)
    reference = services.plain_text(case, "reference")
    if not path.exists():
        raise MediumError(f"There is nothing at {path}. Nothing was taken in.")
    take_in.need_case(actor, reference)
    support = Support("case", reference)
    use = Use(take_in.ACT, take_in.TECHNOLOGY, class_of(home, _UNCLASSIFIED))
    permit = ask(home=home, actor=actor, use=use, purpose=why, support=support, now=now)
    with recorded_denials(home, actor, use, why, now or datetime.now(UTC)):
        number = services.take_in(
            home=home,
            actor=actor,
            permit=permit,
            path=path,
            case=reference,
            purpose_text=why.text,
            now=now,
            **more,
        )
    if read:
        items = take_in.items_of(number)
        _read(home, actor, items, why, support, more.get("progress"), now)
    return number


def read_waiting(
    *,
    home: Home,
    actor: Person,
    purpose: str = CARE,
    now: datetime | None = None,
    progress: Callable[[Any], None] | None = None,
) -> int:
    """Read every item that waits for it. Raises DeniedError when nothing of it is permitted."""
    items = waiting()
    support = Support("home", home.config.origin)
    return _read(home, actor, items, stated(home, purpose), support, progress, now, strict=True)


def open_item(
    *, home: Home, actor: Person, item: int, session: str, now: datetime | None = None
) -> View:
    """Open an item's content: the view is on the ledger when this returns."""
    needed, permit = _permit_to_view(home, actor, item, session, now)
    use = Use(viewing.ACT, viewing.TECHNOLOGY, needed.data_class, (item,))
    why = StatedPurpose(needed.purpose, needed.text)
    with recorded_denials(home, actor, use, why, now or datetime.now(UTC)):
        return services.open_view(
            home=home, actor=actor, permit=permit, item=item, session=session, now=now
        )


def glance_at_item(
    *, home: Home, actor: Person, item: int, session: str, now: datetime | None = None
) -> View:
    """Let a small picture of an item be shown in a list."""
    _, permit = _permit_to_view(home, actor, item, session, now)
    return viewing.glance(
        home=home, actor=actor, permit=permit, item=item, session=session, now=now
    )


def picture_of(
    *, home: Home, actor: Person, view: View, processor: str, behind: bool = False
) -> Derivative | None:
    """Give a picture or copy of an opened item, made now if it was never tried.

    None while it is being made behind the page, or when the item has no main file.
    """
    file = main_file(view.item)
    if file is None:
        return None
    found = derivatives.find(home, file.sha256, processor)
    if found is None and not derivatives.is_being_made(home, file.sha256, processor):
        why = StatedPurpose(view.permit.purpose, "")
        use = Use(processing.ACT, PROCESSORS[processor].technology, view.permit.data_class, (view.item,))
        support = view.permit.support
        permit = ask(home=home, actor=actor, use=use, purpose=why, support=support)
        services.process(
            home=home,
            actor=actor,
            permits=[permit],
            processor=processor,
            items=[view.item],
            behind=behind,
        )
    return derivatives.find(home, file.sha256, processor)


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
    support = Support("case", case)
    for processor in processors:
        wanted = [one.item for one in processing.work_for(home, items, processor)]
        if not wanted:
            continue
        technology = PROCESSORS[processor].technology
        uses = [Use(processing.ACT, technology, one) for one in classes_of(home, wanted)]
        try:
            permits = ask_for_any(
                home=home, actor=actor, uses=uses, purpose=purpose, support=support, now=now
            )
        except DeniedError:
            continue
        services.process(
            home=home,
            actor=actor,
            permits=permits,
            processor=processor,
            items=wanted,
            tell=tell,
            now=now,
        )


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
    chosen = packs.to_pack(home=home, actor=actor, case=case, items=items, now=now)
    support = Support("case", chosen.case.reference)
    classes = sorted(chosen.data_classes)
    uses = [Use(packs.ACT, packs.TECHNOLOGY, one) for one in classes]
    permits = ask_for_all(
        home=home, actor=actor, uses=uses, purpose=why, support=support, now=now
    )
    if copies:
        for kind, processor in (("video", "playable"), ("photograph", "viewable")):
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
    with recorded_denials(home, actor, uses[0], why, now or datetime.now(UTC)):
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

    Without a purpose, it is the care of the holdings (for an auditor, oversight), which the home
    itself stands behind. Raises DeniedError when no class may be searched.
    """
    default = CARE if may_handle(actor) else OVERSEEING
    why = stated(home, purpose or default, purpose_text)
    support = Support("case", case) if case else Support("home", home.config.origin)
    uses = [
        Use(searching.ACT, searching.TECHNOLOGY, one.id)
        for one in home.lists.data_classes
        if one.item_status
    ]
    permits = ask_for_any(
        home=home, actor=actor, uses=uses, purpose=why, support=support, now=now
    )
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


def record_use(
    *,
    home: Home,
    actor: Person,
    technology: str,
    purpose: str,
    data_class: str,
    support: Support,
    count: int,
    unit: str,
    purpose_text: str = "",
    now: datetime | None = None,
    **more: Any,  # noqa: ANN401 # what record_use takes besides
) -> Recorded:
    """Record a use outside Holdfast, if it was permitted; a denial is recorded as a denial."""
    why = stated(home, purpose, purpose_text)
    use = Use(outside.ACT, technology, data_class)
    permit = ask(home=home, actor=actor, use=use, purpose=why, support=support, now=now)
    with recorded_denials(home, actor, use, why, now or datetime.now(UTC)):
        return outside.record_use(
            home=home,
            actor=actor,
            permit=permit,
            count=count,
            unit=unit,
            purpose_text=why.text,
            now=now,
            **more,
        )


def permits_to_read_again(*, home: Home, actor: Person) -> tuple[Permit, ...]:
    """Give what permits that findings are computed again after a rebuild. Raises DeniedError."""
    support = Support("home", home.config.origin)
    uses = [
        Use("item.read", PROCESSORS[READING].technology, one.id)
        for one in home.lists.data_classes
        if one.item_status
    ]
    return ask_for_any(
        home=home, actor=actor, uses=uses, purpose=stated(home, CARE), support=support
    )


def purpose_of_session(actor: Person, session: str, now: datetime) -> PurposeGrant | None:
    """Give the purpose that the person stated last in this session, while it holds."""
    return (
        PurposeGrant.objects.filter(
            person=actor.pk, session=session_digest(session), until__gt=now
        )
        .select_related("case")
        .order_by("-id")
        .first()
    )


def classes_of(home: Home, items: Sequence[int]) -> list[str]:
    """Give the classes of data that the items are of."""
    statuses = Item.objects.filter(number__in=items).values_list("status", flat=True).distinct()
    return sorted({class_of(home, status) for status in statuses})


def may_handle(actor: Person) -> bool:
    """Say whether the person works with evidence at all."""
    from holdfast.accounts.permissions import sees_content

    return sees_content(actor)


def _permit_to_view(
    home: Home, actor: Person, item: int, session: str, now: datetime | None
) -> tuple[Needed, Permit]:
    needed = viewing.needed_for_view(
        home=home, actor=actor, item=item, session=session, now=now
    )
    use = Use(viewing.ACT, viewing.TECHNOLOGY, needed.data_class, (item,))
    permit = ask(
        home=home,
        actor=actor,
        use=use,
        purpose=StatedPurpose(needed.purpose, needed.text),
        support=Support("case", needed.case),
        now=now,
    )
    return needed, permit


def _read(
    home: Home,
    actor: Person,
    items: Sequence[int],
    why: StatedPurpose,
    support: Support,
    progress: Callable[[Any], None] | None,
    now: datetime | None,
    *,
    strict: bool = False,
) -> int:
    left = unread(items)
    if not left:
        return 0
    uses = [Use("item.read", PROCESSORS[READING].technology, one) for one in classes_of(home, left)]
    try:
        permits = ask_for_any(
            home=home, actor=actor, uses=uses, purpose=why, support=support, now=now
        )
    except DeniedError:
        if strict:
            raise
        return 0
    moment = now or datetime.now(UTC)
    return services.read_items(
        home=home,
        actor=actor,
        permits=permits,
        approved=approved_technologies(moment),
        items=left,
        now=now,
        **({"progress": progress} if progress else {}),
    )


def release_items(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    reason: str,
    decision: str = "",
    now: datetime | None = None,
) -> None:
    """Let quarantined items be analysed, by a decision on record. Raises RefusedError."""
    from holdfast.oversight.services.decisions import find_decision

    if not decision:
        raise RefusedError(
            "A quarantine ends by a decision. Nothing was changed. Record the decision, then name it."
        )
    find_decision(decision)
    services.release_items(
        home=home, actor=actor, items=items, reason=reason, decision=decision, now=now
    )
