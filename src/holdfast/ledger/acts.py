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
        "item.align": "Placed a recording on a common clock",
        "note.write": "Wrote a note on a recording",
        "note.withdraw": "Withdrew a note on a recording",
        "item.process": "Ran a processor on items: pictures, copies, findings",
        "item.release": "Let a quarantined item be analysed",
        "search.run": "Searched items",
        "use.record": "Recorded a use of a technology outside Holdfast",
        "flight.prepare": "Checked an aircraft before a flight",
        "flight.cancel": "Said that a prepared flight was not flown",
        "flight.record": "Recorded a flight",
        "flight.correct": "Corrected what is recorded of a flight",
        "flight.withdraw": "Withdrew a flight that was entered by mistake",
        "pilot.record": "Recorded a pilot's certificates and practice",
        "upkeep.record": "Recorded upkeep of an aircraft or another asset",
        "upkeep.ground": "Took an asset out of service",
        "technology.register": "Registered a technology",
        "technology.change": "Changed what the register says of a technology",
        "technology.stage": "Moved a technology to another stage",
        "technology.assess": "Attached an assessment to a technology",
        "technology.advice": "Recorded what the expert panel was asked or answered",
        "decision.record": "Recorded a decision",
        "decision.confirm": "Confirmed an oral decision in writing",
        "row.add": "Put a permission or a ban in force",
        "row.end": "Took a permission or a ban out of force",
        "toollog.take_in": "Took in an outside tool's own log",
        "isolation.record": "Recorded a network test of a technology",
        "incident.record": "Recorded an incident with a technology",
        "engagement.open": "Engaged a contractor, on conditions",
        "engagement.step": "Recorded what became of an engagement's condition",
        "engagement.link": "Tied a medium to the engagement it was recorded under",
        "engagement.remind": "Reminded a contractor of what is outstanding",
        "engagement.close": "Closed an engagement",
        "complaint.receive": "Received a complaint",
        "complaint.step": "Recorded what became of a complaint",
        "complaint.concern": "Tied a complaint to a case and froze its disposal",
        "request.receive": "Received a request for information",
        "request.step": "Recorded what became of a request",
        "answer.propose": "Drafted an answer to a person's own question",
        "answer.approve": "Approved an answer to a person's own question",
        "support.withdraw": "Withdrew a record that stood behind uses",
        "report.make": "Computed a quarterly report",
    }
)

OUTCOMES: frozenset[str] = frozenset({"done", "denied", "failed"})
