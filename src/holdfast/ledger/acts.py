# SPDX-License-Identifier: Apache-2.0
"""The closed vocabulary of acts: what an entry's face may say was done, in plain English.

An act that is not here cannot be entered. A refusal is the act that was refused, with the
outcome *denied*.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "home.create": "Made this home and its ledger",
        "person.enrol": "Enrolled a person",
        "person.roles": "Set a person's roles",
        "person.identify": "Tied an operating-system user to a person",
        "person.code": "Gave a person a one-time enrolment code",
        "case.open": "Opened a case",
        "case.title": "Corrected a case's title",
        "case.close": "Closed a case",
        "case.member": "Changed who may see a case",
        "case.purpose": "Stated a purpose for viewing",
        "case.break_glass": "Opened a case in an emergency, without membership",
        "acquisition.take_in": "Took in a medium",
        "acquisition.confirm": "Confirmed a receipt",
        "item.read": "Read what recordings say of themselves",
        "item.classify": "Classified items",
        "item.exhibit": "Gave an exhibit number",
        "item.link": "Linked an item to a case",
        "item.unlink": "Unlinked an item from a case",
        "item.title": "Corrected an item's title",
        "item.time": "Corrected an item's time",
        "item.access": "Changed an item's access class",
        "item.view": "Viewed an item's content",
        "hold.place": "Placed a hold",
        "hold.release": "Released a hold",
        "pack.make": "Made a pack to leave the building",
        "integrity.check": "Checked that originals are unharmed",
        "integrity.damage": "Met damage while opening content",
        "ledger.cosign": "Received a witness's cosignature",
        "ledger.publish": "Published the ledger",
        "device.register": "Registered a device",
    }
)

OUTCOMES: frozenset[str] = frozenset({"done", "denied", "failed"})
