# SPDX-License-Identifier: Apache-2.0
"""What an agency decides and a program may not: purposes, classes of data, principles, grounds.

Promises: every list is a readable file with its source and its date; an agency replaces a whole
list by putting a file of the same name into `HOME/agency/`; a list that cannot be used is named
and nothing is guessed. No law and no policy of any country is in code.
"""

from __future__ import annotations

from holdfast.agency.errors import AgencyDataError
from holdfast.agency.lists import read_agency, read_hosts
from holdfast.agency.values import (
    CONSIDERATIONS,
    HOST_KINDS,
    SUBJECTS,
    Agency,
    Check,
    Clock,
    DataClass,
    DisposalClass,
    EngagementCondition,
    Ground,
    Holidays,
    HostOwner,
    Listed,
    Purpose,
    RequestKind,
    Term,
)

__all__ = [
    "CONSIDERATIONS",
    "HOST_KINDS",
    "SUBJECTS",
    "Agency",
    "AgencyDataError",
    "Check",
    "Clock",
    "DataClass",
    "DisposalClass",
    "EngagementCondition",
    "Ground",
    "Holidays",
    "HostOwner",
    "Listed",
    "Purpose",
    "RequestKind",
    "Term",
    "read_agency",
    "read_hosts",
]
