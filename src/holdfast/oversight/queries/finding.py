# SPDX-License-Identifier: Apache-2.0
"""Looks up one thing of oversight by its number, or says in words that it is not there."""

from __future__ import annotations

from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.models import Complaint, Decision, InformationRequest, Technology


def find_technology(number: str) -> Technology:
    """Give the technology of that id. Raises NotOnRegisterError."""
    found = Technology.objects.filter(number=number).first()
    if found is None:
        raise NotOnRegisterError(
            f"There is no technology {number!r} on the register. Nothing was changed. Register it "
            "first, or look its id up on the register."
        )
    return found


def find_decision(number: str) -> Decision:
    """Give the decision of that number. Raises NotOnRegisterError."""
    found = Decision.objects.filter(number=number).first()
    if found is None:
        raise NotOnRegisterError(
            f"There is no decision {number!r}. Nothing was changed. Look its number up among the "
            "decisions."
        )
    return found


def find_complaint(number: str) -> Complaint:
    """Give the complaint of that number. Raises NotOnRegisterError."""
    found = Complaint.objects.filter(number=number).first()
    if found is None:
        raise NotOnRegisterError(
            f"There is no complaint {number!r}. Nothing was changed. Look its number up among the "
            "complaints."
        )
    return found


def find_request(number: str) -> InformationRequest:
    """Give the request of that number. Raises NotOnRegisterError."""
    found = InformationRequest.objects.filter(number=number).first()
    if found is None:
        raise NotOnRegisterError(
            f"There is no request {number!r}. Nothing was changed. Look its number up among the "
            "requests."
        )
    return found
