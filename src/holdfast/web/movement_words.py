# SPDX-License-Identifier: Apache-2.0
"""What movement is called on the pages: ways, colours, lengths of time, and a question in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.motion import Query

_WAYS: Final = (
    ("→", "right"), ("↗", "up and right"), ("↑", "up"), ("↖", "up and left"),
    ("←", "left"), ("↙", "down and left"), ("↓", "down"), ("↘", "down and right"),
)  # fmt: skip
_STAYED: Final = ("·", "stayed")
_MINUTE: Final = 60
_HOUR: Final = 3600
_ROWS: Final = ("upper", "middle", "lower")
_COLUMNS: Final = ("left", "middle", "right")


def way_of(degrees: float | None) -> tuple[str, str]:
    """Give an arrow and a word for a direction: 0 right, 90 up; nothing went nowhere."""
    return _STAYED if degrees is None else _WAYS[round(degrees / 45) % len(_WAYS)]


def lasting(seconds: float) -> str:
    """Write how long something was in sight: 4.2 s, 2 min 5 s."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest} s"


def about(seconds: float) -> str:
    """Write how long something will take, no more exactly than that can be known."""
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"about {round(seconds / _MINUTE)} min"
    hours, rest = divmod(round(seconds / _MINUTE), 60)
    return f"about {hours} h {rest} min"


def place_of(across: float, down: float) -> str:
    """Say where in the picture something is: upper left, middle, lower right."""
    row, column = (names[min(int(share * 3), 2)] for names, share in (
        (_ROWS, down), (_COLUMNS, across),
    ))  # fmt: skip
    return row if row == column else f"{row} {column}"


def in_words(question: Query) -> list[str]:
    """Give the conditions of a question, each as a person would say it."""
    return list(_conditions(question)) or ["everything that moved"]


def _conditions(question: Query) -> Iterator[str]:
    if question.direction_deg is not None:
        yield f"went {way_of(question.direction_deg)[1]}"
    if question.colour is not None:
        yield f"partly {question.colour}"
    if question.picked is not None:
        yield f"close to the colour #{bytes(question.picked).hex()}"
    yield from _drawn(question)
    for words, least, most, unit in (
        ("in sight", question.longer_s, question.shorter_s, "s"),
        ("of a size of", question.larger * 100, _percent(question.smaller), "% of the picture"),
        ("at a speed of", question.faster, question.slower, "picture widths a second"),
    ):
        if least or most is not None:
            yield f"{words} {_between(least, most)} {unit}"
    if question.stood_s:
        yield f"stood still at least {question.stood_s:g} s"
    if question.clock is not None:
        begins, ends = question.clock
        yield f"between {begins:%H:%M} and {ends:%H:%M}"
    if question.from_s is not None or question.until_s is not None:
        yield f"at seconds {_between(question.from_s or 0, question.until_s)} of its recording"


def _drawn(question: Query) -> Iterator[str]:
    if question.area:
        how = [
            words
            for words, wanted in (
                ("came into the area", question.entered),
                ("left the area", question.left),
                (f"stayed in the area at least {question.inside_s:g} s", question.inside_s),
            )
            if wanted
        ]
        yield " and ".join(how or ["was in the area"])
    if question.crossed is not None:
        sense = {1: " from left to right", -1: " from right to left"}.get(question.crossed_to, "")
        yield f"crossed the line{sense}"


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _between(least: float, most: float | None) -> str:
    if most is None:
        return f"at least {least:g}"
    return f"{least:g} to {most:g}" if least else f"at most {most:g}"
