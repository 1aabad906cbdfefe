# SPDX-License-Identifier: Apache-2.0
"""Whether a purpose was stated: what a page asks before it shows content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.records.access import visible_cases
from holdfast.records.models import CaseItem
from holdfast.records.stated import purpose_stated as stated

if TYPE_CHECKING:
    from holdfast.accounts.models import Person


def purpose_stated(
    viewer: Person, *, session: str, case: int | None = None, item: int | None = None
) -> bool:
    """Whether the viewer stated a purpose in this session for the case, or for one of the item's."""
    now = datetime.now(UTC)
    numbers = visible_cases(viewer, now).values("number")
    if case is not None:
        cases = tuple(
            visible_cases(viewer, now).filter(number=case).values_list("number", flat=True)
        )
    else:
        links = CaseItem.objects.filter(item=item, case__in=numbers)
        cases = tuple(links.values_list("case_id", flat=True))
    return stated(viewer, cases, session, now) is not None
