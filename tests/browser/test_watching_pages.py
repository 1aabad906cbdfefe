# SPDX-License-Identifier: Apache-2.0
"""Watching in a real browser: any footage plays, steps land on the picture, notes and clips are made.

The pictures of the footage carry their number; what the browser shows is read from its pixels.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from browser.pages import Looker

TESTS = Path(__file__).resolve().parents[1]
SLOW = 90_000
# The sixteen blocks of `analysis.watching.footage`, read from what the element shows.
NUMBER = """video => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 160];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0, 320, 160);
  let number = 0;
  for (let bit = 0; bit < 16; bit += 1) {
    const [row, column] = [Math.floor(bit / 8), bit % 8];
    const [pixel] = pen.getImageData(column * 40 + 20, row * 80 + 50, 1, 1).data;
    number |= (pixel > 125) << bit;
  }
  return number;
}"""


@pytest.fixture(scope="module")
def footage(home_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("footage") / "CAM1"
    done = subprocess.run(
        [sys.executable, TESTS / "browser" / "take_in_footage.py", home_folder, folder],
        check=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def stated(looker: Looker, footage: dict[str, Any]) -> Looker:
    page = looker.open(f"/cases/{footage['case']}/purpose/")
    page.get_by_label("Purpose").select_option("investigation")
    page.get_by_role("button", name="State the purpose").click()
    page.get_by_role("heading", level=1).wait_for()
    return looker


def watched(looker: Looker, footage: dict[str, Any], name: str, query: str = "") -> Page:
    """Open a recording, and wait until the copy plays and its times are known."""
    page = looker.open(f"/items/{footage['items'][name]}/{query}")
    player = page.locator("[data-player][data-times]")
    if player.count() == 0:
        ready = page.get_by_role("link", name="Load it")
        player.or_(ready).first.wait_for(timeout=SLOW)
        if ready.count():
            page.goto(f"/items/{footage['items'][name]}/{query}")
    page.locator("[data-player][data-ready]").wait_for(timeout=SLOW)
    return page


def settled(page: Page) -> int:
    """Wait until the element shows what it sought, and read the number of the picture."""
    page.wait_for_function(
        "() => { const v = document.querySelector('video'); return !v.seeking && v.readyState >= 2; }"
    )
    number: int = page.locator("video").evaluate(NUMBER)
    return number


def said(page: Page) -> int:
    return int(re.sub(r" of .*|,", "", page.locator("[data-picture]").inner_text())) - 1


def test_a_recording_that_no_browser_plays_becomes_the_player_by_itself(
    look: Callable[..., Looker], footage: dict[str, Any]
) -> None:
    looker = stated(look("exhibit_officer"), footage)
    page = looker.open(f"/items/{footage['items']['CAM0004.AVI']}/")
    page.locator("[data-player][data-ready]").wait_for(timeout=SLOW)
    assert settled(page) == 0


@pytest.mark.parametrize("name", ["CAM0001.MP4", "CAM0002.MKV"])
def test_every_step_lands_on_the_next_picture(
    look: Callable[..., Looker], footage: dict[str, Any], name: str
) -> None:
    page = watched(stated(look("exhibit_officer"), footage), footage, name)
    for expected in range(1, 13):
        page.keyboard.press(".")
        assert settled(page) == expected == said(page)
    for expected in range(11, 8, -1):
        page.get_by_role("button", name="Picture before").click()
        assert settled(page) == expected == said(page)
    for typed, expected in (("#101", 100), ("#1", 0), ("#120", 119)):
        page.get_by_label("Go to").fill(typed)
        page.get_by_role("button", name="Go", exact=True).click()
        assert settled(page) == expected == said(page)
    for _ in range(5):
        page.keyboard.press(",")
    assert settled(page) == 114 == said(page), "keys that are faster than the browser lose nothing"
    page.get_by_label("Go to").fill("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is no moment.")).to_be_visible()


def test_an_address_begins_at_its_moment_with_scripts_and_without(
    look: Callable[..., Looker], footage: dict[str, Any]
) -> None:
    looker = stated(look("exhibit_officer"), footage)
    page = watched(looker, footage, "CAM0001.MP4", "?at=4.133")
    assert settled(page) == 124 == said(page)
    page = watched(looker, footage, "CAM0001.MP4", "?at=%23200")
    assert settled(page) == 199
    for wrong in ("-3", "NaN", "1e9", "999999999", "soon", "Infinity"):
        page = watched(looker, footage, "CAM0001.MP4", f"?at={wrong}")
        expect(page.get_by_text("Shown from the beginning")).to_be_visible()
        assert settled(page) == 0
    plain = look("exhibit_officer", scripts=False)
    page = plain.open(f"/items/{footage['items']['CAM0001.MP4']}/?at=4.133")
    assert "#t=4.15" in (page.locator("video").get_attribute("src") or "")
    page.get_by_role("link", name="Picture at 0:0").first.click()
    assert "#t=" in (page.locator("video").get_attribute("src") or "")


def test_the_page_of_a_recording_is_looked_at(
    look: Callable[..., Looker], footage: dict[str, Any]
) -> None:
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390)):
        looker = stated(look("exhibit_officer", scheme=scheme, width=width), footage)
        page = watched(looker, footage, "CAM0001.MP4", "?at=3")
        page.locator("svg.wave").wait_for(timeout=SLOW)
        settled(page)
        looker.check(f"watching-{width}")
