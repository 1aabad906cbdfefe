# SPDX-License-Identifier: Apache-2.0
"""The pages of technology governance: accessible in light and in dark, in every opened state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.pages import Looker

SCHEMES = ("light", "dark")
DRONE = "/technologies/id/dji-mavic-2/"
PAGES = {
    "governance-today": "/",
    "register": "/technologies/",
    "fleet": "/flights/fleet/",
    "device-form": "/flights/fleet/~register/",
    "technology": DRONE,
    "technology-latent": "/technologies/id/nuix/face-search/",
    "technology-tool": "/technologies/id/nuix/",
    "technology-approvals": f"{DRONE}~approvals/",
    "technology-assessments": f"{DRONE}~assessments/",
    "technology-advice": f"{DRONE}~advice/",
    "technology-uses": f"{DRONE}~uses/",
    "network-tests": f"{DRONE}~tests/",
    "network-test-talks": f"{DRONE}~tests/NT-2026-0001/",
    "network-test-silent": f"{DRONE}~tests/NT-2026-0002/",
    "network-test-compare": f"{DRONE}~tests/compare/?first=NT-2026-0001&second=NT-2026-0002",
    "technology-history": f"{DRONE}~history/",
    "technology-new": "/technologies/new/",
    "technology-change": f"{DRONE}~do/change/",
    "technology-trigger": f"{DRONE}~do/trigger/",
    "technology-stage": f"{DRONE}~do/stage/",
    "technology-assess": f"{DRONE}~do/assess/",
    "technology-ask": f"{DRONE}~do/ask/",
    "technology-answer": f"{DRONE}~answer/Q-2026-0001/",
    "technology-use": f"{DRONE}~do/use/",
    "technology-incident": f"{DRONE}~do/incident/",
    "baseline": "/technologies/baseline/",
    "decisions": "/decisions/",
    "decision-new": "/decisions/new/",
    "decision-pause": "/decisions/new/pause/",
    "permissions": "/permissions/",
    "permissions-mine": "/permissions/mine/",
    "permission-row": "/permissions/B-001/",
    "permission-new": "/permissions/new/permit/",
    "ban-new": "/permissions/new/ban/",
    "permission-end": "/permissions/B-001/end/",
    "quarantine": "/quarantine/",
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_of_governance_is_accessible(look: Callable[..., Looker], scheme: str) -> None:
    looker = look("governance", scheme=scheme)
    for name, path in PAGES.items():
        looker.open(path)
        looker.check(name)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_decision_an_entry_and_what_others_see_are_accessible(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look("governance", scheme=scheme)
    page = looker.open("/decisions/?form=oral")
    page.get_by_role("link", name="Try body-worn cameras this weekend").click()
    looker.check("decision-oral")
    page.get_by_role("link", name="Confirm it in writing").click()
    looker.check("decision-confirm")
    page.get_by_role("button", name=re.compile("Confirm")).click()
    looker.check("decision-confirm-wrong")
    looker.open("/decisions/")
    page.get_by_role("link", name="Trial of dji-mavic-2").click()
    looker.check("decision-trial")
    looker.open("/quarantine/")
    page.get_by_role("link", name=re.compile("Release by a decision")).click()
    looker.check("quarantine-release")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_of_other_roles_are_accessible(look: Callable[..., Looker], scheme: str) -> None:
    looker = look("investigator", scheme=scheme)
    for name, path in {
        "mine-investigator": "/permissions/mine/",
        "register-investigator": "/technologies/",
        "case-withdraw": "/cases/1/withdraw/",
        "case-quarantined": "/cases/1/",
        "item-quarantined": "/items/1/facts/",
    }.items():
        looker.open(path)
        looker.check(name)
    looker = look("exhibit_officer", scheme=scheme)
    page = looker.open("/quarantine/")
    assert page.get_by_role("link", name=re.compile("JPG")).count() > 0
    looker.check("quarantine-exhibits")
    assert (
        look("governance").open("/quarantine/").get_by_role("link", name=re.compile("JPG")).count()
        == 0
    )


@pytest.mark.parametrize("path", ["/technologies/", DRONE, "/permissions/", "/decisions/"])
def test_a_telephone_shows_the_whole_page(look: Callable[..., Looker], path: str) -> None:
    looker = look("governance", width=390, height=844)
    looker.open(path)
    looker.check(re.sub("[^a-z0-9]+", "-", f"narrow{path}").strip("-"))


def test_the_focus_is_seen_at_every_stop(look: Callable[..., Looker]) -> None:
    looker = look("governance")
    looker.open(DRONE)
    looker.check_focus_is_seen(24)
