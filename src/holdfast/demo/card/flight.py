# SPDX-License-Identifier: Apache-2.0
"""An invented flight over a real New Zealand place: where the aircraft is at each moment.

It promises the same flight for the same seed, and southern latitudes; one place lies west of 180
degrees, so that both signs are met. Nothing of it happened.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fly over: name, degrees, and altitude of the ground in metres."""

    name: str
    latitude: float
    longitude: float
    ground_m: float


PLACES: tuple[Place, ...] = (
    Place("Kaiwharawhara", -41.2589, 174.7920, 6.0),
    Place("Taupō", -38.6857, 176.0702, 369.0),
    Place("Kaikōura", -42.4008, 173.6814, 12.0),
    Place("Arthur's Pass", -42.9400, 171.5630, 737.0),
    Place("Whangārei", -35.7251, 174.3237, 21.0),
    Place("Invercargill", -46.4132, 168.3538, 18.0),
    Place("Waitangi, Chatham Island", -43.9510, -176.5610, 9.0),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """The aircraft at one moment; `at` is the clock of the aircraft, which has no zone."""

    second: float
    at: datetime
    latitude: float
    longitude: float
    height_m: float
    altitude_m: float
    satellites: int
    heading: float
    gimbal_pitch: float


@dataclass(frozen=True, slots=True)
class Flight:
    """One flight: a circle that widens slowly over a place."""

    place: Place
    start: datetime
    radius_m: float
    period_s: float
    phase: float
    height_m: float

    def moment(self, second: float) -> Moment:
        """Say where the aircraft is `second` seconds after the start."""
        angle = self.phase + 2 * math.pi * second / self.period_s
        radius = self.radius_m * min(1.0, 0.3 + second / 20)
        north = radius * math.cos(angle)
        east = radius * math.sin(angle)
        latitude = self.place.latitude + north / _METRES_PER_DEGREE
        scale = _METRES_PER_DEGREE * math.cos(math.radians(self.place.latitude))
        height = self.height_m * min(1.0, 0.6 + second / 30)
        return Moment(
            second=second,
            at=self.start + timedelta(seconds=second),
            latitude=round(latitude, 6),
            longitude=round(self.place.longitude + east / scale, 6),
            height_m=round(height, 1),
            altitude_m=round(self.place.ground_m + height, 2),
            satellites=15 + int(2 * math.sin(angle)),
            heading=round((math.degrees(angle) + 90 + 180) % 360 - 180, 1),
            gimbal_pitch=-45.0,
        )


def invent_flight(randomness: random.Random, place: Place, start: datetime) -> Flight:
    """Invent a flight; the same randomness gives the same flight."""
    return Flight(
        place=place,
        start=start,
        radius_m=randomness.uniform(90, 220),
        period_s=randomness.uniform(55, 90),
        phase=randomness.uniform(0, 2 * math.pi),
        height_m=randomness.uniform(25, 95),
    )
