# SPDX-License-Identifier: Apache-2.0
"""Pictures out of containers: frames of a video, the preview of a raw photograph.

Promises bounded work: a handful of frames, one preview. Never raises on bad content; it gives less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STEP_S: Final = 1
_PREVIEW_LEAST: Final = 1024
_QUARTER_TURNS: Final = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def video_frames(path: Path) -> Iterator[Image.Image]:
    """Pictures of the video about a second apart, turned upright, from its start."""
    from holdfast.analysis.streams import main_pictures
    from holdfast.readers.opening import FAULTS, opened

    try:
        with opened(path) as container:
            stream = main_pictures(container)
            if stream is None:
                return
            stream.codec_context.skip_frame = "NONKEY"
            wanted = 0.0
            for frame in container.decode(stream):
                at = frame.time or 0.0
                if at < wanted:
                    continue
                wanted = at + _STEP_S
                picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV gives it no type
                turn = _QUARTER_TURNS.get(int(frame.rotation) % 360)
                yield picture.transpose(turn) if turn is not None else picture
    except FAULTS:
        return


def preview_of_raw(path: Path) -> bytes | None:
    """Give the largest JPEG that a TIFF-based raw file (DNG) carries, or None."""
    best: tuple[int, int] | None = None
    try:
        with Image.open(path) as image:
            for offset, length in _jpegs(image):
                if length >= _PREVIEW_LEAST and (best is None or length > best[1]):
                    best = (offset, length)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return None
    if best is None:
        return None
    with path.open("rb") as raw:
        raw.seek(best[0])
        data = raw.read(best[1])
    return data if data.startswith(b"\xff\xd8") else None


def _jpegs(image: Image.Image) -> Iterator[tuple[int, int]]:
    """Offset and length of each JPEG strip in the file's directories and sub-directories."""
    exif = image.getexif()
    directories = [dict(exif)]
    subs = exif.get(330)
    if subs is not None:
        directories += [dict(exif.get_ifd(330))] if not isinstance(subs, tuple) else []
    for directory in directories:
        offset, length = directory.get(513), directory.get(514)
        if offset and length:
            yield int(offset), int(length)
        offsets, lengths = directory.get(273), directory.get(279)
        if directory.get(259) in {6, 7} and offsets and lengths:
            yield _single(offsets), _single(lengths)


def _single(value: object) -> int:
    if isinstance(value, tuple):
        return int(value[0]) if len(value) == 1 else 0
    return int(value)  # type: ignore[call-overload,no-any-return]  # a TIFF number, checked by int
