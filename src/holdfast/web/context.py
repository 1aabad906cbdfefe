# SPDX-License-Identifier: Apache-2.0
"""What every page shows around its content: the agency, the person, the sections, the checkpoint.

Promises: a section that the person may not open is not in the navigation; the checkpoint badge
says what is true now and costs one small read of a file and one look into the index of entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may_open
from holdfast.accounts.roles import role_name
from holdfast.records.queries.standing import newest_cosigned
from holdfast.web.badge import checkpoint_badge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

# section -> (name of its first page in urls.py, word in the navigation, symbol in the sprite)
NAVIGATION = (
    ("today", "today", "Today", "today"),
    ("take-in", "take_in", "Take in", "take-in"),
    ("cases", "cases", "Cases", "case"),
    ("find", "find", "Find", "find"),
    ("fleet", "flying", "Flights", "flight"),
    ("technologies", "technologies", "Technologies", "technology"),
    ("decisions", "decisions", "Decisions", "decision"),
    ("permissions", "permissions", "Permissions", "permission"),
    ("quarantine", "quarantine", "Quarantine", "quarantine"),
    ("reports", "reports", "Reports", "report"),
    ("complaints", "complaints", "Complaints", "complaint"),
    ("ledger", "ledger", "Ledger", "ledger"),
    ("people", "people", "People", "person"),
    ("system", "system", "System", "system"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the navigation."""

    name: str
    word: str
    symbol: str
    address: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor for every page."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"agency": settings.AGENCY, "person": None}
    return {
        "agency": settings.AGENCY,
        "person": person,
        "person_roles": [role_name(role) for role in person.roles],
        "sections": list(_sections(person, request.path)),
        "checkpoint": checkpoint_badge(settings.HOLDFAST_HOME),
        "cosigned": newest_cosigned(),
    }


def _sections(person: Person, path: str) -> Iterator[Section]:
    for section, page_name, word, symbol in NAVIGATION:
        if may_open(person, section) is None:
            continue
        try:
            address = reverse(page_name)
        except NoReverseMatch:
            continue
        current = path == address if address == "/" else path.startswith(address)
        yield Section(section, word, symbol, address, current)
