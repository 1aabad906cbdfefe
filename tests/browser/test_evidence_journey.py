# SPDX-License-Identifier: Apache-2.0
"""From the card to the pack, as people do it: in a real browser, with nothing leaving the machine."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from holdfast.demo.card import generate_card
from holdfast.packs.verifier.verify import verify_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

REFERENCE = "260118/0007"


def test_a_card_is_handed_in_looked_at_played_classified_and_packed(
    look: Callable[..., Looker], tmp_path: Path
) -> None:
    card = generate_card(
        tmp_path / "SD07", seed=11, model="mavic-pro", photographs=2, videos=1, video_seconds=8.0
    )
    looker = look("exhibit_officer")
    page = looker.page
    hand_in(looker, card.folder)
    receipt_adds_up(looker, len(card.files))
    page.get_by_role("navigation", name="Where this is").get_by_role("link", name=REFERENCE).click()

    looker.check("journey-case")
    page.get_by_role("link", name="State a purpose").click()
    page.get_by_label("Purpose").select_option("search-and-rescue")
    page.get_by_role("button", name="State the purpose").click()
    expect(page.locator(".card-picture img").first).to_be_visible()

    page.get_by_role("link", name=re.compile(r"\.MP4$")).first.click()
    the_marker_follows_the_video(page)
    looker.check("journey-video")
    page.get_by_role("navigation", name="Parts of the item").get_by_text("Custody").click()
    expect(page.locator(".timeline")).to_contain_text("Exhibit officer Ngata")
    proof = page.get_by_role("link", name=re.compile("tlog-proof")).first
    with page.expect_download() as got:
        proof.click()
    assert got.value.path().read_text(encoding="utf-8").startswith("c2sp.org/tlog-proof@")
    looker.check("journey-custody")

    page.get_by_role("navigation", name="Where this is").get_by_role("link", name=REFERENCE).click()
    page.wait_for_url("**/cases/*/")
    for box in page.locator("[data-pick]").all()[:3]:
        box.check()
    page.get_by_role("button", name="Evidential", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("3 items classified")
    a_pack_is_made_and_proves_itself(looker, tmp_path)


def hand_in(looker: Looker, folder: Path) -> None:
    page = looker.open("/take-in/")
    desk = page.get_by_role("region", name="From this desk")
    desk.locator("input[type=file]").set_input_files(folder)
    desk.get_by_label("Case reference").fill(REFERENCE)
    desk.get_by_label("Purpose").select_option("search-and-rescue")
    desk.get_by_role("button", name="Send and take in").click()
    page.get_by_role("link", name="Open the receipt").wait_for(timeout=120_000)
    looker.check("journey-taken-in")
    page.get_by_role("link", name="Open the receipt").click()


def receipt_adds_up(looker: Looker, files: int) -> None:
    page = looker.page
    expect(page.get_by_label("Sum")).to_contain_text(f"{files} files seen")
    expect(page.get_by_label("Sum")).to_contain_text("It adds up")
    looker.check("journey-receipt")
    with page.expect_download() as got:
        page.get_by_role("link", name="PDF").click()
    assert got.value.path().read_bytes().startswith(b"%PDF")


def the_marker_follows_the_video(page: Page) -> None:
    page.wait_for_selector("[data-map][data-ready]")
    video = page.locator("video")
    video.evaluate("video => video.readyState >= 1 || new Promise("
                   "done => video.addEventListener('loadedmetadata', done))")  # fmt: skip
    where = page.locator("[data-map]")
    video.evaluate("video => { video.currentTime = 1; }")
    expect(where).to_have_attribute("data-place", re.compile(r"^-\d+\.\d+,1\d\d\.\d+$"))
    before = where.get_attribute("data-place")
    page.locator("[data-seek]").last.click()
    expect(where).not_to_have_attribute("data-place", before or "")
    expect(page.locator("tr[aria-current]")).to_have_count(1)
    second = video.evaluate("video => video.currentTime")
    assert second > 3
    page.keyboard.press(",")
    expect(page.locator("[data-clock]")).to_contain_text("of 0:")
    assert video.evaluate("video => video.currentTime") < second
    video.evaluate("video => { video.muted = true; video.currentTime = 0; return video.play(); }")
    page.wait_for_timeout(600)
    assert video.evaluate("video => video.currentTime") > 0.2
    video.evaluate("video => video.pause()")


def a_pack_is_made_and_proves_itself(looker: Looker, tmp_path: Path) -> None:
    page = looker.page
    page.get_by_role("navigation", name="Parts of the case").get_by_text("Packs").click()
    page.get_by_role("link", name="Make a pack").click()
    page.get_by_label("Recipient").fill("Counsel for the defence")
    page.get_by_label("Purpose").select_option("disclosure")
    page.get_by_role("button", name="Make the pack").click()
    page.get_by_role("link", name="Open the pack").click(timeout=60_000)
    expect(page.get_by_text("Proven", exact=True)).to_be_visible(timeout=60_000)
    looker.check("journey-pack")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download as zip").click()
    with zipfile.ZipFile(got.value.path()) as archive:
        archive.extractall(tmp_path / "away")
    (pack,) = (tmp_path / "away").iterdir()
    assert verify_pack(pack).problems == []
