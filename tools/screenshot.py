# SPDX-License-Identifier: Apache-2.0
"""Make the README's screenshot from a running demonstration: `python tools/screenshot.py`.

Makes a demonstration in a temporary folder, serves it, signs in as its investigator, states a
purpose as anybody must, and photographs the case. Needs Chromium, as the browser tests do.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

_ROOT = Path(__file__).resolve().parent.parent
_CASE = "2026-0417"
_PICTURE = _ROOT / "docs" / "screenshots" / "case.png"
_WIDTH, _HEIGHT = 1280, 860


def _photograph(said: dict[str, Any]) -> None:
    investigator = next(each for each in said["log_ins"] if each["username"] == "a.tamihana")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        page.goto(said["address"])
        page.locator("input[name=login]").fill(investigator["username"])
        page.locator("input[name=password]").fill(investigator["password"])
        page.locator("input[name=password]").press("Enter")
        page.wait_for_load_state("networkidle")
        page.goto(f"{said['address']}cases/")
        page.get_by_role("link", name=_CASE, exact=True).first.click()
        page.wait_for_load_state("networkidle")
        case = page.url
        page.goto(f"{case}purpose/")
        page.locator("select[name=purpose]").select_option("investigation")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")
        page.goto(case)
        page.wait_for_load_state("networkidle")
        _PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=_PICTURE, animations="disabled")
        browser.close()


def main() -> int:
    """Make the demonstration, photograph it, and stop it."""
    with tempfile.TemporaryDirectory(prefix="holdfast-screenshot-") as folder:
        home = Path(folder) / "home"
        command = [
            sys.executable,
            "-m",
            "holdfast",
            "demo",
            "--home",
            str(home),
            "--port",
            "0",
            "--json",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            text = ""
            for line in server.stdout or ():
                text += line
                if line.startswith("}"):
                    break
            try:
                _photograph(json.loads(text))
            finally:
                server.terminate()
    sys.stdout.write(f"{_PICTURE.relative_to(_ROOT)} made\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
