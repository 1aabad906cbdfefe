# SPDX-License-Identifier: Apache-2.0
"""Every use of a technology: ask the gate, then the service that needs its permit.

Promises: pages, commands and the demonstration use evidence through these functions and through no
others; each says what is asked (technology, purpose, class of data, the record behind it), so that
a denial says it too. Nothing here changes a record itself.
"""

from __future__ import annotations

from holdfast.oversight.uses.aligning import compare_sound
from holdfast.oversight.uses.examining import ask_to_examine_traffic, examine_traffic
from holdfast.oversight.uses.integrity import (
    ask_to_examine_recordings,
    examine_integrity,
    examine_recordings,
    salvage_copy,
)
from holdfast.oversight.uses.leaving import clean_copy, review_leaving
from holdfast.oversight.uses.looking import (
    glance_at_item,
    open_item,
    picture_of,
    purpose_of_session,
)
from holdfast.oversight.uses.movement import (
    ask_to_find_movement,
    find_movement,
    search_movement,
    why_not_analysed,
)
from holdfast.oversight.uses.outside import record_use, release_items
from holdfast.oversight.uses.packing import ask_to_pack, hand_out_pack, make_pack
from holdfast.oversight.uses.pictures import make_pictures
from holdfast.oversight.uses.searching import search
from holdfast.oversight.uses.synopsis import find_what_moves, make_synopsis
from holdfast.oversight.uses.taking_in import (
    ask_to_take_in,
    permits_to_read_again,
    read_waiting,
    take_in_medium,
)
from holdfast.oversight.uses.watching import copy_to_watch, draw_along, make_clip

__all__ = [
    "ask_to_examine_recordings",
    "ask_to_examine_traffic",
    "ask_to_find_movement",
    "ask_to_pack",
    "ask_to_take_in",
    "clean_copy",
    "compare_sound",
    "copy_to_watch",
    "draw_along",
    "examine_integrity",
    "examine_recordings",
    "examine_traffic",
    "find_movement",
    "find_what_moves",
    "glance_at_item",
    "hand_out_pack",
    "make_clip",
    "make_pack",
    "make_pictures",
    "make_synopsis",
    "open_item",
    "permits_to_read_again",
    "picture_of",
    "purpose_of_session",
    "read_waiting",
    "record_use",
    "release_items",
    "review_leaving",
    "salvage_copy",
    "search",
    "search_movement",
    "take_in_medium",
    "why_not_analysed",
]
