# SPDX-License-Identifier: Apache-2.0
"""Draws how loud a recording is over its time: peaks as JSON, with silences and gaps.

Settings: `points`, how many pairs of lowest and highest at most. The finding tells the same without
the peaks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.telling import Telling
from holdfast.analysis.watching.loudness import loudness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

_MOST: Final = 200


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the peaks and tell how long the sound is, and where it is silent or missing."""
    if output is None:
        raise NothingToDoError("no place was given for the waveform")

    def whole(length_s: float) -> Callable[[float], None]:
        return Telling(output, {}, length_s).tell

    measured = loudness(source.path, source.name, points=int(settings["points"] or 1), whole=whole)
    said = measured.to_json()
    output.write_text(json.dumps(said, separators=(",", ":")), encoding="utf-8")
    finding = {name: value for name, value in said.items() if name != "peaks"}
    return {
        **finding,
        "silences": list(said["silences"])[:_MOST],  # type: ignore[call-overload]  # it is a list
        "gaps": list(said["gaps"])[:_MOST],  # type: ignore[call-overload]  # it is a list
    }
