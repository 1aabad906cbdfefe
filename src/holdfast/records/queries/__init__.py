# SPDX-License-Identifier: Apache-2.0
"""Every read: the viewer comes first, and what the viewer may not see is as if it were not there."""

from __future__ import annotations

from holdfast.records.queries.cases import case_by_reference, case_overview, item_days, list_cases
from holdfast.records.queries.custody import item_access, item_custody
from holdfast.records.queries.flights import flights
from holdfast.records.queries.item import content_file, item, track
from holdfast.records.queries.items import ANY_DAY, case_items, find
from holdfast.records.queries.ledger import entry_proof, ledger_entry, ledger_page
from holdfast.records.queries.notes import notes_of_case, notes_of_item
from holdfast.records.queries.people import colleagues, devices, people
from holdfast.records.queries.purposes import purpose_stated
from holdfast.records.queries.receipts import acquisitions, receipt, receipt_files
from holdfast.records.queries.today import checks, today

__all__ = [
    "ANY_DAY",
    "acquisitions",
    "case_by_reference",
    "case_items",
    "case_overview",
    "checks",
    "colleagues",
    "content_file",
    "devices",
    "entry_proof",
    "find",
    "flights",
    "item",
    "item_access",
    "item_custody",
    "item_days",
    "ledger_entry",
    "ledger_page",
    "list_cases",
    "notes_of_case",
    "notes_of_item",
    "people",
    "purpose_stated",
    "receipt",
    "receipt_files",
    "today",
    "track",
]
