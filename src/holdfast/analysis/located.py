# SPDX-License-Identifier: Apache-2.0
"""Turns damaged 1 MiB blocks of a recording into what a person has lost: stretches of time.

Promises: every damaged block is named by exactly what it touches, either stretches of the
recording or its container index, or said to hold neither. It reads the container's index and
never decodes a picture. A stretch runs from the first lost picture to the next one that stands
without the others. Never says what the lost picture showed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

BLOCK_SIZE: Final = 1 << 20
_HEADER: Final = 8
_LONG_HEADER: Final = 16
INDEX: Final = "the container's index, without which no picture can be found"
UNTIMED: Final = "no picture of the recording"
UNKNOWN: Final = "a part whose time cannot be told, because the container's index cannot be read"
NO_TIMES: Final = "a part of a file that has no index of times"
PICTURES: Final = "pictures"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What some damaged blocks touch: seconds of the recording, or a named part of the file."""

    blocks: tuple[int, ...]
    start_s: float | None
    stop_s: float | None
    what: str

    def __str__(self) -> str:
        """In words, as in "blocks 412-415: 00:03:12.0 to 00:03:14.2"."""
        if self.start_s is None or self.stop_s is None:
            return f"{_named(self.blocks)}: {self.what}"
        return f"{_named(self.blocks)}: {_clock(self.start_s)} to {_clock(self.stop_s)}"


class _Picture(NamedTuple):
    """One entry of the container's index."""

    start: int
    stop: int
    at: float
    stands_alone: bool


def located(path: Path, blocks: Sequence[int]) -> tuple[Stretch, ...]:
    """Tell what the damaged blocks of the file touch; empty when no block is damaged."""
    if not blocks:
        return ()
    wanted = sorted(set(blocks))
    boxes = tuple(_boxes(path))
    in_index = tuple(
        b for b in wanted if any(k == b"moov" and _meets(b, s, e) for k, s, e in boxes)
    )
    rest = tuple(b for b in wanted if b not in in_index)
    stretches = [Stretch(in_index, None, None, INDEX)] if in_index else []
    if not rest:
        return tuple(stretches)
    pictures = () if in_index else _pictures(path)
    if not pictures:
        return (*stretches, Stretch(rest, None, None, UNKNOWN if boxes else NO_TIMES))
    return (*stretches, *_timed(rest, pictures))


def _timed(blocks: Iterable[int], pictures: Sequence[_Picture]) -> Iterator[Stretch]:
    """Join neighbouring blocks whose stretches meet; blocks without pictures come last."""
    joined: list[Stretch] = []
    untimed: list[int] = []
    for block in blocks:
        hit = [number for number, one in enumerate(pictures) if _meets(block, one.start, one.stop)]
        if not hit:
            untimed.append(block)
            continue
        start, stop = min(pictures[n].at for n in hit), _next_whole(pictures, hit[-1])
        if joined and (joined[-1].stop_s or 0.0) >= start:
            last = joined.pop()
            start, stop = min(last.start_s or 0.0, start), max(last.stop_s or 0.0, stop)
            joined.append(Stretch((*last.blocks, block), start, stop, PICTURES))
        else:
            joined.append(Stretch((block,), start, stop, PICTURES))
    yield from joined
    if untimed:
        yield Stretch(tuple(untimed), None, None, UNTIMED)


def _next_whole(pictures: Sequence[_Picture], last: int) -> float:
    """When the first picture after this one comes that needs none before it, or the end."""
    for one in pictures[last + 1 :]:
        if one.stands_alone:
            return one.at
    step = pictures[-1].at - pictures[-2].at if len(pictures) > 1 else 0.0
    return pictures[-1].at + max(step, 0.0)


def _pictures(path: Path) -> tuple[_Picture, ...]:
    from holdfast.readers.opening import FAULTS, opened

    try:
        with opened(path) as container:
            if not container.streams.video:
                return ()
            stream = container.streams.video[0]
            base = float(stream.time_base or 0)
            return tuple(
                _Picture(one.pos, one.pos + one.size, one.timestamp * base, one.is_keyframe)
                for one in stream.index_entries
            )
    except FAULTS:
        return ()


def _boxes(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and stop of the top-level boxes (ISO/IEC 14496-12); none when it is no MP4."""
    size = path.stat().st_size
    at = 0
    with path.open("rb") as file:
        while at + _HEADER <= size:
            file.seek(at)
            header = file.read(_LONG_HEADER)
            length, kind = int.from_bytes(header[:4]), header[4:_HEADER]
            if length == 1:
                length = int.from_bytes(header[_HEADER:_LONG_HEADER])
            elif length == 0:
                length = size - at
            if length < _HEADER or not kind.isalnum():
                return
            yield kind, at, min(at + length, size)
            at += length


def _meets(block: int, start: int, stop: int) -> bool:
    return start < (block + 1) * BLOCK_SIZE and block * BLOCK_SIZE < stop


def _named(blocks: Sequence[int]) -> str:
    if len(blocks) == 1:
        return f"block {blocks[0]}"
    if blocks[-1] - blocks[0] == len(blocks) - 1:
        return f"blocks {blocks[0]}-{blocks[-1]}"
    return "blocks " + ", ".join(map(str, blocks))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds, 1), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02d}:{minutes:02d}:{rest:04.1f}"
