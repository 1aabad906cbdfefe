# SPDX-License-Identifier: Apache-2.0
"""Which tone and which symbol a status word, or an act, is shown with.

Promises: two words of one list never differ by colour alone.
"""

from __future__ import annotations

from typing import Final

# status word -> (tone, symbol); every word that our own queries answer with
STATUSES: Final = {
    "unclassified": ("wait", "wait"),
    "evidential": ("good", "good"),
    "non-evidential": ("still", "still"),
    "standard": ("still", "still"),
    "restricted": ("bad", "hold"),
    "stored": ("good", "good"),
    "duplicate": ("note", "link"),
    "excluded": ("still", "still"),
    "unreadable": ("bad", "bad"),
    "done": ("good", "good"),
    "denied": ("bad", "bad"),
    "failed": ("bad", "warning"),
    "sound": ("good", "good"),
    "damaged": ("bad", "warning"),
    "missing": ("bad", "bad"),
    "unread": ("wait", "wait"),
    "nothing to do": ("still", "still"),
    "encrypted": ("note", "hold"),
    "unsupported": ("wait", "unknown"),
    "signed in": ("good", "good"),
    "refused": ("bad", "bad"),
    "open": ("note", "open"),
    "closed": ("still", "hold"),
    "on hold": ("note", "hold"),
    "approved": ("good", "good"),
    "not approved": ("wait", "warning"),
    "active": ("good", "good"),
    # reports
    "final": ("good", "seal"),
    "provisional": ("wait", "wait"),
    "overdue": ("bad", "wait"),
    "due": ("wait", "warning"),
    "running": ("still", "open"),
    "withheld": ("wait", "hold"),
    # technologies, decisions, rows
    "proposed": ("still", "still"),
    "assessed": ("note", "check"),
    "trial": ("note", "wait"),
    "adopted": ("good", "good"),
    "suspended": ("bad", "hold"),
    "retired": ("still", "hold"),
    "present, not approved": ("wait", "warning"),
    "in force": ("good", "good"),
    "not in force": ("wait", "hold"),
    "paused": ("bad", "hold"),
    "ended": ("still", "still"),
    "not begun": ("wait", "wait"),
    "to confirm": ("wait", "wait"),
    "ended unconfirmed": ("bad", "bad"),
    "confirmed": ("good", "good"),
    "written": ("still", "document"),
    "oral": ("wait", "note"),
    "permission": ("good", "permission"),
    "ban": ("bad", "hold"),
    "quarantined": ("wait", "quarantine"),
    "record withdrawn": ("bad", "warning"),
}

# tone of an alert, as our templates and Django's messages name them -> (our tone, symbol)
ALERTS: Final = {
    "good": ("good", "good"),
    "success": ("good", "good"),
    "wait": ("wait", "warning"),
    "warning": ("wait", "warning"),
    "bad": ("bad", "warning"),
    "error": ("bad", "warning"),
}

# act, or the part before its dot -> symbol
ACT_SYMBOLS: Final = {
    "acquisition.take_in": "take-in",
    "item.read": "document",
    "item.view": "open",
    "item.classify": "classify",
    "item.exhibit": "classify",
    "item.link": "link",
    "item.unlink": "split",
    "item.title": "edit",
    "item.time": "wait",
    "item.access": "hold",
    "hold": "hold",
    "pack": "pack",
    "integrity": "check",
    "case": "case",
    "case.purpose": "open",
    "case.break_glass": "warning",
    "person": "person",
    "device": "technology",
    "ledger": "seal",
    "home": "holdfast",
    "report": "report",
    "toollog": "report",
    "technology": "technology",
    "technology.assess": "document",
    "technology.advice": "witness",
    "decision": "decision",
    "row": "permission",
    "incident": "warning",
}
