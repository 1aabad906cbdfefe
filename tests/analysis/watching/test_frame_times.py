# SPDX-License-Identifier: Apache-2.0
"""The times of pictures are read back as they were written, and a steady rate is tiny."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analysis.watching import FrameTimes
from holdfast.analysis.watching.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Sequence

MILLISECONDS = Fraction(1, 1000)


def written(ticks: Sequence[int], base: Fraction = MILLISECONDS) -> FrameTimes:
    return FrameTimes.from_json(json.loads(json.dumps(FrameTimes.of(ticks, base, 40).to_json())))


@given(st.lists(st.integers(1, 5_000), max_size=400), st.integers(0, 90_000))
def test_times_are_read_back_as_they_were_written(steps: list[int], first: int) -> None:
    ticks = np.cumsum([first, *steps]).tolist()
    assert written(ticks).ticks().tolist() == ticks


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(60)])
def test_an_hour_at_a_steady_rate_is_tiny_even_in_milliseconds(rate: Fraction) -> None:
    ticks = [round(1000 * number / rate) for number in range(int(3600 * rate))]
    times = written(ticks)
    assert times.ticks().tolist() == ticks
    assert len(json.dumps(times.to_json())) < 20_000
    assert len(written(range(0, 3600 * 25 * 40, 40)).runs) == 1


def test_times_that_do_not_grow_are_refused() -> None:
    for ticks in ([], [5, 5], [5, 4]):
        with pytest.raises(ValueError, match=r"picture|grow"):
            FrameTimes.of(ticks, MILLISECONDS, 40)


def test_a_clock_follows_the_recording_and_counts_what_it_cannot() -> None:
    clock = Clock(MILLISECONDS, 2_000, timed=True)
    placed = [clock.place(one) for one in (2_000, 2_040, None, 2_120, 2_120, 2_160, 2_800)]
    assert placed == [0, 40, 80, 120, 121, 160, 800]
    assert (clock.nudged, clock.untimed, clock.jumps) == (1, 1, [])
    assert [clock.place(one) for one in (2_000, 2_040)] == [1440, 1480]
    assert [(one.ticks, one.own_s) for one in clock.jumps] == [(1440, 0.0)]


def test_a_single_stray_time_moves_nothing_after_it() -> None:
    for stray in (9_000_000, -9_000_000, 500):
        clock = Clock(MILLISECONDS, 0, timed=True)
        times = [0, 40, 1_080, stray, 1_160, 1_200]
        placed = [
            clock.place(at, after) for at, after in zip(times, [*times[1:], None], strict=True)
        ]
        assert placed == [0, 40, 1_080, 1_081, 1_160, 1_200]
        assert (clock.nudged, clock.jumps) == (1, [])
    clock = Clock(MILLISECONDS, 0, timed=True)
    long = [clock.place(at, after) for at, after in ((0, 40), (40, 60_000), (60_000, 60_040))]
    assert long == [0, 40, 60_000], "a pause of a minute is a pause"
