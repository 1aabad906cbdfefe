# SPDX-License-Identifier: Apache-2.0
"""Network tests of a technology: what is public of one, whether it is stale, two of them compared.

Pure functions over reports (`holdfast.analysis.isolation`): no database, no clock.

    public_part(report, withheld=(...))      what of a report goes into the public record
    standing_of(...)                         current, stale or not known, and why
    compare(first, second)                   new, gone, unchanged
    claims_of(report, network)               the two claims, apart
"""

from __future__ import annotations

from holdfast.fleet.isolation.claims import SENTENCES, Claim, claims_of
from holdfast.fleet.isolation.comparing import Comparison, compare
from holdfast.fleet.isolation.public import PublicPart, public_part
from holdfast.fleet.isolation.standing import Standing, standing_of

__all__ = [
    "SENTENCES",
    "Claim",
    "Comparison",
    "PublicPart",
    "Standing",
    "claims_of",
    "compare",
    "public_part",
    "standing_of",
]
