# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with an agency's own lists, in words."""

from __future__ import annotations

from holdfast.errors import WrongUsageError


class AgencyDataError(WrongUsageError):
    """A list or a letter in `HOME/agency/` cannot be used as written; no evidence is touched."""

    def __init__(self, file: str, fault: str) -> None:
        super().__init__(
            f"The agency's {file} cannot be used: {fault}. Nothing was changed, and no evidence is "
            "touched. Put the file in HOME/agency/ right, or take it away to use the one that came "
            "with Holdfast."
        )
        self.file = file
        self.fault = fault


class FaultError(WrongUsageError):
    """One value of a list is wrong; told with the name of its file, as an AgencyDataError."""
