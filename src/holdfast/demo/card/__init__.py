# SPDX-License-Identifier: Apache-2.0
"""A demonstration card: real DJI formats, drawn content, invented flights, faults on request.

`generate_card` writes the files of a card into a folder, `make_card_image` makes a raw FAT32 or
exFAT image of such a folder. The same seed gives the same bytes. Used by the demonstration agency
and by tests; never by an intake.
"""

from __future__ import annotations

from holdfast.demo.card.errors import CardImageError
from holdfast.demo.card.generate import FAULTS, GeneratedCard, generate_card
from holdfast.demo.card.image import make_card_image
from holdfast.demo.card.models import MODELS
from holdfast.demo.card.record import write_flight_record

__all__ = [
    "FAULTS",
    "MODELS",
    "CardImageError",
    "GeneratedCard",
    "generate_card",
    "make_card_image",
    "write_flight_record",
]
