# SPDX-License-Identifier: Apache-2.0
"""Two recordings of one scene compared, placed and played side by side in a real browser.

Every picture carries the number of its moment, which is read back from the screen's own pixels.
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

SLOW = 60_000
FPS = 25
LATER = 185
READ = """
() => [...document.querySelectorAll("[data-camera]")].map((camera) => {
  const video = [...camera.querySelectorAll("video")].find((one) => !one.hidden);
  if (!video || video.readyState < 2 || video.seeking) { return null; }
  const canvas = document.createElement("canvas");
  canvas.width = 320; canvas.height = 180;
  const pencil = canvas.getContext("2d", { willReadFrequently: true });
  pencil.drawImage(video, 0, 0, 320, 180);
  let number = 0;
  for (let bit = 0; bit < 10; bit += 1) {
    const seen = pencil.getImageData(bit * 32 + 16, 24, 1, 1).data;
    number = number * 2 + (seen[0] + seen[1] + seen[2] > 384 ? 1 : 0);
  }
  return number;
})
"""
HALF_A_PICTURE = """
() => [...document.querySelectorAll("[data-difference]:not([hidden])")]
  .every((one) => Number(one.textContent.replace(/\\D/g, "")) <= 20)
"""


@pytest.fixture(scope="module")
def scene(home_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("together") / "PHONES"
    return taken_in("take_in_together.py", home_folder, folder)


def _stated(looker: Looker, scene: dict[str, Any]) -> Page:
    return state_purpose(looker, scene["case"])


def _moments(page: Page) -> list[int | None]:
    """Read the numbers of the moments on the screen, once every camera's seek has ended."""
    page.wait_for_function(
        """() => [...document.querySelectorAll("[data-camera] video:not([hidden])")]
             .every((video) => video.readyState >= 2 && !video.seeking)"""
    )
    # A picture is painted a little after its seek has ended.
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    found: list[int | None] = page.evaluate(READ)
    return found


def _at(page: Page) -> float:
    return float(page.locator("[data-scrub]").input_value())


def test_two_recordings_are_compared_placed_and_seen_together(
    look: Callable[..., Looker], scene: dict[str, Any]
) -> None:
    looker = look("exhibit_officer")
    page = _stated(looker, scene)
    gate, yard = scene["items"]["GATE.mp4"], scene["items"]["YARD.mp4"]
    looker.open(f"/cases/{scene['case']}/together/")
    expect(page.get_by_role("row").filter(has_text="YARD.mp4")).to_contain_text("as it says")
    looker.open(f"/items/{yard}/align/")
    page.get_by_label("Compare it with").select_option(str(gate))
    page.get_by_role("button", name="Compare their sound").click()
    expect(page.get_by_text(re.compile(r"It begins 7\.(39|40)\d s after it"))).to_be_visible(
        timeout=SLOW
    )
    looker.check("align-compared")
    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    looker.check("align-agree")
    page.get_by_role("button", name="Save the placing").click()
    expect(page.get_by_text("Placed. What was said before stays in the ledger.")).to_be_visible()
    looker.open(f"/cases/{scene['case']}/together/")
    expect(page.get_by_role("row").filter(has_text="YARD.mp4")).to_contain_text("By its sound")
    page.get_by_label(f"Item {gate}, GATE.mp4").check()
    page.get_by_label(f"Item {yard}, YARD.mp4").check()
    page.get_by_role("button", name="Play side by side").click()
    expect(page.locator("[data-transport]")).to_be_visible()
    expect(page.locator("#making")).to_be_empty(timeout=SLOW)
    expect(page.locator("[data-camera] video")).to_have_count(2, timeout=SLOW)
    looker.check("play-together")
    _play_and_check(page, gate)


def _play_and_check(page: Page, gate: int) -> None:
    """Seek, step and play: both show the same moment, within one picture."""
    page.locator("[data-scrub]").fill("15.5")
    first, second = _moments(page)
    assert first is not None
    assert second is not None
    assert abs(first - round(15.5 * FPS)) <= 1
    assert abs(first - second) <= 1
    before = _at(page)
    page.keyboard.press(".")
    stepped = _moments(page)
    assert stepped[0] == first + 1
    assert abs((stepped[1] or 0) - stepped[0]) <= 1
    assert _at(page) == pytest.approx(before + 1 / FPS, abs=0.03)
    assert re.search(r"at=1\d\.\d+", page.url)

    page.locator("[data-scrub]").fill("9")
    page.keyboard.press("k")
    page.wait_for_function("() => Number(document.querySelector('[data-scrub]').value) > 12")
    playing = page.evaluate(READ)
    assert None not in playing
    assert abs(playing[0] - playing[1]) <= 1
    page.wait_for_function(HALF_A_PICTURE)
    page.keyboard.press("k")
    first, second = _moments(page)
    assert abs((first or 0) - (second or 0)) <= 1
    page.locator("[data-scrub]").fill("2")
    expect(page.locator("[data-none]").nth(1)).to_contain_text("They begin at 0:07.")
    expect(page.get_by_role("link", name=re.compile("GATE.mp4, at 0:02"))).to_have_attribute(
        "href", re.compile(rf"/items/{gate}/\?at=2\.0")
    )


