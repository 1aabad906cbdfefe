# SPDX-License-Identifier: Apache-2.0
"""What a playable copy says of itself, in sentences for whoever watches it.

Promises: whatever is in the copy not as it is in the original is said; nothing is said that the
finding of the copy does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, Final

from holdfast.records.derivatives import find
from holdfast.web.seconds import second_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.analysis.job import Setting
    from holdfast.home import Home

_HEARD_S: Final = 0.05
_MISSED_S: Final = 0.5
_LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class OtherPictures:
    """Another stream of pictures of the recording."""

    index: int
    words: str
    shown: bool


def stream_settings(typed: str) -> Mapping[str, Setting]:
    """Give the settings of the copy of a stream of pictures; none for the one that is meant."""
    fits = typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST
    return {"stream": int(typed)} if fits else {}


def clock_until(home: Home, sha256: str) -> float:
    """Give the second up to which the recording's own clock runs on: for what has no copy, for ever."""
    made = find(home, sha256, "playable") if sha256 else None
    jumps = made.finding.get("jumps") if made is not None else None
    return float(jumps[0][0]) if jumps else inf


def streams_of(finding: Mapping[str, Any]) -> list[OtherPictures]:
    """Give the streams of pictures, when there are several."""
    streams = finding.get("streams", ())
    if len(streams) < 2:  # noqa: PLR2004 # one is no choice
        return []
    return [
        OtherPictures(
            one["index"],
            f"number {one['index']}, {one['codec']} {one['width']} x {one['height']}",
            one["index"] == finding["stream"],
        )
        for one in streams
    ]


def remarks(finding: Mapping[str, Any]) -> list[str]:
    """Say what is not as in the original."""
    return [*_of_pictures(finding), *_of_time(finding), *_of_sound(finding)]


def _of_pictures(finding: Mapping[str, Any]) -> Iterator[str]:
    if finding.get("skipped"):
        yield f"{finding['skipped']:,} damaged packets were skipped."
    if finding.get("corrupt"):
        yield f"{finding['corrupt']:,} pictures are harmed and shown as far as they decode."
    if finding.get("deinterlaced"):
        yield "The original is interlaced; here the two fields of a picture are put together."
    if finding.get("size_changes"):
        times = finding["size_changes"]
        how = "once" if times == 1 else f"{times:,} times"
        yield f"The size of the picture changes {how}; all are fitted into the first one's."
    if finding.get("before"):
        yield f"{finding['before']:,} pictures from before second 0 are left out."


def _of_time(finding: Mapping[str, Any]) -> Iterator[str]:
    for at, own in finding.get("jumps", ()):
        way = "back" if own < at else "ahead"
        yield (
            f"At {second_words(at)} the recording's own clock jumps {way}, to {_signed(own)} of its "
            "own time. All pictures are here; from there on a second is not the recording's own."
        )
    if finding.get("timed") is False:
        yield "The recording carries no times; pictures are counted at the rate that it states."
    if finding.get("untimed"):
        yield f"{finding['untimed']:,} pictures carry no time and stand one usual step after the last."
    if finding.get("nudged"):
        yield f"{finding['nudged']:,} pictures are due no later than the one before, and follow it at once."


def _of_sound(finding: Mapping[str, Any]) -> Iterator[str]:
    if finding.get("sounds", 0) > 1:
        yield f"It has {finding['sounds']} sounds; the default one is heard."
    if finding.get("sound_before_s", 0) > _HEARD_S:
        yield f"Its sound begins {finding['sound_before_s']:.2f} s before its first picture; that is left out."
    if finding.get("sound_filled_s", 0) > _MISSED_S:
        yield f"For {finding['sound_filled_s']:.1f} s there is no sound in it; the copy is silent there."


def _signed(second: float) -> str:
    return f"-{second_words(-second)}" if second < 0 else second_words(second)
