# SPDX-License-Identifier: Apache-2.0
"""Notes on recordings: written with their moment or stretch, and withdrawn with a reason.

Promises: only whoever may open the recording writes on it; the author or an exhibit officer
withdraws; both are entries of the ledger, and a note that was withdrawn stays readable. Seconds count
from the recording's first picture and are finite, in order, and inside its length where that is known.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from holdfast.accounts.roles import EXHIBIT_OFFICER
from holdfast.records.access import no_such_item, openable_items
from holdfast.records.derivatives import find
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import NotFoundError, NotPermittedError, RefusedError
from holdfast.records.models import ItemFile, Note
from holdfast.records.numbers import next_number
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Item

LONGEST: Final = 2_000
KINDS: Final = frozenset({"video", "audio"})
_CLAIMED_SLACK_S: Final = 1.0
_DIGITS: Final = 6


def write_note(
    *,
    home: Home,
    actor: Person,
    item: int,
    at_s: float,
    text: str,
    until_s: float | None = None,
    now: datetime | None = None,
) -> str:
    """Write a note on a moment of a recording, or on a stretch up to `until_s`; give its number.

    Raises NotFoundError, NotPermittedError, RefusedError.
    """
    role = authorise(actor, "note.write")
    words = _words(text)
    with writing(home=home, actor=actor, command="writing a note", now=now) as writer:
        found = openable_items(actor, writer.now).filter(number=item).first()
        if found is None:
            raise no_such_item(item)
        at, until = _stretch(home, found, at_s, until_s)
        number = next_number(Note, "N", writer.now)
        writer.record(
            Draft(
                act="note.write",
                details={"item": item, "at_s": at, "until_s": until, "text": words},
                subjects=(Subject("item", item), Subject("note", number)),
                role=role,
                count=1,
                unit="notes",
            )
        )
    return number


def withdraw_note(
    *, home: Home, actor: Person, note: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Withdraw a note. It stays readable, with the reason.

    Raises NotFoundError, NotPermittedError, RefusedError.
    """
    role = authorise(actor, "note.withdraw")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="withdrawing a note", now=now) as writer:
        opens = openable_items(actor, writer.now)
        found = Note.objects.filter(number=note, item__in=opens).first()
        if found is None:
            raise NotFoundError(f"There is no note {note} that you may see. Nothing was changed.")
        if found.written_by_id != actor.pk and EXHIBIT_OFFICER not in actor.roles:
            raise NotPermittedError(
                f"{actor} did not write the note {note}. Nothing was changed. Its author or an "
                "exhibit officer may withdraw it."
            )
        if found.withdrawn_at is not None:
            raise RefusedError("The note was withdrawn before. Nothing was changed.")
        writer.record(
            Draft(
                act="note.withdraw",
                details={"reason": why},
                subjects=(Subject("item", found.item_id), Subject("note", note)),
                role=role,
                count=1,
                unit="notes",
            )
        )
    return writer.recorded()


def length_s(home: Home, sha256: str, claimed_s: float | None) -> tuple[float | None, bool]:
    """Give how long a recording is, and whether that was measured (else the recording claims it)."""
    made = find(home, sha256, "playable") if sha256 else None
    if made is not None and made.is_there:
        return float(made.finding["duration_s"]), True
    return claimed_s, False


def _words(text: str) -> str:
    words = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not words or len(words) > LONGEST:
        raise RefusedError(
            f"A note has 1 to {LONGEST:,} characters; this has {len(words):,}. Nothing was changed."
        )
    if any(not (letter.isprintable() or letter in "\n\t") for letter in words):
        raise RefusedError(
            "A note is plain text; this has a character in it that cannot be shown. Nothing was "
            "changed."
        )
    return words


def _stretch(
    home: Home, item: Item, at_s: float, until_s: float | None
) -> tuple[float, float | None]:
    """Give the moments as they are kept. Raises RefusedError."""
    if item.kind not in KINDS:
        raise RefusedError(f"Item {item.number} is no recording. Nothing was changed.")
    moments = (at_s,) if until_s is None else (at_s, until_s)
    if not all(isfinite(one) and one >= 0 for one in moments):
        raise RefusedError("A note stands at a second from 0 on. Nothing was changed.")
    at, *until = (round(one, _DIGITS) for one in moments)
    if until and until[0] <= at:
        raise RefusedError("A note's stretch ends after it begins. Nothing was changed.")
    main = ItemFile.objects.filter(item=item, role="main").values_list("original_id", flat=True)
    length, measured = length_s(home, main.first() or "", item.duration_s)
    if length is not None and max((at, *until)) > length + (0.0 if measured else _CLAIMED_SLACK_S):
        raise RefusedError(
            f"The recording is {length:.3f} s long; the note would be beyond its end. Nothing was "
            "changed."
        )
    return at, until[0] if until else None
