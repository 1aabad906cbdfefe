# SPDX-License-Identifier: Apache-2.0
"""A harmed recording on its page in a real browser: its report, its paper, and what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.pages import state_purpose
from browser.serving import taken_in
from holdfast.analysis.integrity import Verdict, examine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.pages import Looker

SLOW = 60_000


@pytest.fixture(scope="module")
def recordings(home_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("recordings") / "BWC3"
    return taken_in("take_in_recordings.py", home_folder, folder)


def _stated(looker: Looker, recordings: dict[str, Any]) -> Looker:
    state_purpose(looker, recordings["case"])
    return looker


def test_the_recordings_of_a_case_are_examined_behind_the_page(
    look: Callable[..., Looker], recordings: dict[str, Any]
) -> None:
    looker = look("exhibit_officer")
    page = looker.open(f"/cases/{recordings['case']}/recordings/")
    looker.check("recordings-before")
    page.get_by_role("button", name="Examine 4 recordings").click()
    expect(page.get_by_text("Every recording that may be was examined")).to_be_visible(timeout=SLOW)
    page.get_by_role("link", name="Recordings by integrity").click()
    expect(page.get_by_role("row").filter(has_text="BWC0002")).to_contain_text("damaged")
    looker.check("recordings")
    page.get_by_role("link", name="incomplete").click()
    expect(page.get_by_role("row").filter(has_text="BWC0003")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="BWC0002")).to_have_count(0)


def test_a_damaged_recording_is_read_salvaged_and_put_on_paper(
    look: Callable[..., Looker], recordings: dict[str, Any], tmp_path: Path
) -> None:
    looker = _stated(look("exhibit_officer"), recordings)
    page = looker.open(f"/items/{recordings['items']['BWC0002.MP4']}/")
    page.get_by_role("link", name="Is this recording whole?").click()
    expect(page.get_by_text("DAMAGED. Something in this recording is harmed.")).to_be_visible()
    expect(page.get_by_role("img", name="Damaged: ")).to_be_visible()
    page.get_by_role("button", name="Make a playable copy").click()
    expect(page.get_by_text("Made, and not all was recovered")).to_be_visible(timeout=SLOW)
    looker.check("item-integrity-damaged")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the copy").click()
    got.value.save_as(tmp_path / "copy.mp4")
    again = examine(tmp_path / "copy.mp4")
    assert again.verdict in {Verdict.SOUND, Verdict.INCOMPLETE}, "what did not decode is left out"
    with page.expect_download() as paper:
        page.get_by_role("link", name="The report as PDF").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["BWC0001.MP4", "BWC0003.MP4", "BWC0004.MP4"])
def test_a_report_is_accessible_and_reflows(
    look: Callable[..., Looker], recordings: dict[str, Any], name: str, scheme: str
) -> None:
    looker = _stated(look("exhibit_officer", scheme=scheme), recordings)
    page = looker.open(f"/items/{recordings['items'][name]}/integrity/")
    expect(page.get_by_role("heading", name="Is this recording whole?")).to_be_visible()
    looker.check(f"item-integrity-{name[:7].lower()}")


def test_a_recording_without_an_index_learns_from_the_one_that_is_chosen(
    look: Callable[..., Looker], recordings: dict[str, Any]
) -> None:
    looker = _stated(look("exhibit_officer", scheme="dark"), recordings)
    page = looker.open(f"/items/{recordings['items']['BWC0004.MP4']}/integrity/")
    page.get_by_label("Learn from").select_option(str(recordings["items"]["BWC0001.MP4"]))
    page.get_by_role("button", name="Make a playable copy").click()
    expect(page.get_by_text("Learnt from BWC0001.MP4")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Timing of pictures from the reference")).to_be_visible()
    looker.check("item-integrity-rebuilt")
