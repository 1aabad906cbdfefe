# SPDX-License-Identifier: Apache-2.0
"""The numbers of a known year, each worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.publication import QuarterError, overdue_reports, report_bytes
from holdfast.publication.register import Register
from publication.making import GROUND, Story, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return told(tmp_path_factory.mktemp("story") / "ledger")[0]


def named(report: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [one for one in report["technologies"] if one["id"] == name]
    return dict(found)


def test_the_third_quarter(story: Story) -> None:
    report = story.report("2026Q3", "2026-10-20")
    assert (report["provisional"], report["due_on"], report["days"]) == (False, "2026-10-30", "UTC")
    drone = named(report, "dji-mavic-3")
    assert (drone["uses"], drone["refused"], drone["stage"]) == (400, 0, "adopted")
    assert drone["volume"] == {"flights": 300, "minutes": 1200}
    assert drone["by_purpose"] == {"crash-scene": 300, "fire-scene": 100}
    assert drone["by_approval"] == {"ETA-2026-001": 400}
    assert drone["expected"] == {"flights": 10}
    assert drone["drift"] == [
        {"unit": "flights", "expected": 10, "actual": 300, "percent": 3000},
        {"unit": "minutes", "expected": None, "actual": 1200, "percent": None},
    ]
    assert (drone["approvals_in_force"], drone["rows_in_force"]) == (["ETA-2026-001"], ["P-001"])
    assert (drone["assessments"], drone["complaints"]) == (["privacy"], 1)
    nuix = named(report, "nuix")
    assert (nuix["uses"], nuix["trials"]) == (1, ["ETA-2026-002"])
    assert (nuix["approvals_in_force"], nuix["oral_unconfirmed"]) == ([], ["D-2026-002"])
    assert nuix["drift"][0]["percent"] == 250
    assert (nuix["advice_asked"], nuix["advice_answered"]) == (1, 0)
    assert named(report, "nuix/face-search")["bans_in_force"] == ["B-001"]
    viewer = named(report, "holdfast-viewer")
    assert (viewer["uses"], viewer["refused"], viewer["volume"]) == (0, 6, {})
    totals = report["totals"]
    assert totals["decisions"] == {"written": 1, "oral": 1, "expired_oral": 1}
    assert totals["complaints"] == {
        "received": 1, "answered": 0, "transferred": 0, "open_at_end": 1, "overdue": 0,
    }  # fmt: skip
    assert (totals["uses"], totals["refused"]) == (401, 6)
    assert totals["technologies_by_stage"]["proposed"] == 2


def test_the_fourth_quarter_so_far(story: Story) -> None:
    report = story.report("2026Q4", "2026-11-23")
    assert report["provisional"]
    drone = named(report, "dji-mavic-3")
    assert (drone["uses"], drone["refused"]) == (1, 1)
    assert drone["decisions"] == ["D-2026-003", "D-2026-004"]
    totals = report["totals"]
    assert totals["decisions"] == {"written": 1, "oral": 1, "expired_oral": 1}
    assert (totals["complaints"]["answered"], totals["requests"]["overdue"]) == (1, 1)
    assert (totals["withdrawn_supports"], totals["uses_flagged"]) == (1, 2)
    assert totals["not_on_register"] == 1
    nuix = named(report, "nuix")
    assert nuix["log_handed_in"] == [
        {"from": "2026-07-01", "to": "2026-09-30", "only_theirs": 3, "only_ours": 0}
    ]
    assert (nuix["incidents"], nuix["advice_answered"]) == (1, 1)


def test_few_people_are_withheld_from_the_public_with_a_ground(story: Story) -> None:
    public = story.report("2026Q4", "2026-11-23")
    full = story.report("2026Q4", "2026-11-23", "oversight")
    assert public["totals"]["people_by_role"] == {
        "administrator": None, "governance": None, "investigator": None, "operator": 6,
    }  # fmt: skip
    assert public["withheld"][0] == {
        "cell": "totals.people_by_role[administrator]",
        "ground": GROUND,
    }
    assert full["totals"]["people_by_role"]["investigator"] == 2
    assert full["withheld"] == []
    assert named(public, "dji-mavic-3")["people_with_access"] == 6
    few = story.report("2026Q4", "2026-11-23", smallest_cell=7)
    assert named(few, "dji-mavic-3")["people_with_access"] is None
    assert named(few, "nuix")["people_with_access"] == 0
    assert {one["cell"] for one in few["withheld"]} >= {
        "technologies[dji-mavic-3].people_with_access", "totals.people_by_role[operator]",
    }  # fmt: skip


def test_one_small_role_hides_the_sum_that_it_is_in(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger").technology("2026-07-01", "nuix")
    for _ in range(9):
        story.people("2026-07-01", ["operator"])
    story.people("2026-07-01", ["auditor"]).row(
        "2026-07-01", "P-1", technology="nuix", roles=["operator", "auditor"]
    )
    report = story.sign("2026-07-01").report("2026Q3", "2026-07-01")
    assert named(report, "nuix")["people_with_access"] is None


def test_a_review_is_overdue_until_a_decision_about_it(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger").technology("2026-07-01", "nuix")
    approval = {"id": "ETA-1", "technology": "nuix", "review_on": "2026-08-01"}
    story.decide("2026-07-01", "D-1", approval).sign("2026-07-01")
    assert named(story.report("2026Q3", "2026-08-01"), "nuix")["reviews_overdue"] == []
    assert named(story.report("2026Q3", "2026-08-02"), "nuix")["reviews_overdue"] == ["ETA-1"]
    story.decide("2026-08-03", "D-2", kind="other", affects=["ETA-1"]).sign("2026-08-03")
    assert named(story.report("2026Q3", "2026-08-03"), "nuix")["reviews_overdue"] == []


def test_a_confirmation_in_time_keeps_an_oral_approval_and_a_late_one_does_not(
    tmp_path: Path,
) -> None:
    story = Story.begin(tmp_path / "ledger").technology("2026-07-01", "nuix")
    for name in ("1", "2"):
        approval = {"id": f"ETA-{name}", "technology": "nuix", "confirm_by": "2026-07-03T09:00:00Z"}
        story.decide("2026-07-01", f"D-{name}", approval, form="oral")
    for day, name in (("2026-07-03", "1"), ("2026-07-04", "2")):
        record = {"number": f"D-{name}", "confirmed_on": day, "instrument_sha256": ""}
        story.enter(day, "decision.confirm", record)
    report = story.sign("2026-07-04").report("2026Q3", "2026-07-05")
    assert named(report, "nuix")["approvals_in_force"] == ["ETA-1"]
    assert named(report, "nuix")["oral_unconfirmed"] == []
    assert report["totals"]["decisions"]["expired_oral"] == 1


def test_a_pause_takes_approval_and_permission_out_of_force(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger").technology("2026-07-01", "nuix")
    story.decide(
        "2026-07-01", "D-1", {"id": "ETA-1", "technology": "nuix", "expected": {"files": 4}}
    )
    story.row("2026-07-01", "P-1", technology="nuix", approval="ETA-1")
    story.decide("2026-07-02", "D-2", kind="pause", affects=["ETA-1"]).sign("2026-07-02")
    nuix = named(story.report("2026Q3", "2026-07-03"), "nuix")
    assert (nuix["approvals_in_force"], nuix["rows_in_force"]) == ([], [])
    assert nuix["expected"] == {"files": 4}
    story.decide("2026-07-04", "D-3", kind="end", affects=["ETA-1"]).sign("2026-07-04")
    assert named(story.report("2026Q4", "2026-10-03"), "nuix")["expected"] == {}


def test_the_same_log_gives_the_same_bytes(story: Story) -> None:
    one, two = (report_bytes(story.report("2026Q3", "2026-10-20")) for _ in range(2))
    assert one == two


def test_a_quarter_that_has_not_begun_has_no_report(story: Story) -> None:
    with pytest.raises(QuarterError, match="begins on 2027-01-01"):
        story.report("2027Q1", "2026-12-31")
    with pytest.raises(QuarterError, match="such as 2026Q4"):
        story.report("2026Q5", "2026-12-31")


def test_a_report_is_overdue_from_the_day_after_it_was_due(story: Story) -> None:
    from datetime import date

    register = Register()
    for index, record in story.records.items():
        if record["type"] != "report.make":
            register.fold(index, "2026-07-02", record)
    assert overdue_reports(Register(), date(2030, 1, 1)) == []
    assert overdue_reports(register, date(2026, 10, 30)) == []
    assert overdue_reports(register, date(2026, 10, 31)) == [{"quarter": "2026Q3", "days": 1}]
    assert [one["quarter"] for one in overdue_reports(register, date(2027, 2, 1))] == [
        "2026Q3",
        "2026Q4",
    ]
