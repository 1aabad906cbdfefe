# SPDX-License-Identifier: Apache-2.0
"""A real server with a real home, and a Chromium that proves things while it looks.

Every page that a test opens is watched: a request that would leave this machine is stopped and
fails the test, and so does an error on the console, an exception in a script, or a violation of
the content security policy. The policy itself stays on. Screenshots go to artefacts/.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.pages import Looker, Watch
from browser.serving import ROOT, made_by, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

# What is expected may take long on a machine that does other work as well.
expect.set_options(timeout=20_000)
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that it can be left out with -m "not browser"."""
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with a person a role (username and password are known), made by the real services."""
    return made_by("make_home.py", tmp_path_factory.mktemp("browser") / "home")


@pytest.fixture(scope="session")
def media(home_folder: Path) -> Path:
    """Give the folder on the server's machine that the pages take media in from."""
    return home_folder.parent / "media"


@pytest.fixture(scope="session")
def site(home_folder: Path) -> Iterator[str]:
    """Run `holdfast serve` on a port that the machine chose."""
    with serving(home_folder) as address:
        yield address


@pytest.fixture(scope="session")
def _cookies() -> dict[str, Any]:
    return {}


@pytest.fixture
def look(chromium: Browser, site: str, _cookies: dict[str, Any]) -> Iterator[Callable[..., Looker]]:
    """Give a page signed in as a role: `look("investigator", scheme="dark", width=390)`.

    `scripts=False` is a browser that runs none of our scripts.
    An empty role is somebody who has not signed in. What was seen is judged when the test ends.
    """
    opened: list[tuple[Looker, Watch]] = []

    def signed_in(
        role: str = "",
        *,
        scheme: str = "light",
        width: int = 1280,
        height: int = 900,
        scripts: bool = True,
    ) -> Looker:
        context = chromium.new_context(
            base_url=site,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            locale="en-NZ",
            java_script_enabled=scripts,
            storage_state=_cookies.get(role),
        )
        watch = Watch(context, site)
        looker = Looker(context.new_page(), ROOT / "artefacts", scheme=scheme)
        opened.append((looker, watch))
        if role and role not in _cookies:
            looker.sign_in(role)
            _cookies[role] = context.storage_state()
        return looker

    yield signed_in
    for looker, watch in opened:
        looker.page.context.close()
        watch.judge()
