# SPDX-License-Identifier: Apache-2.0
"""Opens the file that a salvage writes: equal bytes for equal input, and the index first in MP4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import OutputContainer

_WITH_INDEX: Final = frozenset({".mp4", ".mov"})


def begun(to: Path) -> OutputContainer:
    """Begin the output; its container follows its name."""
    options = {"fflags": "+bitexact"}
    if to.suffix.lower() in _WITH_INDEX:
        options["movflags"] = "+faststart"
    return av.open(str(to.absolute()), "w", options=options)
