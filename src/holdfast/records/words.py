# SPDX-License-Identifier: Apache-2.0
"""The chain of custody in plain words: one sentence an act, made from what the entry said then.

Promises: titles, names and reasons are those written at the event, never today's; a sentence
never says more than the entry does. It goes on from the person's name: "… gave it the exhibit
number EX-7".
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from holdfast.ledger.acts import ACTS
from holdfast.records.more import more_sentences
from holdfast.records.placing_words import where_words
from holdfast.records.purposes import purpose_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.agency import Agency


def sentence(
    lists: Agency, act: str, details: Mapping[str, Any], *, purpose: str, outcome: str
) -> str:
    """Say what happened. `details` are the body's, with the line's own for a bulk act."""
    if outcome == "denied":
        return f"was refused: {ACTS.get(act, act).lower()}{_because(details)}"
    make = _SENTENCES.get(act) or more_sentences().get(act)
    words = make(details) if make else ACTS.get(act, act).lower()
    if purpose and act in _WITH_PURPOSE:
        own = str(details.get("text") or details.get("purpose_text") or "")
        stated = purpose_in_words(lists, purpose)
        words += f", for: {own if purpose == 'other' and own else stated}"
        if own and purpose != "other":
            words += f" ({own})"
    return words


def _because(details: Mapping[str, Any]) -> str:
    reason = str(details.get("reason") or "")
    return f", because: {reason}" if reason else ""


def _taken_in(details: Mapping[str, Any]) -> str:
    words = f"took in the {details['medium']['kind']} {details['medium']['name']}"
    if details.get("disposition") == "stored":
        return f"{words} and stored {details['path']} from it, bit for bit"
    if details.get("disposition") == "duplicate":
        return f"{words} and found {details['path']} on it, {details['reason']}"
    return words


def _read(details: Mapping[str, Any]) -> str:
    endings = sorted({str(file["outcome"]) for file in details.get("files", ()) if file})
    how = f" ({', '.join(endings)})" if endings else ""
    return f"had the program read what its files say of themselves{how}"


def _classified(details: Mapping[str, Any]) -> str:
    words = f"classified it as {details['status']} (it was {details['was']})"
    extra = [
        f"{name} {details[key]}"
        for key, name in (
            ("offence_class", "offence class"),
            ("retention_class", "retention class"),
        )
        if details.get(key)
    ]
    return words + (f", {', '.join(extra)}" if extra else "") + _because(details)


def _exhibit(details: Mapping[str, Any]) -> str:
    new, old = details["exhibit_number"], details["was"]
    if not new:
        return f"took away its exhibit number {old}"
    return f"gave it the exhibit number {new}" + (f" instead of {old}" if old else "")


def _time(details: Mapping[str, Any]) -> str:
    old = time_in_words(details["old"], details.get("old_zone", "")) or "none"
    return f"corrected its time from {old} to {time_in_words(details['new'])}{_because(details)}"


def time_in_words(at: str, zone: str = "") -> str:
    """Write an ISO 8601 time for a person; a device's own wall clock is not given a zone."""
    if not at:
        return ""
    moment = datetime.fromisoformat(at)
    if zone == "unknown":
        return f"{moment.replace(tzinfo=None).isoformat(' ')} (zone unknown)"
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(' ')} UTC"


def _checked(details: Mapping[str, Any]) -> str:
    if "state" not in details:
        return "checked that it is unharmed"
    blocks = details.get("where") or details.get("note") or ""
    return f"found a file of it {details['state']}" + (f": {blocks}" if blocks else "")


def _aligned(details: Mapping[str, Any]) -> str:
    begins = datetime.fromisoformat(details["begins_at"]) if details["begins_at"] else None
    where = where_words(details["beside"], details["offset_s"], begins)
    if details["how"] == "withdrawn":
        return f"took it from the common clock, where it was placed {where}{_because(details)}"
    how = {"sound": "its sound", "clock shown": "a clock that it shows", "by hand": "hand"}
    by = how.get(details["how"], details["how"])
    return f"placed it on a common clock, {where}, by {by}{_because(details)}"


def _noted(details: Mapping[str, Any]) -> str:
    until = "" if details["until_s"] is None else f" to {details['until_s']:.3f} s"
    where = f"at {details['at_s']:.3f} s" if not until else f"on {details['at_s']:.3f} s{until}"
    return f"wrote a note {where} of it: “{details['text']}”"


_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "acquisition.take_in": _taken_in,
    "item.read": _read,
    "item.classify": _classified,
    "item.exhibit": _exhibit,
    "item.time": _time,
    "integrity.check": _checked,
    "integrity.damage": _checked,
    "item.link": lambda d: f"linked it to case {d['reference']}{_because(d)}",
    "item.unlink": lambda d: f"unlinked it from case {d['reference']}{_because(d)}",
    "item.title": lambda d: f"corrected its title from “{d['old']}” to “{d['new']}”{_because(d)}",
    "item.access": lambda d: f"set its access class to {d['access_class']}{_because(d)}",
    "item.view": lambda _: "opened its content",
    "item.align": _aligned,
    "note.write": _noted,
    "note.withdraw": lambda d: f"withdrew a note on it{_because(d)}",
    "item.process": lambda d: (
        f"had {d['processor']} {d['version']} {d.get('does') or 'make a copy or a picture of it'}"
    ),
    "item.release": lambda d: f"let it be analysed although it was quarantined{_because(d)}",
    "search.run": lambda d: (
        "searched recordings of a case by movement"
        if "movement" in (d.get("asked") or {})
        else "searched items"
    ),
    "hold.place": lambda d: f"placed a hold{_because(d)}",
    "hold.release": lambda d: f"released a hold{_because(d)}",
    "pack.make": lambda d: (
        "put it into a pack" + (f" for {d['recipient']}" if d.get("recipient") else "")
    ),
    "case.purpose": lambda _: "stated a purpose for opening the case's content",
    "case.open": lambda d: f"opened the case {d['reference']}, “{d['title']}”",
    "case.title": lambda d: f"corrected the title from “{d['old']}” to “{d['new']}”{_because(d)}",
    "case.close": lambda d: f"closed the case{_because(d)}",
    "case.member": lambda d: (
        f"let {d['username']} work in the case"
        + (f" until {d['until']}" if d.get("until") else "")
        + _because(d)
    ),
    "case.break_glass": lambda d: f"broke the glass to see a case{_because(d)}",
    "person.enrol": lambda d: f"enrolled {d['name']}",
    "person.roles": lambda d: f"set roles to {', '.join(d['roles']) or 'none'}{_because(d)}",
    "person.identify": lambda d: f"mapped the operating-system user {d['os_user']}",
    "device.register": lambda d: f"registered {d['asset']}, {d['maker']} {d['model']}",
}
_WITH_PURPOSE = frozenset(
    {
        "acquisition.take_in",
        "item.view",
        "item.process",
        "pack.make",
        "case.purpose",
        "use.record",
        "flight.record",
    }
)
