# SPDX-License-Identifier: Apache-2.0
"""Every threat names tests, and every test it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
_THREATS = (
    "insider",
    "administrator with root",
    "supplier",
    "malicious file",
    "lost disk",
    "full disk",
    "power cut",
    "years later",
)


@pytest.mark.parametrize(("path", "name"), sorted(set(_NAMED.findall(TEXT))))
def test_the_named_test_is_there(path: str, name: str) -> None:
    file = ROOT / path
    assert file.is_file(), path
    if name:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in functions, f"{path} has no {name}"


@pytest.mark.parametrize("threat", _THREATS)
def test_the_threat_is_listed(threat: str) -> None:
    assert threat in TEXT.lower()


def test_every_threat_that_is_held_names_a_test() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "---" not in line]
    held = [row for row in rows if "| held |" in row]
    assert held
    assert [row for row in held if not _NAMED.search(row)] == []
