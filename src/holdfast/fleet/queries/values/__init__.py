# SPDX-License-Identifier: Apache-2.0
"""What the queries of the drone programme answer with: frozen values, ready for a page.

Promises: what the viewer may not be told is empty, and `withheld` says so; a number that is not
known is None and never 0; a time carries its zone, or the word "unknown".
"""

from __future__ import annotations

from holdfast.fleet.queries.values.assets import (
    AssetChange,
    AssetLine,
    AssetPage,
    CertificateLine,
    PilotLine,
    UpkeepLine,
)
from holdfast.fleet.queries.values.flags import Flag
from holdfast.fleet.queries.values.flights import (
    CheckLine,
    FlightLine,
    FlightPage,
    KnownLine,
    MediaLine,
    PreparationLine,
    VersionLine,
)
from holdfast.fleet.queries.values.matching import (
    BeyondApproval,
    LooseMedia,
    Proposal,
    Total,
    Totals,
    UnknownSerial,
    Unmatched,
)

__all__ = [
    "AssetChange",
    "AssetLine",
    "AssetPage",
    "BeyondApproval",
    "CertificateLine",
    "CheckLine",
    "Flag",
    "FlightLine",
    "FlightPage",
    "KnownLine",
    "LooseMedia",
    "MediaLine",
    "PilotLine",
    "PreparationLine",
    "Proposal",
    "Total",
    "Totals",
    "UnknownSerial",
    "Unmatched",
    "UpkeepLine",
    "VersionLine",
]
