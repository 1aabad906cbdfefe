# SPDX-License-Identifier: Apache-2.0
"""Every way of taking in that the pages offer, and a take-in that is killed on its way."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.acts import ask_to_take_in, take_in
from holdfast.demo.card import CardImageError, generate_card, make_card_image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

FILES, SIZE = 400, 512 << 10
WAIT_S = 30


def test_a_folder_on_the_machine_is_taken_in_and_a_second_time_stores_nothing(
    look: Callable[..., Looker], media: Path
) -> None:
    card = generate_card(media / "copied-card", seed=21, photographs=2, videos=0)
    looker = look("operator")
    ask_to_take_in(looker, card.folder, "260120/0001")
    expect(looker.page.get_by_role("alert")).to_contain_text("260120/0001")
    officer = look("exhibit_officer")
    take_in(officer, card.folder, "260120/0001")
    total = officer.page.get_by_label("Sum")
    expect(total).to_contain_text(f"{len(card.files)} files seen =equals {len(card.files)} stored")
    take_in(officer, card.folder, "260120/0001")
    expect(total).to_contain_text(f"0 stored +plus {len(card.files)} duplicate")
    expect(total).to_contain_text("It adds up")


def test_a_receipt_is_confirmed_once_in_the_persons_name(
    look: Callable[..., Looker], media: Path
) -> None:
    (media / "small").mkdir()
    (media / "small" / "note.txt").write_text("found in the glove box")
    looker = look("exhibit_officer")
    number = take_in(looker, media / "small", "260120/0002")
    looker.check("receipt-to-confirm")
    looker.page.get_by_role("button", name="Confirm this receipt").click()
    expect(looker.page.get_by_role("status").first).to_contain_text("confirmed, in your name")
    looker.check("receipt-confirmed")
    assert looker.page.get_by_role("button", name="Confirm this receipt").count() == 0
    today = looker.open("/").get_by_role("region", name="Receipts to confirm")
    expect(today.get_by_role("link", name=number)).to_have_count(0)


def test_a_raw_card_image_is_taken_in_file_by_file(
    look: Callable[..., Looker], media: Path, tmp_path: Path
) -> None:
    card = generate_card(tmp_path / "card", seed=22, photographs=2, videos=1, video_seconds=2.0)
    try:
        image = make_card_image(card.folder, media / "card.img", fs="fat32")
    except CardImageError as error:
        pytest.skip(str(error))
    looker = look("exhibit_officer")
    take_in(looker, image, "260120/0003")
    # The image itself is an original too.
    expect(looker.page.get_by_label("Sum")).to_contain_text(f"{len(card.files) + 1} files seen")
    medium = looker.page.get_by_role("region", name="What the medium says of itself")
    expect(medium).to_contain_text("FAT32")
    expect(looker.page.get_by_role("region", name="Files").first).to_contain_text("DJI_0028.JPG")


def test_a_path_outside_the_places_named_is_refused_and_the_words_stay(
    look: Callable[..., Looker], home_folder: Path
) -> None:
    looker = look("exhibit_officer")
    ask_to_take_in(looker, home_folder / "keys", "260120/0004")
    expect(looker.page.get_by_role("alert")).to_contain_text("not in a place that media are")
    expect(looker.page.get_by_label("Case reference").first).to_have_value("260120/0004")


def test_a_take_in_that_is_killed_goes_on_from_its_page(
    look: Callable[..., Looker], media: Path, home_folder: Path
) -> None:
    folder = media / "many"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:05}.bin").write_bytes(os.urandom(SIZE))
    looker = look("exhibit_officer")
    page = looker.page
    pages = home_folder / "work" / "pages"
    with ThreadPoolExecutor(1) as watcher:
        killed = watcher.submit(kill_when_storing, pages, set(pages.glob("*")))
        ask_to_take_in(looker, folder, "260120/0005")
        killed.result()
    page.wait_for_url("**/take-in/*/")
    expect(page.get_by_role("alert")).to_contain_text("stopped from outside", timeout=20_000)
    looker.check("take-in-stopped")
    looker.open("/take-in/").get_by_role("link", name=str(folder)).click()
    page.get_by_role("button", name="Go on where it stopped").click()
    page.get_by_role("link", name="Open the receipt").click(timeout=120_000)
    expect(page.get_by_label("Sum")).to_contain_text(f"{FILES:,} files seen")
    expect(page.get_by_label("Sum")).to_contain_text("It adds up")


def kill_when_storing(pages: Path, before: set[Path]) -> None:
    """Kill the take-in that begins next as soon as it has stored something."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        for work in set(pages.glob("*")) - before:
            state = json.loads((work / "state.json").read_text() if _there(work) else "{}")
            if state.get("files_done", 0) > 0:
                os.killpg(int((work / "running").read_text()), signal.SIGKILL)
                return
        time.sleep(0.005)
    pytest.fail("it did not store anything")


def _there(work: Path) -> bool:
    return (work / "state.json").exists()


def test_a_folder_is_sent_and_taken_in_without_scripts(
    look: Callable[..., Looker], tmp_path: Path
) -> None:
    card = generate_card(tmp_path / "SD31", seed=31, photographs=3, videos=0)
    looker = look("exhibit_officer", scripts=False)
    page: Page = looker.open("/take-in/")
    desk = page.get_by_role("region", name="From this desk")
    desk.locator("input[type=file]").set_input_files(card.folder)
    desk.get_by_label("Case reference").fill("260120/0006")
    desk.get_by_label("Purpose").select_option("investigation")
    desk.get_by_role("button", name="Send and take in").click()
    page.get_by_role("link", name="Open the receipt").click(timeout=60_000)
    expect(page.get_by_label("Sum")).to_contain_text(f"{len(card.files)} files seen")
    expect(page.get_by_label("Sum")).to_contain_text("It adds up")
