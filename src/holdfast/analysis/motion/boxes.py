# SPDX-License-Identifier: Apache-2.0
"""Rectangles as (left, top, right, bottom), right and bottom beyond the last pixel."""

from __future__ import annotations

from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]


def _common(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def area(box: Box) -> float:
    """Give the area; 0 when it has none."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def overlap(one: Box, other: Box) -> float:
    """Give the intersection over the union: 1 the same, 0 apart."""
    common = _common(one, other)
    return common / (area(one) + area(other) - common) if common else 0.0


def inside(one: Box, other: Box) -> float:
    """Give the share of one that lies in the other."""
    return _common(one, other) / max(area(one), 1e-9)


def centre(box: Box) -> tuple[float, float]:
    """Give the middle."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def union(one: Box, other: Box) -> Box:
    """Give the smallest rectangle around both."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def widened(box: Box, share: float) -> Box:
    """Give the rectangle wider and higher by that share of itself on each side."""
    wide, high = (box[2] - box[0]) * share, (box[3] - box[1]) * share
    return box[0] - wide, box[1] - high, box[2] + wide, box[3] + high
