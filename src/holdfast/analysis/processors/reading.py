# SPDX-License-Identifier: Apache-2.0
"""Finds what a file says of itself, with `holdfast.readers`, apart from the rest of the machine.

The finding is the reading's JSON form (docs/formats/readers.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast import readers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source


def process(
    source: Source,
    _companions: Sequence[Source],
    _settings: Mapping[str, Setting],
    _output: Path | None,
) -> Mapping[str, object]:
    """Read the file; content that cannot be read is a warning inside the finding."""
    return readers.read(source.path, name=source.name).to_json()
