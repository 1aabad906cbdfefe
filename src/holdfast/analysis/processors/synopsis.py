# SPDX-License-Identifier: Apache-2.0
"""Shows the tracks of a question together in a short video, with `holdfast.analysis.synopsis`.

The companion is what motion analysis kept of the same recording. Settings: `asked` (the question, as
`Query.written` writes it; "" is every track), `density`, `longest_s` (0: as long as it needs),
`began` and `zone` (when the recording began, for times of day; "" when that is not known), `threads`,
which changes nothing in the result. The file written is the MP4; the finding is what `Synopsis` tells,
with the placements in few numbers. How far it is stands in the folder beside the output.
"""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import av
import numpy as np
from PIL import ImageFont

from holdfast.analysis.errors import DamagedContentError, NothingToDoError, UnsupportedError
from holdfast.analysis.motion import FIXED, Query, Recording, TrackIndex, read_motion
from holdfast.analysis.synopsis import SynopsisSettings, make_synopsis
from holdfast.analysis.synopsis.shown import shown_in
from holdfast.analysis.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source
    from holdfast.analysis.motion import Motion, Track

# What a synopsis needs, imported here and so before the fork.
READY: Final = (av, np, ImageFont)
# Cutting out takes most of the time: how much of it, so that progress goes evenly.
_STAGES: Final = {"figures": (0.0, 0.6), "drawing": (0.6, 0.4)}


def process(
    source: Source,
    companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the video and tell who is where in it."""
    if output is None:
        raise NothingToDoError("no place was given for the video")
    if not companions:
        raise NothingToDoError("what moves in the recording was not found yet")
    motion = _found(companions[0])
    if motion.camera != FIXED:
        raise UnsupportedError(motion.notes[0] if motion.notes else "the camera moved")
    chosen = tracks_of(motion, settings)
    if not chosen:
        raise NothingToDoError("no track meets the question")
    with _unnamed(output) as waiting:
        made = make_synopsis(
            source.path,
            motion,
            output,
            tracks=chosen,
            settings=settings_of(settings),
            start=began(settings),
            threads=int(settings["threads"] or 1),
            name=source.name,
            waiting=waiting,
            progress=_teller(output),
        )
    told = made.to_json()
    del told["placements"]
    return told | {
        "tracks": len(chosen),
        "of": len(motion.tracks),
        "source_s": round(motion.length_s, 3),
        "figures": [one.to_json() for one in shown_in(made)],
    }


def _found(kept: Source) -> Motion:
    """Read the tracks, if they are still those that the provenance names."""
    try:
        with kept.path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != kept.sha256:
                raise DamagedContentError(
                    "the kept tracks are not what was written; the recording is not touched by that"
                )
            file.seek(0)
            return read_motion(file)
    except OSError as error:
        raise DamagedContentError(f"the kept tracks cannot be read: {error.strerror}") from error


def settings_of(settings: Mapping[str, Setting]) -> SynopsisSettings:
    """Give the settings that a person chose."""
    longest = float(settings["longest_s"] or 0)
    return SynopsisSettings(density=float(settings["density"] or 0), longest_s=longest or None)


def began(settings: Mapping[str, Setting]) -> datetime | None:
    """Say when the recording began, in the zone in which its times are shown."""
    said, zone = str(settings["began"] or ""), str(settings["zone"] or "")
    return (
        datetime.fromisoformat(said).astimezone(ZoneInfo(zone) if zone else UTC) if said else None
    )


def tracks_of(motion: Motion, settings: Mapping[str, Setting]) -> tuple[Track, ...]:
    """Give the tracks that the question of the settings is about.

    A clock whose zone is not known is no instant, so nothing can be asked of it by the time of day.
    """
    start = began(settings) if settings["zone"] else None
    zone = (start.tzinfo if start else None) or UTC
    index = TrackIndex([Recording("", motion, start, zone)])
    return tuple(hit.track for hit in index.search(Query.read(str(settings["asked"] or ""))).hits)


def _unnamed(output: Path) -> IO[bytes]:
    """Open a file in which figures wait: without a name, where the file system has such files.

    Where it has none, the file is beside the output, and whoever runs processors removes it.
    """
    try:
        descriptor = os.open(output.parent, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:
        return output.with_name(f"{output.name}.figures").open("w+b")
    return os.fdopen(descriptor, "w+b")


def _teller(output: Path) -> Callable[[str, float], None]:
    """Give what writes down how far it is, as a share of the work."""
    telling = Telling(output, {}, 1.0)

    def tell(stage: str, done: float) -> None:
        first, share = _STAGES[stage]
        telling.tell(first + share * done)

    return tell
