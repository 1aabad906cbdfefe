# SPDX-License-Identifier: Apache-2.0
"""Examines whether a recording is whole, with `holdfast.analysis.integrity`.

The finding holds the verdict and counts by class; the file written is the whole report as JSON,
with the bounds it was made under. Settings: `beside` (names of the files next to it, joined by "/"),
`decode_minutes` (what is decoded until then; the report says when it was met), `threads`.
"""

from __future__ import annotations

import json
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.integrity import Limits, examine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

# What an examination needs, imported here and so before the fork.
READY: Final = (av, np)
_OUT_OF_MEMORY: Final = "Cannot allocate memory"


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Examine the file and write the report."""
    if output is None:
        raise NothingToDoError("no place was given for the report")
    minutes = float(settings["decode_minutes"] or 0)
    bounds = Limits(decode_seconds=minutes * 60, threads=int(settings["threads"] or 0))
    beside = [name for name in str(settings["beside"] or "").split("/") if name]
    report = examine(source.path, name=source.name, beside=beside, limits=bounds, elapsed=monotonic)
    told = report.to_json()
    limits = list(report.limits)
    if any(_OUT_OF_MEMORY in each.how for each in report.findings):
        limits.append(
            "something did not decode for want of memory, so that a decode error may be ours"
        )
    told |= {
        "limits": limits,
        "file": source.name,
        "bounds": {
            "decode_minutes": minutes,
            "most_pixels": bounds.most_pixels,
            "most_packets": bounds.most_packets,
            "most_streams": bounds.most_streams,
        },
    }
    output.write_text(json.dumps(told), encoding="utf-8")
    return {
        "verdict": str(report.verdict),
        "counts": dict(Counter(str(each.verdict) for each in report.findings)),
        "kinds": sorted({each.kind for each in report.findings}),
        "limited": bool(limits),
        "found_s": report.facts.found_s,
    }
