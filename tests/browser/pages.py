# SPDX-License-Identifier: Apache-2.0
"""What a browser test looks with: a watched context, and a page with the checks of every page."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

PASSWORD: Final = "nine kererū over the harbour"  # noqa: S105 # the password of the tests' homes
AXE_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NARROW: Final = 320
_NOTE_VIOLATIONS: Final = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


class Watch:
    """Stops what would leave the machine, and remembers everything that should not be."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self._host = urlsplit(site).netloc
        self.left_the_machine: list[str] = []
        self.errors: list[str] = []
        context.add_init_script(_NOTE_VIOLATIONS)
        context.route("**/*", self._pass_or_stop)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def judge(self) -> None:
        """Fail the test when something was heard or stopped."""
        assert self.left_the_machine == []
        assert self.errors == []

    def _pass_or_stop(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in {"data", "blob"} or address.netloc == self._host:
            route.continue_()
            return
        self.left_the_machine.append(route.request.url)
        route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser repeats a 4xx answer as an error; the test has asserted that status itself.
        is_answer = message.text.startswith("Failed to load resource: the server responded with")
        if message.type == "error" and not is_answer:
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")


class Looker:
    """One page of one person, with the checks that every page must pass."""

    def __init__(self, page: Page, artefacts: Path, *, scheme: str) -> None:
        self.page = page
        self._artefacts = artefacts
        self._scheme = scheme

    def sign_in(self, role: str) -> None:
        """Sign in as the person of that role, through the page."""
        self.page.goto("/account/sign-in/")
        self.page.get_by_label("Username").fill(role)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.get_by_role("button", name="Sign out").wait_for()

    def open(self, path: str, *, status: int = 200) -> Page:
        """Open an address of the site, and expect that status."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        return self.page

    def check(self, name: str = "") -> None:
        """Check what is open: accessible, no policy broken, reflows; keep a picture if named."""
        self.page.wait_for_load_state()
        self.check_accessible()
        assert self.page.evaluate("window.__violations") == []
        assert self.page.locator("h1").count() == 1
        assert self.page.locator("html").get_attribute("lang") == "en-NZ"
        if name:
            self.picture(name)
        self.check_reflow()

    def check_accessible(self) -> None:
        """Run axe-core on what is open, with every rule of WCAG 2.2 AA that it has."""
        if not AXE.exists():
            pytest.skip("axe-core is not in node_modules: npm ci")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})",
            list(AXE_TAGS),
        )
        told = [
            f"{violation['id']}: {node['html'][:160]} — {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert told == [], "\n".join([self.page.url, *told])

    def check_reflow(self) -> None:
        """At 320 px nothing may stick out sideways (WCAG 1.4.10)."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROW, "height": 900})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if before is not None:
            self.page.set_viewport_size(before)
        assert width <= NARROW, f"{self.page.url} is {width} px wide at {NARROW} px"

    def check_focus_is_seen(self, presses: int = 12) -> None:
        """Tab through the page: every stop must change what is seen (WCAG 2.4.7)."""
        self.page.keyboard.press("Tab")
        seen = self._print_of_the_view()
        for _ in range(presses):
            self.page.keyboard.press("Tab")
            now = self._print_of_the_view()
            assert now != seen, f"the focus is not seen on {self.page.url}"
            seen = now

    def picture(self, name: str) -> Path:
        """Keep a picture of the whole page in artefacts/."""
        size = self.page.viewport_size
        width = 0 if size is None else size["width"]
        self._artefacts.mkdir(exist_ok=True)
        path = self._artefacts / f"{name}-{self._scheme}-{width}.png"
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        return path

    def _print_of_the_view(self) -> str:
        picture = io.BytesIO(self.page.screenshot(animations="disabled"))
        return hashlib.sha256(picture.getvalue()).hexdigest()


def state_purpose(looker: Looker, case: object) -> Page:
    """State, on its page, that a case is looked at for an investigation."""
    page = looker.open(f"/cases/{case}/purpose/")
    page.get_by_label("Purpose").select_option("investigation")
    page.get_by_role("button", name="State the purpose").click()
    page.get_by_role("heading", level=1).wait_for()
    return page
