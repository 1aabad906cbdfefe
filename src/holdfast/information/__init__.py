# SPDX-License-Identifier: Apache-2.0
"""Requests for information: which law answers, how long it may take, on what ground, in which words.

Promises: pure values and functions over the agency's own lists (`holdfast.agency`); no clock, no
database, and no law of any country in code. Days are calendar days where the agency is. Never
decides anything: it checks what a person decided, and writes it down. PDFs are in
`holdfast.information.letter_pdf`, which is imported where one is made.
"""

from __future__ import annotations

from holdfast.information.clock import (
    Deadline,
    Extension,
    day_limit,
    due,
    hours_limit,
    request_kind,
    time_left,
)
from holdfast.information.counts import RequestFigures, count_requests
from holdfast.information.errors import (
    DaysOutOfOrderError,
    DecisionRefusedError,
    ExtensionRefusedError,
    InformationError,
    LetterError,
    NoQuestionError,
    NoTimeLimitError,
    ReceivedInFutureError,
    UnknownCountryError,
    UnknownRequestKindError,
    UnknownYearError,
)
from holdfast.information.grounds import CheckedDecision, Reason, Withheld, check_decision
from holdfast.information.letters import (
    Correspondence,
    Letter,
    acknowledgement,
    decision_letter,
    extension_letter,
    transfer_letter,
)
from holdfast.information.requests import (
    OUTCOMES,
    Decided,
    Outcome,
    RequestState,
    Standing,
    Transfer,
    check_order,
    standing,
)
from holdfast.information.routing import Route, route, seems_about_the_asker
from holdfast.information.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)

__all__ = [
    "OUTCOMES",
    "CheckedDecision",
    "Correspondence",
    "DaysOutOfOrderError",
    "Deadline",
    "Decided",
    "DecisionRefusedError",
    "Extension",
    "ExtensionRefusedError",
    "InformationError",
    "Letter",
    "LetterError",
    "NoQuestionError",
    "NoTimeLimitError",
    "Outcome",
    "Reason",
    "ReceivedInFutureError",
    "RequestFigures",
    "RequestState",
    "Route",
    "Standing",
    "Transfer",
    "UnknownCountryError",
    "UnknownRequestKindError",
    "UnknownYearError",
    "Withheld",
    "acknowledgement",
    "add_working_days",
    "check_decision",
    "check_order",
    "count_requests",
    "day_limit",
    "decision_letter",
    "due",
    "extension_letter",
    "hours_limit",
    "is_working_day",
    "request_kind",
    "route",
    "seems_about_the_asker",
    "standing",
    "time_left",
    "transfer_letter",
    "working_days_between",
]
