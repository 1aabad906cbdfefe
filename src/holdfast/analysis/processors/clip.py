# SPDX-License-Identifier: Apache-2.0
"""Makes a clip: a stretch of a recording as an MP4 of its own, with a line below it if asked.

Settings: `from_s` and `until_s`, seconds from second 0; `label`, "" or what the line says as JSON (`said`,
and where they are known `starts` and `zone`); `sought` is false for a recording whose clock jumps,
which is then read from its beginning and changes nothing else. A copy for looking, never evidence.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.telling import Telling
from holdfast.analysis.watching.line_below import Words
from holdfast.analysis.watching.stretch import Stretch, clip_stretch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the clip and tell what it shows."""
    if output is None:
        raise NothingToDoError("no place was given for the clip")
    stretch = Stretch(
        float(settings["from_s"] or 0.0),
        float(settings["until_s"] or 0.0),
        bool(settings["sought"]),
    )
    label = str(settings["label"] or "")
    asked = {"from_s": stretch.from_s, "until_s": stretch.until_s, "label": label}
    return clip_stretch(
        source.path,
        source.name,
        output,
        stretch,
        _words(label) if label else None,
        about=f"A copy for looking: {stretch.from_s:.3f} s to {stretch.until_s:.3f} s of the "
        f"recording with SHA-256 {source.sha256}",
        tell=Telling(output, asked, stretch.until_s - stretch.from_s).tell,
    )


def _words(label: str) -> Words:
    said = json.loads(label)
    starts = said.get("starts")
    return Words(
        str(said["said"]),
        datetime.fromisoformat(starts) if starts else None,
        str(said.get("zone", "")),
    )
