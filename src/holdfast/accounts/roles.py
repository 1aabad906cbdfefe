# SPDX-License-Identifier: Apache-2.0
"""The six roles, in the order in which a person with several of them acts.

Promises: a closed list. A role that is not here cannot be given (see `parse_roles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.accounts.errors import UnknownRoleError

if TYPE_CHECKING:
    from collections.abc import Iterable

OPERATOR: Final = "operator"
INVESTIGATOR: Final = "investigator"
EXHIBIT_OFFICER: Final = "exhibit_officer"
GOVERNANCE: Final = "governance"
AUDITOR: Final = "auditor"
ADMINISTRATOR: Final = "administrator"

# role -> (its name on a page, what it is for, in words)
ROLES: Final[dict[str, tuple[str, str]]] = {
    EXHIBIT_OFFICER: (
        "Exhibit officer",
        "Classifies items, numbers exhibits, sets holds, corrects times and titles.",
    ),
    INVESTIGATOR: (
        "Investigator",
        "Opens cases, looks at what belongs to them, makes packs.",
    ),
    OPERATOR: (
        "Operator",
        "Flies or photographs, takes media in, sees what belongs to their cases.",
    ),
    GOVERNANCE: (
        "Technology governance",
        "Keeps the fleet and its approvals; sees no content.",
    ),
    AUDITOR: (
        "Auditor",
        "Reads the ledger and what is said about items; sees no content.",
    ),
    ADMINISTRATOR: (
        "Administrator",
        "Enrols people, checks integrity, runs the machine; sees no content.",
    ),
}


def role_name(role: str) -> str:
    """Put the role in words, for a page; a role from an older ledger shows as it was written."""
    return ROLES[role][0] if role in ROLES else role.replace("_", " ").capitalize()


def parse_roles(roles: Iterable[str]) -> list[str]:
    """Return the roles in their fixed order, each once. Raises UnknownRoleError."""
    wanted = set(roles)
    unknown = sorted(wanted - ROLES.keys())
    if unknown:
        raise UnknownRoleError(
            f"There is no role called {', '.join(unknown)}. Nothing was changed. "
            f"The roles are: {', '.join(ROLES)}."
        )
    return [role for role in ROLES if role in wanted]
