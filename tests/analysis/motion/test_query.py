# SPDX-License-Identifier: Apache-2.0
"""A question is written down and read again unchanged, whatever it asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.analysis.motion import NAMES, Query
from holdfast.errors import WrongUsageError

_SHARE = st.floats(0, 1)
_POINT = st.tuples(_SHARE, _SHARE)
_SECONDS = st.floats(0, 1e6)
_AT = st.datetimes(timezones=st.just(UTC))
QUERIES = st.builds(
    Query,
    direction_deg=st.none() | st.floats(0, 360, exclude_max=True),
    direction_within=st.floats(1, 180),
    colour=st.none() | st.sampled_from(NAMES),
    colour_share=_SHARE,
    picked=st.none() | st.tuples(*[st.integers(0, 255)] * 3),
    picked_within=_SHARE,
    area=st.lists(_POINT, min_size=3, max_size=8).map(tuple),
    entered=st.booleans(),
    left=st.booleans(),
    inside_s=_SECONDS,
    crossed=st.none() | st.tuples(_POINT, _POINT),
    crossed_to=st.sampled_from([-1, 0, 1]),
    longer_s=_SECONDS,
    shorter_s=st.none() | _SECONDS,
    stood_s=_SECONDS,
    larger=_SHARE,
    smaller=st.none() | _SHARE,
    faster=_SHARE,
    slower=st.none() | _SHARE,
    from_s=st.none() | _SECONDS,
    until_s=st.none() | _SECONDS,
    from_at=st.none() | _AT,
    until_at=st.none() | _AT,
    clock=st.none() | st.tuples(st.times(), st.times()),
)


@given(QUERIES)
def test_a_question_is_read_as_it_was_written(query: Query) -> None:
    assert Query.read(query.written()) == query
    assert Query.from_json(query.to_json()) == query


@given(QUERIES)
def test_equal_questions_are_written_with_equal_letters(query: Query) -> None:
    again = Query.read(query.written())
    assert again.written() == query.written()


def test_a_question_that_asks_nothing_is_written_as_nothing() -> None:
    assert Query().written() == ""
    assert Query.read("") == Query()
    assert Query(colour="red").written() == '{"colour":"red"}'
    at = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    assert Query(from_at=at).written() == '{"from_at":"2026-11-27T09:30:00+00:00"}'


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "7", '"red"', '{"who":"somebody"}', '{"colour":"beige"}', '{"clock":["9"]}',
        '{"area":[[0,0],[1,1]]}', '{"area":7}', '{"longer_s":"long"}', '{"picked":[1,"x",2]}',
        '{"from_at":"2026-11-27T09:30:00"}', '{"from_at":null}',
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused_by_name(text: str) -> None:
    with pytest.raises(WrongUsageError, match="Nothing was searched"):
        Query.read(text)
