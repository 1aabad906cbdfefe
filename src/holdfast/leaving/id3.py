# SPDX-License-Identifier: Apache-2.0
"""The ID3 tags of an MP3, at its beginning and at its end, and its encoder's name.

It promises that each frame is an entry, and that a picture among them is looked into. ID3v2.3/2.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Data, Gathering

_NAMES: Final = {
    b"TIT2": "title",
    b"TPE1": "artist",
    b"TALB": "album",
    b"TDRC": "date of recording",
    b"TYER": "year",
    b"TCOP": "copyright",
    b"TENC": "encoded by",
    b"TSSE": "software",
    b"COMM": "comment",
    b"TOWN": "owner",
}
_ENCODINGS: Final = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_TAG, _OLD = 10, 128
_MOST: Final = 2000


def _safe(data: bytes) -> int:
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    return value


def review_id3(data: Data, found: Gathering) -> None:
    """Add the tags at both ends of the file."""
    head = bytes(data[:_TAG])
    if head[:3] == b"ID3":
        _frames(bytes(data[_TAG : _TAG + _safe(head[6:10])]), head[3], found)
    old = bytes(data[-_OLD:])
    if old[:3] == b"TAG":
        parts = (("title", 3, 33), ("artist", 33, 63), ("album", 63, 93), ("year", 93, 97),
                 ("comment", 97, 127))  # fmt: skip
        for label, first, last in parts:
            text = old[first:last].rstrip(b"\x00 ").decode("latin-1")
            if text:
                found.add("ID3v1", label, text, default=Gives.WORDS)
    start = _TAG + _safe(head[6:10]) if head[:3] == b"ID3" else 0
    first_frame = bytes(data[start : start + 4096])
    for name in (b"Xing", b"Info", b"VBRI"):
        place = first_frame.find(name)
        if place >= 0:
            body = first_frame[place : place + 160]
            found.opaque("first frame", f"{name.decode()} header", body, at=start + place,
                         gives=Gives.SOFTWARE, known="an encoder writes it")  # fmt: skip
            break


def _frames(tag: bytes, version: int, found: Gathering) -> None:
    place = 0
    for _ in range(_MOST):
        name = tag[place : place + 4]
        if len(name) < 4 or not name.strip(b"\x00"):  # noqa: PLR2004 - padding, or the end
            break
        raw = tag[place + 4 : place + 8]
        size = _safe(raw) if version >= 4 else int.from_bytes(raw, "big")  # noqa: PLR2004 - the version that changed it
        body = tag[place + 10 : place + 10 + size]
        _frame(name, body, found, _TAG + place + 10)
        place += 10 + size
    if tag[place:].strip(b"\x00"):
        found.opaque("ID3v2", "bytes behind the frames", tag[place:])


def _frame(name: bytes, body: bytes, found: Gathering, at: int) -> None:
    label = _NAMES.get(name, name.decode("latin-1"))
    if name == b"APIC":
        start = max(body.find(b"\xff\xd8\xff"), body.find(b"\x89PNG"))
        if start >= 0:
            found.later("jpeg", body[start:], "ID3v2, cover art", at + start)
            return
    encoding = body[0] if body else 9
    text = None
    if name[:1] == b"T" and encoding < len(_ENCODINGS):
        text = body[1:].decode(_ENCODINGS[encoding], "replace").replace("\x00", " ").strip()
    elif name == b"COMM" and encoding < len(_ENCODINGS):
        text = body[4:].decode(_ENCODINGS[encoding], "replace").replace("\x00", " ").strip()
    text = text if text is not None else text_of(body)
    if text is None:
        found.opaque("ID3v2", label, body, at=at)
    else:
        found.add("ID3v2", label, text, default=Gives.WORDS, offset=at, size=len(body))
