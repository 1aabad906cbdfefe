# SPDX-License-Identifier: Apache-2.0
"""The cheapest way to pair rows with columns, each at most once.

Promises the least total cost, by shortest augmenting paths (the Hungarian method with potentials);
a pair that costs FORBIDDEN or more is never given. For the small tables of a tracker: some tens a
side, where a library brings nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FORBIDDEN: Final = 1e6


def cheapest_pairs(costs: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Give (row, column) of each pair of the cheapest complete pairing of the shorter side."""
    if not costs or not costs[0]:
        return []
    if len(costs) > len(costs[0]):
        turned = [list(column) for column in zip(*costs, strict=True)]
        return sorted((row, column) for column, row in cheapest_pairs(turned))
    if len(costs) == 1:
        column = min(range(len(costs[0])), key=costs[0].__getitem__)
        return [(0, column)] if costs[0][column] < FORBIDDEN else []
    row_of = _row_of_columns(costs)
    pairs = [(row, column) for column, row in enumerate(row_of) if row >= 0]
    return sorted(pair for pair in pairs if costs[pair[0]][pair[1]] < FORBIDDEN)


def _row_of_columns(costs: Sequence[Sequence[float]]) -> list[int]:  # noqa: C901 - one algorithm, as it is published
    """Give the row of each column, -1 for none; there are at least as many columns as rows."""
    rows, columns = len(costs), len(costs[0])
    of_row, of_column = [0.0] * rows, [0.0] * (columns + 1)
    row_of = [-1] * (columns + 1)  # the last is where the row that looks for a column stands
    for looking in range(rows):
        row_of[columns] = looking
        at = columns
        least = [float("inf")] * columns
        came_from = [columns] * columns
        done = [False] * (columns + 1)
        while row_of[at] >= 0:
            done[at] = True
            row, step, best = row_of[at], float("inf"), -1
            for column in range(columns):
                if done[column]:
                    continue
                left = costs[row][column] - of_row[row] - of_column[column]
                if left < least[column]:
                    least[column], came_from[column] = left, at
                if least[column] < step:
                    step, best = least[column], column
            for column in range(columns + 1):
                if done[column]:
                    of_row[row_of[column]] += step
                    of_column[column] -= step
                elif column < columns:
                    least[column] -= step
            at = best
        while at != columns:
            row_of[at] = row_of[came_from[at]]
            at = came_from[at]
        row_of[columns] = -1
    return row_of[:columns]
