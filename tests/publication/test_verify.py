# SPDX-License-Identifier: Apache-2.0
"""What an outsider is told of a bundle, whole or spoilt."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.publication import write_bundle
from holdfast.publication.audit import audit
from holdfast.publication.records import record_bytes
from ledger.making import NOW, SIGNER, STRANGER
from publication.making import AGENCY, GROUND, Story, told
from publication.mutations import MUTATIONS

if TYPE_CHECKING:
    from pathlib import Path

MADE_ON = "2027-02-15"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, dict[str, dict[str, bytes]]]:
    return told(tmp_path_factory.mktemp("story") / "ledger")


@pytest.fixture(scope="module")
def bundle(
    story: tuple[Story, dict[str, dict[str, bytes]]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("made") / "bundle"
    story[0].publish(folder, MADE_ON, story[1])
    return folder


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    return shutil.copytree(bundle, tmp_path / "bundle")


def test_a_bundle_is_proven_and_says_what_rests_on_withheld_records(bundle: Path) -> None:
    found = audit(bundle)
    assert (found.proven, found.problems) == (True, ())
    assert (found.recomputed, found.withheld) == (226, 16)
    assert "226 numbers were counted again" in found.in_words
    assert f"10 records are withheld ({GROUND}). 16 numbers" in found.in_words


def test_the_oversight_body_counts_every_number(
    story: tuple[Story, dict[str, dict[str, bytes]]], tmp_path: Path
) -> None:
    story[0].publish(tmp_path / "full", MADE_ON, story[1], audience="oversight")
    found = audit(tmp_path / "full")
    assert (found.proven, found.recomputed, found.withheld) == (True, 2 * 236 + 6, 0)


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_changed_is_named(copy: Path, name: str) -> None:
    spoil, named = MUTATIONS[name]
    spoil(copy)
    found = audit(copy)
    assert not found.proven
    assert any(named in one for one in found.problems), found.problems


@settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_no_byte_can_be_changed_taken_or_added_anywhere(copy: Path, data: st.DataObject) -> None:
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    how = data.draw(st.sampled_from(("flip", "cut", "drop", "add")))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = {
        "flip": whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :],
        "cut": whole[:at],
        "drop": whole[:at] + whole[at + 1 :],
        "add": whole[:at] + bytes([bit]) + whole[at:],
    }[how]
    try:
        path.write_bytes(changed)
        assert changed == whole or not audit(copy).proven
    finally:
        path.write_bytes(whole)


def test_any_file_that_is_missing_is_missed(copy: Path) -> None:
    for path in sorted(one for one in copy.rglob("*") if one.is_file()):
        whole = path.read_bytes()
        path.unlink()
        assert not audit(copy).proven, path
        path.write_bytes(whole)
    assert audit(copy).proven


def test_a_link_or_a_folder_in_place_of_a_file_is_named(copy: Path) -> None:
    (copy / "index.html").unlink()
    (copy / "index.html").symlink_to("README.txt")
    assert "no plain file" in audit(copy).problems[0]
    (copy / "index.html").unlink()
    (copy / "index.html").mkdir()
    assert not audit(copy).proven


def test_the_key_that_you_give_is_compared(bundle: Path) -> None:
    assert audit(bundle, SIGNER.verifier.vkey).proven
    assert "The key is the one you gave." in audit(bundle, SIGNER.verifier.vkey).notes
    assert audit(bundle, STRANGER.verifier.vkey).problems == (
        "log/vkey is not the key that you gave",
    )
    assert not audit(bundle, "nonsense").proven
    assert any("--key: " + SIGNER.verifier.vkey in one for one in audit(bundle).notes)


def test_another_key_proves_nothing_under_our_name(
    story: tuple[Story, dict[str, dict[str, bytes]]], copy: Path
) -> None:
    head = story[0].kept.head
    forged = STRANGER.sign_note(head.note.text, NOW)
    (copy / "log" / "checkpoint").write_bytes(forged.render())
    [problem] = audit(copy).problems
    assert problem.startswith("log/checkpoint is not signed by the key")
    (copy / "log" / "vkey").write_text(STRANGER.verifier.vkey + "\n")
    assert not audit(copy, SIGNER.verifier.vkey).proven


def test_an_older_checkpoint_proves_that_history_was_not_rewritten(
    story: tuple[Story, dict[str, dict[str, bytes]]], bundle: Path, tmp_path: Path
) -> None:
    log = story[0].kept
    for size in log.checkpoint_sizes():
        found = audit(bundle, against=log.checkpoint(size).data)
        assert found.proven
        assert any(f"{size} entries of the older checkpoint" in one for one in found.notes)
    other = Story.begin(tmp_path / "rewritten")
    other.enter("2026-07-01", "home.create").sign("2026-07-01")
    other.publish(tmp_path / "other", MADE_ON, {})
    assert audit(tmp_path / "other").proven
    shown = log.checkpoint(next(size for size in log.checkpoint_sizes() if size > 1))
    [problem] = audit(tmp_path / "other", against=shown.data).problems
    assert "REWRITTEN" in problem
    rewritten = other.kept.checkpoint().data
    assert "REWRITTEN" in audit(bundle, against=rewritten).problems[0]
    assert audit(bundle, against=b"nonsense").problems == ("THE OLDER CHECKPOINT is not in form",)


def _published(story: Story, to: Path) -> tuple[str, ...]:
    """Write what we would refuse to write: the agency has the key and its own program."""
    write_bundle(
        to, log=story.kept, published=[(at, record_bytes(one)) for at, one in story.records.items()],
        reports={}, agency=AGENCY, audience="public", made_on=date(2027, 2, 15), ground=GROUND,
    )  # fmt: skip
    return audit(to).problems


def test_days_that_go_back_are_named(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger")
    for day in ("2026-07-02", "2026-07-03", "2026-07-01"):
        story.use(day, "nuix")
    story.sign("2026-07-03")
    [problem] = _published(story, tmp_path / "bundle")
    assert "holds entry 2" in problem
    assert "goes back (2026-07-01)" in problem


def test_a_decision_that_names_no_record_is_named(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger")
    story.enter("2026-07-02", "decision.record").sign("2026-07-02")
    [problem] = _published(story, tmp_path / "bundle")
    assert "entry 0, decision.record, which names no record" in problem


def test_an_id_that_is_taken_twice_is_named(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger")
    story.technology("2026-07-02", "nuix").technology("2026-07-03", "nuix", name="Another")
    story.sign("2026-07-03")
    assert _published(story, tmp_path / "bundle") == (
        "records/0000001.json takes the id nuix a second time",
    )


def test_a_report_that_the_agency_itself_falsified_is_named(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger")
    story.technology("2026-07-02", "nuix").use("2026-07-03", "nuix", 3, "files").sign("2026-07-03")
    honest = story.report
    story.report = lambda *asked, **more: _flattered(honest(*asked, **more))  # type: ignore[method-assign] # an agency that lies
    reports = {"2026Q3": story.make_report("2026Q3", "2026-10-05")}
    story.publish(tmp_path / "bundle", "2026-10-05", reports)
    assert audit(tmp_path / "bundle").problems[0] == (
        "reports/2026Q3/report.json says 0 for technologies[nuix].uses; the ledger gives 1"
    )


def _flattered(report: dict[str, Any]) -> dict[str, Any]:
    report["technologies"][0]["uses"] = 0
    return report


def test_an_empty_log_and_an_empty_register_are_proven(tmp_path: Path) -> None:
    story = Story.begin(tmp_path / "ledger")
    story.publish(tmp_path / "bundle", "2026-07-01", {})
    assert audit(tmp_path / "bundle").problems == ()
    story.enter("2026-07-01", "home.create").sign("2026-07-01")
    story.make_report("2026Q3", "2026-10-01")
    files = story.report("2026Q3", "2026-10-01")
    assert files["technologies"] == []
