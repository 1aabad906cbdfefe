# SPDX-License-Identifier: Apache-2.0
"""MPEG transport streams (ISO/IEC 13818-1): packets, their counters, and where the stream breaks.

Promises: a jump of a continuity counter, a packet marked as received with errors, a place without
sync bytes and a last packet that is cut are told with the byte and, where it is known, the time.
The file is read once in pieces; packets of 188, 192 and 204 bytes are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from holdfast.analysis.integrity.containers.structure import Structure, read_at
from holdfast.analysis.integrity.kinds import found
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

_SYNC: Final = 0x47
_PACKET: Final = 188
_PIECE: Final = 40_000
_NOTHING: Final = 0x1FFF
_FORMS: Final = ((188, 0), (192, 4), (204, 0))
_LOOK, _LEAST_LOOK = 5, 3


def is_transport(head: bytes) -> bool:
    """Whether sync bytes stand where they should at the beginning of a file."""
    return _form(head) is not None


def _form(head: bytes) -> tuple[int, int] | None:
    for length, before in _FORMS:
        places = range(before, before + length * _LOOK, length)
        if len(head) > places[-1] and all(head[place] == _SYNC for place in places):
            return length, before
    return None


def walk_transport(file: BinaryIO, size: int, tell: Callable[[int], None]) -> Structure:
    """Read the headers of every packet."""
    length, before = _form(read_at(file, 0, 4096)) or (188, 0)
    made = Structure("MPEG-TS", f"packets of {length} bytes")
    made.shape.append(made.layout)
    counters: dict[int, int] = {}
    at = 0
    while at + length <= size:
        data = np.frombuffer(read_at(file, at, length * _PIECE), dtype=np.uint8)
        packets = data[: data.size // length * length].reshape(-1, length)[
            :, before : before + 4 + 2
        ]
        wrong = np.flatnonzero(packets[:, 0] != _SYNC)
        good = int(wrong[0]) if wrong.size else len(packets)
        if good:
            _count(packets[:good], at, length, counters, made)
        at += good * length
        if wrong.size:
            again = _resync(file, at + 1, size, length, before)
            _tell_no_sync(at, again, size, made)
            if again is None:
                return made
            at = again
            counters.clear()
        tell(at)
    if at < size and read_at(file, at + before, 1) != bytes([_SYNC]):
        _tell_no_sync(at, None, size, made)
    elif at < size:
        made.tell(
            found(
                "cut_off",
                f"The last packet is cut: {counted(size - at, 'byte')} of {length} are there.",
                f"Whole packets end at byte {at}; the file has {size}.",
                at_byte=at,
            )
        )
    return made


def _count(packets: Bytes, at: int, length: int, counters: dict[int, int], made: Structure) -> None:
    """Follow the counter of every stream through these packets (2.4.3.3)."""
    pids = ((packets[:, 1].astype(np.int32) & 0x1F) << 8) | packets[:, 2]
    marked = np.flatnonzero(packets[:, 1] & 0x80)
    if marked.size:
        place = at + int(marked[0]) * length
        made.tell(
            found(
                "marked_wrong",
                f"{counted(int(marked.size), 'packet')} marked as received with errors.",
                f"The transport error indicator; first at byte {place}.",
                at_byte=place,
            )
        )
    control = packets[:, 3]
    has_field, has_load = (control & 0x20) != 0, (control & 0x10) != 0
    restarts = has_field & (packets[:, 4] > 0) & ((packets[:, 5] & 0x80) != 0)
    for pid in np.unique(pids).tolist():
        if pid == _NOTHING:
            continue
        mine = np.flatnonzero((pids == pid) & (has_load | restarts))
        if not mine.size:
            continue
        values = (control[mine] & 0x0F).astype(np.int32)
        previous = np.concatenate(([counters.get(pid, -1)], values[:-1]))
        steps = (values - previous) % 16
        jump = (steps != 1) & (steps != 0) & ~restarts[mine] & (previous >= 0)
        for index in np.flatnonzero(jump).tolist():
            place = at + int(mine[index]) * length
            _tell_jump(pid, int(steps[index]) - 1, place, made)
        counters[pid] = int(values[-1])


def _tell_jump(pid: int, missing: int, place: int, made: Structure) -> None:
    made.lost_at.append(place)
    made.tell(
        found(
            "packets_lost",
            f"{missing % 16} (or 16, 32 … more) packets of stream 0x{pid:x} are missing.",
            f"The continuity counter jumps at byte {place}; it counts to 16 only.",
            at_byte=place,
        )
    )


def _resync(file: BinaryIO, at: int, size: int, length: int, before: int) -> int | None:
    """Find where packets begin again: several sync bytes one packet apart."""
    need = length * _LOOK
    while at + length <= size:
        data = np.frombuffer(read_at(file, at, (1 << 20) + need), dtype=np.uint8)
        many = min(_LOOK, data.size // length)
        if many < _LEAST_LOOK:
            return None
        room = data.size - before - length * (many - 1)
        if room <= 0:
            return None
        fits = np.ones(room, dtype=bool)
        for number in range(many):
            start = before + number * length
            fits &= data[start : start + room] == _SYNC
        places = np.flatnonzero(fits)
        if places.size:
            return at + int(places[0])
        at += room
    return None


def _tell_no_sync(at: int, again: int | None, size: int, made: Structure) -> None:
    made.lost_at.append(at)
    end = size if again is None else again
    kind = "unknown_bytes" if again is None else "structure_broken"
    made.tell(
        found(
            kind,
            f"{counted(end - at, 'byte')} are no packets.",
            f"No sync bytes between byte {at} and byte {end}.",
            at_byte=at,
        )
    )
