# SPDX-License-Identifier: Apache-2.0
"""Finds which destinations outside captures of a device's traffic show, by `holdfast.analysis.isolation`.

The source and its companions are captures of one test, in the order in which they were handed in.
The finding is the report's JSON form (docs/formats/isolation.md); a capture stands in it under the
name that it had on its medium.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.analysis.isolation import examine, parse_phase_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source


def process(
    source: Source,
    companions: Sequence[Source],
    settings: Mapping[str, Setting],
    _output: Path | None,
) -> Mapping[str, object]:
    """Examine the captures together."""
    sources = (source, *companions)
    report = examine(
        [one.path for one in sources],
        device=str(settings["device"] or "") or None,
        phases=parse_phase_lines(str(settings["phases"] or "").splitlines()),
    )
    names = {one.path.name: one.name for one in sources}
    captures = tuple(replace(one, name=names.get(one.name, one.name)) for one in report.captures)
    return replace(report, captures=captures).to_json()
