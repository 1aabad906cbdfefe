# SPDX-License-Identifier: Apache-2.0
"""Read a tool's own log: CSV with any common delimiter, or one JSON object a line.

Promises: only time, function, reference and count are taken; whatever else a line has, names of
users above all, is dropped as it is read. A line that cannot be read refuses the whole log, with
its number: a log that is read in part would prove what it does not say. Never touches a disk.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.errors import MalformedLogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST: Final = 64 << 20
MOST_LINES: Final = 500_000
_LONGEST_WORD: Final = 200
_MOST: Final = 10**9
_DELIMITERS: Final = (",", ";", "\t", "|")
# column -> the headings by which it is known, in small letters with spaces for _ and -
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "time": (
        "time", "timestamp", "date", "datetime", "date time", "date/time", "start", "started",
        "start time", "started at", "event time", "run at", "utc",
    ),
    "function": ("function", "feature", "module", "operation", "action", "event"),
    "reference": (
        "reference", "ref", "case reference", "case", "job", "job id", "run", "run id", "id",
    ),
    "user": ("user", "username", "user name", "operator", "analyst", "person", "name"),
    "count": ("count", "number", "quantity", "files", "items", "searches", "runs"),
}  # fmt: skip
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\Z", re.ASCII
)


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One line of a tool's log. `count` None: the log has no such column, so it is one use."""

    line: int
    at: datetime
    function: str
    reference: str
    count: int | None

    @property
    def day(self) -> str:
        """The day in UTC, as faces have it."""
        return self.at.astimezone(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class ToolLogFile:
    """A log as read. `names_functions` and `has_counts` say which columns it has."""

    lines: tuple[ToolLine, ...]
    names_functions: bool
    has_counts: bool


def read_tool_log(
    data: bytes, *, zone: tzinfo, headings: Mapping[str, str] | None = None
) -> ToolLogFile:
    """Read a log. Raises MalformedLogError, which names the line.

    `headings` says what a column is called where it is not one of COLUMNS. A time without a zone is
    of `zone`; a date written with slashes has its day first.
    """
    text = _text(data)
    known = _known(headings or {})
    if text.lstrip()[:1] == "{":
        columns, rows = frozenset[str](), _json_rows(text, known)
    else:
        columns, rows = _csv_rows(text, known)
    lines: list[ToolLine] = []
    for number, row in rows:
        columns |= row.keys()
        lines.append(_line(number, row, zone))
        if len(lines) > MOST_LINES:
            raise _refused(number, f"a log has at most {MOST_LINES:,} lines; hand it in by month")
    return ToolLogFile(tuple(lines), "function" in columns, "count" in columns)


def _text(data: bytes) -> str:
    if not data.strip():
        raise _refused(1, "the file is empty; a log of no use still has its headings")
    if len(data) > LARGEST:
        raise _refused(1, f"it is larger than {LARGEST >> 20} MiB; hand it in by month")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if wide else data[: error.start].count(b"\n") + 1
        raise _refused(line, "it is not text in UTF-8; save it as UTF-8") from error
    if "\0" in text:
        raise _refused(text[: text.index("\0")].count("\n") + 1, "it holds a zero byte")
    return text


def _known(headings: Mapping[str, str]) -> dict[str, str]:
    """Give column by heading. A heading that was named takes the place of the usual ones."""
    strange = sorted(set(headings) - COLUMNS.keys())
    if strange:
        raise MalformedLogError(
            f"There is no column {strange[0]!r}; the columns are {', '.join(COLUMNS)}. Nothing was "
            "recorded."
        )
    usual = {
        word: column
        for column, words in COLUMNS.items()
        if column not in headings
        for word in words
    }
    return {**usual, **{_plain(word): column for column, word in headings.items()}}


def _plain(heading: str) -> str:
    return " ".join(heading.strip().casefold().replace("_", " ").replace("-", " ").split())


def _csv_rows(
    text: str, known: Mapping[str, str]
) -> tuple[frozenset[str], Iterator[tuple[int, dict[str, Any]]]]:
    """Give the columns, and (line, values by column): the first delimiter that gives a time."""
    for delimiter in _DELIMITERS:
        rows = _split(text, delimiter)
        number, head = next(rows, (1, []))
        columns = _columns(head, known)
        if "time" in columns:
            return frozenset(columns), _values(rows, columns, len(head))
    raise _refused(
        number,
        "no heading of it is known as the time; name the headings, or use one of "
        + ", ".join(COLUMNS["time"]),
    )


def _split(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for row in reader:
            if any(one.strip() for one in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _refused(reader.line_num, f"it is not CSV ({error})") from error


def _columns(head: list[str], known: Mapping[str, str]) -> dict[str, int]:
    """Give the place of each column; the first heading that fits counts, a user's never."""
    places: dict[str, int] = {}
    for at, heading in enumerate(head):
        column = known.get(_plain(heading))
        if column is not None and column != "user":
            places.setdefault(column, at)
    return places


def _values(
    rows: Iterator[tuple[int, list[str]]], columns: Mapping[str, int], width: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in rows:
        if len(row) > width and any(one.strip() for one in row[width:]):
            raise _refused(number, f"it has {len(row)} values under {width} headings")
        yield number, {name: row[at] if at < len(row) else "" for name, at in columns.items()}


def _json_rows(text: str, known: Mapping[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _refused(number, "it is not one JSON object") from error
        if not isinstance(found, dict):
            raise _refused(number, "it is not one JSON object")
        names = list(found)
        places = _columns(names, known)
        yield number, {name: found[names[at]] for name, at in places.items()}


def _line(number: int, row: Mapping[str, Any], zone: tzinfo) -> ToolLine:
    return ToolLine(
        line=number,
        at=_time(number, row.get("time", ""), zone),
        function=_word(number, "function", row.get("function")),
        reference=_word(number, "reference", row.get("reference")),
        count=_count(number, row["count"]) if "count" in row else None,
    )


def _time(number: int, value: object, zone: tzinfo) -> datetime:
    if not isinstance(value, str) or not value.strip():
        raise _refused(number, "it has no time")
    text = value.strip()
    found = _DAY_FIRST.match(text)
    try:
        if found:
            day, month, year, hour, minute, second = (int(one or 0) for one in found.groups())
            at = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        else:
            at = datetime.fromisoformat(text)
        at = at if at.tzinfo is not None else at.replace(tzinfo=zone)
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _refused(
            number,
            f"{text[:40]!r} is no time; write 2026-11-23T09:15:02Z, 2026-11-23 09:15 or "
            "23/11/2026 09:15",
        ) from error


def _word(number: int, column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _refused(number, f"its {column} is neither text nor a whole number")
    word = " ".join(str(value).split())
    if len(word) > _LONGEST_WORD or not word.isprintable():
        raise _refused(number, f"its {column} is longer than {_LONGEST_WORD} characters or no text")
    return word


def _count(number: int, value: object) -> int:
    text = str(value).strip() if isinstance(value, str | int) else ""
    if (
        isinstance(value, bool)
        or not text.isascii()
        or not text.isdigit()
        or len(text) > len(str(_MOST))
    ):
        raise _refused(number, f"{str(value)[:40]!r} is no count; write a whole number from 0")
    return int(text)


def _refused(line: int, why: str) -> MalformedLogError:
    return MalformedLogError(
        f"Line {line} of the log cannot be taken in: {why}. Nothing was recorded and no line was "
        "kept. Put the file right, or have the tool write it again."
    )
