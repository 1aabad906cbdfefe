# SPDX-License-Identifier: Apache-2.0
"""Findings and derivatives: computed from originals, never in their place.

A processor is deterministic and runs in a process of its own with limits and without a network
(docs/adr/0010-processors-in-child-processes.md). One bad file never stops the rest. Nothing here
knows Django, a clock that is shown to people, or the environment.

    for job, outcome in run_all(jobs): ...      many, in the order in which they end
    outcome = run(job)                          one
    PROCESSORS["thumbnail"].version             what there is
    located(path, blocks)                       damaged 1 MiB blocks as stretches of a video
"""

from __future__ import annotations

from holdfast.analysis.engine import confinement, run, run_all, run_batch
from holdfast.analysis.errors import AnalysisError, EngineUnavailableError, UnknownProcessorError
from holdfast.analysis.job import Job, Limits, Outcome, Provenance, Source, State
from holdfast.analysis.located import Stretch, located
from holdfast.analysis.processors import PROCESSORS, Processor

__all__ = [
    "PROCESSORS",
    "AnalysisError",
    "EngineUnavailableError",
    "Job",
    "Limits",
    "Outcome",
    "Processor",
    "Provenance",
    "Source",
    "State",
    "Stretch",
    "UnknownProcessorError",
    "confinement",
    "located",
    "run",
    "run_all",
    "run_batch",
]
