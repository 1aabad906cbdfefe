# SPDX-License-Identifier: Apache-2.0
"""Requests for information as their records say: where each stands, its letters, the figures.

Promises: what the law makes of the steps is asked of `holdfast.information`, never counted here.
Reads only; who may see it is decided by whoever calls.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from holdfast.information import (
    OUTCOMES,
    Correspondence,
    Decided,
    Extension,
    InformationError,
    Letter,
    RequestState,
    Transfer,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from holdfast.home import Home
    from holdfast.information import Standing
    from holdfast.oversight.models import InformationRequest, RequestStep


def state_of(
    request: InformationRequest, steps: Iterable[RequestStep] | None = None
) -> RequestState:
    """Give the request as `holdfast.information` knows it; `steps` are looked up when not given."""
    taken = list(request.steps.all() if steps is None else steps)
    transfers = [one for one in taken if one.step == "transferred"]
    closing = [one for one in taken if one.step in {"decided", "answered"}]
    return RequestState(
        number=request.number,
        kind=request.kind,
        received=request.received_on,
        extensions=tuple(
            Extension(one.made_on, one.due_on, one.words)
            for one in taken
            if one.step == "extended" and one.due_on is not None
        ),
        transfer=Transfer(transfers[0].made_on, transfers[0].to) if transfers else None,
        decided=_decided(closing[0]) if closing else None,
    )


def stands(home: Home, request: InformationRequest, today: date) -> Standing | None:
    """Say where the request stands; None when the agency's lists cannot count its days."""
    try:
        return standing(state_of(request), home.lists, today)
    except InformationError:
        return None


def correspondence(
    home: Home, request: InformationRequest, today: date, signed_by: str
) -> Correspondence:
    """Give what every letter about the request says."""
    return Correspondence(
        reference=request.number,
        kind=request.kind,
        received=request.received_on,
        question=request.text,
        agency_name=home.config.agency,
        written_on=today,
        addressee=f"{request.requester}\n{request.contact}",
        signed_by=signed_by,
    )


def letter_of(step: RequestStep) -> Letter | None:
    """Give the letter that went out with the step, part for part; None when there was none."""
    kept: Mapping[str, Any] = step.letter
    if not kept:
        return None
    return Letter(
        name=kept["name"],
        reference=kept["reference"],
        agency_name=kept["agency_name"],
        subject=kept["subject"],
        paragraphs=tuple(kept["paragraphs"]),
    )


def letter_parts(letter: Letter) -> dict[str, Any]:
    """Give the letter as it is kept."""
    return {**asdict(letter), "paragraphs": list(letter.paragraphs)}


def _decided(step: RequestStep) -> Decided:
    outcome = next(one for one in OUTCOMES if one == step.outcome)
    return Decided(step.made_on, outcome, tuple(one["ground"] for one in step.reasons))
