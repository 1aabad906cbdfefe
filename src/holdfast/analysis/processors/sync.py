# SPDX-License-Identifier: Apache-2.0
"""Finds where another recording lies on this one's clock by sound, with `holdfast.analysis.sync`.

The source is A, the one companion B. The file written is the whole answer (`Alignment`, as
`holdfast sync --json` prints it); its times count from the first moment of each *file*. The finding
holds what a page needs and, in `pictures_offset_s`, the same offset between the first *pictures*,
which is what seconds are counted from everywhere else; a recording without pictures has none, and
its first moment stands for them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.errors import NothingToDoError, UnableError
from holdfast.analysis.streams import first_second, recording
from holdfast.analysis.sync import NoSoundError, align_sounds, read_sound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source
    from holdfast.analysis.sync import Alignment

# What a comparison needs, imported here and so before the fork.
READY: Final = (av, np)
_MILLION: Final = 1_000_000


def process(
    source: Source,
    companions: Sequence[Source],
    _settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Compare the sound of both and write the answer."""
    if output is None:
        raise NothingToDoError("no place was given for the answer")
    if len(companions) != 1:
        raise NothingToDoError("there is no other recording to compare it with")
    other = companions[0]
    try:
        found = align_sounds(
            read_sound(source.path, name=source.name), read_sound(other.path, name=other.name)
        )
    except NoSoundError as silent:
        raise NothingToDoError(str(silent)) from silent
    told = {**found.to_json(), "a": source.name, "b": other.name}
    output.write_text(json.dumps(told), encoding="utf-8")
    pictures = [_first_picture(source), _first_picture(other)]
    best = max(found.pieces, key=lambda piece: piece.places, default=None)
    return {
        "offset_s": found.offset_s,
        "drift_ppm": found.drift_ppm,
        "confidence": found.confidence,
        "refused": found.refused,
        "why": found.why,
        "first_pictures_s": pictures,
        "pictures_offset_s": _between_pictures(found, *pictures),
        "residual_s": None if best is None else best.residual_s,
        "unsure_s": found.unsure_s,
        "method": found.method,
        "pieces": len(found.pieces),
    }


def _between_pictures(found: Alignment, a_s: float, b_s: float) -> list[float]:
    """Give for each piece where the first picture of B is on the clock of A's pictures."""
    return [
        round(piece.offset_s + b_s * (1 + piece.drift_ppm / _MILLION) - a_s, 5)
        for piece in found.pieces
    ]


def _first_picture(source: Source) -> float:
    """Give how many seconds after the first moment of the file its first picture is."""
    try:
        with recording(source.path, source.name) as container:
            begins = (container.start_time or 0) / _MILLION
        first = first_second(source.path, source.name)
    except UnableError:
        return 0.0
    return 0.0 if first is None else round(first - begins, 6)
