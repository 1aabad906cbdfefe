# SPDX-License-Identifier: Apache-2.0
"""Motion of recordings from fixed cameras: what moved where, when, how fast and in what colours.

By movement and colour alone, in numpy: no network, no model, and nothing that tells who somebody is
(docs/adr/0024-motion-without-opencv.md). A recording is analysed once; its tracks are then searched,
mapped and shown without opening it again. What it can and cannot do, and how well, is in
docs/motion.md.

    motion = analyse(path, workers=2)               tracks, events, what was left out
    write_motion(to, motion); read_motion(to)       the compact file; read_picture(to, track)
    TrackIndex(recordings).search(Query(...))       across all cameras, in milliseconds
    heat_map(motion.tracks, width, height); activity(...)
"""

from __future__ import annotations

from holdfast.analysis.motion.analyse import OUTSIDE_IN_PART, Progress, analyse
from holdfast.analysis.motion.colours import NAMES
from holdfast.analysis.motion.kept import Kept
from holdfast.analysis.motion.maps import HeatMap, activity, heat_map
from holdfast.analysis.motion.moving import How
from holdfast.analysis.motion.query import DIRECTIONS, Query
from holdfast.analysis.motion.search import Answer, Hit, Recording, TrackIndex
from holdfast.analysis.motion.settings import Settings
from holdfast.analysis.motion.store import read_motion, read_picture, read_scene, write_motion
from holdfast.analysis.motion.track import FIXED, MOVING, VERSION, Event, Motion, Numbers, Track

__all__ = [
    "DIRECTIONS",
    "FIXED",
    "MOVING",
    "NAMES",
    "OUTSIDE_IN_PART",
    "VERSION",
    "Answer",
    "Event",
    "HeatMap",
    "Hit",
    "How",
    "Kept",
    "Motion",
    "Numbers",
    "Progress",
    "Query",
    "Recording",
    "Settings",
    "Track",
    "TrackIndex",
    "activity",
    "analyse",
    "heat_map",
    "read_motion",
    "read_picture",
    "read_scene",
    "write_motion",
]
