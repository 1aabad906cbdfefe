# SPDX-License-Identifier: Apache-2.0
"""Watching in a real browser: any footage plays, steps land on the picture, notes and clips are made.

The pictures of the footage carry their number; what the browser shows is read from its pixels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.pages import state_purpose
from browser.serving import taken_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

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
    return taken_in("take_in_footage.py", home_folder, folder)


def stated(looker: Looker, footage: dict[str, Any]) -> Looker:
    state_purpose(looker, footage["case"])
    return looker


def watched(looker: Looker, footage: dict[str, Any], name: str, query: str = "") -> Page:
    """Open a recording, and wait until the copy plays and its times are known."""
    page = looker.open(f"/items/{footage['items'][name]}/{query}")
    player = page.locator("[data-player]:not([data-own])")
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


def test_notes_and_clips_are_made_to_the_picture(
    look: Callable[..., Looker], footage: dict[str, Any]
) -> None:
    looker = stated(look("exhibit_officer"), footage)
    page = watched(looker, footage, "CAM0001.MP4", "?at=2.0")
    settled(page)
    notes = page.get_by_role("region", name="Notes")
    notes.get_by_role("button", name=re.compile("shown, as At$")).click()
    expect(notes.get_by_label("At", exact=True)).to_have_value("0:02.000")
    for _ in range(3):
        page.locator("video").press(".")
        settled(page)
    notes.get_by_role("button", name=re.compile("shown, as Until$")).click()
    expect(notes.get_by_label("Until")).to_have_value("0:02.100")
    notes.get_by_label("Note", exact=True).fill("The gate opens.")
    notes.get_by_role("button", name="Write the note").click()
    expect(page.get_by_text("The note is written.")).to_be_visible()
    page.locator("[data-player][data-ready]").wait_for()
    assert settled(page) == 60, "it leads back to the moment of the note"
    page.get_by_role("link", name="0:02.000 to 0:02.100", exact=True).click()
    assert settled(page) == 60 == said(page)
    page.get_by_role("button", name="Make a clip of 0:02.000 to 0:02.100").click()
    expect(page.get_by_role("link", name="Download the clip")).to_be_visible(timeout=SLOW)
    looker.check("watching-clip")
    video = page.locator("video")
    video.evaluate("v => v.readyState >= 2 || new Promise(d => v.onloadeddata = d)")
    assert video.evaluate("v => v.duration") == pytest.approx(0.1, abs=0.01)
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the clip").click()
    item = footage["items"]["CAM0001.MP4"]
    assert got.value.suggested_filename == f"item-{item}-clip-0.02.000-to-0.02.100.mp4"
    looker.open(f"/items/{item}/integrity/")
    page = watched(looker, footage, "CAM0001.MP4")
    page.get_by_role("link", name="Withdraw the note").click()
    page.get_by_label("Reason").fill("It was the neighbour's.")
    page.get_by_role("button", name="Withdraw it").click()
    page.get_by_text("Withdrawn: 1").click()
    expect(page.get_by_text("It was the neighbour's.")).to_be_visible()
    looker.check("watching-notes")
    looker.open(f"/cases/{footage['case']}/recordings/notes/")
    looker.check("case-notes")


def test_the_time_axis_seeks_by_a_click_and_by_its_links(
    look: Callable[..., Looker], footage: dict[str, Any]
) -> None:
    page = watched(stated(look("exhibit_officer"), footage), footage, "CAM0001.MP4")
    wave = page.locator("svg.wave")
    wave.wait_for(timeout=SLOW)
    box = wave.bounding_box()
    assert box is not None
    wave.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert abs(settled(page) - 157) <= 1, "half of 10.475 s"
    first = page.locator(".strip-1 a").nth(3)
    second = float(first.get_attribute("data-at") or "0")
    first.focus()
    page.keyboard.press("Enter")
    assert settled(page) == round(second * 30)
    assert page.url.endswith(f"/items/{footage['items']['CAM0001.MP4']}/"), "nothing was loaded"


@pytest.mark.parametrize("name", ["CAM0002.MKV", "CAM0003.MKV", "INTERVIEW.M4A"])
def test_every_kind_of_recording_has_a_page_that_holds(
    look: Callable[..., Looker], footage: dict[str, Any], name: str
) -> None:
    for scheme in ("light", "dark"):
        looker = stated(look("exhibit_officer", scheme=scheme), footage)
        page = watched(looker, footage, name)
        expect(page.locator("[hx-get]")).to_have_count(0, timeout=SLOW)
        looker.check(f"watching-{name.partition('.')[0].lower()}")


def test_the_form_and_the_lists_work_without_scripts(
    look: Callable[..., Looker], footage: dict[str, Any]
) -> None:
    looker = look("exhibit_officer", scripts=False)
    item = footage["items"]["CAM0001.MP4"]
    page = looker.open(f"/items/{item}/")
    expect(page.get_by_role("button", name="Next picture")).to_be_hidden()
    page.get_by_label("Go to").fill("1:02")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_text("beyond its end")).to_be_visible()
    page.get_by_label("At", exact=True).fill("1.5")
    page.get_by_label("Note", exact=True).fill("Written without scripts.")
    page.get_by_role("button", name="Write the note").click()
    expect(page.get_by_text("Written without scripts.")).to_be_visible()
    assert "#t=1.5" in (page.locator("video").get_attribute("src") or "")
