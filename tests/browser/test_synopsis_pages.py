# SPDX-License-Identifier: Apache-2.0
"""A synopsis in a real browser: a question is asked, a figure is clicked, and its moment is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from browser.pages import state_purpose
from browser.serving import taken_in
from browser.take_in_fixed_camera import CAMERA
from holdfast.demo.cameras.view import WIDE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

SLOW = 60_000


@pytest.fixture(scope="module")
def filmed(home_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("cameras") / "export"
    return taken_in("take_in_fixed_camera.py", home_folder, folder)


def _stated(looker: Looker, filmed: dict[str, Any]) -> Looker:
    state_purpose(looker, filmed["case"])
    return looker


def _address(filmed: dict[str, Any]) -> str:
    return f"/items/{filmed['items']['CH01_ENTRANCE.mp4']}/"


def _when_across(name: str, across: float) -> float:
    """Say at what second the middle of a figure is so far across the picture, as it was drawn."""
    moments = [number / 50 for number in range(round(CAMERA.seconds * 50))]
    there = [(one, CAMERA.truth(one).get(name)) for one in moments]
    middles = [(abs((box[0] + box[2]) / 2 / WIDE - across), one) for one, box in there if box]
    return min(middles)[1]


def _at(address: str) -> float:
    return float(parse_qs(urlsplit(address).query)["at"][0])


def _seek(page: Page, second: float) -> None:
    page.get_by_label("Place in the synopsis").fill(f"{second:.1f}")
    expect(page.locator("[data-clock]")).to_have_text(re.compile(rf"^0:0{second:.1f} "))


def test_a_question_is_asked_and_a_click_on_a_figure_leads_to_its_moment(
    look: Callable[..., Looker], filmed: dict[str, Any]
) -> None:
    looker = _stated(look("exhibit_officer"), filmed)
    page = looker.open(_address(filmed))
    page.get_by_role("link", name="What moved, in a short video").click()
    looker.check("synopsis-not-analysed")
    page.get_by_role("button", name="Find what moves in it").click()
    expect(page.get_by_role("button", name="Make a synopsis of 3 tracks")).to_be_visible(
        timeout=SLOW
    )
    page.get_by_text("Ask something else").click()
    page.get_by_label("Any colour").or_(page.locator("#id_colour")).select_option("red")
    page.get_by_role("button", name="Ask this").click()
    looker.check("synopsis-asked")
    page.get_by_role("button", name="Make a synopsis of 1 track").click()
    expect(page.get_by_role("heading", name="1 figure in")).to_be_visible(timeout=SLOW)
    _seek(page, 5.0)
    figure = page.get_by_role("group", name="Figures in this picture").get_by_role("link")
    expect(figure).to_have_count(1)
    looker.check("synopsis")
    figure_box, picture = figure.bounding_box(), page.locator("video").bounding_box()
    assert figure_box is not None
    assert picture is not None
    across = (figure_box["x"] + figure_box["width"] / 2 - picture["x"]) / picture["width"]
    figure.click()
    expect(page).to_have_url(re.compile(r"/items/\d+/\?at="))
    truth = _when_across("red", across)
    assert abs(_at(page.url) + 1 - truth) < 0.5, "it leads to one second before"
    page.go_back()
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^0:05\.0 "))


def test_it_is_worked_by_keyboard_and_every_figure_is_in_the_table(
    look: Callable[..., Looker], filmed: dict[str, Any]
) -> None:
    looker = _stated(look("exhibit_officer", scheme="dark"), filmed)
    page = looker.open(f"{_address(filmed)}synopsis/")
    page.get_by_role("button", name="Make a synopsis of 3 tracks").click()
    expect(page.get_by_role("heading", name="3 figures in")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^0:0[2-9]"))
    figures = page.get_by_role("group", name="Figures in this picture").get_by_role("link")
    figures.first.focus()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    looker.check("synopsis-dark")
    rows = page.get_by_role("region", name="Figures in order of appearance").get_by_role("row")
    expect(rows).to_have_count(4)
    wanted = page.evaluate("document.activeElement.getAttribute('aria-label')")
    number = int(wanted.split(",")[0].removeprefix("Figure "))
    second = _at(rows.nth(number).get_by_role("link").get_attribute("href") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/items/\d+/\?at="))
    assert -0.1 < _at(page.url) - second < 8, "later in the same figure's way"


def test_without_scripts_the_video_plays_and_the_table_leads_on(
    look: Callable[..., Looker], filmed: dict[str, Any]
) -> None:
    looker = _stated(look("exhibit_officer", scripts=False), filmed)
    page = looker.open(f"{_address(filmed)}synopsis/")
    assert page.locator("video").get_attribute("controls") is not None
    links = page.get_by_role("region", name="Figures in order of appearance").get_by_role("link")
    expect(links).to_have_count(3)
    starts = sorted(one.stops[0][0] for one in CAMERA.walkers[:3])
    seconds = sorted(_at(links.nth(n).get_attribute("href") or "") for n in range(3))
    assert all(abs(a + 1 - b) < 1.5 for a, b in zip(seconds, starts, strict=True))
