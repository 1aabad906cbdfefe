# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with an agency's own lists, in words."""

from __future__ import annotations

from holdfast.errors import WrongUsageError


class AgencyDataError(WrongUsageError):
    """A list in `HOME/agency/` cannot be used as written; no evidence is touched."""
