# SPDX-License-Identifier: Apache-2.0
"""Recordings of one scene on one clock: by sound, with offset, drift, confidence, or a refusal."""

from __future__ import annotations

from holdfast.analysis.sync.align import align, align_sounds
from holdfast.analysis.sync.alignment import Alignment, Piece
from holdfast.analysis.sync.errors import NoSoundError
from holdfast.analysis.sync.sound import RATE, Sound, read_sound

__all__ = [
    "RATE",
    "Alignment",
    "NoSoundError",
    "Piece",
    "Sound",
    "align",
    "align_sounds",
    "read_sound",
]
