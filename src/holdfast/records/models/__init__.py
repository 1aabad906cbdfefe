# SPDX-License-Identifier: Apache-2.0
"""The projection of the ledger in the database: fields and constraints, nothing else.

Only `holdfast.records.acts` writes here. Everything can be made again from the vault and the
ledger (ADR 0007).
"""

from __future__ import annotations

from holdfast.records.models.acquisitions import Acquisition, ManifestLine
from holdfast.records.models.cases import (
    Case,
    CaseItem,
    CaseMember,
    CaseTally,
    ItemView,
    PurposeGrant,
    SearchMade,
)
from holdfast.records.models.checks import IntegrityCheck, PackMade
from holdfast.records.models.devices import Device, DeviceChange
from holdfast.records.models.entries import Custody, Entry
from holdfast.records.models.findings import Finding
from holdfast.records.models.items import Correction, Hold, Item, ItemFile, Original
from holdfast.records.models.watching import Note, Placing

__all__ = [
    "Acquisition",
    "Case",
    "CaseItem",
    "CaseMember",
    "CaseTally",
    "Correction",
    "Custody",
    "Device",
    "DeviceChange",
    "Entry",
    "Finding",
    "Hold",
    "IntegrityCheck",
    "Item",
    "ItemFile",
    "ItemView",
    "ManifestLine",
    "Note",
    "Original",
    "PackMade",
    "Placing",
    "PurposeGrant",
    "SearchMade",
]
