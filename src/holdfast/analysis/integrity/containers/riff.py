# SPDX-License-Identifier: Apache-2.0
"""AVI and WAV (RIFF; OpenDML for AVI over 1 GiB): chunks, declared sizes and declared pictures.

Promises: a RIFF or a list that runs over the end of the file is told with the bytes missing; the
chunks of the data are walked one by one; the number of pictures declared is kept for comparison.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

from holdfast.analysis.integrity.containers.structure import (
    Structure,
    only_zeros,
    read_at,
)
from holdfast.analysis.integrity.kinds import found
from holdfast.plain import counted

_MOST_CHUNKS: Final = 8_000_000
_UNKNOWN: Final = 0xFFFFFFFF
_WINDOW: Final = 1 << 16


def is_riff(head: bytes) -> bool:
    """Whether a file begins as AVI or WAV do."""
    return head[:4] in {b"RIFF", b"RF64"} and head[8:12] in {b"AVI ", b"WAVE"}


def walk_riff(file: BinaryIO, size: int) -> Structure:
    """Walk every RIFF of the file and the chunks in it."""
    form = read_at(file, 8, 4)
    made = Structure("AVI (RIFF)" if form == b"AVI " else "WAV (RIFF)")
    at, walk, indexed = 0, _Walk(file, size, made), False
    while at + 12 <= size:
        head = read_at(file, at, 12)
        if head[:4] not in {b"RIFF", b"RF64"}:
            break
        length = int.from_bytes(head[4:8], "little")
        open_ended = length in (0, _UNKNOWN)
        end = size if open_ended else at + 8 + length + length % 2
        if open_ended and head[:4] == b"RIFF":
            made.tell(
                found(
                    "not_closed",
                    "The file does not say how long it is.",
                    f"The RIFF at byte {at} has no size.",
                    at_byte=at,
                )
            )
        walk.chunks(at + 12, min(end, size))
        if end > size + 1:
            _tell_cut(end, size, "RIFF", made)
        indexed = indexed or walk.indexed
        at = end
    made.layout = "with an index" if indexed else "without an index"
    made.shape.append("chunks " + " ".join(walk.seen))
    if at < size:
        kind = "padding" if only_zeros(file, at, size) else "unknown_bytes"
        made.tell(
            found(
                kind,
                f"{counted(size - at, 'byte')} after the end of the RIFF.",
                f"It says that it ends at byte {at}; the file has {size}.",
                at_byte=at,
            )
        )
    return made


def _tell_cut(end: int, size: int, what: str, made: Structure) -> None:
    made.tell(
        found(
            "cut_off",
            f"The file ends {counted(end - size, 'byte')} before its {what} does.",
            f"It says that it ends at byte {end}; the file has {size}.",
            at_byte=size,
        )
    )


class _Walk:
    """One walk over the chunks; it stops at the first place that is no chunk."""

    def __init__(self, file: BinaryIO, size: int, made: Structure) -> None:
        self.file, self.size, self.made = file, size, made
        self.seen: list[str] = []
        self.indexed = False
        self.left = _MOST_CHUNKS
        self._window = b""
        self._window_at = 0
        self._streams = 0

    def _bytes(self, at: int, length: int) -> bytes:
        """Read a few bytes through a window, so that neighbouring headers cost one read."""
        inside = at - self._window_at
        if inside < 0 or inside + length > len(self._window):
            self._window, self._window_at, inside = read_at(self.file, at, _WINDOW), at, 0
        return self._window[inside : inside + length]

    def chunks(self, at: int, end: int, depth: int = 0) -> None:
        """Walk the chunks between two places."""
        while at + 8 <= end and self.left:
            self.left -= 1
            name, length = struct.unpack("<4sI", self._bytes(at, 8).ljust(8, b"\0"))
            stop = at + 8 + length + length % 2
            if not all(32 <= letter < 127 for letter in name):  # noqa: PLR2004 - printable ASCII
                self._tell_broken(at, end)
                return
            self._chunk(name, at, length, depth, end)
            if stop > end + 1 and not (name in {b"data", b"LIST"} and length == _UNKNOWN):
                if stop > self.size + 1 and self.made.container.startswith("WAV"):
                    _tell_cut(stop, self.size, name.decode("ascii") + " chunk", self.made)
                return
            at = stop
        if not self.left:
            self.made.limits.append(f"chunks after byte {at}: there are more than {_MOST_CHUNKS:,}")

    def _chunk(self, name: bytes, at: int, length: int, depth: int, end: int) -> None:
        word = name.decode("ascii")
        if depth < 2 and word not in self.seen and len(self.seen) < 32 and word != "JUNK":  # noqa: PLR2004 - below are pictures
            self.seen.append(word)
        if name == b"LIST" and depth < 6:  # noqa: PLR2004 - the deepest known list is 4 down
            self.chunks(at + 12, min(at + 8 + length, end), depth + 1)
        elif name == b"strh":
            data = self._bytes(at + 8, 56)
            if len(data) >= 36:  # noqa: PLR2004 - up to the length
                scale, rate = struct.unpack("<II", data[20:28])
                (count,) = struct.unpack("<I", data[32:36])
                if data[:4] == b"vids" and scale and rate:
                    self.made.declared_packets[self._streams] = count
                    self.made.declared_s = count * scale / rate
            self._streams += 1
        elif name == b"idx1" or (name[:2] == b"ix" and depth):
            self.indexed = True
        elif name == b"ISFT":
            text = self._bytes(at + 8, min(length, 200)).decode("latin-1")
            self.made.written_by.append(text.strip("\0 "))

    def _tell_broken(self, at: int, end: int) -> None:
        zeros = only_zeros(self.file, at, end)
        self.made.tell(
            found(
                "structure_broken",
                f"At byte {at}: {'zeros' if zeros else 'bytes that are no chunk'} where a chunk "
                "should begin.",
                f"The chunks before it end there; {counted(end - at, 'byte')} were not walked.",
                at_byte=at,
            )
        )
