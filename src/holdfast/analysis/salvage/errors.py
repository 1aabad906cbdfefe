# SPDX-License-Identifier: Apache-2.0
"""What a salvage refuses. The damaged file is only ever read, whatever becomes of the salvage."""

from __future__ import annotations

from typing import ClassVar

from holdfast.analysis.errors import AnalysisError
from holdfast.errors import NEEDS_ATTENTION, WRONG_USAGE


class NothingToSalvageError(AnalysisError):
    """No picture and no sound could be recovered from the file."""

    exit_code: ClassVar[int] = NEEDS_ATTENTION


class ReferenceNeededError(AnalysisError):
    """The file has no index, and without a recording of the same camera its data mean nothing."""

    exit_code: ClassVar[int] = WRONG_USAGE


class ReferenceDoesNotFitError(AnalysisError):
    """The recording given as reference is not of the kind that the file holds."""

    exit_code: ClassVar[int] = WRONG_USAGE


class UnsuitableOutputError(AnalysisError):
    """The file to be written exists, or is of a kind that cannot hold what was recovered."""

    exit_code: ClassVar[int] = WRONG_USAGE
