# SPDX-License-Identifier: Apache-2.0
"""The files of the project as the architecture tests look at them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NOT_OURS = {
    ".git", ".venv", "node_modules", "__pycache__", "vendor", "demo-home", "artefacts", "build",
    "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip
_MADE_BY_TOOLS = {"package-lock.json", "requirements.lock", "requirements-test.lock", "LICENSE"}
_TEXT = {".py", ".md", ".html", ".css", ".js", ".mjs", ".toml", ".txt", ".sh", ".svg", ".json", ""}


def files(*suffixes: str, under: str = ".") -> list[Path]:
    """Every file that is ours, with one of the suffixes (all when none is named)."""
    return sorted(
        path
        for path in (ROOT / under).rglob("*")
        if path.is_file()
        and not _NOT_OURS.intersection(path.relative_to(ROOT).parts)
        and path.name not in _MADE_BY_TOOLS
        and (not suffixes or path.suffix in suffixes)
    )


def texts(*suffixes: str, under: str = ".") -> list[tuple[Path, str]]:
    """Every text file that is ours, with its text."""
    return [
        (path.relative_to(ROOT), path.read_text(encoding="utf-8", errors="surrogateescape"))
        for path in files(*suffixes, under=under)
        if path.suffix in _TEXT
    ]


def python(under: str = "src") -> list[tuple[Path, str]]:
    """Every Python file under a folder, with its text."""
    return texts(".py", under=under) if (ROOT / under).is_dir() else []
