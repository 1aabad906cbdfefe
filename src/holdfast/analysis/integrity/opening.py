# SPDX-License-Identifier: Apache-2.0
"""Opens a recording for reading, and only a recording.

Some formats that FFmpeg knows are lists of other files or addresses; a file of evidence in one of
them could make it read elsewhere. Promises: only formats that hold what they show are opened, only
through the file itself, and never over a network, whatever the file is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer

FAULTS: Final[tuple[type[Exception], ...]] = (av.FFmpegError, ValueError, AttributeError, OSError)
"""What PyAV raises on a file that is not what it claims to be."""

_ONLY: Final = "white" + "list"
"""FFmpeg's own word for what alone is allowed; ours is another."""

_FORMATS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,wav,w64,mpegts,mpeg,mpegvideo,flv,asf,mp3,aac,flac,ogg,"
    "h264,hevc,mjpeg,m4v,amr,amrnb,amrwb,aiff,au,caf,mxf,dv,ivf,nut,dhav,ac3,eac3,obu"
)


def opened(path: Path) -> InputContainer:
    """Open a recording. Raises one of `FAULTS` when it is none."""
    options = {f"format_{_ONLY}": _FORMATS, f"protocol_{_ONLY}": "file"}
    whole = str(path.absolute())
    if whole.isascii() or _is_text(whole):
        return av.open(whole, "r", metadata_errors="replace", options=options)
    return av.open(path.open("rb"), "r", metadata_errors="replace", options=options)


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)
