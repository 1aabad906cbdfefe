# SPDX-License-Identifier: Apache-2.0
"""Finds what moves in a recording of a fixed camera, with `holdfast.analysis.motion`.

The file written is the tracks (docs/motion.md); the finding says how many there are, what was left
out, and where the camera moved. Finished chunks and how far it is are in the folder beside the
output while it works. Settings: `workers`, which changes nothing in the result.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.motion import Kept, Settings, analyse, write_motion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source
    from holdfast.analysis.motion import Progress

# What an analysis needs, imported here and so before the fork.
READY: Final = (av, np)
_TELL_EVERY_S: Final = 1.0


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the tracks and tell what they are of."""
    if output is None:
        raise NothingToDoError("no place was given for the tracks")
    shelf = Kept.at(output.with_suffix(".kept"), source.sha256, Settings())
    told = -_TELL_EVERY_S

    def tell(progress: Progress) -> None:
        nonlocal told
        if monotonic() - told >= _TELL_EVERY_S:
            told = monotonic()
            shelf.tell(progress.stage, progress.done_s, progress.total_s)

    motion = analyse(
        source.path,
        workers=int(settings["workers"] or 1),
        shelf=shelf,
        name=source.name,
        progress=tell,
    )
    with output.open("wb") as file:
        write_motion(file, motion)
    return {
        "camera": motion.camera,
        "tracks": len(motion.tracks),
        "length_s": round(motion.length_s, 3),
        "frames": motion.frames,
        "fps_analysed": round(motion.fps_analysed, 2),
        "quiet_s": round(motion.quiet_s, 1),
        "left_out": dict(motion.left_out),
        "notes": list(motion.notes),
    }
