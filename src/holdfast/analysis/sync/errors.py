# SPDX-License-Identifier: Apache-2.0
"""What putting two recordings on one clock refuses to begin with."""

from __future__ import annotations

from holdfast.analysis.errors import AnalysisError


class NoSoundError(AnalysisError):
    """A recording has no sound to compare, or none that decodes; it is unharmed."""
