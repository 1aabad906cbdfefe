# SPDX-License-Identifier: Apache-2.0
"""What people do on the pages again and again, for the tests of whole journeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from browser.pages import Looker


def ask_to_take_in(looker: Looker, path: Path, reference: str) -> None:
    """Fill in and send the form for a path on the server's machine."""
    page = looker.open("/take-in/")
    here = page.get_by_role("region", name="From this machine")
    here.get_by_label(re.compile("folder or card image")).fill(str(path))
    here.get_by_label("Case reference").fill(reference)
    here.get_by_label("Purpose").select_option("investigation")
    here.get_by_role("button", name="Take in").click()


def take_in(looker: Looker, path: Path, reference: str) -> str:
    """Take a path in and open its receipt; gives the receipt's number."""
    ask_to_take_in(looker, path, reference)
    link = looker.page.get_by_role("link", name="Open the receipt")
    link.wait_for(timeout=120_000)
    link.click()
    looker.page.get_by_role("heading", level=1, name=re.compile("Receipt")).wait_for()
    return looker.page.url.rstrip("/").rpartition("/")[2]


def open_case(looker: Looker, reference: str, title: str, access: str = "Standard") -> None:
    """Open a case of that access class."""
    page = looker.open("/cases/open/")
    page.get_by_label("Reference").fill(reference)
    page.get_by_label("Title").fill(title)
    page.get_by_label(re.compile(f"^{access}")).check()
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/cases/")


def go_to_case(looker: Looker, reference: str) -> str:
    """Open a case from the list; gives its address."""
    page = looker.open("/cases/")
    page.get_by_role("link", name=reference, exact=True).first.click()
    page.wait_for_url("**/cases/*/")
    return page.url


def state_purpose(looker: Looker) -> None:
    """State a purpose from the page of a case or an item."""
    page = looker.page
    page.get_by_role("link", name="State a purpose").click()
    page.get_by_label("Purpose").select_option("investigation")
    page.get_by_role("button", name="State the purpose").click()
    page.wait_for_url(re.compile(r"^(?!.*purpose)"))
