# SPDX-License-Identifier: Apache-2.0
"""Salvage: a playable derivative of a recording that is cut off, holed, or has lost its index.

    result = salvage(path, to=new)                      one that still opens
    result = salvage(path, to=new, reference=sound)     one that has no index
    result.recovered, result.lost, result.assumptions   what a court has to be told

The damaged file is only read. docs/adr/0023-integrity-by-strict-decoding.md.
"""

from __future__ import annotations

from holdfast.analysis.salvage.errors import (
    NothingToSalvageError,
    ReferenceDoesNotFitError,
    ReferenceNeededError,
    UnsuitableOutputError,
)
from holdfast.analysis.salvage.result import Loss, SalvageResult, Span
from holdfast.analysis.salvage.salvage import salvage, salvage_into

__all__ = [
    "Loss",
    "NothingToSalvageError",
    "ReferenceDoesNotFitError",
    "ReferenceNeededError",
    "SalvageResult",
    "Span",
    "UnsuitableOutputError",
    "salvage",
    "salvage_into",
]
