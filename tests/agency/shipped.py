# SPDX-License-Identifier: Apache-2.0
"""The files that come with Holdfast, and changed copies of them in an agency's own folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "src" / "holdfast" / "agency" / "data"


def names() -> list[str]:
    """Every list that comes with Holdfast."""
    return sorted(path.stem for path in DATA.glob("*.toml"))


def letters() -> list[str]:
    """Every template that comes with Holdfast."""
    return sorted(path.stem for path in (DATA / "letters").glob("*.txt"))


def table(name: str) -> dict[str, Any]:
    """Give the table of a list as it came."""
    document = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = document[name]
    return found


def write(folder: Path, file: str, text: str | bytes) -> Path:
    """Put a file into an agency's own folder, and give the folder."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """Copy a shipped file with one text in it replaced, and give the folder."""
    text = (DATA / file).read_text(encoding="utf-8")
    assert old in text, f"{file} does not say {old!r}"
    return write(folder, file, text.replace(old, new, 1))
