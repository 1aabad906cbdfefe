# SPDX-License-Identifier: Apache-2.0
"""Is this recording whole, and what is missing? The integrity report of one file.

    report = examine(path)                              what is damaged, incomplete, or only unusual
    report = examine(path, reference=sound_one)         compared with a recording of the same camera
    report.to_json(); IntegrityReport.from_json(said)   there and back

Thresholds and what was refused: docs/adr/0023-integrity-by-strict-decoding.md.
"""

from __future__ import annotations

from holdfast.analysis.integrity.errors import ReferenceUnreadableError
from holdfast.analysis.integrity.examine import examine
from holdfast.analysis.integrity.kinds import KINDS
from holdfast.analysis.integrity.limits import Limits, Progress
from holdfast.analysis.integrity.report import (
    FileFacts,
    Finding,
    IntegrityReport,
    Sign,
    StreamFacts,
    Verdict,
)

__all__ = [
    "KINDS",
    "FileFacts",
    "Finding",
    "IntegrityReport",
    "Limits",
    "Progress",
    "ReferenceUnreadableError",
    "Sign",
    "StreamFacts",
    "Verdict",
    "examine",
]
