# SPDX-License-Identifier: Apache-2.0
"""Lengths, cells and currency: pure rules, for whatever comes in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.fleet.currency import currency
from holdfast.fleet.durations import SOURCES, Known, duration_of, minutes_of
from holdfast.fleet.errors import FlightRefusedError
from holdfast.fleet.places import cell_of, check_position
from holdfast.publication.records import CELL

DAY = date(2026, 6, 1)


@given(milliseconds=st.integers(0, 7 * 24 * 3600 * 1000))
def test_each_begun_minute_counts_whole(milliseconds: int) -> None:
    minutes = minutes_of(milliseconds / 1000)
    assert (minutes - 1) * 60_000 < milliseconds <= minutes * 60_000


def test_nothing_flown_is_no_minute_and_an_unknown_length_is_none() -> None:
    assert (minutes_of(0.0), minutes_of(0.001), minutes_of(60.0), minutes_of(None)) == (0, 1, 1, 0)


@given(st.dictionaries(st.sampled_from(list(SOURCES)), st.floats(0, 10_000), max_size=4))
def test_the_first_source_in_the_order_is_used_and_nothing_is_added_up(
    seconds: dict[str, float],
) -> None:
    length = duration_of([Known(*one) for one in seconds.items()])
    first = next((source for source in SOURCES if source in seconds), "unknown")
    assert length.source == first
    assert length.seconds == seconds.get(first)


def test_another_source_is_used_with_a_reason_and_only_one_that_is_known() -> None:
    known = [Known("video", 10.0), Known("typed", 300.0)]
    assert duration_of(known, "typed", "The card was full").seconds == 300.0
    for chosen, reason in (("typed", " "), ("subtitles", "x"), ("guess", "x")):
        with pytest.raises(FlightRefusedError, match="Nothing was recorded"):
            duration_of(known, chosen, reason)


def test_a_length_comes_back_from_its_entry_as_it_went_in() -> None:
    one = Known("flight-record", 702.431, "DJIFlightRecord.txt")
    assert Known.from_json(one.to_json()) == one


@given(
    st.floats(-90, 90, allow_subnormal=False), st.floats(-180, 180, allow_subnormal=False),
    st.integers(1, 1000),
)  # fmt: skip
def test_a_position_is_in_its_cell_and_the_cell_says_no_more(
    latitude: float, longitude: float, hundredths: int
) -> None:
    cell = cell_of(latitude, longitude, hundredths)
    assert CELL.holds(cell)
    corner, _, size = cell.partition("/")
    south, west = map(Decimal, corner.split(","))
    width = Decimal(size)
    assert width == Decimal(hundredths) / 100
    for degrees, edge in ((latitude, south), (longitude, west)):
        assert edge <= Decimal(repr(degrees)) < edge + width
        assert edge * 100 % hundredths == 0


@pytest.mark.parametrize(
    ("position", "cell"),
    [
        ((-41.2865, 174.7762), "-41.50,174.75/0.25"),
        ((-43.951, -176.561), "-44.00,-176.75/0.25"),
        ((-0.0, 180.0), "0.00,180.00/0.25"),
        ((0.29, 0.57), "0.25,0.50/0.25"),
        ((None, None), ""),
    ],
)
def test_cells_south_and_on_both_sides_of_180_degrees(
    position: tuple[float | None, float | None], cell: str
) -> None:
    assert cell_of(*position, 25) == cell


def test_an_agency_can_publish_no_places_at_all() -> None:
    assert cell_of(-41.0, 174.0, 0) == ""


@pytest.mark.parametrize("position", [(91, 0), (0, 181), (None, 1.0), (float("nan"), 0.0)])
def test_what_is_no_position_is_refused(position: tuple[Any, Any]) -> None:
    with pytest.raises(FlightRefusedError):
        check_position(*position)


@pytest.mark.parametrize(
    ("until", "last", "ended", "current"),
    [
        ("", DAY, None, "yes"),
        (str(DAY), DAY - timedelta(days=90), None, "yes"),
        (str(DAY), DAY - timedelta(days=91), None, "no"),
        (str(DAY - timedelta(days=1)), DAY, None, "no"),
        ("", None, None, "no"),
        ("", DAY + timedelta(days=1), None, "no"),
        ("", DAY, DAY, "no"),
    ],
)
def test_a_pilot_is_current_with_a_certificate_and_practice(
    until: str, last: date | None, ended: date | None, current: str
) -> None:
    stands = currency([{"valid_until": until}], [None, last], on=DAY, days=90, ended_on=ended)
    assert stands.current == current
    assert stands.why


def test_nobody_is_current_without_a_certificate() -> None:
    assert currency([], [DAY], on=DAY, days=90).current == "no"
