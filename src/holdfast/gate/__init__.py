# SPDX-License-Identifier: Apache-2.0
"""The gate: permission rows, what they mean in Cedar and in English, and the Permit of a use.

Promises: a Permit exists only because a row allowed it, under an approval in force, at that
moment; anything else is a denial in words. Knows no database, no clock and no framework.
"""

from __future__ import annotations

from holdfast.gate.approval import Approval
from holdfast.gate.cedar import cedar_of
from holdfast.gate.check import check_row
from holdfast.gate.difference import Change, difference
from holdfast.gate.errors import (
    REASONS,
    DeniedError,
    ForgedPermitError,
    GateError,
    PolicyUnreadableError,
    RowError,
    WrongPermitError,
)
from holdfast.gate.gate import Gate, Permit, genuine
from holdfast.gate.policy import (
    STANDING,
    TO_BE_OPENED,
    UNKNOWN,
    USABLE_STAGES,
    WITHDRAWN,
    Policy,
    PolicySource,
    Stand,
    TechnologyState,
)
from holdfast.gate.request import USES, Request, Support
from holdfast.gate.row import BAN, PERMIT, Row, row_of
from holdfast.gate.sentence import register_entry, sentence_of
from holdfast.gate.words import Words

__all__ = [
    "BAN",
    "PERMIT",
    "REASONS",
    "STANDING",
    "TO_BE_OPENED",
    "UNKNOWN",
    "USABLE_STAGES",
    "USES",
    "WITHDRAWN",
    "Approval",
    "Change",
    "DeniedError",
    "ForgedPermitError",
    "Gate",
    "GateError",
    "Permit",
    "Policy",
    "PolicySource",
    "PolicyUnreadableError",
    "Request",
    "Row",
    "RowError",
    "Stand",
    "Support",
    "TechnologyState",
    "Words",
    "WrongPermitError",
    "cedar_of",
    "check_row",
    "difference",
    "genuine",
    "register_entry",
    "row_of",
    "sentence_of",
]
