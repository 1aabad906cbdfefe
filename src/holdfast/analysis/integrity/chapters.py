# SPDX-License-Identifier: Apache-2.0
"""Whether a file looks like one chapter of a recording that the camera split.

By the name, in the ways in which makers number chapters; by the size at which FAT32 cards make
cameras begin a new file; and by the length at which body-worn cameras do. Promises: what speaks for
it is said, and which other chapters lie beside it. Never joins anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from holdfast.analysis.integrity.kinds import found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.analysis.integrity.report import Finding

_GOPRO: Final = re.compile(r"^(G[HXPL])(\d\d)(\d{4})\.(MP4|LRV|360)$", re.IGNORECASE)
_GOPRO_FIRST: Final = re.compile(r"^GOPR(\d{4})\.MP4$", re.IGNORECASE)
_PART: Final = re.compile(
    r"^(.+?)[-_ ](?:part|pt|ch|chapter|p)[-_ ]?(\d{1,3})(\.\w{2,4})$", re.IGNORECASE
)
_FULL: Final = (
    (3_800_000_000, 4_294_967_296, "4 GB, the most that a file on a FAT32 card holds"),
    (1_980_000_000, 2_147_483_648, "2 GB, the most that older formats hold"),
)
_LENGTHS: Final = ((4 * 3600.0, "four hours"), (3600.0, "one hour"))
_NEAR_S: Final = 3.0


def chapter(
    name: str, size: int, found_s: float | None, beside: Sequence[str]
) -> Iterator[Finding]:
    """Tell whether a file of this name, size and length looks like one part of several."""
    signs = []
    others: list[str] = []
    numbered = _numbered(name)
    if numbered is not None:
        _, number = numbered
        others = list(same_recording(name, beside))
        if number > 1 or others:
            signs.append(f"its name says that it is part {number}")
    for least, most, words in _FULL:
        if least <= size <= most:
            signs.append(f"its size is close to {words}")
    for length, words in _LENGTHS:
        if found_s is not None and abs(found_s - length) <= _NEAR_S:
            signs.append(f"its length is {words}")
    if signs:
        near = ", ".join(others) if others else "none was seen"
        yield found(
            "chapter",
            f"One of several chapters, it seems: {'; '.join(signs)}.",
            f"Name, size and length. Other chapters beside it: {near}.",
        )


def is_numbered(name: str) -> bool:
    """Whether the name is of a form in which makers number chapters."""
    return _numbered(name) is not None


def numbered(name: str) -> tuple[str, int] | None:
    """Give what all chapters of the file's recording share, and which chapter it is; None when none."""
    return _numbered(name)


def same_recording(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give those of the names that by their form are other chapters of the file's recording."""
    numbered = _numbered(name)
    if numbered is None:
        return ()
    found = {each: _numbered(each) for each in names if each != name}
    return tuple(
        sorted(one for one, it in found.items() if it is not None and it[0] == numbered[0])
    )


def _numbered(name: str) -> tuple[str, int] | None:
    match = _GOPRO.match(name)
    if match is not None:
        return f"gopro {match[3]} {match[4].lower()}", int(match[2]) or 1
    match = _GOPRO_FIRST.match(name)
    if match is not None:
        return f"gopro {match[1]} mp4", 1
    match = _PART.match(name)
    if match is not None:
        return f"part {match[1].lower()} {match[3].lower()}", int(match[2])
    return None
