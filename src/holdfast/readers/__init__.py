# SPDX-License-Identifier: Apache-2.0
"""What a recording says about itself: one reader a format, one frozen value out.

`read` reads one file, `group` puts the files of a card together, `open_image` opens a raw card
image. None of them writes, and none uses the network.
"""

from __future__ import annotations

from holdfast.readers.card import CardFile, CardItem, CardLayout, group
from holdfast.readers.card_image import CardImage, ImageFile, open_image
from holdfast.readers.errors import NotACardImageError, ReaderError
from holdfast.readers.read import read
from holdfast.readers.reading import (
    ClaimedTime,
    Device,
    Fact,
    Reading,
    SerialNumber,
    Sign,
    TrackPoint,
)

__all__ = [
    "CardFile",
    "CardImage",
    "CardItem",
    "CardLayout",
    "ClaimedTime",
    "Device",
    "Fact",
    "ImageFile",
    "NotACardImageError",
    "ReaderError",
    "Reading",
    "SerialNumber",
    "Sign",
    "TrackPoint",
    "group",
    "open_image",
    "read",
]
