# SPDX-License-Identifier: Apache-2.0
"""A colour profile: what it says besides colours, and the same profile with nothing else in it.

`review_icc` adds every text and every tag that is not needed for colours (a display's profile can
hold its serial number). `neutral_icc` builds the profile again from the tags that colours are
computed from, with a neutral name, no date and no maker. ICC.1:2022.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Gathering

NEUTRAL_NAME: Final = "Colour profile"
_HEADER: Final = 128
_COLOUR_TAGS: Final = frozenset(
    {b"wtpt", b"bkpt", b"chad", b"cicp", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}
    | {b"kTRC", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"}
)
_TEXT_TAGS: Final = {b"desc": "description", b"cprt": "copyright", b"dmnd": "device make",
                     b"dmdd": "device model", b"vued": "viewing description"}  # fmt: skip
_FIXED: Final = {b"XYZ ": 20, b"sf32": 44}
_MOST_TAGS: Final = 100
_KEPT_FIELDS: Final = ((8, 24), (36, 40), (64, 80))
"""Bytes of the header that colours are computed from: version, class, spaces, signature, intent."""


def _tags(profile: bytes) -> dict[bytes, bytes]:
    count = min(int.from_bytes(profile[_HEADER : _HEADER + 4], "big"), _MOST_TAGS)
    found = {}
    for number in range(count):
        at = _HEADER + 4 + 12 * number
        entry = profile[at : at + 12]
        if len(entry) == 12:  # noqa: PLR2004 - one row of the tag table
            place, size = struct.unpack(">II", entry[4:])
            found[entry[:4]] = profile[place : place + size]
    return found


def _text(data: bytes) -> str:
    if data[:4] == b"desc":
        length = int.from_bytes(data[8:12], "big")
        return data[12 : 12 + length].split(b"\x00", 1)[0].decode("latin-1")
    if data[:4] == b"mluc" and len(data) >= 28:  # noqa: PLR2004 - one record of the table
        size, place = struct.unpack(">II", data[20:28])
        return data[place : place + size].decode("utf-16-be", "replace").rstrip("\x00")
    return (text_of(data[8:]) or "").strip()


def description(profile: bytes) -> str:
    """Give the name the profile goes by; empty when it has none."""
    return _text(_tags(profile).get(b"desc", b""))


def review_icc(profile: bytes, where: str, found: Gathering, *, at: int | None = None) -> None:
    """Add the profile as a whole and everything in it that is not a colour."""
    if profile[36:40] != b"acsp":
        found.opaque(where, "block that is no colour profile", profile, at=at)
        return
    name = description(profile)
    known = f"{name!r}, {len(profile):,} bytes"
    found.add(where, "profile", known, gives=Gives.SETTINGS, offset=at, size=len(profile))
    created = struct.unpack(">6H", profile[24:36])
    if any(created):
        year, *rest = created
        found.add(where, "date", f"{year}-" + "-".join(f"{part:02}" for part in rest), offset=at)
    for title, first in (("maker of the profile", 80), ("device maker", 48), ("device model", 52)):
        value = profile[first : first + 4]
        if value.strip(b"\x00 "):
            found.add(where, title, text_of(value) or value.hex(), gives=Gives.DEVICE, offset=at)
    if profile[84:100].strip(b"\x00"):
        found.add(where, "profile identifier", profile[84:100].hex(), gives=Gives.SETTINGS)
    for tag, data in _tags(profile).items():
        title = tag.decode("latin-1").strip()
        if tag in _TEXT_TAGS:
            text = _text(data)
            if text and (tag, text) != (b"desc", name):
                found.add(where, _TEXT_TAGS[tag], text, gives=Gives.WORDS)
        elif tag not in _COLOUR_TAGS:
            found.opaque(where, f"tag {title}", data)


def is_srgb(profile: bytes) -> bool:
    """Whether the profile is the one that is taken for granted when there is none."""
    return profile[16:20] == b"RGB " and "srgb" in description(profile).lower()


def neutral_icc(profile: bytes) -> bytes | None:
    """Build the profile again with its colours alone; None when it cannot be taken apart."""
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return None
    tags = {tag: _trimmed(data) for tag, data in _tags(profile).items() if tag in _COLOUR_TAGS}
    if not tags:
        return None
    version = profile[8]
    tags = {b"desc": _neutral_text(version), b"cprt": _neutral_copyright(version), **tags}
    header = bytearray(_HEADER)
    for first, last in _KEPT_FIELDS:
        header[first:last] = profile[first:last]
    body, rows = b"", b""
    place = _HEADER + 4 + 12 * len(tags)
    for tag, data in tags.items():
        padded = data + b"\x00" * (-len(data) % 4)
        rows += tag + struct.pack(">II", place + len(body), len(data))
        body += padded
    header[0:4] = struct.pack(">I", place + len(body))
    return bytes(header) + struct.pack(">I", len(tags)) + rows + body


def _trimmed(data: bytes) -> bytes:
    """Cut a curve or a number at its own end, so that nothing rides behind it."""
    kind = data[:4]
    if kind in _FIXED:
        return data[: _FIXED[kind]]
    if kind == b"curv":
        return data[: 12 + 2 * int.from_bytes(data[8:12], "big")]
    if kind == b"para":
        numbers = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}.get(int.from_bytes(data[8:10], "big"), 0)
        return data[: 12 + 4 * numbers]
    return data


def _neutral_text(version: int) -> bytes:
    if version >= 4:  # noqa: PLR2004 - version 4 names a profile in UTF-16
        return _localised(NEUTRAL_NAME)
    text = NEUTRAL_NAME.encode() + b"\x00"
    return b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def _neutral_copyright(version: int) -> bytes:
    return _localised("None") if version >= 4 else b"text" + bytes(4) + b"None\x00"  # noqa: PLR2004 - as above


def _localised(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return (
        b"mluc"
        + bytes(4)
        + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28)
        + encoded
    )
