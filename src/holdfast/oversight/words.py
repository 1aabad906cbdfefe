# SPDX-License-Identifier: Apache-2.0
"""What each act of oversight is called in a sentence that goes on from a person's name.

Promises: words are those written at the event; nothing is said that the entry does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _told(details: Mapping[str, Any], key: str) -> str:
    return str(details.get(key) or "")


def _used(details: Mapping[str, Any]) -> str:
    words = f"recorded {details['count']} {details['unit']} of {details['name']}"
    return words + (f" ({details['note']})" if details.get("note") else "")


SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "technology.register": lambda _: "registered a technology",
    "technology.change": lambda _: "changed what the register says of a technology",
    "technology.stage": lambda _: "moved a technology to another stage",
    "technology.assess": lambda _: "attached an assessment to a technology",
    "technology.advice": lambda _: "recorded what the expert panel was asked or answered",
    "decision.record": lambda _: "recorded a decision",
    "decision.confirm": lambda _: "confirmed an oral decision in writing",
    "row.add": lambda _: "put a permission or a ban in force",
    "row.end": lambda _: "took a permission or a ban out of force",
    "use.record": _used,
    "toollog.take_in": lambda d: f"took in the log {_told(d, 'name')} of an outside tool",
    "incident.record": lambda _: "recorded an incident",
    "complaint.receive": lambda _: "made a complaint",
    "complaint.step": lambda _: "recorded what became of a complaint",
    "complaint.concern": lambda _: "froze a case against disposal for a complaint",
    "request.receive": lambda _: "made a request for information",
    "request.step": lambda _: "recorded what became of a request",
    "answer.propose": lambda _: "drafted an answer to a person's own question",
    "answer.approve": lambda _: "approved an answer to a person's own question",
    "support.withdraw": lambda d: f"withdrew {_told(d, 'support')}, because: {_told(d, 'reason')}",
    "report.make": lambda _: "had a quarterly report computed",
}
