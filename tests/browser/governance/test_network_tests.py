# SPDX-License-Identifier: Apache-2.0
"""An assessor hands captures in and gets a report; governance and the public read what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from fleet.isolation.drones import MAKER, talking
from holdfast.demo.traffic import DEVICE, DEVICE_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

SCHEMES = ("light", "dark")
AT = "/technologies/id/dji-mavic-2/~tests/"
_LONG = 60_000


def fill(page: Page, capture: Path) -> None:
    """Fill the form in by keyboard alone, but for the file."""
    page.locator("input[type=file]").set_input_files(capture)
    page.get_by_role("textbox", name="Case reference").focus()
    page.keyboard.type("260117/4410")
    page.keyboard.press("Tab")
    page.keyboard.type("01.00.0900")
    page.keyboard.press("Tab")
    page.keyboard.type("UAV-001")
    page.keyboard.press("Tab")
    page.keyboard.type(DEVICE)
    for words in ("DJI GO 4", "4.3.64", "none"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("Network security, of the agency")
    page.get_by_label("Other phases").fill("power on=2026-11-20T01:00:00Z/2026-11-20T01:01:00Z")


def test_captures_become_a_report_by_keyboard_and_without_scripts(
    look: Callable[..., Looker], tmp_path: Path
) -> None:
    page = look("operator", scripts=False).open(AT)
    page.get_by_role("link", name="New test").click()
    fill(page, talking(tmp_path / "handed-in.pcap", telemetry=False))
    page.get_by_role("button", name="Examine the captures").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("A network test of")).wait_for()
    page.get_by_role("link", name=re.compile("Open the test NT-")).click(timeout=_LONG)
    page.get_by_role("heading", name="Destinations outside were contacted.").wait_for()
    told = page.locator("main").inner_text()
    for words in (
        MAKER,
        "01.00.0900",
        "agency's own network",
        "handed-in.pcap",
        "UAV-001",
        "Bluetooth",
    ):
        assert words in told
    assert "not covered" not in told
    page.get_by_role("link", name="entry").first.click()
    page.get_by_text("Recorded a network test of a technology").first.wait_for()


def test_what_is_no_capture_is_said_on_the_page_of_the_work(
    look: Callable[..., Looker], tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pcap"
    letter.write_text("Dear inspector,\n" * 40)
    looker = look("operator")
    page = looker.open(f"{AT}new/")
    page.get_by_role("button", name="Examine the captures").click()
    assert page.get_by_role("alert").count() == 1
    looker.check("network-test-new-wrong")
    fill(page, letter)
    page.get_by_role("button", name="Examine the captures").click()
    page.get_by_text("none of the files is a capture of network traffic").wait_for(timeout=_LONG)
    assert "kept and unharmed" in page.locator("main").inner_text()
    looker.check("network-test-stopped")


def test_the_files_of_a_report_come_down_whole(look: Callable[..., Looker]) -> None:
    page = look("auditor").open(f"{AT}NT-2026-0001/")
    for name, head in (
        ("PDF", b"%PDF"),
        ("CSV", b"\xef\xbb\xbfverdict"),
        ("JSON", b'{"asked_names"'),
    ):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name, exact=True).click()
        file = coming.value.path()
        assert file.read_bytes().startswith(head), name
        assert coming.value.suggested_filename == f"NT-2026-0001-report.{name.lower()}"


def test_two_firmwares_are_compared_from_the_report(look: Callable[..., Looker]) -> None:
    page = look("governance").open(f"{AT}NT-2026-0002/")
    page.get_by_role("link", name="Compare with NT-2026-0001").click()
    page.get_by_role("heading", name="Two tests compared").wait_for()
    row = page.get_by_role("row", name=re.compile("Data mode"))
    assert "Local Data Mode" in row.inner_text()
    assert "differs" in row.inner_text()
    assert page.get_by_role("row", name=re.compile(MAKER)).first.inner_text().count("gone") == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_form_and_what_others_see_are_accessible(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look("operator", scheme=scheme)
    looker.open(f"{AT}new/")
    looker.check("network-test-new")
    looker = look("investigator", scheme=scheme)
    page = looker.open(f"{AT}NT-2026-0001/")
    assert DEVICE not in page.locator("main").inner_text()
    looker.check("network-test-public-part")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_public_reads_one_sentence_with_its_limits(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look(scheme=scheme)
    page = looker.open("/public/register/dji-mavic-2/")
    part = page.get_by_role("article", name="No destination outside was seen in this capture.")
    assert "Bluetooth" in part.inner_text()
    part.get_by_text("What proves it").click()
    looker.check("public-network-tests")
    assert DEVICE_ADDRESS not in page.content()
    part.get_by_role("link", name=re.compile("entry")).click()
    assert "isolation.record" in page.content()
