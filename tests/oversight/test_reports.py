# SPDX-License-Identifier: Apache-2.0
"""A report is what the ledger adds up to, whoever adds it up."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.accounts.models import Person
from holdfast.gate import DeniedError
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Report
from holdfast.oversight.queries.made_reports import files_of, newest_report
from holdfast.oversight.queries.quarters import overdue, quarters_owed
from holdfast.oversight.services.reports import compute_both
from holdfast.publication import QuarterError
from holdfast.records.errors import NotPermittedError
from holdfast.records.rebuild import rebuild
from holdfast.records.stores import view_log
from oversight.telling import DRONE, FACES, TOOL, Story, at

if TYPE_CHECKING:
    from holdfast.home import Home

USES = {
    "acquisition.take_in", "item.read", "item.view", "item.process", "pack.make", "search.run",
    "use.record",
}  # fmt: skip


def technology(report: Any, name: str) -> Any:
    return next(one for one in report["technologies"] if one["id"] == name)


def test_a_report_is_what_somebody_else_counts_in_the_faces(story: Story) -> None:
    for day in ("2026-09-30", "2026-10-02", "2026-10-03"):
        story.use(day)
    story.use("2026-11-05", TOOL, 3)
    with pytest.raises(DeniedError):
        story.use("2026-11-06", FACES)
    story.use("2026-12-31")
    made = story.report("2026Q4", "2027-01-10")
    counted: Counter[tuple[str, str]] = Counter()
    volume: Counter[tuple[str, str]] = Counter()
    log = view_log(story.home)
    for index in range(made.public["closing"]["size"]):
        face = json.loads(log.face(index))
        if face["act"] in USES and "2026-10-01" <= face["day"] <= "2026-12-31":
            counted[face["technology"], face["outcome"]] += 1
            if face["outcome"] == "done":
                volume[face["technology"], face["unit"]] += face["count"]
    for one in made.public["technologies"]:
        assert one["uses"] == counted[one["id"], "done"]
        assert one["refused"] == counted[one["id"], "denied"]
        assert one["volume"] == {
            unit: many for (name, unit), many in volume.items() if name == one["id"]
        }
    assert technology(made.public, DRONE)["volume"] == {"flights": 3}
    assert technology(made.public, DRONE)["drift"][0]["percent"] == 150
    assert technology(made.public, FACES)["refused"] == 1
    assert technology(made.public, "holdfast-viewer")["uses"] == 0


def test_small_counts_of_people_are_withheld_from_the_public_and_not_from_the_oversight_body(
    story: Story,
) -> None:
    made = story.report("2026Q4", "2027-01-10")
    public, full = (
        made.public["totals"]["people_by_role"],
        made.oversight["totals"]["people_by_role"],
    )
    holders = Counter(role for person in Person.objects.all() for role in person.roles)
    assert full == {role: holders[role] for role in full}
    assert {role for role, many in public.items() if many is None} == {
        role for role, many in holders.items() if 0 < many < 5
    }
    assert public["operator"] == holders["operator"] >= 5
    cells = {one["cell"]: one["ground"] for one in made.public["withheld"]}
    assert "s 9(2)(a)" in cells["totals.people_by_role[investigator]"]
    assert made.oversight["withheld"] == []


def test_a_quarter_that_is_not_over_is_provisional_and_a_final_one_takes_its_place(
    story: Story,
) -> None:
    story.use("2026-10-02")
    first = story.report("2026Q4", "2026-11-01")
    story.use("2026-11-02")
    last = story.report("2026Q4", "2027-01-02")
    assert (first.provisional, last.provisional) == (True, False)
    assert technology(first.public, DRONE)["uses"] == 1
    assert technology(last.public, DRONE)["uses"] == 2
    assert newest_report("2026Q4").entry.index == last.entry
    assert Report.objects.filter(quarter="2026Q4").count() == 2


def test_a_report_that_is_late_is_overdue_until_a_final_one_is_made(story: Story) -> None:
    home = story.home
    assert overdue(home, date(2026, 10, 30)) == ()
    late = overdue(home, date(2027, 2, 9))
    assert [(one.quarter, one.days) for one in late] == [("2026Q3", 102), ("2026Q4", 10)]
    story.report("2026Q4", "2026-12-31")
    assert [one.quarter for one in overdue(home, date(2027, 2, 9))] == ["2026Q3", "2026Q4"]
    story.report("2026Q4", "2027-02-09")
    story.report("2026Q3", "2027-02-09")
    assert overdue(home, date(2027, 2, 9)) == ()
    owed = [one.text for one in quarters_owed(date(2027, 2, 9))]
    assert owed == ["2027Q1", "2026Q4", "2026Q3"]


def test_a_quarter_in_the_future_and_a_clock_put_back_are_refused_in_words(story: Story) -> None:
    with pytest.raises(QuarterError, match="begins on 2027-01-01"):
        story.report("2027Q1", "2026-12-31")
    with pytest.raises(QuarterError, match="2026Q4"):
        story.report("fourth", "2026-12-31")
    story.use("2026-11-02")
    with pytest.raises(NotDecidedError, match="clock"):
        story.report("2026Q4", "2026-11-01")
    assert not Report.objects.exists()


def test_only_governance_and_auditors_make_reports(story: Story) -> None:
    for who in ("operator", "investigator", "admin"):
        with pytest.raises(NotPermittedError):
            story.report("2026Q4", "2027-01-02", who)
    assert story.report("2026Q4", "2027-01-02", "auditor").entry


def test_a_quarter_without_any_entry_has_every_technology_with_zeros(story: Story) -> None:
    made = story.report("2026Q4", "2027-01-02")
    assert {one["uses"] for one in made.public["technologies"]} == {0}
    assert {DRONE, TOOL, FACES} < {one["id"] for one in made.public["technologies"]}
    assert made.public["totals"]["entries"] == 0


def test_what_was_handed_out_is_kept_byte_for_byte_and_named_by_the_ledger(story: Story) -> None:
    story.use("2026-10-02")
    made = story.report("2026Q4", "2027-01-02")
    kept = files_of(story.home, made.entry)
    assert kept == dict(made.files)
    row = newest_report("2026Q4")
    assert sha256(kept["report.json"]).hexdigest() == row.sha256
    assert bytes(row.public_json) == kept["report.json"]
    table = list(csv.reader(io.StringIO(kept["report.csv"].decode("utf-8-sig"))))
    assert [f"technologies[{DRONE}].uses", "1"] in [line[:2] for line in table]
    assert kept["report.pdf"].startswith(b"%PDF")
    assert b"withheld" in kept["report.html"]


def test_a_rebuilt_database_has_the_same_reports_and_gives_the_same_numbers(
    story: Story, home: Home
) -> None:
    story.use("2026-10-02")
    made = story.report("2026Q4", "2027-01-02")
    before = compute_both(home, view_log(home), "2026Q4", date(2027, 1, 3))
    rebuild(home=home, permits_to_read=tuple, now=at("2027-01-03"))
    row = newest_report("2026Q4")
    assert bytes(row.public_json) == made.files["report.json"]
    assert bytes(row.oversight_json) == made.files["full.json"]
    assert compute_both(home, view_log(home), "2026Q4", date(2027, 1, 3)) == before


def test_numbers_do_not_come_from_the_database(story: Story, home: Home) -> None:
    from holdfast.records.models import Entry

    story.use("2026-10-02")
    before = compute_both(home, view_log(home), "2026Q4", date(2027, 1, 2))
    Entry.objects.filter(technology=DRONE).update(outcome="denied", count=9)
    assert compute_both(home, view_log(home), "2026Q4", date(2027, 1, 2)) == before
