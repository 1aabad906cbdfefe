# SPDX-License-Identifier: Apache-2.0
"""What people read: page, CSV and PDF, with hostile names in them."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.publication.cells import read_cells
from holdfast.publication.report_csv import report_csv
from holdfast.publication.report_files import report_files
from holdfast.publication.report_page import report_page
from publication.making import GROUND, Story, told

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '<script>alert("1")</script>\r\n=cmd|calc "quoted" \u202e\x07'


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    story, _ = told(tmp_path_factory.mktemp("story") / "ledger")
    return story.report("2026Q4", "2026-11-23")


@pytest.fixture
def hostile(tmp_path: Path) -> Story:
    story = Story.begin(tmp_path / "ledger")
    story.technology("2026-07-01", "nuix", name=HOSTILE, description=HOSTILE, maker=HOSTILE)
    story.row("2026-07-01", "P-1", technology="nuix")
    return story.use("2026-07-02", "nuix", 2, 'a"<b>', purpose="=1+1").sign("2026-07-02")


def test_every_number_is_on_the_page_and_in_the_csv(report: dict[str, Any]) -> None:
    cells = read_cells(report)
    page = report_page(report).decode()
    assert set(re.findall(r'data-cell="([^"]*)">', page)) == cells.keys()
    rows = list(csv.reader(report_csv(report).decode("utf-8-sig").split("\r\n")))
    assert {row[0]: row[1] for row in rows[1:] if row} == {
        path: cell.shown for path, cell in cells.items()
    }


def test_zeros_and_what_is_withheld_can_be_seen(report: dict[str, Any]) -> None:
    page = report_page(report).decode()
    assert 'data-cell="technologies[nuix/face-search].uses">0<' in page
    assert 'data-cell="totals.people_by_role[governance]">withheld<' in page
    assert GROUND in page
    assert "Provisional." in page
    assert "present, not approved" in page
    text = report_csv(report).decode("utf-8-sig")
    assert (
        f"totals.people_by_role[governance],withheld,People who hold the role at the end “governance”. Withheld: {GROUND}"
        in text
    )


def test_the_page_runs_nothing_fetches_nothing_and_carries_its_style(
    report: dict[str, Any],
) -> None:
    page = report_page(report).decode()
    policy = re.search(r"default-src 'none'; style-src 'sha256-([^']+)'; base-uri", page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = hashlib.sha256(style.group(1).encode()).digest()
    assert base64.b64decode(policy.group(1)) == digest
    assert not re.search(r"<script|style=|onclick|https?:|<link", page)


def test_markup_in_a_name_stays_text(hostile: Story, tmp_path: Path) -> None:
    report = hostile.report("2026Q3", "2026-10-01")
    files = report_files(report)
    assert b"<script>alert" not in files["report.html"]
    assert b"&lt;script&gt;alert" in files["report.html"]
    reports = {"2026Q3": hostile.make_report("2026Q3", "2026-10-01")}
    hostile.publish(tmp_path / "bundle", "2026-10-01", reports)
    assert b"<script>alert" not in (tmp_path / "bundle" / "index.html").read_bytes()
    from holdfast.publication.audit import audit

    assert audit(tmp_path / "bundle").problems == ()


def test_no_cell_of_the_csv_is_a_formula(hostile: Story) -> None:
    data = report_csv(hostile.report("2026Q3", "2026-10-01")).decode("utf-8-sig")
    assert not [
        one for row in csv.reader(data.split("\r\n")) for one in row if one[:1] in "=+-@\t" and one
    ]


def test_the_pdf_is_the_same_on_every_run_and_has_numbered_pages(report: dict[str, Any]) -> None:
    one, two = (report_files(report)["report.pdf"] for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF-")
    assert one.count(b"/Type /Page\n") >= 2


def test_the_full_report_says_for_whom_it_is(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger").people("2026-07-01", ["operator"]).sign("2026-07-01")
    files = report_files(story.report("2026Q3", "2026-10-01", "oversight"))
    assert set(files) == {"full.json", "full.html", "full.csv", "full.pdf"}
    assert b"For the oversight body" in files["full.html"]
    assert json.loads(files["full.json"])["totals"]["people_by_role"] == {"operator": 1}
