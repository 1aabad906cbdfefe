# SPDX-License-Identifier: Apache-2.0
"""Searching by movement in a real browser: analyse, draw a line, ask, and land on the moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.serving import taken_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

SLOW = 60_000


@pytest.fixture(scope="module")
def cameras(home_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("cameras") / "RECORDER"
    return taken_in("take_in_cameras.py", home_folder, folder)


def _stated(looker: Looker, cameras: dict[str, Any], query: str = "") -> Page:
    """Open the page of the case, stating the purpose where it is asked for."""
    address = f"/cases/{cameras['case']}/movement/"
    page = looker.open(address + query)
    if page.get_by_role("link", name="State a purpose").is_visible():
        page.get_by_role("link", name="State a purpose").click()
        page.get_by_label("Purpose").select_option("investigation")
        page.get_by_role("button", name="State the purpose").click()
        page.wait_for_url(f"**{address}{query}")
    return page


def _at(page: Page, across: float, down: float) -> tuple[float, float]:
    page.locator("[data-drawing]").scroll_into_view_if_needed()
    box = page.locator("[data-drawing]").bounding_box()
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def test_an_investigator_finds_who_crossed_a_line_and_lands_on_the_moment(
    look: Callable[..., Looker], cameras: dict[str, Any]
) -> None:
    looker = look("investigator")
    page = looker.open(f"/cases/{cameras['case']}/movement/")
    looker.check("movement-no-purpose")
    page = _stated(looker, cameras)
    looker.check("movement-not-analysed")
    page.get_by_role("button", name="Analyse 4 recordings").click()
    expect(page.get_by_text("Every recording that may be was analysed")).to_be_visible(timeout=SLOW)
    page.get_by_role("link", name="Search by movement").click()
    expect(page.get_by_role("listitem").filter(has_text="outside the method")).to_contain_text("1")
    gate = cameras["items"]["GATE.mp4"]
    page.get_by_label("Camera").select_option(str(gate))
    page.get_by_label("Colour", exact=True).select_option("red")
    page.get_by_role("button", name="Draw a line").click()
    page.mouse.move(*_at(page, 0.5, 0.2))
    page.mouse.down()
    page.mouse.move(*_at(page, 0.5, 0.5), steps=4)
    page.mouse.move(*_at(page, 0.5, 0.9), steps=4)
    page.mouse.up()
    expect(page.get_by_label("Crossed this line")).to_have_value(
        re.compile(r"^0\.(49\d|5|50\d),0\.(19\d|2|20\d) 0\.(49\d|5|50\d),0\.(89\d|9|90\d)$")
    )
    looker.check("movement-drawn")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="1 track of 2")).to_be_visible()
    tiles = page.locator(".wall .card")
    expect(tiles).to_have_count(1)
    expect(tiles).to_contain_text("red")
    expect(tiles).to_contain_text("right")
    expect(tiles).to_contain_text("NZDT")
    looker.check("movement-answer")
    tiles.get_by_role("link").click()
    page.wait_for_url(re.compile(rf"/items/{gate}/\?at=(1\.[7-9]|2\.[0-3])\d*$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_answer_over_all_cameras_is_accessible_and_reflows(
    look: Callable[..., Looker], cameras: dict[str, Any], scheme: str
) -> None:
    looker = look("investigator", scheme=scheme)
    page = _stated(looker, cameras, "?towards=right")
    expect(page.get_by_role("heading", name="7 tracks of 8")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Heat map of GATE"))).to_be_visible()
    looker.check("movement-all-cameras")
    page = _stated(looker, cameras, "?clock_from=21:00&clock_until=23:00&area=0,0+1,0")
    expect(page.get_by_role("link", name=re.compile("at least three corners"))).to_be_visible()
    looker.check("movement-wrong")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_recording_is_accessible_and_reflows(
    look: Callable[..., Looker], cameras: dict[str, Any], scheme: str
) -> None:
    looker = look("investigator", scheme=scheme)
    _stated(looker, cameras)
    page = looker.open(f"/items/{cameras['items']['YARD.mp4']}/")
    page.get_by_role("link", name="What moves in it").click()
    expect(page.get_by_role("heading", name="6 tracks")).to_be_visible()
    page.get_by_text("The same as a table").click()
    looker.check("item-movement")
    looker.open(f"/items/{cameras['items']['MAST.mp4']}/movement/")
    looker.check("item-movement-outside")


def test_an_area_is_drawn_with_keys_alone(
    look: Callable[..., Looker], cameras: dict[str, Any]
) -> None:
    looker = look("investigator")
    page = _stated(looker, cameras)
    page.locator("[data-drawing]").focus()
    for keys in ("Enter", "Shift+ArrowRight Enter", "Shift+ArrowDown Enter", "ArrowLeft Enter"):
        for key in keys.split():
            page.keyboard.press(key)
    area = page.get_by_label("Was in this area")
    expect(area).to_have_value("0.5,0.5 0.6,0.5 0.6,0.6 0.58,0.6")
    expect(page.get_by_text("Area of 4 corners")).to_be_visible()
    page.keyboard.press("Backspace")
    expect(area).to_have_value("0.5,0.5 0.6,0.5 0.6,0.6")
    area.fill("0,0 1,0 1,1 0,1")
    expect(page.locator(".drawn-point")).to_have_count(4)
    page.mouse.move(*_at(page, 0.99, 0.01))
    page.mouse.down()
    page.mouse.move(*_at(page, 0.8, 0.1), steps=3)
    page.mouse.up()
    expect(area).to_have_value(re.compile(r"^0,0 0\.(79\d|8|80\d),0\.(09\d|1|10\d) 1,1 0,1$"))
    page.get_by_role("button", name="Clear the drawing").click()
    expect(area).to_have_value("")


def test_without_scripts_the_fields_alone_ask(
    look: Callable[..., Looker], cameras: dict[str, Any]
) -> None:
    looker = look("investigator", scripts=False)
    page = _stated(looker, cameras)
    page.get_by_label("Camera").select_option(str(cameras["items"]["GATE.mp4"]))
    page.get_by_label("Crossed this line").fill("0.5,0 0.5,1")
    page.get_by_label("Went", exact=True).select_option("left")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="1 track of 2")).to_be_visible()
    expect(page.locator(".drawn-line")).to_have_count(1)
    looker.picture("movement-no-scripts")


def test_on_a_telephone_the_line_is_drawn_with_a_finger(
    look: Callable[..., Looker], cameras: dict[str, Any]
) -> None:
    looker = look("investigator", width=390)
    page = _stated(looker, cameras)
    page.get_by_role("button", name="Draw a line").click()
    for down in (0.2, 0.8):
        x, y = _at(page, 0.5, down)
        page.evaluate(
            """([x, y]) => {
              const drawing = document.querySelector("[data-drawing]");
              drawing.setPointerCapture = () => {};
              const made = (name) => new PointerEvent(name, {
                clientX: x, clientY: y, isPrimary: true, pointerType: "touch", pointerId: 7,
                bubbles: true, cancelable: true,
              });
              drawing.dispatchEvent(made("pointerdown"));
              drawing.dispatchEvent(made("pointerup"));
            }""",
            [x, y],
        )
    expect(page.get_by_label("Crossed this line")).to_have_value(re.compile(r"^0\.5.* 0\.5"))
    looker.check("movement-telephone")
