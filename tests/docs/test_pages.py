# SPDX-License-Identifier: Apache-2.0
"""What the documents say is what the code does."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from holdfast.config import Config, parse_config
from holdfast.web.site import Site, parse_site

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("tool", ["errors_page.py", "command_line_page.py"])
def test_a_page_made_from_the_code_is_as_the_code_is(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_of_the_project(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [target for target in _LINK.findall(text) if not (page.parent / target).exists()]
    assert missing == []


def _example() -> dict[str, object]:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"## Everything set.*?```toml\n(.*?)```", text, re.DOTALL)
    return tomllib.loads(block)


def test_the_example_sets_every_setting_of_a_home() -> None:
    config = parse_config(_example(), "docs/configuration.md")
    same = [
        field.name
        for field in dataclasses.fields(Config)
        if getattr(config, field.name) == field.default
    ]
    assert same == []


def test_the_example_sets_every_setting_of_the_pages(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "openid.secret").write_text("kept elsewhere", encoding="utf-8")
    said = parse_site(tmp_path, "secret", _example())
    unsaid = parse_site(tmp_path, "secret", {})
    named_otherwise = {"home", "secret"}
    same = [
        field.name
        for field in dataclasses.fields(Site)
        if field.name not in named_otherwise
        and getattr(said, field.name) == getattr(unsaid, field.name)
    ]
    assert same == []


def test_every_setting_of_the_example_has_a_row() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    for table, value in _example().items():
        names = [f"{table}.{key}" for key in value] if isinstance(value, dict) else [table]
        for name in names:
            assert f"| `{name}` |" in text, name


def test_every_package_of_the_lock_has_its_reason() -> None:
    reasons = (DOCS / "adr" / "0001-dependencies.md").read_text(encoding="utf-8").lower()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert names
    assert [name for name in names if name not in reasons] == []


def test_every_decision_has_its_parts() -> None:
    for page in sorted((DOCS / "adr").glob("[0-9]*.md")):
        text = page.read_text(encoding="utf-8")
        assert "Status:" in text, page.name
        assert "refused" in text.lower(), page.name
