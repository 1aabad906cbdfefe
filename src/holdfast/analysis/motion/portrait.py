# SPDX-License-Identifier: Apache-2.0
"""Small JPEGs: of an object, cut from the full picture, and of the scene in which nothing moves.

Promises at most 256 pixels a side of an object, with a tenth of it around it; the scene is as small
as it was analysed. The colours are those of the recording (its brightness range is widened to the
JPEG's).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from holdfast.analysis.motion.background import Small
    from holdfast.analysis.motion.pixels import Plane
    from holdfast.analysis.motion.planes import Planes

_SIDE_MOST: Final = 256
_ROOM: Final = 0.1
_QUALITY: Final = 80
_WIDE: Final = np.clip((np.arange(256) - 16) * 255 / 219 + 0.5, 0, 255).astype(np.uint8)


def portrait(planes: Planes, box: tuple[int, int, int, int], step: int) -> bytes:
    """Cut out the box (in small pixels) and give it as a JPEG."""
    left, top, right, bottom = (side * step for side in box)
    across, down = int((right - left) * _ROOM), int((bottom - top) * _ROOM)
    left, right = max(left - across, 0) & ~1, min(right + across, planes.width)
    top, bottom = max(top - down, 0) & ~1, min(bottom + down, planes.height)
    if right - left < 2 or bottom - top < 2:  # noqa: PLR2004 - nothing to show
        return b""
    fewer = -(-max(right - left, bottom - top) // _SIDE_MOST)
    grey = _WIDE[planes.grey[top:bottom:fewer, left:right:fewer]]
    high, wide = grey.shape
    blue, red = (
        _part(plane, planes, (left, top, right, bottom), (wide, high))
        for plane in (planes.blue, planes.red)
    )
    return _jpeg(grey, blue, red)


def scene_picture(empty: Small) -> bytes:
    """Give the scene in which nothing moves as a JPEG."""
    blue, red = (
        _widened(np.repeat(np.repeat(plane, 2, axis=0), 2, axis=1))[
            : empty.grey.shape[0], : empty.grey.shape[1]
        ]
        for plane in (empty.blue, empty.red)
    )
    return _jpeg(_WIDE[empty.grey], blue, red)


def _jpeg(grey: Plane, blue: Plane, red: Plane) -> bytes:
    picture = Image.merge("YCbCr", [Image.fromarray(one) for one in (grey, blue, red)])
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _part(
    plane: Plane, planes: Planes, box: tuple[int, int, int, int], size: tuple[int, int]
) -> Plane:
    """Give the part of a colour plane that lies under the box, at the size of the grey part."""
    left, top, right, bottom = box
    rows = np.linspace(top, bottom - 1, size[1]) * plane.shape[0] / planes.height
    columns = np.linspace(left, right - 1, size[0]) * plane.shape[1] / planes.width
    rows = np.minimum(rows.astype(np.int64), plane.shape[0] - 1)
    columns = np.minimum(columns.astype(np.int64), plane.shape[1] - 1)
    return _widened(plane[rows[:, None], columns[None, :]])


def _widened(chroma: Plane) -> Plane:
    wide = (chroma.astype(np.float64) - 128) * (255 / 224) + 128
    out: Plane = np.clip(np.rint(wide), 0, 255).astype(np.uint8)
    return out
