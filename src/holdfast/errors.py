# SPDX-License-Identifier: Apache-2.0
"""The root of every error that Holdfast raises on purpose.

A message is read by a person at a desk, so it says three things: what happened, whether evidence
is unharmed, and what to do next. The class docstring says when the error is raised; the page
`docs/errors.md` is generated from it.
"""

from __future__ import annotations

from typing import ClassVar

DONE = 0
ANSWER_IS_NO = 1
WRONG_USAGE = 2
NEEDS_ATTENTION = 3


class HoldfastError(Exception):
    """Something Holdfast can name went wrong; the message says what to do next."""

    exit_code: ClassVar[int] = ANSWER_IS_NO


class WrongUsageError(HoldfastError):
    """What was asked for cannot be done as asked: a wrong path, option or setting."""

    exit_code = WRONG_USAGE


class NeedsAttentionError(HoldfastError):
    """Evidence, or the place where it is kept, needs a person's attention."""

    exit_code = NEEDS_ATTENTION
