# SPDX-License-Identifier: Apache-2.0
"""A question about movement in words, as it stands over its answers.

Promises: every condition that is set is in the sentence, and none that is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.motion import Query

EVERYTHING: Final = "Everything that moved"
_WAYS: Final = {
    0.0: "to the right", 45.0: "up and to the right", 90.0: "up", 135.0: "up and to the left",
    180.0: "to the left", 225.0: "down and to the left", 270.0: "down",
    315.0: "down and to the right",
}  # fmt: skip
_CROSSED: Final = {1: " from its left to its right", -1: " from its right to its left"}


def in_words(query: Query) -> str:
    """Write the question as one sentence without a full stop."""
    said = list(_conditions(query))
    return f"What {said[0]}{''.join(f', {one}' for one in said[1:])}" if said else EVERYTHING


def _conditions(query: Query) -> Iterator[str]:
    if query.colour is not None:
        yield f"is partly {query.colour}"
    if query.picked is not None:
        yield f"has a colour close to #{bytes(query.picked).hex()}"
    if query.direction_deg is not None:
        degrees = query.direction_deg
        yield f"went {_WAYS.get(degrees, f'towards {degrees:g}° (0 right, 90 up)')}"
    yield from _places(query)
    yield from _numbers(query)
    yield from _times(query)


def _places(query: Query) -> Iterator[str]:
    if query.area:
        stay = f" for at least {query.inside_s:g} s" if query.inside_s else ""
        yield f"was inside the area of {len(query.area)} corners{stay}"
    if query.entered:
        yield "came into it in sight"
    if query.left:
        yield "went out of it in sight"
    if query.crossed is not None:
        (ax, ay), (bx, by) = query.crossed
        way = _CROSSED.get(query.crossed_to, "")
        yield f"crossed the line from {ax:.2g},{ay:.2g} to {bx:.2g},{by:.2g}{way}"


def _numbers(query: Query) -> Iterator[str]:
    if query.longer_s:
        yield f"was in sight at least {query.longer_s:g} s"
    if query.shorter_s is not None:
        yield f"was in sight at most {query.shorter_s:g} s"
    if query.stood_s:
        yield f"stood still at least {query.stood_s:g} s"
    if query.larger:
        yield f"is at least {query.larger * 100:.3g} % of the picture"
    if query.smaller is not None:
        yield f"is at most {query.smaller * 100:.3g} % of the picture"
    if query.faster:
        yield f"went at least {query.faster:g} widths of the picture a second"
    if query.slower is not None:
        yield f"went at most {query.slower:g} widths of the picture a second"


def _times(query: Query) -> Iterator[str]:
    if query.clock is not None:
        begins, ends = query.clock
        yield f"was in sight between {begins:%H:%M} and {ends:%H:%M} on the clock"
    if query.from_at is not None:
        yield f"was in sight after {query.from_at:%d %b %Y, %H:%M:%S %Z}"
    if query.until_at is not None:
        yield f"was in sight before {query.until_at:%d %b %Y, %H:%M:%S %Z}"
    if query.from_s is not None:
        yield f"was in sight after second {query.from_s:g}"
    if query.until_s is not None:
        yield f"was in sight before second {query.until_s:g}"
