# SPDX-License-Identifier: Apache-2.0
"""Whole journeys of governance in a real browser, with and without our scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

DRONE = "/technologies/id/dji-mavic-2/"


def _fill_in_a_decision(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Who made it").fill("Director, Capability")
    page.get_by_label("Authority").fill("Delegation 12")
    page.get_by_label("Reason").fill("It was tried and works.")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_technology_goes_from_the_register_to_a_permission(
    look: Callable[..., Looker], tmp_path: Path, *, scripts: bool
) -> None:
    looker = look("governance", scripts=scripts)
    name = "Thermal camera" if scripts else "Thermal camera without scripts"
    number = name.lower().replace(" ", "-")
    page = looker.open("/technologies/new/")
    page.get_by_label("Kind").select_option("camera")
    page.get_by_label("Name", exact=True).fill(f"{name} <i>")
    page.get_by_label("Id", exact=True).fill(number)
    page.get_by_role("button", name="Put it on the register").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{name} <i>"
    document = tmp_path / "assessment.txt"
    document.write_text("what was assessed", encoding="utf-8")
    for kind in ("privacy", "security"):
        page.get_by_role("link", name="Assessments").click()
        page.get_by_role("link", name="Attach an assessment").click()
        page.get_by_label("Kind").select_option(kind)
        page.get_by_label("Summary").fill("Heat, and no faces.")
        page.locator("#id_document").set_input_files(document)
        page.get_by_role("button", name="Attach an assessment").click()
        page.get_by_text("The assessment is attached.").wait_for()
    _move(page, "Assessed", "")
    looker.open(f"/decisions/new/?technology={number}")
    _fill_in_a_decision(page, f"Try the {name}")
    page.get_by_label("It approves a trial").check()
    page.get_by_label("Last day of the approval").fill("2099-06-30")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("is recorded, and public").wait_for()
    looker.open(f"/technologies/id/{number}/")
    _move(page, "Trial (by a decision)", f"Try the {name}")
    assert (
        page.get_by_role("listitem").filter(has_text="Trial").first.get_attribute("aria-current")
        == "step"
    )
    looker.open("/permissions/new/permit/")
    page.get_by_label("Under the approval").select_option(label=_option(page, name))
    page.get_by_label("Operator").check()
    page.get_by_label("Fire and arson examination").check()
    page.get_by_label("What a device sees while it is used").check()
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("heading", name="Look at it first").wait_for()
    assert page.get_by_text("1 person holds such a role.").count() == 1
    if scripts:
        looker.check("permission-preview")
    page.get_by_role("button", name="Change it").click()
    assert page.get_by_label("Operator").is_checked()
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_text(re.compile(r"^[PB]-\d+ is in force\.$")).wait_for()
    assert page.get_by_text("An operator may use").count() > 0
    if scripts:
        looker.check("permission-in-force")


def _option(page: Page, name: str) -> str:
    words = page.get_by_label("Under the approval").locator("option").all_inner_texts()
    return next(word for word in words if word.startswith(f"{name} <i>:"))


def _move(page: Page, stage: str, decision: str) -> None:
    page.get_by_role("link", name="Register entry").click()
    page.get_by_role("link", name="Move it along").click()
    page.get_by_label(stage).check()
    if decision:
        words = page.get_by_label("By the decision").locator("option").all_inner_texts()
        wanted = next(word for word in words if word.endswith(decision))
        page.get_by_label("By the decision").select_option(label=wanted)
    page.get_by_role("button", name="Move it along").click()
    page.get_by_text("It is moved.").wait_for()


def test_a_ban_is_looked_at_and_a_permission_then_runs_into_it(look: Callable[..., Looker]) -> None:
    looker = look("governance", scheme="dark")
    page = looker.open("/permissions/new/ban/")
    page.get_by_role("combobox", name="Technology").select_option(
        label="Dashboard camera (adopted)"
    )
    page.get_by_label("Training, as approved").check()
    page.get_by_role("button", name="Look at it first").click()
    looker.check("ban-preview")
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_text(re.compile(r"^[PB]-\d+ is in force\.$")).wait_for()
    looker.open("/permissions/new/permit/")
    words = page.get_by_label("Under the approval").locator("option").all_inner_texts()
    page.get_by_label("Under the approval").select_option(
        label=next(word for word in words if word.startswith("Dashboard camera"))
    )
    page.get_by_label("Investigator").check()
    page.get_by_label("Training, as approved").check()
    page.get_by_label("Unclassified recordings").check()
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_text("The ban that it runs into says").wait_for()
    looker.check("permission-refused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_denied_use_is_a_page_in_words(look: Callable[..., Looker], scheme: str) -> None:
    looker = look("investigator", scheme=scheme)
    page = looker.open(f"{DRONE}~do/use/")
    page.get_by_label("How many").fill("1")
    page.get_by_label("Of what").select_option("flights")
    page.get_by_label("When").fill("2026-01-05T10:00")
    page.get_by_label("Purpose").select_option("training")
    page.get_by_label("On what data").select_option("live-flight")
    page.get_by_label("Its reference").fill("260117/4410")
    page.get_by_role("button", name="Record a use outside").click()
    page.get_by_role("heading", name="That is not permitted").wait_for()
    assert page.get_by_text("Technology governance Ngata").count() == 1
    looker.check("denied")
    page.get_by_role("link", name=re.compile("entry")).click()
    page.get_by_role("heading", level=1, name=re.compile("Entry")).wait_for()


def test_quarantined_items_are_released_by_a_decision(look: Callable[..., Looker]) -> None:
    looker = look("exhibit_officer")
    page = looker.open("/quarantine/")
    page.get_by_role("link", name=re.compile("Release by a decision")).click()
    page.get_by_role("button", name="Release").click()
    looker.check("quarantine-release-wrong")
    page.get_by_label("By the decision").select_option(index=1)
    page.get_by_label("Reason").fill("The drone is ours, and is registered now.")
    page.get_by_role("button", name="Release").click()
    page.get_by_text("4 items released.").wait_for()
    looker.check("quarantine-empty")


def test_a_case_is_withdrawn_and_its_uses_are_flagged(look: Callable[..., Looker]) -> None:
    looker = look("investigator")
    page = looker.open("/cases/1/")
    page.get_by_role("link", name="Withdraw it as a reason for uses").click()
    page.get_by_label("Reason").fill("The report of the fire was false.")
    page.get_by_role("button", name="Withdraw it").click()
    page.get_by_role("heading", name="Withdrawn as a reason for uses").wait_for()
    looker.check("case-withdrawn")
    looker = look("governance")
    page = looker.open(f"{DRONE}~uses/")
    assert page.get_by_text("record withdrawn").count() >= 3
    looker.check("technology-uses-flagged")
