# SPDX-License-Identifier: Apache-2.0
"""Makes a JPEG that every browser shows, of a photograph or of a video's first clear picture.

Promises: turned the way the file says it was held, never enlarged, never cropped, without any of
the original's own data about place, device or time; equal bytes for equal input on one machine.
Large pictures are decoded at a fraction (JPEG draft mode). A DNG gives its own preview.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from holdfast.analysis.errors import DamagedContentError, NothingToDoError
from holdfast.analysis.processors.pictures import preview_of_raw, video_frames
from holdfast.readers.opening import is_video_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

_PIXELS_MOST: Final = 400_000_000
_FRAMES_TRIED: Final = 12
_CLEAR: Final = 12.0
_QUALITY: Final = 82


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the picture and tell its size and what it was made from."""
    if output is None:
        raise NothingToDoError("no place was given for the picture")
    size = int(settings["size"] or 0)
    Image.MAX_IMAGE_PIXELS = _PIXELS_MOST
    picture, of = _picture(source, size)
    picture.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.convert("RGB").save(output, "JPEG", quality=_QUALITY, optimize=True)
    return {"width": picture.width, "height": picture.height, "made_from": of}


def _picture(source: Source, size: int) -> tuple[Image.Image, str]:
    try:
        image = Image.open(source.path)
    except UnidentifiedImageError:
        return _of_video(source), "a frame of the video"
    except Image.DecompressionBombError as bomb:
        raise DamagedContentError(f"the picture claims too many pixels: {bomb}") from bomb
    of = "the picture"
    if image.format == "TIFF" and (preview := preview_of_raw(source.path)) is not None:
        image, of = Image.open(io.BytesIO(preview)), "the preview inside the raw picture"
    try:
        image.draft("RGB", (size, size))
        image.load()
        return ImageOps.exif_transpose(image), of
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as damage:
        raise DamagedContentError(f"the picture does not decode: {damage}") from damage


def _of_video(source: Source) -> Image.Image:
    """Give the first picture that is not nearly one colour, or else the first."""
    first: Image.Image | None = None
    for tried, frame in enumerate(video_frames(source.path)):
        first = first or frame
        if max(ImageStat.Stat(frame.convert("L")).stddev) >= _CLEAR:
            return frame
        if tried >= _FRAMES_TRIED:
            break
    if first is not None:
        return first
    if is_video_name(source.name):
        raise DamagedContentError("no picture of the video decodes")
    raise NothingToDoError("it is neither a photograph nor a video")
