# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger.errors import PublishError
from holdfast.publication import BundleContentsError, BundlePlaceError, record_bytes
from holdfast.publication.audit import audit
from holdfast.publication.verifier.assemble import static_files
from ledger.making import STRANGER
from publication.making import Story, told

if TYPE_CHECKING:
    from pathlib import Path

    Told = tuple[Story, dict[str, dict[str, bytes]]]

MADE_ON = "2027-02-15"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(tmp_path_factory.mktemp("story") / "ledger")


def small(folder: Path) -> Story:
    story = Story.begin(folder)
    story.people("2026-07-01", ["operator"])
    return story.technology("2026-07-02", "nuix").use("2026-07-03", "nuix").sign("2026-07-03")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_folder_is_as_the_format_says(story: Told, tmp_path: Path) -> None:
    done = story[0].publish(tmp_path / "public", MADE_ON, story[1])
    assert (done.size, done.withheld, done.overdue) == (455, 10, (("2026Q4", 16),))
    there = files_of(tmp_path / "public")
    assert {path.partition("/")[0] for path in there} == {
        "bundle.json", "check.html", "check.js", "index.html", "log", "look.css", "README.txt",
        "records", "register.json", "reports", "verify.py", "flights.json",
        "flights.csv", "flights.html",
    }  # fmt: skip
    manifest = json.loads(there["bundle.json"])
    assert manifest["reports"] == ["2026Q3", "2026Q4"]
    assert manifest["overdue"] == [{"days": 16, "quarter": "2026Q4"}]
    assert static_files().items() <= there.items()


def test_publishing_again_changes_nothing_and_going_on_adds(tmp_path: Path) -> None:
    story = small(tmp_path / "ledger")
    to = tmp_path / "public"
    story.publish(to, "2026-07-03", {})
    before = files_of(to)
    assert story.publish(to, "2026-07-03", {}).written == 0
    assert files_of(to) == before
    story.stage("2026-07-04", "nuix", "trial").sign("2026-07-04")
    done = story.publish(to, "2026-07-04", {})
    assert done.size == 4
    assert "log/tile/0/000.p/3" not in files_of(to)
    assert audit(to).problems == ()


def test_an_older_checkpoint_is_published_without_what_came_after(
    story: Told, tmp_path: Path
) -> None:
    size = next(size for size in story[0].kept.checkpoint_sizes() if size > 100)
    done = story[0].publish(tmp_path / "public", "2026-08-19", story[1], size=size)
    assert done.size == size
    assert not (tmp_path / "public" / "reports").exists()
    assert audit(tmp_path / "public").problems == ()
    story[0].publish(tmp_path / "public", MADE_ON, story[1])
    assert audit(tmp_path / "public").problems == ()
    with pytest.raises(PublishError, match="going back"):
        story[0].publish(tmp_path / "public", "2026-08-19", story[1], size=size)
    assert audit(tmp_path / "public").problems == ()


def test_no_oversight_record_is_ever_in_a_public_bundle(story: Told, tmp_path: Path) -> None:
    story[0].publish(tmp_path / "public", MADE_ON, story[1])
    story[0].publish(tmp_path / "full", MADE_ON, story[1], audience="oversight")
    secret = {record_bytes(one) for one in story[0].records.values() if "salt" in one}
    assert len(secret) == 10
    assert not secret & set(files_of(tmp_path / "public").values())
    assert secret <= set(files_of(tmp_path / "full").values())
    public = files_of(tmp_path / "public")
    assert not [path for path in public if "/full." in path]
    assert not [path for path, data in public.items() if b'"salt"' in data]
    full = files_of(tmp_path / "full")
    assert (
        json.loads(full["reports/2026Q4/full.json"])["totals"]["people_by_role"]["governance"] == 1
    )


def test_a_bundle_for_another_audience_is_refused(story: Told, tmp_path: Path) -> None:
    story[0].publish(tmp_path / "to", MADE_ON, story[1])
    before = files_of(tmp_path / "to")
    with pytest.raises(BundlePlaceError, match="another audience"):
        story[0].publish(tmp_path / "to", MADE_ON, story[1], audience="oversight")
    with pytest.raises(BundleContentsError, match="is for one of"):
        story[0].publish(tmp_path / "to", MADE_ON, story[1], audience="friends")
    assert files_of(tmp_path / "to") == before


def test_another_log_or_another_history_is_refused(tmp_path: Path) -> None:
    small(tmp_path / "ledger").publish(tmp_path / "to", "2026-07-03", {})
    before = files_of(tmp_path / "to")
    stranger = Story.begin(tmp_path / "stranger", STRANGER)
    stranger.enter("2026-07-01", "home.create").sign("2026-07-01")
    with pytest.raises(PublishError, match="another key"):
        stranger.publish(tmp_path / "to", "2026-07-03", {})
    other = Story.begin(tmp_path / "other")
    for _ in range(5):
        other.use("2026-07-01", "nuix")
    with pytest.raises(PublishError, match="not this log's"):
        other.sign("2026-07-01").publish(tmp_path / "to", "2026-07-03", {})
    assert files_of(tmp_path / "to") == before


def test_somebody_elses_files_are_left_alone(tmp_path: Path) -> None:
    story = small(tmp_path / "ledger")
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(BundlePlaceError, match=r"holiday\.jpg"):
        story.publish(tmp_path / "to", "2026-07-03", {})
    assert files_of(tmp_path / "to") == {"holiday.jpg": b"x"}
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "bundle.json").write_bytes(b"[")
    with pytest.raises(BundlePlaceError, match="cannot be read"):
        story.publish(tmp_path / "odd", "2026-07-03", {})


def test_an_interrupted_bundle_is_finished_and_what_is_old_goes(tmp_path: Path) -> None:
    story = small(tmp_path / "ledger")
    to = tmp_path / "to"
    story.publish(to, "2026-07-03", {})
    whole = files_of(to)
    (to / "bundle.json").unlink()
    (to / "register.json.writing").write_bytes(b"half")
    (to / "records" / "0000001.json").write_bytes(b"half")
    assert story.publish(to, "2026-07-03", {}).removed == 1
    assert files_of(to) == whole
    manifest = json.loads(whole["bundle.json"])
    manifest["files"]["old.css"] = "0" * 64
    (to / "bundle.json").write_text(json.dumps(manifest))
    (to / "old.css").write_bytes(b"")
    story.publish(to, "2026-07-03", {})
    assert files_of(to) == whole


def test_what_the_ledger_does_not_name_is_not_published(story: Told, tmp_path: Path) -> None:
    kept = dict(story[0].records)
    try:
        story[0].records[14] = {**kept[14], "reason": "Another."}
        with pytest.raises(BundleContentsError, match="entry 14"):
            story[0].publish(tmp_path / "to", MADE_ON, story[1])
        del story[0].records[14]
        with pytest.raises(BundleContentsError, match="missing"):
            story[0].publish(tmp_path / "to", MADE_ON, story[1])
    finally:
        story[0].records = kept
    for spoilt in ({}, {**story[1], "2026Q3": {**story[1]["2026Q3"], "report.pdf": b"other"}}):
        with pytest.raises(BundleContentsError, match="2026Q3"):
            story[0].publish(tmp_path / "to", MADE_ON, spoilt)
    assert not (tmp_path / "to").exists()
