# SPDX-License-Identifier: Apache-2.0
"""Every file is short, says its licence and what it promises (see CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from architecture.tree import ROOT, files, python, texts

if TYPE_CHECKING:
    from pathlib import Path

_LICENCE = "SPDX-License-Identifier: Apache-2.0"
_STOP = 400
_STOP_FOR_TESTS = 500
_REFUSED_ENDINGS = ("Manager", "Helper", "Helpers", "Utils", "Util", "Handler", "Service")
_PROGRAMS = ("src", "tests", "tools", "bench")

SOURCES = [found for folder in _PROGRAMS for found in python(folder)]


def _ids(found: list[tuple[Path, str]]) -> list[str]:
    return [str(path) for path, _ in found]


@pytest.mark.parametrize(("path", "text"), SOURCES, ids=_ids(SOURCES))
def test_a_python_file_is_short_licensed_and_says_what_it_is(path: Path, text: str) -> None:
    stop = _STOP_FOR_TESTS if path.parts[0] == "tests" else _STOP
    written = "migrations" not in path.parts
    assert len(text.splitlines()) <= stop or not written, f"{path} is longer than {stop} lines"
    first = text.splitlines()[:2]
    assert any(_LICENCE in line for line in first), f"{path} does not begin with its licence"
    tree = ast.parse(text)
    if not written or len(tree.body) <= 1:
        return
    assert ast.get_docstring(tree) or path.parts[0] == "tests", f"{path} has no docstring"
    if path.name == "__init__.py" and not any(map(_annotated, ast.walk(tree))):
        return
    assert "from __future__ import annotations" in text, f"{path}: annotations are not postponed"


def _annotated(node: ast.AST) -> bool:
    return isinstance(node, (ast.AnnAssign, ast.FunctionDef, ast.ClassDef))


def test_templates_styles_and_scripts_are_short_and_licensed() -> None:
    pages = texts(".html", ".css", ".js", ".mjs", under="src")
    unlicensed = [str(path) for path, text in pages if _LICENCE not in text[:600]]
    long = [str(path) for path, text in pages if len(text.splitlines()) > _STOP]
    assert unlicensed == []
    assert long == []


def test_no_class_has_a_name_that_says_nothing() -> None:
    vague = [
        f"{path}: {node.name}"
        for path, text in SOURCES
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and node.name.endswith(_REFUSED_ENDINGS)
    ]
    assert vague == []


def test_every_error_of_ours_is_explained_on_its_page() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    missing = [
        f"{path}: {node.name}"
        for path, text in python("src")
        if "verifier" not in path.parts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id.endswith("Error") for base in node.bases)
        and f"`{node.name}`" not in page
    ]
    assert missing == []


def test_no_work_is_put_off_in_a_comment() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")
    found = [
        f"{path}:{number}: {word}"
        for path, text in SOURCES
        for number, line in enumerate(text.splitlines(), 1)
        for word in words
        if f"{word}:" in line or f"# {word}" in line
    ]
    assert found == []


def test_every_silenced_check_says_why() -> None:
    silent = [
        f"{path}:{number}"
        for path, text in SOURCES
        for number, line in enumerate(text.splitlines(), 1)
        for mark in ("# noqa" + ":", "# type: " + "ignore")
        if mark in line and not re.search(r"#| - ", line.split(mark, 1)[1])
    ]
    assert silent == []


def test_nothing_that_others_wrote_is_committed() -> None:
    names = {path.name for path in files()}
    assert not {name for name in names if name.endswith((".min.js", ".min.css", ".woff2", ".ttf"))}


def test_the_version_is_the_same_everywhere() -> None:
    from holdfast import __version__

    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
