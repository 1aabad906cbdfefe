# SPDX-License-Identifier: Apache-2.0
"""A row as it is typed: its parts are read, and what is not understood is named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.gate import RowError
from holdfast.gate.spoken import row_of_words


def test_a_permission_is_read_with_all_its_parts() -> None:
    row = row_of_words(
        "P-001",
        "investigator, exhibit officer may use dji-mavic-2 for crime-scene or crash-scene "
        "on live-flight under ETA-2026-0010 until 2027-06-30.",
    )
    assert row.kind == "permit"
    assert row.roles == ("investigator", "exhibit_officer")
    assert row.technology == "dji-mavic-2"
    assert row.purposes == ("crime-scene", "crash-scene")
    assert row.data_classes == ("live-flight",)
    assert row.approval == "ETA-2026-0010"
    assert row.until == datetime(2027, 7, 1, tzinfo=UTC)


def test_a_ban_may_leave_parts_out_and_then_means_any() -> None:
    row = row_of_words("B-001", "Nobody may use nuix/face-search")
    assert (row.kind, row.roles, row.purposes, row.data_classes) == ("ban", (), (), ())
    assert row.technology == "nuix/face-search"
    one = row_of_words("B-002", "operator may not use any technology for training on any data")
    assert (one.roles, one.technology, one.purposes) == (("operator",), "", ("training",))


def test_an_instant_with_a_zone_is_kept_as_it_is() -> None:
    row = row_of_words("B-001", "nobody may use spark until 2027-01-02T03:04:05+13:00")
    assert row.until == datetime(2027, 1, 1, 14, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "investigator uses the drone",
        "investigator may use x sometimes",
        "investigator may use x for",
        "investigator may use x for a for b",
        "investigator may use x until soon",
        "investigator may use x until 2027-01-02T03:04:05",
        "nobody may use x under ETA-2026-0001",
    ],
)
def test_what_is_not_understood_is_named_with_an_example(words: str) -> None:
    with pytest.raises(RowError, match="Nothing was changed"):
        row_of_words("P-001", words)
