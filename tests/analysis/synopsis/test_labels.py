# SPDX-License-Identifier: Apache-2.0
"""The time of each figure can be read: inside the picture, beside its figure, over no other time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from holdfast.analysis.synopsis.figures import _filled
from holdfast.analysis.synopsis.labels import Labels, time_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Box = tuple[int, int, int, int]

WIDE, HIGH = 320, 240
GREY = 120


def written(labels: Labels, boxes: dict[int, Box]) -> NDArray[np.bool_]:
    """Write a time beside each box of a grey picture; give where something was written."""
    planes = (
        np.full((HIGH, WIDE), GREY, np.uint8),
        np.full((HIGH // 2, WIDE // 2), 90, np.uint8),
        np.full((HIGH // 2, WIDE // 2), 90, np.uint8),
    )
    labels.write(planes, [(number, box, "10:14:09") for number, box in boxes.items()])
    return np.asarray(planes[0] != GREY, np.bool_)


def middle_of(there: NDArray[np.bool_]) -> tuple[float, float]:
    rows, columns = np.nonzero(there)
    return float(columns.mean()), float(rows.mean())


def test_a_time_stands_over_its_figure() -> None:
    across, down = middle_of(written(Labels(WIDE, HIGH), {1: (150, 100, 170, 150)}))
    assert abs(across - 160) < 4
    assert 80 < down < 100


@pytest.mark.parametrize(
    "box", [(0, 0, 20, 50), (300, 0, 320, 40), (0, 200, 30, 240), (290, 190, 320, 240)]
)
def test_a_time_is_whole_at_the_edge_of_the_picture(box: Box) -> None:
    alone = written(Labels(WIDE, HIGH), {1: (150, 100, 170, 150)}).sum()
    assert written(Labels(WIDE, HIGH), {1: box}).sum() == alone


def test_no_time_covers_another_where_there_is_room() -> None:
    alone = written(Labels(WIDE, HIGH), {1: (150, 100, 170, 150)}).sum()
    close = {n: (150 + 8 * n, 100 + 4 * n, 170 + 8 * n, 150 + 4 * n) for n in range(4)}
    assert written(Labels(WIDE, HIGH), close).sum() == 4 * alone


def test_a_time_hides_no_other_figure_where_there_is_room() -> None:
    behind, before = (150, 60, 170, 98), (150, 100, 170, 150)
    there = written(Labels(WIDE, HIGH), {1: behind, 2: before})
    assert not there[60:98, 150:170].any()


def test_a_time_does_not_change_sides_while_its_figure_walks_free() -> None:
    labels = Labels(WIDE, HIGH)
    for step in range(40):
        _, down = middle_of(written(labels, {1: (20 + 6 * step, 100, 40 + 6 * step, 150)}))
        assert 80 < down < 100


def test_times_are_of_the_clock_that_was_in_force() -> None:
    # New Zealand put its clocks forward on 27 September 2026 at 2:00, which was 14:00 UTC before.
    start = datetime(2026, 9, 26, 13, 59, 50, tzinfo=UTC).astimezone(ZoneInfo("Pacific/Auckland"))
    assert time_text(0.0, start) == "01:59:50"
    assert time_text(15.0, start) == "03:00:05"
    assert time_text(3725.0, None) == "1:02:05"


def test_what_lies_between_parts_of_a_figure_belongs_to_it() -> None:
    mask = np.zeros((12, 8), np.bool_)
    mask[0:2, 2:6] = True  # head
    mask[2:8, 2] = mask[2:8, 5] = True  # the edges of clothes as grey as the ground
    mask[7, 2:6] = True  # the belt
    mask[8:12, 2] = mask[8:12, 5] = True  # legs
    filled = _filled(mask)
    assert not mask[3:7, 3:5].any()
    assert filled[2:8, 2:6].all()
    assert not filled[:, :2].any()
    assert not filled[8:12, 3:5].any(), "the ground between the legs is not the figure"
