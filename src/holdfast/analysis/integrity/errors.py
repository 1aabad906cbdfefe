# SPDX-License-Identifier: Apache-2.0
"""What an examination refuses. A harmed recording is never an error: it gets a report."""

from __future__ import annotations

from holdfast.analysis.errors import AnalysisError


class ReferenceUnreadableError(AnalysisError):
    """The recording given for comparison does not open; the one to be examined was not touched."""
