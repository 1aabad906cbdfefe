# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a request for information, its days, its decision or its letter."""

from __future__ import annotations

from holdfast.errors import WrongUsageError


class InformationError(WrongUsageError):
    """A request for information cannot be dealt with as asked; no evidence is touched."""


class UnknownYearError(InformationError):
    """Working days were asked for in a year whose public holidays are not known for certain."""


class UnknownCountryError(InformationError):
    """The list of holidays names a country or a part of one that the holidays library lacks."""


class UnknownRequestKindError(InformationError):
    """A kind of request was named that the agency's lists do not have."""


class NoTimeLimitError(InformationError):
    """A time limit was asked for that no law or policy sets, or in another unit than it is set."""


class ReceivedInFutureError(InformationError):
    """A request was to be received after today."""


class DaysOutOfOrderError(InformationError):
    """A step of a request was dated before the request, after today, or after it was closed."""


class ExtensionRefusedError(InformationError):
    """An extension came after the time ran out, gave no later day, or gave no reason."""


class DecisionRefusedError(InformationError):
    """A decision on a request does not stand in law as written; every fault is named."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(
            "This decision cannot go out as it is written: "
            + "; ".join(faults)
            + ". Nothing was recorded and no letter was made. Put it right and try again."
        )
        self.faults = faults


class NoQuestionError(InformationError):
    """A request was to be routed, and nothing was said about what it asks for."""


class LetterError(InformationError):
    """A letter lacks a fact that it must say, or is asked to say what was not decided."""
