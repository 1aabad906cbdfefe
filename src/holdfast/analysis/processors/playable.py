# SPDX-License-Identifier: Apache-2.0
"""Makes a small copy of a recording that plays in any browser: H.264 and AAC in MP4, index first.

Promises: second 0 is the recording's first picture, and the time of every picture is the original's, so
that a position in the copy is the same position in the original; the finding tells these times, and
everything that is not as in the original. It is for looking, never a replacement: the page and the
pack say so. Settings: `height` and `quality` of the copy; `stream`, which stream of pictures when it
holds several (-1: the one that is meant when nobody chose).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.telling import Telling
from holdfast.analysis.watching.copying import MAIN, copy_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the copy and tell its size, length, the times of its pictures, and what was skipped."""
    if output is None:
        raise NothingToDoError("no place was given for the copy")
    stream = settings["stream"]

    def whole(length_s: float) -> Callable[[float], None]:
        return Telling(output, {"stream": stream}, length_s).tell

    return copy_recording(
        source.path,
        source.name,
        output,
        most=int(settings["height"] or 0),
        quality=int(settings["quality"] or 0),
        stream=MAIN if stream is None else int(stream),
        whole=whole,
    )
