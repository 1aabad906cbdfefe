# SPDX-License-Identifier: Apache-2.0
"""A row as one English sentence, for the lawyer, the page and the public register.

Promises: a fixed grammar over stored phrases (`words`), so two rows that say different things read
differently; plain text, which a page escapes like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.gate.instants import in_words, written
from holdfast.gate.words import either

if TYPE_CHECKING:
    from holdfast.gate.row import Row
    from holdfast.gate.words import Words


def sentence_of(row: Row, words: Words) -> str:
    """Give the row's sentence, with its capital and its full stop."""
    what = words.technology(row.technology) if row.technology else "any technology"
    why = either(map(words.purpose, row.purposes)) if row.purposes else "for any purpose"
    data = either(map(words.data_class, row.data_classes)) if row.data_classes else "any data"
    who = _nobody(row, words) if row.is_ban else f"{either(map(words.role, row.roles))} may"
    end = f"before {in_words(row.until)}" if row.until else ""
    if row.is_ban:
        closing = f", {end}, whatever" if end else ", whatever"
        closing += " approval is in force."
    else:
        closing = f", only while approval {row.approval} is in force"
        closing += f" and {end}." if end else "."
    sentence = f"{who} use {what} {why}, on {data}{closing}"
    return sentence[:1].upper() + sentence[1:]


def _nobody(row: Row, words: Words) -> str:
    roles = [words.role(role) for role in row.roles]
    if not roles:
        return "nobody may"
    if len(roles) == 1:
        return f"{roles[0]} may not"
    return f"neither {' nor '.join(roles)} may"


def register_entry(row: Row, sentence: str, decision: str) -> dict[str, object]:
    """Give the row as the public register has it: the published record of the act row.add.

    `decision` is the number of the decision by which it was added.
    """
    return {
        "v": 1,
        "type": "row.add",
        "audience": "public",
        "row": {
            "id": row.id,
            "kind": row.kind,
            "roles": list(row.roles),
            "technology": row.technology,
            "purposes": list(row.purposes),
            "data_classes": list(row.data_classes),
            "approval": row.approval,
            "until": written(row.until),
        },
        "sentence": sentence,
        "decision": decision,
    }
