# SPDX-License-Identifier: Apache-2.0
"""Scenes with their names: each shows one thing that following objects must get right."""

from __future__ import annotations

import math

from analysis.motion.scenes import Figure, Scene, along, through

CROSSING = Scene(
    [
        Figure(along((-10, 110), (330, 110), 0.0, 8.0), colour="red"),
        Figure(along((330, 125), (-10, 125), 0.5, 8.5), colour="blue"),
    ]
)
BEHIND = Scene(
    [
        Figure(along((-10, 120), (330, 120), 0.5, 9.0), colour="green"),
        Figure(along((330, 60), (-10, 60), 1.0, 8.0), colour="yellow"),
    ],
    pillars=[(150, 20, 180, 220)],
)
STOP_AND_GO = Scene(
    [
        Figure(
            through((0.5, -10, 130), (3, 120, 130), (7, 120, 130), (10, 330, 130)), colour="orange"
        )
    ],
    seconds=11.0,
)
COLOURS = Scene(
    [
        Figure(along((-10, 30 + 30 * n), (330, 30 + 30 * n), 0.3 * n, 6 + 0.3 * n), 22, 22, colour)
        for n, colour in enumerate(("red", "green", "blue", "yellow", "black", "white"))
    ]
)
SIZES = Scene(
    [
        Figure(along((-10, 40), (330, 40), 0.0, 6.0), 10, 14, "black"),
        Figure(along((330, 90), (-10, 90), 0.0, 7.0), 20, 30, "purple"),
        Figure(along((-30, 180), (350, 180), 0.5, 6.5), 60, 44, "white"),
    ]
)
LUGGAGE = Scene(
    [
        Figure(
            through((0.5, -10, 150), (4, 160, 150), (5, 160, 150), (9, 330, 150)), colour="blue"
        ),
        Figure(through((4.5, 176, 162), (14.0, 176, 162)), 14, 14, "black"),
    ],
    seconds=14.0,
)
LIGHTS_OUT = Scene(
    [Figure(along((-10, 120), (330, 120), 0.5, 9.0), colour="white")],
    light=lambda at: 1.0 if at < 5.0 else 0.45,
)
LEAVES = Scene(
    [Figure(along((-10, 190), (330, 190), 4.0, 11.0), colour="red")],
    seconds=12.0,
    leaves=(40, 20, 280, 110),
)
RAIN = Scene([Figure(along((-10, 120), (330, 120), 1.0, 8.0), colour="red")], rain=60)
TURNING = Scene(
    [Figure(along((-10, 120), (330, 120), 1.0, 8.0), colour="red")],
    shift=lambda at: (round(35 * math.sin(at)), round(10 * math.sin(at * 0.7))),
)
EMPTY = Scene([], seconds=40.0)
SCENES = {
    "crossing": CROSSING, "behind a pillar": BEHIND, "stop and go": STOP_AND_GO,
    "colours": COLOURS, "sizes": SIZES, "left luggage": LUGGAGE, "lights out": LIGHTS_OUT,
    "leaves": LEAVES, "rain": RAIN,
}  # fmt: skip
