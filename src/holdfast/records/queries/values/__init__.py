# SPDX-License-Identifier: Apache-2.0
"""What queries answer: frozen values without a database behind them. Times are aware, in UTC."""

from __future__ import annotations

from holdfast.records.person_name import PersonName
from holdfast.records.queries.values.cases import (
    AcquisitionLine,
    CaseLine,
    CaseOverview,
    DayCount,
    HoldLine,
    Member,
    PackLine,
)
from holdfast.records.queries.values.common import Page
from holdfast.records.queries.values.items import (
    CorrectionLine,
    DeviceMatch,
    FactLine,
    FileLine,
    FlightLine,
    FourTimes,
    ItemCase,
    ItemDetail,
    ItemLine,
    ReadingLine,
    SignLine,
    Track,
    TrackLine,
    Wanted,
)
from holdfast.records.queries.values.ledger import (
    Access,
    CustodyEvent,
    EntryDetail,
    FaceLine,
)
from holdfast.records.queries.values.today import (
    Ageing,
    Alert,
    CheckLine,
    DeviceLine,
    MonthGrowth,
    PersonLine,
    Today,
)

__all__ = [
    "Access",
    "AcquisitionLine",
    "Ageing",
    "Alert",
    "CaseLine",
    "CaseOverview",
    "CheckLine",
    "CorrectionLine",
    "CustodyEvent",
    "DayCount",
    "DeviceLine",
    "DeviceMatch",
    "EntryDetail",
    "FaceLine",
    "FactLine",
    "FileLine",
    "FlightLine",
    "FourTimes",
    "HoldLine",
    "ItemCase",
    "ItemDetail",
    "ItemLine",
    "Member",
    "MonthGrowth",
    "PackLine",
    "Page",
    "PersonLine",
    "PersonName",
    "ReadingLine",
    "SignLine",
    "Today",
    "Track",
    "TrackLine",
    "Wanted",
]
