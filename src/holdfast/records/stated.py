# SPDX-License-Identifier: Apache-2.0
"""The purpose a person stated for a case in a session: looked up before every first byte.

Promises: a session is known here by a digest only, so that nobody who reads the records can take
it over. Never states a purpose: that is a service, and an act.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from holdfast.records.models import PurposeGrant

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person


def purpose_stated(
    actor: Person, cases: tuple[int, ...], session: str, now: datetime
) -> PurposeGrant | None:
    """Give the purpose stated in this session for any of the cases, or None."""
    return (
        PurposeGrant.objects.filter(
            person=actor.pk, session=session_digest(session), case__in=cases, until__gt=now
        )
        .order_by("-id")
        .first()
    )


def session_digest(session: str) -> str:
    """Give what is written of a session: enough to tell two apart, useless for taking one over."""
    return hashlib.sha256(f"holdfast session\n{session}".encode()).hexdigest()[:32]
