# SPDX-License-Identifier: Apache-2.0
"""A public bundle in a real Chromium: from a web server, and from a folder."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publication.making import told, told_flights
from publication.mutations import MUTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = ("index.html", "check.html", "reports/2026Q3/report.html", "reports/2026Q4/report.html")
# What the page cannot see: it compares entries, records and reports, and says so.
SEEN_BY_THE_PAGE = (
    "a byte of an entry", "a byte of the last entries", "a byte of the checkpoint's root",
    "a byte of the signature", "a byte of the key", "a byte of a record", "a byte of a report",
    "faces removed from an entry bundle", "two faces swapped", "a face edited", "a truncated entry bundle",
    "no last entries", "no bundle.json", "a record deleted", "a report deleted",
    "an unlisted withheld record", "relisted: a record edited", "relisted: a report number edited",
    "relisted: a report number edited, and the record that names it", "deep JSON",
)  # fmt: skip


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story, reports = told(tmp_path_factory.mktemp("story") / "ledger")
    folder = tmp_path_factory.mktemp("made") / "bundle"
    story.publish(folder, "2027-02-15", reports)
    return folder


@pytest.fixture(scope="module")
def flown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a bundle with flights: corrected, withdrawn, and one that was not approved."""
    folder = tmp_path_factory.mktemp("flown")
    told_flights(folder / "ledger").publish(folder / "bundle", "2026-09-10", {})
    return folder / "bundle"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Give a folder, and the address at which a static web server serves it."""
    folder = tmp_path_factory.mktemp("served")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    wrong: list[str] = []
    page.route(
        lambda url: not url.startswith(("file:", "http://127.0.0.1:")), lambda route: route.abort()
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda one: wrong.append(one.text) if "Content Security" in one.text else None
    )
    yield page
    page.close()
    assert wrong == []


def answer(page: Page, address: str) -> str:
    page.goto(f"{address}/check.html")
    page.wait_for_selector("#check[data-done]")
    return page.inner_text("#check")


def test_the_page_counts_every_number_again(
    page: Page, bundle: Path, served: tuple[Path, str]
) -> None:
    shutil.copytree(bundle, served[0] / "whole")
    said = answer(page, f"{served[1]}/whole")
    assert "\nPROVEN\n" in said
    assert "226 numbers of 3 reports and lists were counted again here, and are right." in said
    assert f"{len(list((served[0] / 'whole' / 'records').iterdir()))} published records" in said


def test_the_page_sees_what_was_changed(page: Page, bundle: Path, served: tuple[Path, str]) -> None:
    for number, name in enumerate(SEEN_BY_THE_PAGE):
        copy = Path(shutil.copytree(bundle, served[0] / str(number)))
        MUTATIONS[name][0](copy)
        assert "NOT PROVEN" in answer(page, f"{served[1]}/{number}"), name


def test_a_page_elsewhere_names_its_own_addresses(
    page: Page, bundle: Path, served: tuple[Path, str]
) -> None:
    there = Path(shutil.copytree(bundle, served[0] / "site" / "data"))
    text = (there / "check.html").read_text().replace('"log/"', '"data/log/"')
    for name in ("records/", "reports/", "bundle.json", "flights.json"):
        text = text.replace(f'"{name}"', f'"data/{name}"')
    (served[0] / "site" / "check.html").write_text(text)
    shutil.move(there / "check.js", served[0] / "site" / "check.js")
    assert "\nPROVEN\n" in answer(page, f"{served[1]}/site")


def test_the_page_counts_flights_again(page: Page, flown: Path, served: tuple[Path, str]) -> None:
    copy = Path(shutil.copytree(flown, served[0] / "flown"))
    assert "numbers of 1 reports and lists" in answer(page, f"{served[1]}/flown")
    told = (copy / "flights.json").read_bytes()
    (copy / "flights.json").write_bytes(told.replace(b'"minutes":31', b'"minutes":13', 1))
    said = answer(page, f"{served[1]}/flown")
    assert "NOT PROVEN" in said
    assert "rule 101.minutes: it says 13, the records give 31" in said


def test_from_a_folder_the_page_says_what_to_run(page: Page, bundle: Path) -> None:
    page.goto((bundle / "check.html").as_uri())
    assert "python3 verify.py" in page.inner_text("#check")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, "flights.html"])
def test_every_page_can_be_read_by_everybody(
    chromium: Browser, bundle: Path, flown: Path, name: str, scheme: str
) -> None:
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type] # one of its words
    page = context.new_page()
    page.goto(((flown if name == "flights.html" else bundle) / name).as_uri())
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")["violations"]
    context.close()
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", [*PAGES, "flights.html"])
def test_no_page_is_wider_than_a_telephone(
    chromium: Browser, bundle: Path, flown: Path, name: str
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(((flown if name == "flights.html" else bundle) / name).as_uri())
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= 360
