# SPDX-License-Identifier: Apache-2.0
"""How far long work is, as bars: files and bytes, each only when it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.web.templatetags.ui import iec

if TYPE_CHECKING:
    from holdfast.web.behind import Work


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how much of how much, and the same in words."""

    name: str
    words: str
    value: int
    most: int
    detail: str


def bars(work: Work) -> tuple[Bar, ...]:
    """Give the bars of work under way."""
    files, files_most = _figures(work, "files")
    size, size_most = _figures(work, "bytes")
    found: list[Bar] = []
    if files_most:
        found.append(Bar("files", "Files", files, files_most, f"{files:,} of {files_most:,}"))
    if size_most:
        detail = f"{iec(size)} of {iec(size_most)}"
        found.append(Bar("bytes", "Bytes", size, size_most, detail))
    return tuple(found)


def _figures(work: Work, what: str) -> tuple[int, int]:
    return int(work.state.get(f"{what}_done", 0)), int(work.state.get(f"{what}_total", 0))