def test_chapters_are_one_camera_and_go_on_into_the_next(
    look: Callable[..., Looker], scene: dict[str, Any]
) -> None:
    looker = look("exhibit_officer")
    page = _stated(looker, scene)
    looker.open(f"/items/{scene['items']['GX020009.MP4']}/")
    expect(page.get_by_text("Chapter 2 of 2")).to_be_visible()
    page.get_by_role("link", name="Watch them as one").click()
    expect(page.locator("#making")).to_be_empty(timeout=SLOW)
    expect(page.locator("[data-camera] video")).to_have_count(2, timeout=SLOW)
    page.locator("[data-scrub]").fill("3.5")
    assert _moments(page) == [100 + 87]
    page.keyboard.press("k")
    page.wait_for_function("() => Number(document.querySelector('[data-scrub]').value) > 4.6")
    page.keyboard.press("k")
    (shown,) = _moments(page)
    assert shown is not None
    assert abs(shown - 100 - int(_at(page) * FPS)) <= 1
    assert shown > 210
    looker.check("play-chapters")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_reflow(
    look: Callable[..., Looker], scene: dict[str, Any], scheme: str
) -> None:
    looker = look("exhibit_officer", scheme=scheme)
    page = _stated(looker, scene)
    looker.open(f"/cases/{scene['case']}/together/")
    expect(page.get_by_role("heading", name="Recordings on one clock")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="NO-TIME.mp4")).to_contain_text(
        "carries no time"
    )
    looker.check("together")
    page.get_by_role("link", name="by the hour").click()
    page.get_by_role("navigation", name="Hours").get_by_role("link").first.click()
    looker.check("together-hour")
    looker.open(f"/items/{scene['items']['NO-TIME.mp4']}/align/")
    looker.check("align")
    looker.open(f"/items/{scene['items']['NO-TIME.mp4']}/align/remove/")
    looker.check("align-remove")
    items = ",".join(
        str(scene["items"][name]) for name in ("GATE.mp4", "GX010009.MP4", "NO-TIME.mp4")
    )
    looker.open(f"/cases/{scene['case']}/together/play/?items={items}")
    expect(page.get_by_text("lies on no clock")).to_be_visible()
    expect(page.locator("#making")).to_be_empty(timeout=SLOW)
    looker.check("play")
    looker.open(f"/cases/{scene['case']}/together/play/")
    looker.check("play-nothing")


def test_a_clock_that_is_shown_and_one_placed_by_hand_are_saved_after_a_look(
    look: Callable[..., Looker], scene: dict[str, Any]
) -> None:
    looker = look("exhibit_officer")
    page = _stated(looker, scene)
    looker.open(f"/items/{scene['items']['NO-TIME.mp4']}/align/")
    page.get_by_role("textbox", name="At second").fill("0:01.2")
    page.get_by_label("The clock shows").fill("2026-02-03T22:00:05.000")
    page.get_by_label("Its known error").fill("3")
    page.locator("#clock_reason").fill("its owner's radio clock")
    page.locator("#clock_second").press("Enter")
    expect(page.get_by_text("Placed beginning at 2026-02-03 09:00:00.800 UTC")).to_be_visible()
    page.get_by_role("button", name="Save the placing").click()
    expect(
        page.get_by_text("by a clock that it shows, because: its owner's radio clock")
    ).to_be_visible()
    looker.check("align-placed")
    page.get_by_role("link", name="Take the placing away").click()
    page.get_by_label("Reason").fill("the wrong recording")
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("It lies on no clock")).to_be_visible()


def test_without_scripts_the_same_moments_are_links(
    look: Callable[..., Looker], scene: dict[str, Any]
) -> None:
    looker = look("exhibit_officer", scripts=False)
    page = _stated(looker, scene)
    gate = scene["items"]["GATE.mp4"]
    looker.open(f"/cases/{scene['case']}/together/play/?items={gate}&at=9.4")
    expect(page.get_by_role("link", name=re.compile("GATE.mp4, at 0:09.400"))).to_have_attribute(
        "href", f"/items/{gate}/?at=9.4"
    )
    page.get_by_role("link", name="5 s on").click()
    expect(page.get_by_role("link", name=re.compile("at 0:14.400 of it"))).to_be_visible()
    expect(page.locator("[data-transport]")).to_be_hidden()
