# SPDX-License-Identifier: Apache-2.0
"""The sample tables of one MP4 or MOV track, and whether they agree with the data.

Promises: entries that point beyond the file, into each other, or outside the recorded data are
told with bytes and seconds. The tables are read whole, up to a limit that is said; arithmetic is in
64 bits, and no table is believed to be longer than its box.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from holdfast.analysis.integrity.containers.structure import Structure, read_at
from holdfast.analysis.integrity.kinds import found
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_MOST_TABLE: Final = 96 << 20
_MOST_SAMPLES: Final = 20_000_000
_FEW_BYTES: Final = 1024
_INSIDE: Final = frozenset({b"mdia", b"minf", b"stbl"})


@dataclass(slots=True)
class Track:
    """What one trak box declares. Tables are as they stand in the file, big-endian and unchecked."""

    handler: str = ""
    name: str = ""
    coding: str = ""
    scale: int = 0
    duration: int = 0
    samples: int | None = None
    one_size: int = 0
    tables: dict[bytes, bytes] = field(default_factory=dict)


def read_track(file: BinaryIO, at: int, end: int, made: Structure) -> Track:
    """Read the boxes of one track."""
    track = Track()
    _read(file, at, end, track, made, depth=0)
    return track


def _read(file: BinaryIO, at: int, end: int, track: Track, made: Structure, *, depth: int) -> None:
    while at + 8 <= end:
        length, name = struct.unpack(">I4s", read_at(file, at, 8).ljust(8, b"\0"))
        if length < 8 or depth > 6:  # noqa: PLR2004 - a box is 8 bytes; the tables are 4 deep
            return
        inside, stop = at + 8, min(at + length, end)
        if name in _INSIDE:
            _read(file, inside, stop, track, made, depth=depth + 1)
        elif name == b"mdhd":
            data = read_at(file, inside, 32).ljust(32, b"\0")
            wide = data[0] == 1
            place = data[20:32] if wide else data[12:20]
            track.scale, track.duration = struct.unpack(">IQ" if wide else ">II", place)
        elif name == b"hdlr" and not track.handler:
            data = read_at(file, inside, min(stop - inside, 256))
            track.handler = data[8:12].decode("latin-1")
            track.name = _printable(data[24:])
        elif name == b"stsd":
            track.coding = _printable(read_at(file, inside + 12, 4))
        elif name in {b"stts", b"stsc", b"stsz", b"stco", b"co64"}:
            _keep(file, name, (inside, stop), track, made)
        at += length


def _printable(data: bytes) -> str:
    text = data.split(b"\0", 1)[0].decode("latin-1")
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _keep(
    file: BinaryIO, name: bytes, place: tuple[int, int], track: Track, made: Structure
) -> None:
    inside, stop = place
    if stop - inside > _MOST_TABLE:
        made.limits.append(
            f"the {name.decode()} table of a track: longer than {_MOST_TABLE >> 20} MiB"
        )
        return
    data = read_at(file, inside, stop - inside)
    if name == b"stsz" and len(data) >= 12:  # noqa: PLR2004 - version, size, count
        track.one_size, track.samples = struct.unpack(">II", data[4:12])
    track.tables[name] = data


def check_index(
    tracks: Sequence[Track], data: Sequence[tuple[int, int]], size: int, made: Structure
) -> None:
    """Compare the index of every track with the data there is."""
    chunks: list[tuple[Numbers, Numbers]] = []
    whole = True
    for number, track in enumerate(tracks):
        extents = _chunks(track, number, made)
        if extents is None:
            whole = whole and not track.samples
            continue
        starts, sizes, _ = extents
        chunks.append((starts, starts + sizes))
        _tell_beyond(track, number, extents, size, made)
    if chunks and whole:
        starts = np.concatenate([start for start, _ in chunks])
        ends = np.concatenate([end for _, end in chunks])
        _tell_layout(starts, ends, data, size, made)


def _chunks(track: Track, number: int, made: Structure) -> tuple[Numbers, Numbers, Numbers] | None:
    """Give first byte, length, and first sample of each chunk; None when the tables do not allow it."""
    tables = track.tables
    wide = b"co64" in tables
    offsets = _column(tables.get(b"co64" if wide else b"stco", b""), 8 if wide else 4)
    runs = _column(tables.get(b"stsc", b""), 4, columns=3)
    count = track.samples or 0
    if not count or not offsets.size or runs.size < 3 or count > _MOST_SAMPLES:  # noqa: PLR2004 - triples
        return None
    runs = runs[: runs.size // 3 * 3].reshape(-1, 3)
    first = np.clip(runs[:, 0] - 1, 0, offsets.size)
    lengths = np.diff(np.append(first, offsets.size))
    if (lengths < 0).any():
        _tell_wrong(made, number, "its chunks are not in order")
        return None
    per_chunk = np.repeat(runs[:, 1], lengths)
    if per_chunk.size != offsets.size or int(per_chunk.sum()) != count:
        _tell_wrong(
            made, number, f"{counted(count, 'sample')} are declared, {per_chunk.sum():,} are placed"
        )
        return None
    firsts = np.concatenate(([0], np.cumsum(per_chunk)[:-1])).astype(np.int64)
    if track.one_size:
        sizes = per_chunk * track.one_size
    else:
        each = _column(tables[b"stsz"], 4, skip=12, most=count)
        if each.size != count:
            _tell_wrong(
                made,
                number,
                f"{counted(count, 'sample')} are declared, {each.size:,} sizes are there",
            )
            return None
        sizes = np.add.reduceat(each, firsts)
    return offsets, sizes, firsts


def _column(
    table: bytes, width: int, *, columns: int = 1, skip: int = 8, most: int | None = None
) -> Numbers:
    """Read a table's entries, no more than it declares and no more than its box holds."""
    body = table[skip:]
    declared = int.from_bytes(table[skip - 4 : skip]) * columns
    usable = min(len(body) // width, declared, declared if most is None else most)
    return np.frombuffer(body, dtype=f">u{width}", count=usable).astype(np.int64)


def _tell_wrong(made: Structure, number: int, what: str) -> None:
    made.tell(
        found(
            "index_wrong",
            f"The index of track {number + 1} contradicts itself: {what}.",
            "The tables stsz, stsc and stco or co64 were compared.",
            stream=number,
        )
    )


def _tell_beyond(
    track: Track, number: int, extents: tuple[Numbers, Numbers, Numbers], size: int, made: Structure
) -> None:
    starts, sizes, firsts = extents
    beyond = np.flatnonzero(starts + sizes > size)
    if not beyond.size:
        return
    sample = int(firsts[beyond[0]])
    each = None
    if not track.one_size:
        each = _column(track.tables[b"stsz"], 4, skip=12, most=track.samples)
        in_chunk = each[
            sample : int(firsts[beyond[0] + 1]) if beyond[0] + 1 < firsts.size else None
        ]
        ends = starts[beyond[0]] + np.cumsum(in_chunk)
        sample += int((ends <= size).sum())
    missing = int((track.samples or 0) - sample)
    made.tell(
        found(
            "cut_off",
            f"{counted(missing, 'sample')} of track {number + 1} ({track.handler}) lie beyond the "
            "end of the file.",
            f"The index places them after byte {size}, where the file ends.",
            from_s=_time_of(track, sample),
            to_s=track.duration / track.scale if track.scale else None,
            stream=number,
            at_byte=size,
        )
    )


def _time_of(track: Track, sample: int) -> float | None:
    """When a sample is decoded, in seconds of its track."""
    table = _column(track.tables.get(b"stts", b""), 4, columns=2)
    if not track.scale or not table.size:
        return None
    total = 0
    for count, step in table[: table.size // 2 * 2].reshape(-1, 2).tolist():
        if sample <= count:
            return (total + sample * step) / track.scale
        sample, total = sample - count, total + count * step
    return total / track.scale


def _tell_layout(
    starts: Numbers, ends: Numbers, data: Sequence[tuple[int, int]], size: int, made: Structure
) -> None:
    """Tell chunks that overlap or lie outside the data, and data that no chunk names."""
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    reach = np.maximum.accumulate(ends)
    overlap = np.flatnonzero(starts[1:] < reach[:-1])
    if overlap.size:
        at = int(starts[overlap[0] + 1])
        made.tell(
            found(
                "index_wrong",
                f"{counted(int(overlap.size), 'chunk')} overlap: the index gives the same bytes to "
                "two pictures or sounds.",
                f"First bytes and lengths of all chunks were compared; first at byte {at}.",
                at_byte=at,
            )
        )
    inside = np.zeros(starts.size, dtype=bool)
    for at, end in data:
        inside |= (starts >= at) & ((ends <= end) | (end >= size))
    outside = np.flatnonzero(~inside & (ends > starts))
    if outside.size and data:
        at = int(starts[outside[0]])
        made.tell(
            found(
                "index_wrong",
                f"{counted(int(outside.size), 'chunk')} lie outside the recorded data.",
                f"The mdat boxes hold no such place; first at byte {at}.",
                at_byte=at,
            )
        )
    _tell_unnamed(starts, reach, data, made)


def _tell_unnamed(
    starts: Numbers, reach: Numbers, data: Sequence[tuple[int, int]], made: Structure
) -> None:
    total, first = 0, None
    for at, end in data:
        inside = (starts >= at) & (starts < end)
        begins = np.append(starts[inside], end)
        until = np.insert(np.minimum(reach[inside], end), 0, at)
        holes = np.maximum(begins - until, 0)
        if holes.any():
            first = int(until[np.flatnonzero(holes)[0]]) if first is None else first
            total += int(holes.sum())
    if total > _FEW_BYTES and first is not None:
        made.tell(
            found(
                "bytes_not_indexed",
                f"{counted(total, 'byte')} of recorded data are named by no index entry.",
                f"All chunks were laid over the mdat boxes; the first hole is at byte {first}.",
                at_byte=first,
            )
        )
