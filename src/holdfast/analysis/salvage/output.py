# SPDX-License-Identifier: Apache-2.0
"""Opens the file that a salvage writes: equal bytes for equal input, and the index first in MP4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import OutputContainer

_WITH_INDEX: Final = frozenset({".mp4", ".mov"})


def begun(to: Path, form: str | None = None) -> OutputContainer:
    """Begin the output; its container follows its name, or `form`, FFmpeg's word for one."""
    options = {"fflags": "+bitexact"}
    if (to.suffix.lower() if form is None else f".{form}") in _WITH_INDEX:
        options["movflags"] = "+faststart"
    return av.open(str(to.absolute()), "w", format=form, options=options)
