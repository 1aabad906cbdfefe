# SPDX-License-Identifier: Apache-2.0
"""Policies of every kind, for tests of properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from gate.making import DAY, NOW, ROLES
from holdfast.gate import Approval, Policy, Row, TechnologyState

if TYPE_CHECKING:
    from datetime import datetime

TECHNOLOGIES = ("mavic", "nuix", "nuix/face-search")
PURPOSES = ("crime-scene", "fire-scene", "court")
CLASSES = ("unclassified", "evidential")
APPROVALS = ("ETA-2026-001", "ETA-2026-002", "ETA-2026-003")

_TIMES: st.SearchStrategy[datetime] = st.sampled_from([NOW - DAY, NOW, NOW + DAY])
_ENDS = st.none() | _TIMES


def _some(values: tuple[str, ...], least: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True).map(tuple)


def _row(number: int) -> st.SearchStrategy[Row]:
    permits = st.builds(
        Row,
        st.just(f"P-{number:03}"),
        st.just("permit"),
        _some(tuple(ROLES), 1),
        st.sampled_from(TECHNOLOGIES),
        _some(PURPOSES, 1),
        _some(CLASSES, 1),
        st.sampled_from(APPROVALS),
        _ENDS,
    )
    bans = st.builds(
        Row,
        st.just(f"B-{number:03}"),
        st.just("ban"),
        _some(tuple(ROLES), 0),
        st.sampled_from(("", *TECHNOLOGIES)),
        _some(PURPOSES, 0),
        _some(CLASSES, 0),
        st.just(""),
        _ENDS,
    )
    return permits | permits | bans


def _approval(name: str) -> st.SearchStrategy[Approval]:
    return st.builds(
        Approval,
        st.just(name),
        st.sampled_from(TECHNOLOGIES),
        st.just("trial"),
        _TIMES,
        _ENDS,
        st.booleans(),
        _ENDS,
        st.just("D-2026-001"),
    )


def _technology(name: str) -> st.SearchStrategy[TechnologyState]:
    stages = st.sampled_from(["trial", "adopted", "trial", "adopted", "suspended", "proposed"])
    return st.builds(TechnologyState, st.just(name), st.just(name), st.just(f"the {name}"), stages)


POLICIES: st.SearchStrategy[Policy] = st.builds(
    Policy,
    st.just(1),
    st.tuples(*map(_technology, TECHNOLOGIES)),
    st.integers(0, 7).flatmap(lambda count: st.tuples(*map(_row, range(count)))),
    st.tuples(*map(_approval, APPROVALS)),
)
