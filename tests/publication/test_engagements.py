# SPDX-License-Identifier: Apache-2.0
"""What contractors flew is counted from records alone, by rules that a stranger can follow."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.publication import PublishedRecordError, count_engagements, make_record

OPENED = {
    "number": "E-1", "contractor": "", "technology": "dji-mavic-3", "purpose": "crash-scene",
    "from": "2026-10-30", "to": "2026-11-02", "agreement_sha256": "",
    "conditions": {"a": "2026-11-05", "b": "2026-11-10", "c": "2026-11-20"},
}  # fmt: skip
STEP = {
    "number": "E-1", "condition": "a", "step": "met", "on": "2026-11-04", "due": "",
    "document_sha256": "", "incident": "",
}  # fmt: skip


def _told(*records: tuple[str, dict[str, Any]]) -> list[tuple[int, str, dict[str, Any]]]:
    return [
        (index, "2026-11-01", make_record(f"engagement.{act}", "public", fields))
        for index, (act, fields) in enumerate(records)
    ]


def test_each_condition_stands_once_and_the_sum_is_all_of_them() -> None:
    records = _told(
        ("open", OPENED),
        ("step", {**STEP, "on": "2026-11-06"}),
        ("step", {**STEP, "condition": "b", "step": "breached", "incident": "I-1"}),
        ("link", {"number": "E-1"}),
        ("close", {"number": "E-1", "on": "2026-11-09", "outstanding": ["c"]}),
    )
    (one,) = count_engagements(records, "2026-11-21")
    assert (one.technology, one.purpose, one.month) == ("dji-mavic-3", "crash-scene", "2026-10")
    assert (one.engagements, one.closed, one.media, one.conditions) == (1, 1, 1, 3)
    assert (one.met, one.late, one.breached, one.outstanding, one.overdue) == (1, 1, 1, 1, 1)
    assert one.opened == (("E-1", 0, ""),)
    (before,) = count_engagements(records, "2026-11-20")
    assert before.overdue == 0


def test_the_last_step_counts_and_a_day_that_was_moved_is_the_day() -> None:
    records = _told(
        ("open", OPENED),
        ("step", {**STEP, "step": "moved", "due": "2026-12-01"}),
        ("step", {**STEP, "condition": "b", "step": "breached"}),
        ("step", {**STEP, "condition": "b", "step": "waived"}),
    )
    (one,) = count_engagements(records, "2026-11-30")
    assert (one.waived, one.breached, one.outstanding, one.overdue) == (1, 0, 2, 1)


def test_what_is_about_nothing_changes_nothing() -> None:
    records = _told(
        ("step", STEP),
        ("link", {"number": "E-1"}),
        ("open", OPENED),
        ("open", {**OPENED, "technology": "nuix"}),
        ("step", {**STEP, "condition": "z"}),
        ("step", {**STEP, "condition": "", "step": "agreed"}),
        ("remind", {"number": "E-1", "conditions": ["a"]}),
    )
    (one,) = count_engagements(records, "2026-11-01")
    assert (one.technology, one.media, one.met, one.outstanding) == ("dji-mavic-3", 0, 0, 3)


def test_groups_are_by_month_technology_and_purpose_the_newest_first() -> None:
    records = _told(
        ("open", OPENED),
        ("open", {**OPENED, "number": "E-2"}),
        ("open", {**OPENED, "number": "E-3", "technology": ""}),
        ("open", {**OPENED, "number": "E-4", "from": "2026-11-01"}),
    )
    found = [
        (one.month, one.technology, one.engagements) for one in count_engagements(records, "x")
    ]
    assert found == [
        ("2026-11", "dji-mavic-3", 1),
        ("2026-10", "dji-mavic-3", 2),
        ("2026-10", "", 1),
    ]


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("open", {**OPENED, "conditions": {"a": "soon"}}),
        ("open", {**OPENED, "from": "2026-13-01"}),
        ("open", {**OPENED, "technology": "no slug!"}),
        ("open", {**OPENED, "case": "231123/0042"}),
        ("step", {**STEP, "step": "forgotten"}),
        ("step", {**STEP, "document_sha256": "12"}),
        ("close", {"number": "", "on": "2026-11-01", "outstanding": []}),
        ("remind", {"number": "E-1", "conditions": "a"}),
    ],
)
def test_a_record_that_is_not_in_form_is_refused(act: str, fields: dict[str, Any]) -> None:
    with pytest.raises(PublishedRecordError):
        make_record(f"engagement.{act}", "public", fields)
