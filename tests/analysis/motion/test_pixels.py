# SPDX-License-Identifier: Apache-2.0
"""Arithmetic on pictures, compared with the plain way of saying the same."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.analysis.motion.assignment import FORBIDDEN, cheapest_pairs
from holdfast.analysis.motion.pixels import difference, grown, majority, patches, shrunk

MASKS = st.builds(
    lambda seed, high, wide, share: np.random.default_rng(seed).random((high, wide)) < share,
    st.integers(0, 10_000),
    st.integers(1, 24),
    st.integers(1, 30),
    st.floats(0, 1),
)


def flooded(mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> list[set[tuple[int, int]]]:
    """Find patches by walking from pixel to pixel."""
    left = {(int(y), int(x)) for y, x in np.argwhere(mask)}
    found = []
    while left:
        todo, patch = [left.pop()], set()
        while todo:
            y, x = todo.pop()
            patch.add((y, x))
            around = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= around
            todo += around
        found.append(patch)
    return found


@settings(deadline=None, max_examples=80)
@given(MASKS)
def test_patches_are_those_that_walking_finds(
    mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
) -> None:
    got = patches(mask)
    numbered = [
        {(int(y), int(x)) for y, x in np.argwhere(got.number_of == n + 1)} for n in range(len(got))
    ]
    assert sorted(map(sorted, numbered)) == sorted(map(sorted, flooded(mask)))
    for n, patch in enumerate(numbered):
        rows, columns = [y for y, _ in patch], [x for _, x in patch]
        box = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        assert tuple(got.boxes[n].tolist()) == box
        assert got.areas[n] == len(patch)


@settings(deadline=None, max_examples=40)
@given(MASKS, st.integers(0, 4), st.integers(0, 4))
def test_growing_and_shrinking_are_what_they_say(
    mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]], down: int, across: int
) -> None:
    high, wide = mask.shape
    bigger, smaller, most = grown(mask, down, across), shrunk(mask), majority(mask)
    for y in range(high):
        for x in range(wide):
            near = mask[max(y - down, 0) : y + down + 1, max(x - across, 0) : x + across + 1]
            assert bigger[y, x] == near.any()
            around = mask[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
            assert most[y, x] == (around.sum() >= 5)
            inner = 0 < y < high - 1 and 0 < x < wide - 1
            cross = inner and all(
                mask[y + dy, x + dx] for dy, dx in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
            )
            assert smaller[y, x] == cross


def test_a_difference_does_not_overflow() -> None:
    one = np.array([[0, 255, 10]], np.uint8)
    assert difference(one, one[:, ::-1]).tolist() == [[10, 0, 10]]


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 10_000))
def test_pairs_are_the_cheapest_there_are(rows: int, columns: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    costs = random.uniform(0, 9, (rows, columns)).tolist()
    short, long = min(rows, columns), max(rows, columns)
    best = min(
        sum(costs[r][c] if rows <= columns else costs[c][r] for r, c in enumerate(chosen))
        for chosen in permutations(range(long), short)
    )
    pairs = cheapest_pairs(costs)
    assert len(pairs) == short
    assert abs(sum(costs[r][c] for r, c in pairs) - best) < 1e-9


def test_what_is_forbidden_is_never_paired() -> None:
    assert cheapest_pairs([[FORBIDDEN]]) == []
    assert cheapest_pairs([[1.0, FORBIDDEN], [FORBIDDEN, FORBIDDEN]]) == [(0, 0)]
    assert cheapest_pairs([]) == []
