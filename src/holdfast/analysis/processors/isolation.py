# SPDX-License-Identifier: Apache-2.0
"""Finds which destinations outside captures of a device's traffic show, by `holdfast.analysis.isolation`.

The source and its companions are captures of one test, in the order in which they were handed in.
The finding is the report's JSON form (docs/formats/isolation.md); a capture stands in it under the
name that it had on its medium. Phases and flights are lines NAME=FROM/TO, `hosts` is the path of the agency's list of hosts, "" for ours.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.agency import read_hosts
from holdfast.analysis.errors import UnsupportedError
from holdfast.analysis.isolation import Flight, examine, parse_phase_lines
from holdfast.readers.capture import NotACaptureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.analysis.job import Setting, Source


def process(
    source: Source,
    companions: Sequence[Source],
    settings: Mapping[str, Setting],
    _output: Path | None,
) -> Mapping[str, object]:
    """Examine the captures together."""
    sources = (source, *companions)
    hosts = str(settings["hosts"] or "")
    try:
        report = examine(
            [one.path for one in sources],
            device=str(settings["device"] or "") or None,
            phases=parse_phase_lines(str(settings["phases"] or "").splitlines()),
            flights=[
                Flight(one.name, one.first, one.last)
                for one in parse_phase_lines(str(settings["flights"] or "").splitlines())
            ],
            hosts=read_hosts(Path(hosts)) if hosts else None,
        )
    except NotACaptureError as none:
        raise UnsupportedError("none of the files is a capture of network traffic") from none
    captures = tuple(
        replace(capture, name=one.name, sha256=capture.sha256 or one.sha256)
        for capture, one in zip(report.captures, sources, strict=True)
    )
    return replace(report, captures=captures).to_json()
