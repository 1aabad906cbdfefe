# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from holdfast.records.queries.values import TrackLine
from holdfast.web.track import (
    BY_ORDER,
    BY_TIME,
    TABLE_MOST,
    csv_rows,
    each_second,
    geojson,
    metres,
    plots,
    thinned,
    timed,
)


def line(at: str | None, lat: float | None = -41.3, lon: float | None = 174.8) -> TrackLine:
    return TrackLine(at=at, lat=lat, lon=lon, height_m=10.0, satellites=12)


def test_positions_with_times_keep_their_seconds() -> None:
    track = timed([line(f"2026-11-23T10:00:0{n}.500") for n in range(5)], 4.2)
    assert track.how == BY_TIME
    assert [one.second for one in track.moments] == [0, 1, 2, 3, 4]


def test_many_positions_in_one_second_are_spread_over_it() -> None:
    track = timed([line("2026-11-23T10:00:00")] * 4 + [line("2026-11-23T10:00:01")] * 4, 2.0)
    assert [one.second for one in track.moments] == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]


@pytest.mark.parametrize(
    "times",
    [
        [None, None, None],
        ["2026-11-23T10:00:02", "2026-11-23T10:00:01", "2026-11-23T10:00:03"],
        ["2026-11-23T10:00:00", "2026-11-23T10:20:00", "2026-11-23T11:00:00"],
        ["2026-11-23T10:00:00", "2026-11-23T10:00:05+13:00", "2026-11-23T10:00:10"],
    ],
)
def test_times_that_are_missing_or_disagree_give_way_to_the_order(times: list[str | None]) -> None:
    track = timed([line(at) for at in times], 10.0)
    assert track.how == BY_ORDER
    assert [one.second for one in track.moments] == [0, 5, 10]


def test_a_position_without_a_fix_stays_off_the_map_and_in_the_table() -> None:
    track = timed([line(None), line(None, None, None), line(None)], 2.0)
    assert len(geojson(track, {})["features"][0]["geometry"]["coordinates"]) == 2
    assert len(list(csv_rows(track))) == 4


def test_coordinates_are_longitude_first_in_geojson() -> None:
    feature = geojson(timed([line(None), line(None)], 1.0), {"item": 4})["features"][0]
    assert feature["geometry"]["coordinates"][0] == [174.8, -41.3, 10.0]
    assert feature["properties"]["item"] == 4


def test_a_degree_of_latitude_is_about_111_kilometres() -> None:
    far = metres(line(None, -41.0), line(None, -42.0))
    assert far is not None
    assert 111_000 < far < 111_400


def test_speed_comes_from_the_places() -> None:
    points = [line(f"2026-11-23T10:00:0{n}", -41.3 - n * 0.0001) for n in range(5)]
    assert timed(points, 4.0).moments[3].speed_m_s == pytest.approx(11.1, abs=0.1)


def test_a_long_track_is_thinned_with_both_ends() -> None:
    track = timed([line(None) for _ in range(5000)], 100.0)
    some = thinned(track.moments, 100)
    assert (len(some), some[0].second, some[-1].second) == (100, 0.0, 100.0)


def test_the_table_has_about_one_row_a_second_and_the_last_position() -> None:
    points = [line(f"2026-11-23T10:00:{second:02}") for second in range(12) for _ in range(30)]
    rows = each_second(timed(points, 12.0).moments)
    assert [int(one.second) for one in rows] == [*range(12), 11]
    assert len(list(csv_rows(timed(points, 12.0)))) == 361


def test_the_table_of_a_day_stays_a_page() -> None:
    rows = each_second(timed([line(None) for _ in range(9000)], None).moments)
    assert (len(rows), rows[0].second, rows[-1].second) == (TABLE_MOST, 0, 8999)


def test_an_empty_table_is_empty() -> None:
    assert each_second(()) == ()


def test_height_and_speed_are_drawn_and_gaps_stay_gaps() -> None:
    points = [line(None) for _ in range(6)]
    points[3] = TrackLine(at=None, lat=None, lon=None, height_m=None, satellites=0)
    height, speed = plots(timed(points, 5.0))
    assert height.path.count("M") == 2
    assert (speed.unit, speed.seconds) == ("m/s", 5.0)


def test_an_empty_track_draws_nothing() -> None:
    assert plots(timed([], None)) == ()
