# SPDX-License-Identifier: Apache-2.0
"""Pictures inside a file, put beside the picture itself: how large, and whether they show the same.

It promises bounded work: at most so many pictures and pixels are decoded, and a claim of more is
said, not followed. "The same" is a coarse comparison; only a person can say what a picture shows.
"""

from __future__ import annotations

import io
import warnings as python_warnings
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gives import Gives
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from holdfast.leaving.gathering import Gathering, Inside

MOST_PIXELS: Final = 400_000_000
_CELLS: Final = 16
_ALIKE: Final = 12.0
_CELL_ALIKE: Final = 48
_BAR: Final = 0.02


def note_picture(inside: Inside, main: Image.Image | None, found: Gathering) -> bool:
    """Add the entry of one picture inside; says whether it is a JPEG to be looked into."""
    size = len(inside.data)
    is_jpeg = inside.data[:2] == b"\xff\xd8"
    picture = opened(inside.data)
    if picture is None:
        found.opaque(inside.where, "picture that does not decode", inside.data, at=inside.at,
                     gives=Gives.PICTURE if is_jpeg else Gives.UNKNOWN)  # fmt: skip
        return is_jpeg
    words = f"{picture.width} by {picture.height} pixels, {size:,} bytes"
    if main is not None:
        words += f"; {compared(picture, main)}"
    found.add(inside.where, "picture", words, gives=Gives.PICTURE, offset=inside.at, size=size)
    return is_jpeg


def undecodable() -> tuple[type[Exception], ...]:
    """Give what Pillow raises of a picture that does not decode, or is made to exhaust a machine."""
    from PIL import Image

    return (Image.DecompressionBombError, RuntimeError, *MALFORMED)


def opened(source: bytes | Path) -> Image.Image | None:
    """Open a picture without decoding it; None when it is none, or claims too many pixels."""
    from PIL import Image

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(source) if isinstance(source, bytes) else source)
        except undecodable():
            return None
    if image.width * image.height <= MOST_PIXELS:
        return image
    image.close()
    return None


def small(image: Image.Image) -> Image.Image | None:
    """Give a copy of a picture small enough to compare; None when it does not decode."""
    from PIL import Image

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            image.draft("L", (256, 256))
            shrunk = image.convert("L")
            shrunk.thumbnail((256, 256), Image.Resampling.BOX)
        except undecodable():
            return None
    return shrunk


def compared(picture: Image.Image, main: Image.Image) -> str:
    """Say whether a picture inside shows what the picture shows; `main` comes from `small`."""
    from PIL import Image, ImageChops, ImageStat

    other = small(picture)
    if other is None:
        return "it does not decode"
    cells = [_without_bars(one, main).resize((_CELLS, _CELLS), Image.Resampling.BOX)
             for one in (other, main)]  # fmt: skip
    difference = ImageChops.difference(cells[0], cells[1])
    mean = float(ImageStat.Stat(difference).mean[0])
    most = int(difference.getextrema()[1])  # type: ignore[arg-type]  # one band gives two numbers
    if mean > _ALIKE:
        return f"it differs from the picture (by {mean:.0f} of 255 on average)"
    if most > _CELL_ALIKE:
        return (
            f"it differs from the picture in places (by {most} of 255 at most): it may show what "
            "was cut out or painted over"
        )
    return "it looks like the picture"


def _without_bars(picture: Image.Image, main: Image.Image) -> Image.Image:
    """Cut the bars with which cameras fit a wide picture into a narrow thumbnail."""
    wanted, have = main.width / main.height, picture.width / picture.height
    if abs(wanted - have) < _BAR:
        return picture
    if have < wanted:
        height = round(picture.width / wanted)
        top = (picture.height - height) // 2
        return picture.crop((0, top, picture.width, top + max(1, height)))
    width = round(picture.height * wanted)
    left = (picture.width - width) // 2
    return picture.crop((left, 0, left + max(1, width), picture.height))
