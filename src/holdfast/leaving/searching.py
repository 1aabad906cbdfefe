# SPDX-License-Identifier: Apache-2.0
"""A search for identifying values through every byte of a file, in the spellings they can take.

It promises to read the whole file in pieces, to find a value across the border of two, and to say
which values are too short to be searched for: a short one is found by chance in any picture. Its
limit: a value that is compressed, encrypted or coded in another way than these is not found.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import shortened
from holdfast.leaving.gives import IDENTIFYING, Gives
from holdfast.leaving.review_values import ValueCopy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from holdfast.leaving.review_values import Entry

LEAST: Final = 6
_PIECE: Final = 8 << 20
_LONG: Final = 16
_PART: Final = 12
MOST_VALUES: Final = 40
_MOST_HITS: Final = 400
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}){6,64}")
_APART: Final = re.compile(r"[^0-9A-Za-z]+")
_DULL: Final = re.compile(r"(.)\1*|[0\-.]+|unknown|none|default|n/a", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Needle:
    """One spelling of one value."""

    value_of: str
    spelling: str
    data: bytes


def values_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Give the identifying values of a file with the name of the entry each is from."""
    found: dict[str, str] = {}
    # Devices first: where a file names more people than can be searched for, they still are.
    for entry in sorted(entries, key=lambda one: one.gives is Gives.PERSON):
        value = entry.whole.strip()
        if entry.gives in IDENTIFYING and value and len(found) < MOST_VALUES:
            found.setdefault(value, f"{entry.name} ({entry.where})")
    return found


def needles(values: dict[str, str]) -> list[Needle]:
    """Give every spelling of every value that is long enough to be found only where it stands."""
    found: dict[bytes, Needle] = {}
    for value, named in values.items():
        for spelling, data in _spellings(value):
            if len(data) >= LEAST and len(set(data)) > 2:  # noqa: PLR2004 - "000000" identifies nothing
                found.setdefault(data, Needle(named, spelling, data))
    return list(found.values())


def too_short(values: dict[str, str]) -> list[str]:
    """Name the values that are not searched for."""
    return [named for value, named in values.items() if not any(needles({value: named}))]


def _spellings(value: str) -> Iterator[tuple[str, bytes]]:
    if _DULL.fullmatch(value):
        return
    wholes = {"as it stands": value}
    bare = _APART.sub("", value)
    if bare != value and len(bare) >= LEAST:
        wholes["without separators"] = bare
    if len(bare) >= _LONG and not _APART.search(value.strip("-{}")[:_PART]):
        wholes[f"its first {_PART} characters"] = bare[:_PART]
    for part in _APART.split(value):
        if len(part) >= _PART and part != value and not part.isalpha():
            wholes[f"its part {part!r}"] = part
            wholes[f"the first {_PART} characters of its part"] = part[:_PART]
    for how, text in wholes.items():
        yield from _written(how, text)


def _written(how: str, text: str) -> Iterator[tuple[str, bytes]]:
    for case, cased in (("", text), (", upper case", text.upper()), (", lower case", text.lower())):
        encoded = cased.encode()
        yield f"{how}{case}", encoded
        yield f"{how}{case}, UTF-16", cased.encode("utf-16-le")
        yield f"{how}{case}, UTF-16 big-endian", cased.encode("utf-16-be")
        yield f"{how}{case}, its letters as hexadecimal", encoded.hex().encode()
    encoded = text.encode()
    yield f"{how}, reversed", encoded[::-1]
    yield f"{how}, base64", base64.b64encode(encoded)[: len(encoded) // 3 * 4]
    if _HEX.fullmatch(text):
        raw = bytes.fromhex(text)
        yield f"{how}, as bytes", raw
        yield f"{how}, as bytes, reversed", raw[::-1]


def search(path: Path, wanted: list[Needle], entries: Iterable[Entry] = ()) -> list[ValueCopy]:
    """Give each place of each needle; one inside a longer one at the same place is left out."""
    if not wanted:
        return []
    longest = max(len(needle.data) for needle in wanted)
    hits: dict[int, Needle] = {}
    with path.open("rb") as file:
        kept, base = b"", 0
        while piece := file.read(_PIECE):
            data = kept + piece
            for needle in wanted:
                for at in _all(data, needle.data):
                    place = base + at
                    if place not in hits or len(hits[place].data) < len(needle.data):
                        hits[place] = needle
            kept = data[-(longest - 1) :] if longest > 1 else b""
            base += len(data) - len(kept)
            if len(hits) >= _MOST_HITS:
                break
    places = [
        (one.offset, one.offset + one.size, f"{one.where}, {one.name}", one)
        for one in entries
        if one.offset is not None and one.size
    ]
    found: list[ValueCopy] = []
    further = {
        place: needle
        for place, needle in hits.items()
        if not any(one[0] <= place < one[1] and _is_itself(one[3], needle) for one in places)
    }
    for place, needle in _apart(further):
        around = [one for one in places if one[0] <= place < one[1]]
        inside = min(around, key=lambda one: one[1] - one[0])[2] if around else ""
        found.append(ValueCopy(shortened(needle.value_of), needle.spelling, place, inside))
    return found


def _apart(hits: dict[int, Needle]) -> list[tuple[int, Needle]]:
    """Give the hits that do not overlap; of two that do, the first."""
    kept: list[tuple[int, Needle]] = []
    for place, needle in sorted(hits.items(), key=lambda hit: hit[0]):
        if not kept or place >= kept[-1][0] + len(kept[-1][1].data):
            kept.append((place, needle))
    return kept


def _is_itself(entry: Entry, needle: Needle) -> bool:
    """Whether a place is the very entry that the value is from."""
    return bool(entry.whole) and needle.value_of == f"{entry.name} ({entry.where})"


def _all(data: bytes, wanted: bytes) -> Iterator[int]:
    at = data.find(wanted)
    while at >= 0:
        yield at
        at = data.find(wanted, at + 1)
