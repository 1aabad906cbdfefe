# SPDX-License-Identifier: Apache-2.0
"""The formats Holdfast reads, and how each is known by its first bytes.

It promises to decide by content and to use the name only to tell a proxy or a thumbnail from the
format it is made in, and to say what an empty or foreign file claims to be. Readers are imported
when they are needed, so that `holdfast read` of a subtitle loads no video library.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from holdfast.readers.reading import Content
from holdfast.readers.source import Source

ReadContent = Callable[[Source], Content]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the kind of thing it is, the names it goes by, and who reads it."""

    name: str
    kind: str
    extensions: frozenset[str]
    module: str
    function: str

    def reader(self) -> ReadContent:
        """Import and give the function that reads this format."""
        module = importlib.import_module(f"holdfast.readers.{self.module}")
        return cast("ReadContent", getattr(module, self.function))


def _format(name: str, kind: str, extensions: str, module: str, function: str) -> Format:
    return Format(name, kind, frozenset(extensions.split()), module, function)


JPEG = _format("JPEG", "photograph", "jpg jpeg mpo thm scr", "jpeg", "read_jpeg")
DNG = _format("DNG", "photograph", "dng tif tiff", "dng", "read_dng")
MP4 = _format("MP4", "video", "mp4 mov m4v m4a lrf lrv osv 360", "video", "read_video")
MEDIA = _format("video", "video", "avi mkv ts mts webm mpg mpeg", "video", "read_video")
SOUND = _format("sound", "audio", "mp3 wav aac flac", "video", "read_video")
SRT = _format("SRT", "subtitle", "srt", "srt", "read_srt")
FLIGHT_RECORD = _format(
    "DJI flight record", "flight-record", "txt", "flight_record", "read_flight_record"
)
AIRDATA = _format("AirData CSV", "track-log", "csv txt", "track_csv", "read_airdata")
LITCHI = _format("Litchi CSV", "track-log", "csv txt", "track_csv", "read_litchi")

_BY_NAME = {
    extension: format_
    for format_ in (SOUND, MEDIA, MP4, DNG, JPEG, SRT)
    for extension in format_.extensions
}
_PROXY = frozenset({"lrf", "lrv"})
_THUMBNAIL = frozenset({"thm", "scr"})
_CUE = re.compile(
    rb"^[ \t]*\d{1,9}[ \t]*\r?\n[^\n]{0,200}(?:-->|\d{4}[-./]\d\d?[-./]\d\d?[ T]\d)", re.MULTILINE
)
_ARROW = re.compile(rb"\d\d:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")
_TOP_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"pnot"})
_STILLS = frozenset({b"heic", b"heix", b"mif1", b"avif"})
"""The brands of still pictures in the same boxes as a video; none of them has a `moov` to lack."""
_EBML = b"\x1a\x45\xdf\xa3"


def recognise(source: Source) -> Format | None:
    """Name the format of a file by its first bytes; None when it is none that we read."""
    head = source.head
    found: Format | None = None
    if head.startswith(b"\xff\xd8\xff"):
        found = JPEG
    elif head[:4] in (b"II*\x00", b"MM\x00*"):
        found = DNG
    elif len(head) >= 8 and head[4:8] in _TOP_BOXES:  # noqa: PLR2004 - a box header is 8 bytes
        found = None if head[4:8] == b"ftyp" and head[8:12] in _STILLS else MP4
    elif head.startswith(_EBML) or head[8:12] == b"AVI " or _is_transport_stream(head):
        found = MEDIA
    elif (
        head.startswith((b"ID3", b"fLaC"))
        or head[8:12] == b"WAVE"
        or (_is_mpeg_audio(head) and source.extension in SOUND.extensions)
    ):
        found = SOUND
    else:
        found = _recognise_text(source)
    return None if found is None else _as_named(found, source.extension)


def _recognise_text(source: Source) -> Format | None:
    head = source.head
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        plain = head.replace(b"\x00", b"")[2:]
    first_line = plain.lstrip().split(b"\n", 1)[0].lower()
    if _is_airdata(first_line):
        return AIRDATA
    if _is_litchi(first_line):
        return LITCHI
    if _ARROW.search(plain) or _CUE.search(plain):
        return SRT
    if source.extension == "srt" and source.size:
        return SRT
    if _is_flight_record(source):
        return FLIGHT_RECORD
    return None


def _as_named(found: Format, extension: str) -> Format:
    if found is MP4 and extension in _PROXY:
        return replace(found, kind="proxy")
    if found is MP4 and extension == "m4a":
        return replace(found, kind="audio")
    if found is JPEG and extension in _THUMBNAIL:
        return replace(found, kind="thumbnail")
    return found


def kind_of_name(source: Source) -> tuple[str, str] | None:
    """Say what kind and format the name claims; None for a name that claims nothing we read."""
    claimed = _BY_NAME.get(source.extension)
    if claimed is None:
        return None
    named = _as_named(claimed, source.extension)
    return named.kind, named.name


def _is_transport_stream(head: bytes) -> bool:
    packet = 188
    return len(head) > packet and head[0] == 0x47 and head[packet] == 0x47  # noqa: PLR2004 - MPEG-TS sync byte


def _is_mpeg_audio(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0  # noqa: PLR2004 - MPEG audio sync word


def _is_airdata(first_line: bytes) -> bool:
    return all(word in first_line for word in (b"time(millisecond)", b"datetime(utc)", b"latitude"))


def _is_litchi(first_line: bytes) -> bool:
    return b"latitude" in first_line and any(
        word in first_line for word in (b"istakingphoto", b"remainpowerpercent", b"dronetype")
    )


def _is_flight_record(source: Source) -> bool:
    from holdfast.readers.flight_record import looks_like_flight_record

    return looks_like_flight_record(source.head, source.size)
