# SPDX-License-Identifier: Apache-2.0
"""MP4, MOV and their kin (ISO/IEC 14496-12): boxes, index, fragments, and what lies after the end.

Promises: a box that runs over the end of the file is told with how many bytes are missing; a hole
or an overlap between the index and the data is told with its place; fragments are counted by their
own numbers. Never believes a length further than the file reaches.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from holdfast.analysis.integrity.containers.iso_index import Track, check_index, read_track
from holdfast.analysis.integrity.containers.structure import (
    Structure,
    only_zeros,
    read_at,
)
from holdfast.analysis.integrity.kinds import found
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER: Final = 8
_MOST_BOXES: Final = 400_000
_FIRST: Final = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"moof", b"sidx"}
)
_KNOWN: Final = _FIRST | frozenset(
    {b"mfra", b"uuid", b"meta", b"udta", b"emsg", b"prft", b"ssix", b"pdin", b"mvex", b"PICT"}
)
_TAIL: Final = frozenset(
    {b"thma", b"ambr", b"hvcs", b"cust", b"uidx", b"inst", b"smp\x00", b"SEFT"}
)


class Box(NamedTuple):
    """A box: its name, its first byte, the first byte of its content, and where it says it ends."""

    name: bytes
    at: int
    inside: int
    end: int


def is_iso(head: bytes) -> bool:
    """Whether a file begins as this family does."""
    return head[4:8] in _FIRST


def boxes(file: BinaryIO, at: int, end: int) -> Iterator[Box]:
    """Give each box between two places; the last may say that it ends beyond them."""
    while at + _HEADER <= end:
        header = read_at(file, at, 16)
        length, name = struct.unpack(">I4s", header[:8])
        inside = at + _HEADER
        if length == 1 and len(header) == 16:  # noqa: PLR2004 - a length of 64 bits follows
            length, inside = int.from_bytes(header[8:]), at + 16
        elif length == 0:
            length = end - at
        if length < inside - at:
            return
        yield Box(name, at, inside, at + length)
        at += length


def walk_iso(file: BinaryIO, size: int) -> Structure:
    """Walk the boxes of a file of `size` bytes."""
    top, stop = _top(file, size)
    made = Structure("MP4 (ISO BMFF)")
    brand = next((read_at(file, b.inside, 4) for b in top if b.name == b"ftyp"), b"")
    if brand.startswith(b"qt") or not brand:
        made.container = "MOV (QuickTime)" if brand else "MP4 or MOV without a brand"
    made.shape.append("boxes " + " ".join(_squeezed(top)))
    made.shape.append(f"brand {brand.decode('latin-1').strip() or 'none'}")
    _tell_tail(file, size, top, stop, made)
    moov = next((b for b in top if b.name == b"moov"), None)
    fragments = [b for b in top if b.name == b"moof"]
    data = [(b.inside, min(b.end, size)) for b in top if b.name == b"mdat"]
    if moov is None or moov.end > size:
        made.layout = "without an index"
        _tell_no_index(made, moov is not None, sum(end - at for at, end in data))
        return made
    tracks = _read_moov(file, moov, made)
    if fragments:
        made.layout = f"fragmented, {counted(len(fragments), 'fragment')}"
        _tell_fragments(file, size, fragments, made)
        ended = made.declared_s is not None or any(b.name in {b"mfra", b"sidx"} for b in top)
        if not ended and top[-1].end <= size:
            made.tell(
                found(
                    "not_closed",
                    "The fragments end without a mark of the end, and no length is declared.",
                    "There is no mfra and no sidx box, and the movie header declares no length.",
                )
            )
    else:
        first = next((b.at for b in top if b.name == b"mdat"), moov.at)
        made.layout = "index first" if moov.at < first else "index last"
        check_index(tracks, data, size, made)
    return made


def _top(file: BinaryIO, size: int) -> tuple[list[Box], int]:
    """Give the boxes at the top and where what follows stops being boxes."""
    top: list[Box] = []
    at = 0
    for box in boxes(file, 0, size):
        known = box.name in _KNOWN or box.name in _TAIL
        if not known and (not box.name.isalnum() or box.end > size):
            break
        top.append(box)
        at = box.end
        if len(top) >= _MOST_BOXES:
            break
    return top, min(at, size)


def _squeezed(top: list[Box]) -> list[str]:
    names: list[str] = []
    for box in top:
        name = box.name.decode("latin-1")
        if name in {"moof", "mdat", "sidx", "styp"} and name in names[-4:]:
            continue
        if name not in {"free", "skip", "wide"}:
            names.append(name)
    return names


def _tell_tail(file: BinaryIO, size: int, top: list[Box], stop: int, made: Structure) -> None:
    last = top[-1]
    if last.end > size:
        made.tell(
            found(
                "cut_off",
                f"The file ends {counted(last.end - size, 'byte')} before its last box "
                f"({last.name.decode('latin-1')}) does.",
                f"The box at byte {last.at} says that it ends at byte {last.end}; the file has {size}.",
                at_byte=size,
            )
        )
    elif stop < size and len(top) >= _MOST_BOXES:
        made.limits.append(f"boxes after byte {stop}: there are more than {_MOST_BOXES:,}")
    elif stop < size:
        kind = "padding" if only_zeros(file, stop, size) else "unknown_bytes"
        words = "zeros" if kind == "padding" else "bytes that are no box"
        made.tell(
            found(
                kind,
                f"{counted(size - stop, 'byte')} after the last box: {words}.",
                f"The last whole box ends at byte {stop}; the file has {size}.",
                at_byte=stop,
            )
        )


def _tell_no_index(made: Structure, begun: bool, data: int) -> None:  # noqa: FBT001 # said once, here
    made.tell(
        found(
            "no_index",
            "The index (moov box) is "
            + ("cut off" if begun else "missing")
            + f"; {counted(data, 'byte')} of recorded data are there.",
            "Every box at the top of the file was read; none is a whole moov box.",
        )
    )


def _read_moov(file: BinaryIO, moov: Box, made: Structure) -> list[Track]:
    tracks: list[Track] = []
    for box in boxes(file, moov.inside, moov.end):
        if box.name == b"mvhd":
            made.declared_s = _duration(read_at(file, box.inside, 32))
        elif box.name == b"trak" and len(tracks) < 64:  # noqa: PLR2004 - no camera has more
            track = read_track(file, box.inside, min(box.end, moov.end), made)
            made.shape.append(f"track {track.handler} {track.coding} {track.name}".strip())
            if track.samples is not None:
                made.declared_packets[len(tracks)] = track.samples
            tracks.append(track)
    return tracks


def _duration(data: bytes) -> float | None:
    """Read scale and duration of a mvhd or mdhd box, of either version."""
    wide = data[:1] == b"\x01"
    scale, length = struct.unpack(">IQ" if wide else ">II", data[20:32] if wide else data[12:20])
    unknown = (1 << (64 if wide else 32)) - 1
    return length / scale if scale and length not in (0, unknown) else None


def _tell_fragments(file: BinaryIO, size: int, fragments: list[Box], made: Structure) -> None:
    """Compare the numbers that the fragments carry."""
    before: int | None = None
    for moof in fragments:
        if moof.end > size:
            return
        number = _sequence(file, moof)
        if number is None:
            made.tell(
                found(
                    "structure_broken",
                    "A fragment carries no number.",
                    f"The moof box at byte {moof.at} holds no mfhd box.",
                    at_byte=moof.at,
                )
            )
            continue
        if before is not None and number > before + 1:
            missing = number - before - 1
            made.tell(
                found(
                    "fragment_missing",
                    f"{counted(missing, 'fragment')} missing between number {before} and {number}.",
                    f"The numbers in the mfhd boxes; the jump is at byte {moof.at}.",
                    at_byte=moof.at,
                )
            )
        elif before is not None and number <= before:
            made.tell(
                found(
                    "structure_broken",
                    f"Fragment number {number} follows number {before}.",
                    f"The numbers in the mfhd boxes; at byte {moof.at}.",
                    at_byte=moof.at,
                )
            )
        before = number


def _sequence(file: BinaryIO, moof: Box) -> int | None:
    for box in boxes(file, moof.inside, moof.end):
        if box.name == b"mfhd":
            return int.from_bytes(read_at(file, box.inside + 4, 4))
    return None
