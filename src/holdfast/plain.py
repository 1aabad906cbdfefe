# SPDX-License-Identifier: Apache-2.0
"""Text that came from anywhere, made safe to show; and numbers with their nouns.

A name or a question may hold an escape sequence that repaints a screen, a direction mark that
turns a line round, or bytes that are no text at all. Promises: what is given back is only ever
printable, and nothing is left out.
"""

from __future__ import annotations


def shown(text: str, *, newlines: bool = False) -> str:
    """Write control characters, direction marks and lone surrogates as escapes."""
    return "".join(
        letter
        if letter.isprintable() or (newlines and letter == "\n")
        else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: '1 file', '3 files'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
