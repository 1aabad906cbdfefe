# SPDX-License-Identifier: Apache-2.0
"""Whether a device reached anything outside, as far as captures of its traffic can show.

    report = examine(paths, device="60:60:1f:aa:bb:cc", phases=(...), flights=(...))

Rules of the verdict, and what each key of a report means: docs/formats/isolation.md. Promises: no
look-up of any kind is made; memory stays flat however long a capture is; an address that no list
knows is called unknown and shown; what could not be read is counted.
"""

from __future__ import annotations

from holdfast.analysis.isolation.errors import (
    IsolationError,
    NoFlightError,
    NoSuchDeviceFormError,
    PhaseError,
    ReportFormError,
)
from holdfast.analysis.isolation.examine import Done, examine
from holdfast.analysis.isolation.flights import flight_of
from holdfast.analysis.isolation.phases import (
    Flight,
    Phase,
    in_order,
    parse_phase,
    parse_phase_lines,
    parse_span,
)
from holdfast.analysis.isolation.report import (
    AskedName,
    CaptureFile,
    Count,
    Coverage,
    Destination,
    FlightCoverage,
    Gap,
    Host,
    How,
    InPhase,
    IsolationReport,
    LocalPeer,
    Name,
    Owner,
    PhaseCoverage,
    PlainText,
    Spoken,
    Verdict,
)

__all__ = [
    "AskedName",
    "CaptureFile",
    "Count",
    "Coverage",
    "Destination",
    "Done",
    "Flight",
    "FlightCoverage",
    "Gap",
    "Host",
    "How",
    "InPhase",
    "IsolationError",
    "IsolationReport",
    "LocalPeer",
    "Name",
    "NoFlightError",
    "NoSuchDeviceFormError",
    "Owner",
    "Phase",
    "PhaseCoverage",
    "PhaseError",
    "PlainText",
    "ReportFormError",
    "Spoken",
    "Verdict",
    "examine",
    "flight_of",
    "in_order",
    "parse_phase",
    "parse_phase_lines",
    "parse_span",
]
