# SPDX-License-Identifier: Apache-2.0
"""Packs: what leaves the building, on the ledger before it can be handed out.

The order: the files are staged; the entry that commits to them is written and put under a
checkpoint; only then are the proofs added and the folder gets its name. A crash leaves an
unfinished folder that says so, and at worst an entry for a pack that was never handed out.
The checkpoint that a pack is proven under is new, so the witnesses are asked there and then; one
that does not answer keeps nobody waiting long, and the pack says that it has no cosignature.
Nobody's viewing of a pack is tracked: a pack has no way to tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.gate import DeniedError
from holdfast.packs.build import StagedPack, discard_pack, finish_pack, stage_pack
from holdfast.packs.contents import EntryProof, PackProofs
from holdfast.records.access import openable_items, visible_cases
from holdfast.records.drafts import Subject
from holdfast.records.errors import NotFoundError, RefusedError
from holdfast.records.models import Case, CaseItem, Item, PackMade
from holdfast.records.numbers import next_number
from holdfast.records.packing import Filler
from holdfast.records.permitted import class_of, confirmed, held_for
from holdfast.records.purposes import OTHER, purpose_in_words
from holdfast.records.services.outside import ask_witnesses
from holdfast.records.stores import open_vault, view_log
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.ledger import Log, SignedCheckpoint

_WITNESS_SECONDS = 5.0


ACT = "pack.make"
TECHNOLOGY = "holdfast-packs"


@dataclass(frozen=True, slots=True)
class ToPack:
    """What a pack would hold: the case, the items, and the classes of data they are of."""

    case: Case
    items: tuple[int, ...]
    data_classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PackResult:
    """A pack that was made, and where its entry stands."""

    number: str
    folder: Path
    items: int
    files: int
    manifest_sha256: str
    entry: int
    checkpoint: str


def to_pack(
    *,
    home: Home,
    actor: Person,
    case: str,
    items: Sequence[int] | None = None,
    now: datetime | None = None,
) -> ToPack:
    """Say what a pack of these items, or of all that may be opened, would hold.

    Raises NotFoundError, RefusedError.
    """
    moment = now or datetime.now(UTC)
    found = visible_cases(actor, moment).filter(reference=case.strip()).first()
    if found is None:
        raise NotFoundError(
            f"There is no case {case} that you may see. No pack was made. Check the reference, or "
            "ask an exhibit officer to add you to the case."
        )
    numbers = _openable(actor, found, items, moment)
    statuses = Item.objects.filter(number__in=numbers).values_list("status", flat=True).distinct()
    return ToPack(found, numbers, frozenset(class_of(home, status) for status in statuses))


def classes_in_pack(*, home: Home, pack: PackMade) -> frozenset[str]:
    """Give the classes of data that the items of a pack are of, as they are now."""
    items = Item.objects.filter(custody__entry=pack.entry_id)
    statuses = items.values_list("status", flat=True).distinct()
    return frozenset(class_of(home, status) for status in statuses)


def make_pack(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    case: str,
    to: Path,
    items: Sequence[int] | None = None,
    recipient: str = "",
    purpose_text: str = "",
    derivatives: bool = True,
    now: datetime | None = None,
) -> PackResult:
    """Make a pack of a case's items in the new folder `to`.

    `case` is the reference. Without `items`: all that the actor may open. A permit is needed for
    each class of data among them (`to_pack` says which). `derivatives`: the copies that are there
    go along. Raises NotFoundError, RefusedError, DeniedError, WrongPermitError, and what the packs
    raise when the folder cannot be used.
    """
    authorise(actor, ACT)
    held_for(permits, actor=actor, act=ACT, technology=TECHNOLOGY)
    moment = now or datetime.now(UTC)
    chosen = to_pack(home=home, actor=actor, case=case, items=items, now=moment)
    numbers, found = chosen.items, chosen.case
    for missing in chosen.data_classes - {permit.data_class for permit in permits}:
        raise RefusedError(
            f"A pack with {missing} items needs a permit for that class of data. No pack was made."
        )
    purpose = permits[0].purpose
    own = " ".join(purpose_text.split())
    filler = Filler(home, actor, found, view_log(home), open_vault(home))
    contents = filler.fill(
        numbers, purpose=_in_words(home, purpose, own), made_at=moment, derivatives=derivatives
    )
    staged = stage_pack(contents, to)
    files = sum(len(one.originals) for one in contents.items)
    with writing(home=home, actor=actor, command="making a pack", now=now) as writer:
        try:
            under = confirmed(permits, actor=actor, act=ACT, technology=TECHNOLOGY, now=writer.now)
        except DeniedError:
            discard_pack(staged)
            raise
        number = next_number(PackMade, "P", writer.now)
        writer.record(
            under.draft(
                ACT,
                {
                    **staged.details,
                    "purpose_text": own,
                    "recipient": recipient.strip(),
                    "items": len(numbers),
                    "files": files,
                },
                subjects=(Subject("pack", number), Subject("case", found.number)),
                count=files,
                unit="files",
                rows=_rows(contents.items),
            )
        )
    recorded = writer.recorded()
    log = view_log(home)
    signed = log.checkpoint()
    _, lines = ask_witnesses(home=home, log=log, signed=signed, timeout=_WITNESS_SECONDS)
    finish_pack(staged, _proofs(log, staged, recorded.entry, signed.adding(lines)))
    return PackResult(
        number=number,
        folder=to,
        items=len(numbers),
        files=files,
        manifest_sha256=str(staged.details["manifest_sha256"]),
        entry=recorded.entry,
        checkpoint=recorded.checkpoint,
    )


def _openable(
    actor: Person, case: Case, items: Sequence[int] | None, now: datetime
) -> tuple[int, ...]:
    links = CaseItem.objects.filter(case=case, item__in=openable_items(actor, now))
    there = list(links.order_by("item").values_list("item_id", flat=True))
    if items is None:
        if not there:
            raise RefusedError(
                f"Case {case.reference} holds no item that you may open. No pack was made."
            )
        return tuple(there)
    for number in items:
        if number not in there:
            raise NotFoundError(
                f"There is no item {number} in case {case.reference} that you may open. No pack "
                "was made."
            )
    return tuple(dict.fromkeys(items))


def _rows(items: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for one in items:
        for original in one.originals:
            yield {"item": one.number, "sha256": original.sha256, "exhibit": one.exhibit}


def _in_words(home: Home, purpose: str, own: str) -> str:
    words = purpose_in_words(home.lists, purpose)
    if purpose == OTHER:
        return own
    return f"{words} ({own})" if own else words


def _proofs(log: Log, staged: StagedPack, entry: int, signed: SignedCheckpoint) -> PackProofs:
    def proof(index: int) -> str:
        return replace(log.inclusion(index, signed.size), checkpoint=signed).render().decode()

    body = log.body(entry)
    return PackProofs(
        checkpoint=signed.data.decode(),
        pack=EntryProof(
            face=log.face(entry),
            body=body or b"",
            proof=proof(entry),
        ),
        entries={event.entry: proof(event.entry) for event in staged.layout.entries},
    )
