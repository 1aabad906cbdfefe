# SPDX-License-Identifier: Apache-2.0
"""The aircraft a demonstration card can come from, and how each writes its files."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its EXIF Make and Model, and what stands beside or inside its videos.

    `dialect` is a code of the dialect table (`docs/formats/readers.md`); `subtitle_in_video` puts
    the cues in a track of the MP4 instead of a file beside it; `cue_hertz` is cues a second.
    """

    name: str
    make: str
    code: str
    firmware: str
    product_number: int
    dialect: str | None
    cue_hertz: int = 1
    subtitle_in_video: bool = False
    proxy: bool = False
    sensors: tuple[str, ...] = ()
    raw_twin: bool = False


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "mavic-pro": Model("Mavic Pro", "DJI", "FC220", "v01.04.0500", 13, "A", raw_twin=True),
        "spark": Model("Spark", "DJI", "FC1102", "v01.00.1000", 26, None),
        "phantom-4": Model(
            "Phantom 4", "DJI", "FC330", "v01.19.5266", 7, "B", subtitle_in_video=True
        ),
        "phantom-4-rtk": Model("Phantom 4 RTK", "DJI", "FC6310R", "v01.05.1517", 46, "B+"),
        "mavic-2": Model("Mavic 2 Pro", "Hasselblad", "L1D-20c", "10.00.11.04", 42, "E", 30),
        "mavic-3": Model(
            "Mavic 3", "Hasselblad", "L2D-20c", "10.02.33.02", 77, "G", 30, proxy=True
        ),
        "matrice-300": Model(
            "Matrice 300", "DJI", "ZH20T", "v03.01.0012", 70, "C", sensors=("W", "T")
        ),
    }
)
