# SPDX-License-Identifier: Apache-2.0
"""The layers of docs/architecture.md hold, and the core stays free of clock and environment."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.tree import ROOT, python

_CORE = (
    "vault", "ledger", "readers", "analysis", "packs", "publication", "gate", "information", "agency",
    "leaving",
)  # fmt: skip
_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
_CLOCKS |= {("time", "time"), ("time", "time_ns")}
_ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("os", "environb")}

# Programs of their own that stand in the core's folders: the edge of a process has a clock.
_PROGRAMS = {
    Path("src/holdfast/packs/verifier/verify.py"): "it is handed out with every pack",
    Path("src/holdfast/publication/verifier/verify.py"): "it is handed out with every bundle",
    Path("src/holdfast/ledger/witness/server.py"): "it is the witness's own process",
}

CORE = [found for layer in _CORE for found in python(f"src/holdfast/{layer}")]


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _attributes(text: str) -> set[tuple[str, str]]:
    return {
        (node.value.id, node.attr)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


@pytest.mark.parametrize(("path", "text"), CORE, ids=[str(path) for path, _ in CORE])
def test_the_core_is_told_the_time_and_the_place(path: Path, text: str) -> None:
    if path in _PROGRAMS:
        pytest.skip(_PROGRAMS[path])
    assert not _attributes(text) & (_CLOCKS | _ENVIRONMENT)


def test_a_verifier_that_is_handed_out_needs_the_standard_library_only() -> None:
    programs = [found for found in python("src/holdfast") if found[0].name == "verify.py"]
    programs = [found for found in programs if "verifier" in found[0].parts]
    assert len(programs) == 2
    for path, text in programs:
        imported = {
            name.split(".")[0] for node in ast.walk(ast.parse(text)) for name in _imported(node)
        }
        assert imported <= sys.stdlib_module_names, f"{path} needs more than Python itself"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "."]
    return []
