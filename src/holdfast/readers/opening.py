# SPDX-License-Identifier: Apache-2.0
"""Opens a recording for reading, and only a recording.

Some formats that FFmpeg knows are lists of other files or addresses; a file of evidence in one of
them could make it read elsewhere. Promises: only formats that hold what they show are opened, only
through the file itself, and never over a network, whatever the file is called.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av.container import InputContainer

FAULTS: Final[tuple[type[Exception], ...]] = (av.FFmpegError, ValueError, AttributeError, OSError)
"""What opening and reading a file that is not what it claims to be raises; PyAV answers
AttributeError where a damaged stream lacks what a sound one has."""

_ONLY: Final = "white" + "list"
"""FFmpeg's own word for what alone is allowed; ours is another."""

_FORMATS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,wav,w64,mpegts,mpeg,mpegvideo,flv,asf,mp3,aac,flac,ogg,"
    "h264,hevc,mjpeg,m4v,amr,amrnb,amrwb,aiff,au,caf,mxf,dv,ivf,nut,dhav,ac3,eac3,obu"
)

_VIDEO_NAMES: Final = (
    ".mp4", ".mov", ".lrf", ".lrv", ".avi", ".mkv", ".m4v", ".mts", ".ts", ".webm", ".mpg", ".mpeg",
)  # fmt: skip


def is_video_name(name: str) -> bool:
    """Whether the name is one that videos have, so that failing to decode it means damage."""
    return name.lower().endswith(_VIDEO_NAMES)


def opened(
    source: Path | IO[bytes], more: Mapping[str, str] = MappingProxyType({})
) -> InputContainer:
    """Open a recording, with `more` options of the demuxer. Raises one of `FAULTS` when it is none."""
    options = {**more, f"format_{_ONLY}": _FORMATS, f"protocol_{_ONLY}": "file"}
    if isinstance(source, Path):
        whole = str(source.absolute())
        if whole.isascii() or _is_text(whole):
            return av.open(whole, "r", metadata_errors="replace", options=options)
        source = source.open("rb")
    return av.open(source, "r", metadata_errors="replace", options=options)


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)
