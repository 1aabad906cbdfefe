# SPDX-License-Identifier: Apache-2.0
"""How far an analysis is, and how long it takes yet, from what the analysis itself wrote down."""

from __future__ import annotations

from holdfast.records.queries.movement import MovementLine, MovementStanding
from holdfast.web.movement_progress import bars_of, remaining


def test_how_long_it_takes_yet_is_of_this_run_alone() -> None:
    def line(number: int, standing: MovementStanding, length: float | None) -> MovementLine:
        return MovementLine(number, f"{number}.mp4", "", "unclassified", "", length, None, standing)

    lines = [
        line(1, MovementStanding("analysed", tracks=3), 600.0),
        line(2, MovementStanding("being analysed", stage="pictures", done_s=30, total_s=60), 600.0),
        line(
            3, MovementStanding("being analysed", stage="key frames", done_s=9, total_s=60), 600.0
        ),
        line(4, MovementStanding("not analysed yet"), None),
        line(5, MovementStanding("not analysed yet"), 9000.0),
    ]
    state = {"items": [1, 2, 3, 4], "began_at": 1000.0, "begun_s": 300.0}
    whole, *each = bars_of(lines, state)
    assert (whole.value, whole.most) == (900, 1800)
    assert whole.words == "All recordings: 1 of 4 done"
    assert [bar.detail for bar in each] == ["0:30 of 1:00", "0:09 of 1:00"]
    # 600 of the seconds were done in 100 seconds of this run, and 900 are left.
    said = remaining(lines, state, 1100.0)
    assert "about 2 min" in said
    assert "1 of them does not say how long it is" in said
    assert "not known yet" in remaining(lines, state, 1001.0)
    assert bars_of(lines, {}) == ()
