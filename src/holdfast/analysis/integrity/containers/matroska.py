# SPDX-License-Identifier: Apache-2.0
"""Matroska and WebM (RFC 9559, EBML RFC 8794): the segment, its elements, and where it ends.

Promises: a segment or an element that runs over the end of the file is told with the bytes that
are missing; bytes that are no element are told with their place. A file that was never closed is
said to be so. Never reads what a cluster holds.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final, NamedTuple

from holdfast.analysis.integrity.containers.structure import (
    Structure,
    only_zeros,
    read_at,
)
from holdfast.analysis.integrity.kinds import found
from holdfast.plain import counted

_EBML: Final = 0x1A45DFA3
_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_INFO: Final = 0x1549A966
_CUES: Final = 0x1C53BB6B
_SEEK_HEAD: Final = 0x114D9B74
_NAMES: Final = {
    _SEEK_HEAD: "SeekHead",
    _INFO: "Info",
    0x1654AE6B: "Tracks",
    _CLUSTER: "Cluster",
    _CUES: "Cues",
    0x1941A469: "Attachments",
    0x1043A770: "Chapters",
    0x1254C367: "Tags",
    0xEC: "Void",
    0xBF: "CRC-32",
}
_IN_CLUSTER: Final = frozenset({0xE7, 0x5854, 0xA7, 0xAB, 0xA3, 0xA0, 0xAF, 0xEC, 0xBF})
_SCALE, _DURATION, _MUXER, _WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
_MOST_ELEMENTS: Final = 4_000_000
_MOST_INFO: Final = 1 << 16
_NANO: Final = 1_000_000_000


class Element(NamedTuple):
    """An element: its identifier, first byte, first byte of its content, and end; None if unknown."""

    name: int
    at: int
    inside: int
    end: int | None


def is_matroska(head: bytes) -> bool:
    """Whether a file begins with an EBML header."""
    return head.startswith(b"\x1a\x45\xdf\xa3")


def _element(file: BinaryIO, at: int) -> Element | None:
    head = read_at(file, at, 12)
    if len(head) < 2 or head[0] < 0x10:  # noqa: PLR2004 - an identifier has at most 4 bytes
        return None
    width = 9 - head[0].bit_length()
    name = int.from_bytes(head[:width])
    rest = head[width:]
    if not rest or not rest[0]:
        return None
    length_width = 9 - rest[0].bit_length()
    if len(rest) < length_width:
        return None
    value = int.from_bytes(rest[:length_width]) & ((1 << (7 * length_width)) - 1)
    inside = at + width + length_width
    unknown = value == (1 << (7 * length_width)) - 1
    return Element(name, at, inside, None if unknown else inside + value)


def walk_matroska(file: BinaryIO, size: int) -> Structure:
    """Walk the elements at the top and those of the segment."""
    made = Structure("Matroska")
    head = _element(file, 0)
    at = head.end if head is not None and head.end is not None else size
    segment = _element(file, at) if at < size else None
    if segment is None or segment.name != _SEGMENT:
        made.tell(
            found(
                "structure_broken", "No segment follows the header.", f"At byte {at}.", at_byte=at
            )
        )
        return made
    stop = size if segment.end is None else min(segment.end, size)
    if segment.end is not None and segment.end > size:
        missing = counted(segment.end - size, "byte")
        made.tell(
            found(
                "cut_off",
                f"The file ends {missing} before the segment in it does.",
                f"The segment says that it ends at byte {segment.end}; the file has {size}.",
                at_byte=size,
            )
        )
    seen = _walk_segment(file, segment.inside, stop, size, made)
    made.shape.append("elements " + " ".join(seen))
    made.layout = "with an index (Cues)" if "Cues" in seen else "without an index (Cues)"
    if segment.end is None and not made.findings and made.declared_s is None:
        made.tell(
            found(
                "not_closed",
                "The segment does not say how long it is, and no duration is declared.",
                "Its size is written as unknown, as while recording or in a stream.",
            )
        )
    if segment.end is not None and segment.end < size:
        _tell_tail(file, segment.end, size, made)
    return made


def _walk_segment(file: BinaryIO, at: int, stop: int, size: int, made: Structure) -> list[str]:
    seen: list[str] = []
    elements = 0
    while at < stop:
        element = _element(file, at)
        known = element is not None and (element.name in _NAMES or element.name in _IN_CLUSTER)
        elements += 1
        if element is None or not known:
            _tell_lost(file, at, stop, size, made)
            return seen
        if elements > _MOST_ELEMENTS:
            made.limits.append(f"elements after byte {at}: there are more than {_MOST_ELEMENTS:,}")
            return seen
        name = _NAMES.get(element.name)
        if name is not None and name not in {"Void", "CRC-32"} and name not in seen[-1:]:
            seen.append(name)
        if element.name == _INFO and element.end is not None:
            _read_info(file, element.inside, min(element.end, size), made)
        if element.end is None:  # a cluster of unknown length: its elements follow
            at = element.inside
            continue
        if element.end > stop:
            _tell_cut(element, stop, size, made)
            return seen
        at = element.end
    return seen


def _tell_cut(element: Element, stop: int, size: int, made: Structure) -> None:
    end = element.end or 0
    name = _NAMES.get(element.name, "block")
    if stop < size:
        made.tell(
            found(
                "structure_broken",
                f"An element ({name}) says that it is longer than what holds it.",
                f"At byte {element.at}: it ends at byte {end}, its segment at byte {stop}.",
                at_byte=element.at,
            )
        )
        return
    made.tell(
        found(
            "cut_off",
            f"The last element ({name}) is cut: {counted(end - size, 'byte')} of it are missing.",
            f"It begins at byte {element.at} and says that it ends at byte {end}; the file has {size}.",
            at_byte=size,
        )
    )


def _tell_lost(file: BinaryIO, at: int, stop: int, size: int, made: Structure) -> None:
    """Tell bytes that are no element: a tail in a segment without a length, or a broken place."""
    if only_zeros(file, at, stop):
        kind = "padding" if stop == size else "structure_broken"
        words = "zeros"
    else:
        kind, words = "structure_broken", "no element that can stand there"
    if stop == size and size - at < 12:  # noqa: PLR2004 - less than a header is left
        kind, words = "cut_off", "the beginning of an element that is cut off"
    made.tell(
        found(
            kind,
            f"At byte {at}: {words}.",
            f"The elements before it end there; {counted(stop - at, 'byte')} follow that were not "
            "walked.",
            at_byte=at,
        )
    )


def _tell_tail(file: BinaryIO, at: int, size: int, made: Structure) -> None:
    kind = "padding" if only_zeros(file, at, size) else "unknown_bytes"
    made.tell(
        found(
            kind,
            f"{counted(size - at, 'byte')} after the end of the segment.",
            f"The segment ends at byte {at}; the file has {size}.",
            at_byte=at,
        )
    )


def _read_info(file: BinaryIO, at: int, end: int, made: Structure) -> None:
    scale, length = 1_000_000, 0.0
    end = min(end, at + _MOST_INFO)
    while at < end:
        element = _element(file, at)
        if element is None or element.end is None or element.end > end:
            break
        data = read_at(file, element.inside, min(element.end - element.inside, 256))
        if element.name == _SCALE:
            scale = int.from_bytes(data[:8])
        elif element.name == _DURATION and len(data) in (4, 8):
            length = struct.unpack(">f" if len(data) == 4 else ">d", data)[0]  # noqa: PLR2004 - bytes
        elif element.name in (_MUXER, _WRITER):
            made.written_by.append(data.decode("utf-8", "replace").strip("\0 "))
        at = element.end
    seconds = length * scale / _NANO
    if 0 < seconds < _NANO:
        made.declared_s = seconds
