# SPDX-License-Identifier: Apache-2.0
"""A row as a person types it at the command line: the parts of its sentence, with ids for names.

    investigator, operator may use dji-mavic-2 for crime-scene, crash-scene on live-flight
        under ETA-2026-0010 until 2027-06-30
    nobody may use nuix/face-search
    operator may not use dji-spark for training

Promises: a part that is not understood is named, and nothing is guessed; a permission names every
part, a ban may leave parts out and then means any. Ids are checked by `check_row`, not here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from holdfast.gate.errors import RowError
from holdfast.gate.row import BAN, PERMIT, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEGINNING: Final = re.compile(
    r"(?P<who>.+?)\s+may(?P<never>\s+not)?\s+use\s+(?P<what>any technology|\S+)(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"\s+(for|on|under|until)\s+", re.IGNORECASE)
_EXAMPLE: Final = (
    '"investigator may use dji-mavic-2 for crime-scene on live-flight under ETA-2026-0001"'
)
_ANY: Final = frozenset({"any", "anything", "any purpose", "any data", "any technology"})


def row_of_words(number: str, words: str) -> Row:
    """Read the parts of a sentence. A day after "until" ends with that day, in UTC. Raises RowError."""
    text = " ".join(words.split()).rstrip(".")
    found = _BEGINNING.match(text)
    if found is None:
        raise _not_understood("It does not begin with who may use what")
    parts = _parts(found["rest"])
    nobody = found["who"].casefold() in ("nobody", "no one")
    ban = nobody or found["never"] is not None
    if ban and "under" in parts:
        raise _not_understood("A ban stands under no approval")
    return Row(
        id=number,
        kind=BAN if ban else PERMIT,
        roles=() if nobody else tuple(one.replace(" ", "_") for one in _listed(found["who"])),
        technology="" if found["what"].casefold() in _ANY else found["what"],
        purposes=_listed(parts.get("for", "")),
        data_classes=_listed(parts.get("on", "")),
        approval=parts.get("under", ""),
        until=_end_of(parts["until"]) if "until" in parts else None,
    )


def _parts(rest: str) -> Mapping[str, str]:
    pieces = _PART.split(f" {rest.strip()} " if rest.strip() else "")
    if pieces[0].strip():
        raise _not_understood(f"{pieces[0].strip()!r} is in no part of it")
    found: dict[str, str] = {}
    for word, text in zip(pieces[1::2], pieces[2::2], strict=True):
        key = word.casefold()
        if key in found or not text.strip():
            raise _not_understood(f"It says {key!r} twice, or with nothing after it")
        found[key] = text.strip()
    return found


def _listed(text: str) -> tuple[str, ...]:
    if not text or text.casefold() in _ANY:
        return ()
    names = re.split(r"\s*,\s*|\s+or\s+|\s+and\s+", text)
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _end_of(text: str) -> datetime:
    """Read a day, whose end it is, or an instant with its zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _not_understood(f"{text!r} is no day such as 2027-06-30") from error
    if "T" not in text:
        return moment.replace(tzinfo=UTC) + timedelta(days=1)
    if moment.tzinfo is None:
        raise _not_understood(f"{text!r} does not say its zone, as 2027-06-30T12:00:00Z does")
    return moment.astimezone(UTC)


def _not_understood(why: str) -> RowError:
    return RowError(
        "not-understood",
        f"{why}. Nothing was changed. Say it as {_EXAMPLE}, or as a ban: "
        '"nobody may use nuix/face-search".',
    )
