# SPDX-License-Identifier: Apache-2.0
"""What somebody tells the agency in their own words, checked before it is kept.

Promises: kept as it was told, but for loose space around it and the spelling of line ends; markup
stays text. What is missing or too long is refused in words, and nothing is cut off silently.
"""

from __future__ import annotations

from typing import Final

from holdfast.oversight.errors import NotDecidedError

LONGEST_TEXT: Final = 20_000
LONGEST_NOTE: Final = 1_000
LONGEST_LINE: Final = 100


def told(text: str, what: str, *, longest: int = LONGEST_TEXT, needed: bool = True) -> str:
    """Give the text as it is kept. Raises NotDecidedError."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if needed and not plain:
        raise NotDecidedError(f"{what} is empty. Nothing was recorded. Write it, then try again.")
    if len(plain) > longest:
        raise NotDecidedError(
            f"{what} has {len(plain):,} characters, and at most {longest:,} can be kept. Nothing "
            "was recorded. Shorten it, or send the rest as a second one."
        )
    if "\0" in plain or any("\ud800" <= letter <= "\udfff" for letter in plain):
        raise NotDecidedError(
            f"{what} holds characters that are no text. Nothing was recorded. Take them out, then "
            "try again."
        )
    return plain


def told_line(text: str, what: str, *, longest: int = LONGEST_LINE, needed: bool = True) -> str:
    """Give a text of one line as it is kept. Raises NotDecidedError."""
    return told(" ".join(text.split()), what, longest=longest, needed=needed)
