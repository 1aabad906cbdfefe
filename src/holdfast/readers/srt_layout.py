# SPDX-License-Identifier: Apache-2.0
"""One pattern for a whole cue, learnt from a file's own cue, so that an hour reads in a moment.

A recorder writes every cue alike but for the numbers. The pattern is the first cue with each
number made free and the numbers we want captured, so a cue that fits it has the same numbers in
the same places. A cue that does not fit is read field by field instead; both ways give the same
values, and a test holds them to it. It never loosens what a field may look like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holdfast.readers.srt_cues import Cue
    from holdfast.readers.srt_dialects import Dialect

DATE = re.compile(
    r"(\d{4}[-./]\d{1,2}[-./]\d{1,2}[ T]\d{1,2}:\d\d:\d\d)(?:[.,](\d{3})(?:[.,](\d{3}))?)?(?!\d)"
)
_FEW_BRACKETS = 2
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_BEGUN_TIMING = re.compile(r"\d{1,3}:\d\d:\d\d[,.]\d{1,3}")
_WANTED_NUMBER = r"[-+]?\d[.\d]*"
_FREE_NUMBER = r"[-+.\d]+"


class Written(NamedTuple):
    """The values of one cue as they are written; empty where the cue has none."""

    clock: str
    fraction: str
    second: str
    milli: str
    micro: str
    first: str
    other: str
    third: str
    height: str
    altitude: str


def fields(text: str, cue: Cue, dialect: Dialect) -> Written | None:
    """Read a cue field by field; None when its position is not written as the dialect does."""
    spans = _spans(text, cue, dialect)
    if spans is None:
        return None
    written = Written(cue.clock, cue.fraction, *(text[begin:end] for begin, end in spans))
    if dialect.hemisphere_letters:
        return written._replace(first=_signed(written.first), other=_signed(written.other))
    return written


def _signed(lettered: str) -> str:
    """Turn `S: 41.2` into `-41.2`: south and west are negative."""
    letter, colon, number = lettered.partition(":")
    number = number.strip()
    if not colon:
        return lettered
    negative = letter.strip() in {"S", "W"} and not number.startswith("-")
    return f"-{number.removeprefix('+')}" if negative else number


def _spans(text: str, cue: Cue, dialect: Dialect) -> list[tuple[int, int]] | None:
    """Say where second, milli, micro, first, other, third, height and altitude stand."""
    if dialect.position is None:
        return None
    position = dialect.position.search(text, cue.begin, cue.end)
    if position is None:
        return None
    nowhere = (0, 0)
    date = DATE.search(text, cue.begin, cue.end)
    spans = [date.span(group) for group in (1, 2, 3)] if date else [nowhere] * 3
    places = [position.span(group) for group in range(1, position.re.groups + 1)]
    spans += [*places, nowhere][:3]
    for pattern in (dialect.height, dialect.altitude):
        found = pattern.search(text, cue.begin, cue.end) if pattern.groups else None
        spans.append(found.span(1) if found else nowhere)
    return [nowhere if span == (-1, -1) else span for span in spans]


def learn(text: str, cue: Cue, dialect: Dialect) -> re.Pattern[str] | None:
    """Make the pattern of a whole cue, from its number line to the next; None when it cannot be.

    Its groups are those of `Written`, in that order.
    """
    spans = _spans(text, cue, dialect)
    if spans is None or dialect.hemisphere_letters:
        return None
    wanted = {span: index for index, span in enumerate(spans) if span != (0, 0)}
    parts: list[str] = []
    order: list[int] = []
    at = cue.begin
    stop = cue.begin + len(_own_lines(text[cue.begin : cue.end]))
    for begin, end in sorted(wanted):
        if begin < at or end > stop:
            return None
        parts += [_free(text[at:begin]), _captured(text[begin:end], wanted[begin, end])]
        order.append(wanted[begin, end])
        at = end
    parts.append(_end(text[at:stop]))
    timing = r"([\d:]{8}),(\d{3}) --> [\d:]{8},\d{3}" if cue.clock else "()()"
    absent = [index for index in range(len(spans)) if index not in order]
    names = "".join(f"(?P<f{index}>)" for index in absent)
    pattern = f"{_number_line(cue)}{timing}{''.join(parts)}[ \t]*(?:\n[ \t\n]*|$){names}"
    return re.compile(pattern)


def _own_lines(body: str) -> str:
    """Take off the number and the timing of the following cue, which end a cue's bounds."""
    body = body.rstrip()
    last = body[body.rfind("\n") + 1 :]
    if _BEGUN_TIMING.fullmatch(last.strip()):
        body = body[: -len(last)].rstrip()
        last = body[body.rfind("\n") + 1 :]
        if last.strip().isdecimal():
            body = body[: -len(last)].rstrip()
    return body


def _number_line(cue: Cue) -> str:
    return r"\d{1,9}[ \t]*\n" if cue.clock else r"\d{1,9}[ \t]*"


def _captured(written: str, index: int) -> str:
    inner = _WANTED_NUMBER
    if index == 0:
        inner = f"[-./ :T\\d]{{{len(written)}}}"
    elif index in {1, 2}:
        inner = r"\d{3}"
    return f"(?P<f{index}>{inner})"


def _end(literal: str) -> str:
    """Free what follows the last wanted value, but for the character that ends it."""
    first, *lines = literal.split("\n")
    ending = re.escape(first[:1]) + (".*" if first else "")
    return ending + r"\n.+" * len(lines)


def _free(literal: str) -> str:
    """Escape what stands before a wanted value, with other fields and other lines made free."""
    first, *between = literal.split("\n")
    if len(between) > 1:
        lines = r"\n.*" * (len(between) - 1)
        return f"{_free(first)}{lines}\n{_free(between[-1])}"
    if literal.count("[") > _FEW_BRACKETS:
        return (
            ("\\n" if between else re.escape(literal[:1]))
            + r".*\["
            + _numbers_free(literal[literal.rfind("[") + 1 :])
        )
    return _numbers_free(literal)


def _numbers_free(literal: str) -> str:
    parts: list[str] = []
    at = 0
    for number in _NUMBER.finditer(literal):
        parts += [re.escape(literal[at : number.start()]), _FREE_NUMBER]
        at = number.end()
    parts.append(re.escape(literal[at:]))
    return "".join(parts)
