# SPDX-License-Identifier: Apache-2.0
"""What the command line prints: one JSON object, or sentences safe to show in a terminal.

A file name on a card is hostile input: it may hold a newline, an escape sequence that repaints the
screen, or bytes that are no text at all. `holdfast.plain.shown` shows such characters as escapes, so that a
line printed here is always one line and only ever text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import AnswerNotWrittenError
from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_KIBI = 1024
_FIRST_PLAIN_UNIT = 10


def print_json(value: object) -> None:
    """Print one JSON object; what is not text in a name is shown as an escape."""
    _out(json.dumps(value, indent=2, sort_keys=False, allow_nan=False))


def print_json_rows(head: Mapping[str, object], name: str, rows: Iterable[object]) -> None:
    """Print one JSON object of the head and, under `name`, rows that are made one after the other."""
    text = json.dumps(dict(head), indent=2, allow_nan=False)
    _out(text.removesuffix("\n}").removesuffix("}") + ("," if head else ""))
    between = f'  "{name}": ['
    for row in rows:
        _out(between)
        click.echo(json.dumps(row, allow_nan=False), nl=False)
        between = ","
    _out(f"{between}]\n}}" if between != "," else "]\n}")


def say(*sentences: str) -> None:
    """Print sentences on standard output, one line each."""
    for sentence in sentences:
        _out(shown(sentence))


def warn(*sentences: str) -> None:
    """Print sentences on standard error, one line each."""
    for sentence in sentences:
        click.echo(shown(sentence), err=True)


def size_text(size: int) -> str:
    """Return a size in IEC units: 1536 is '1.5 KiB'."""
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if amount < _KIBI or unit == "TiB":
            break
        amount /= _KIBI
    decimals = 0 if unit == "B" or amount >= _FIRST_PLAIN_UNIT else 1
    return f"{amount:.{decimals}f} {unit}"


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns as wide as their widest cell; numbers and text alike align left."""
    lines = [tuple(head), *(tuple(shown(cell) for cell in row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        _out("  ".join(cells).rstrip())


def _out(text: str) -> None:
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AnswerNotWrittenError(
            f"The answer could not be written out: {error.strerror}. What the command was asked to "
            "do is done, and nothing in the home is harmed. Give its output more room."
        ) from error
